import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { awsManagedPolicyNamed } from "../../../../linter/facts/iam/aws-managed-policies";
import { pythonTools } from "../../../../scripts/fixtures/python-tools";

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: object;
}

interface Document {
  readonly Statement: Statement | readonly Statement[];
}

interface Published {
  readonly DefaultVersionId: string;
  readonly UpdateDate: string;
  readonly Document: Document;
}

const listOf = (value: string | readonly string[] = []) => [value].flat();

/** Actions of KMS and S3 with their resources, one a line; what is allowed on every resource is not repeated for some. */
const rights = ({ Statement: statements }: Document) => {
  const lines = [statements].flat().flatMap(({ Effect, Action, NotAction, Resource, Condition }) =>
    listOf(Resource).flatMap((resource) => [
      ...listOf(Action)
        .filter((action) => /^(\*|kms:|s3:)/i.test(action))
        .map((action) => [Effect, action, resource, ...(Condition ? ["if"] : [])].join(" ")),
      ...listOf(NotAction).map((action) => `${Effect} all but ${action} ${resource}`),
    ]),
  );
  const all = new Set(lines);
  return [...all].filter((line) => line.endsWith(" *") || !all.has(line.replace(/ [^ ]+$/, " *"))).sort();
};

test("the documents of AWS-managed policies are those that moto has from AWS", () => {
  const print = "from moto.iam.aws_managed_policies import aws_managed_policies_data as d; print(d)";
  const output = execFileSync(join(pythonTools(), "python"), ["-c", print], { encoding: "utf8", maxBuffer: 64 << 20 });
  const published: { readonly [name: string]: Published } = JSON.parse(output);
  const compared = Object.entries(published).flatMap(([name, { DefaultVersionId, UpdateDate, Document }]) => {
    const { where, document } = awsManagedPolicyNamed(name) ?? {};
    if (where === undefined) return [];
    expect(where).toBe(`the AWS-managed policy ${name} (${DefaultVersionId} of ${UpdateDate.slice(0, 10)})`);
    expect([name, rights(document as unknown as Document)]).toEqual([name, rights(Document)]);
    return [name];
  });
  expect(compared).toContain("AmazonElasticMapReduceforEC2Role");
  expect(compared.length).toBeGreaterThan(30);
});

import fc from "fast-check";
import { keyFacts } from "../../linter/facts/key/rows";
import { keyUseFacts } from "../../linter/facts/key/uses";
import { cluster, documentsOf, stack } from "../linter/facts/emr";
import { configuration } from "../linter/models";
import { expectNoBlowUp } from "../support/work";

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    "*",
    "${aws_iam_role.nodes.arn}",
    "${aws_kms_key.s3.arn}",
    "${nowhere.at.all}",
    "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root",
    "arn:::::",
    "${",
    "__proto__",
    "\ud800",
  ),
);
const anyOf = (...names: string[]) => fc.dictionary(fc.constantFrom(...names, "__proto__", "constructor"), odd);
const statement = fc.oneof(
  odd,
  fc
    .tuple(
      fc.record(
        { Effect: fc.constantFrom("Allow", "Deny"), Action: odd, Resource: odd, Principal: odd },
        { requiredKeys: [] },
      ),
      anyOf("NotAction", "NotResource", "NotPrincipal", "Sid"),
      fc.dictionary(fc.constantFrom("StringLike", "Bool", "ForAnyValue:ArnLike", "Null", "IpAddress", "x"), odd),
    )
    .map(([named, more, Condition]) => ({ ...more, ...named, Condition })),
);
const document = fc.oneof(
  odd,
  fc.record({ Version: odd, Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 })) }),
);

describe("keys of unusual input", () => {
  test("policies, roles and arguments of any shape give rows and never throw", () => {
    fc.assert(
      fc.property(
        document,
        document,
        anyOf("service_role", "ec2_attributes", "log_encryption_kms_key_id"),
        odd,
        (key, iam, more, s3) => {
          const resources = {
            ...cluster,
            aws_kms_key: { s3: { policy: JSON.stringify(key), multi_region: more.service_role }, disk: more },
            aws_kms_grant: {
              g: { key_id: "${aws_kms_key.s3.id}", grantee_principal: s3, operations: key, constraints: iam },
            },
            aws_iam_role_policy: { p: { role: "${aws_iam_role.nodes.id}", policy: JSON.stringify(iam) } },
            aws_emr_cluster: { this: { ...cluster.aws_emr_cluster.this, ...more } },
          };
          const model = configuration(
            stack({ s3: s3 as string, resources, authorization: { EmrFsConfiguration: { RoleMappings: iam } } }),
          );
          const documents = documentsOf(model);
          for (const row of [...keyFacts(model, documents), ...keyUseFacts(model, documents)]) {
            expect(typeof row.id).toBe("string");
            expect(JSON.stringify(row)).not.toContain("undefined");
          }
        },
      ),
      { numRuns: 200, seed: 7 },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("a principal of a megabyte is skipped, and one twice as long takes twice the work", () => {
    expectNoBlowUp(1_000_000, principalOf);
  });

  function principalOf(length: number): void {
    const long = "a".repeat(length);
    const policy = JSON.stringify({
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: [long, `*${long}`] },
          Action: [long, "*a".repeat(length / 300)],
          Resource: "*",
        },
      ],
    });
    const model = configuration(stack({ resources: { ...cluster, aws_kms_key: { s3: { policy }, disk: {} } } }));
    const rows = keyUseFacts(model, documentsOf(model));
    expect(rows[0]?.decision).not.toEqual({ known: "allow" });
  }
});

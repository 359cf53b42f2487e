import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const STACK = join(__dirname, "..", "..", "..", "fixtures", "stacks", "corporate-authority", "main.tf.json");
const now = new Date("2026-11-23T12:00:00Z");

type Resources = { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };

/** The rule's word on a stack whose roles may read nothing of themselves, with more resources and less. */
function verdict(more: Resources, without: readonly string[] = [], variant?: "service"): readonly string[] {
  const stack = JSON.parse(readFileSync(STACK, "utf8"));
  const { aws_iam_role_policy: _, ...resource } = stack.resource;
  for (const type of without) delete resource[type];
  const folder = folderOf({ "main.tf.json": JSON.stringify({ ...stack, resource: { ...resource, ...more } }) });
  const { findings, notEvaluated } = lint(["main.tf.json"], {
    cwd: folder,
    now,
    rules: ["object.unreadable_by_roles"],
  });
  return [
    ...findings
      .filter((each) => each.variant === variant)
      .map(({ severity, params }) => `${severity} ${params.unreadableBy ?? params.unreadableByService}`),
    ...notEvaluated.map((o) => o.reason),
  ];
}

const statement = (more: object) => ({
  Effect: "Allow",
  Action: "s3:GetObject",
  Resource: "${aws_s3_bucket.artifacts.arn}/*",
  ...more,
});
const bucketPolicy = (...statements: readonly object[]): Resources => ({
  aws_s3_bucket_policy: {
    artifacts: { bucket: "${aws_s3_bucket.artifacts.id}", policy: JSON.stringify({ Statement: statements }) },
  },
});
const rolePolicy = (more: object): Resources => ({
  aws_iam_role_policy: {
    nodes: { role: "${aws_iam_role.nodes.name}", policy: JSON.stringify({ Statement: [statement(more)] }) },
  },
});
const nodes = { Principal: { AWS: "${aws_iam_role.nodes.arn}" } };
const refused = ["warning aws_iam_role.nodes.arn"];

test.each<[string, Resources, readonly string[]]>([
  ["no policy at all", {}, refused],
  ["the role's own policy", rolePolicy({}), []],
  ["the role's policy for every object", rolePolicy({ Action: "s3:Get*", Resource: "*" }), []],
  ["the role's policy by the bucket's name", rolePolicy({ Resource: "arn:aws:s3:::acme-emr-artifacts/certs/*" }), []],
  ["the role's policy for another folder", rolePolicy({ Resource: "arn:aws:s3:::acme-emr-artifacts/jars/*" }), refused],
  ["the role's policy for the bucket alone", rolePolicy({ Resource: "${aws_s3_bucket.artifacts.arn}" }), refused],
  ["the bucket's policy for the role", bucketPolicy(statement(nodes)), []],
  [
    "the bucket's policy, but for a service",
    bucketPolicy(statement({ Principal: { Service: "logging.s3.amazonaws.com" } })),
    refused,
  ],
  [
    "the bucket's policy, but a Deny of its own",
    { ...rolePolicy({}), ...bucketPolicy(statement({ Effect: "Deny", Principal: "*" })) },
    refused,
  ],
  [
    "the role's policy, where requests without TLS are denied",
    {
      ...rolePolicy({}),
      ...bucketPolicy(
        statement({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ),
    },
    [],
  ],
  [
    "the role's policy, where requests from elsewhere are denied",
    {
      ...rolePolicy({}),
      ...bucketPolicy(
        statement({ Effect: "Deny", Principal: "*", Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1" } } }),
      ),
    },
    ["the request's aws:sourcevpce is not known"],
  ],
  [
    "an AWS-managed policy whose document is not known",
    {
      aws_iam_role_policy_attachment: {
        nodes: {
          role: "${aws_iam_role.nodes.name}",
          policy_arn: "arn:aws:iam::aws:policy/SomethingOfNextYear",
        },
      },
    },
    ["the document of SomethingOfNextYear is not in the input"],
  ],
])("nodes read the bundle by %s", (_, more, expected) => {
  expect(verdict(more)).toEqual(expected);
});

test("an external bucket is not checked", () => {
  expect(verdict({}, ["aws_s3_bucket"])).toEqual(["the policy of the object's bucket is not in the input"]);
});

test("an external role is not checked", () => {
  expect(verdict({}, ["aws_iam_instance_profile"])).toEqual(["the role in the instance profile is not in the input"]);
});

test("without a cluster there are no readers, and every rule is evaluated", () => {
  expect(verdict({}, ["aws_emr_cluster"])).toEqual([]);
});

describe("the service role, which one page of AWS lets read the bundle", () => {
  const service = { Principal: { AWS: "${aws_iam_role.service.arn}" } };
  const attached = (policy_arn: string): Resources => ({
    aws_iam_role_policy_attachment: { service: { role: "${aws_iam_role.service.name}", policy_arn } },
  });

  test.each<[string, Resources, readonly string[]]>([
    ["may not", bucketPolicy(statement(nodes)), ["info aws_iam_role.service.arn"]],
    ["may by the bucket's policy", bucketPolicy(statement(nodes), statement(service)), []],
    [
      "has an AWS-managed policy that is not known, which leaves nothing open",
      {
        ...bucketPolicy(statement(nodes)),
        ...attached("arn:aws:iam::aws:policy/SomethingOfNextYear"),
      },
      [],
    ],
  ])("%s", (_, more, expected) => {
    expect(verdict(more, [], "service")).toEqual(expected);
  });
});

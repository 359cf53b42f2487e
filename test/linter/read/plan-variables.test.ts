import { Reference, Template } from "../../../linter/model/values/symbolic";
import { folderOf, modelOf } from "../models";

const SOURCE = `
variable "encryption" {
  type = object({ transit = optional(bool, true), mode = optional(string, "SSE-KMS") })
}

resource "aws_kms_key" "k" {}

resource "t" "t" {
  configuration = "\${aws_kms_key.k.arn} \${var.encryption.transit} \${var.encryption.mode}"
}
`;

const resource = (type: string, name: string, rest: object = {}) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  ...rest,
});

const change = (unknown: object) => ({
  change: { actions: ["create"], before: null, after: {}, after_unknown: unknown },
});

const REFERENCES = [
  "aws_kms_key.k.arn",
  "aws_kms_key.k",
  "var.encryption.transit",
  "var.encryption",
  "var.encryption.mode",
  "var.encryption",
];

const PLAN = {
  format_version: "1.2",
  variables: { encryption: { value: { mode: "CSE-KMS" } } },
  resource_changes: [
    resource("aws_kms_key", "k", change({ arn: true })),
    resource("t", "t", change({ configuration: true })),
  ],
  configuration: {
    root_module: {
      variables: { encryption: {} },
      resources: [
        resource("aws_kms_key", "k"),
        resource("t", "t", { expressions: { configuration: { references: REFERENCES } } }),
      ],
    },
  },
};

test("values that a plan has of variables get the defaults of their types from the sources beside it", () => {
  const folder = folderOf({ "plan.json": JSON.stringify(PLAN), "main.tf": SOURCE });
  expect(modelOf("plan.json", folder).at("t.t")?.values.configuration).toEqual(
    new Template([new Reference("aws_kms_key.k", "arn"), " true CSE-KMS"]),
  );
});

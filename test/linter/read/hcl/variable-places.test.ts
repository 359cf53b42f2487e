import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const rules = ["config.at_rest_disabled", "config.in_transit_disabled"];
const MAIN = `variable "documents" {
  type = map(any)
}
variable "in_transit" {
  default = true
}
resource "aws_emr_security_configuration" "this" {
  for_each      = var.documents
  name          = each.key
  configuration = jsonencode(each.value)
}
`;
const HCL = `documents = {
  etl = {
    EncryptionConfiguration = {
      EnableAtRestEncryption    = false
      EnableInTransitEncryption = false
    }
  }
}
`;
const JSON_VALUES = JSON.stringify(
  {
    documents: {
      etl: { EncryptionConfiguration: { EnableAtRestEncryption: false, EnableInTransitEncryption: false } },
    },
  },
  undefined,
  2,
);

function placesOf(files: { readonly [path: string]: string }, inputs = ["."], options: object = {}) {
  const cwd = folderOf(files);
  const report = lint(inputs, { cwd, now, rules, ...options });
  expect(report.notEvaluated).toEqual([]);
  return report.findings.map(({ file, line }) => `${file}:${line}`);
}

test.each<[string, { readonly [path: string]: string }, readonly string[], object?]>([
  ["terraform.tfvars", { "terraform.tfvars": HCL }, ["terraform.tfvars:4", "terraform.tfvars:5"]],
  ["a JSON file", { "a.auto.tfvars.json": JSON_VALUES }, ["a.auto.tfvars.json:5", "a.auto.tfvars.json:6"]],
  [
    "the last of several files",
    { "terraform.tfvars": `\n\n${HCL}`, "env/prod.tfvars": HCL },
    ["env/prod.tfvars:4", "env/prod.tfvars:5"],
    { varFiles: ["env/prod.tfvars"] },
  ],
])("a property that %s gives is found there", (_, files, expected, options = {}) => {
  expect(placesOf({ "main.tf": MAIN, ...files }, ["."], options)).toEqual(expected);
});

test("a property with the value of a variable is found where it is written", () => {
  const main = MAIN.replace(
    "jsonencode(each.value)",
    "jsonencode({ EncryptionConfiguration = {\n    EnableAtRestEncryption = true\n    EnableInTransitEncryption = var.in_transit\n  } })",
  );
  const files = { "main.tf": main, "terraform.tfvars": `${HCL}in_transit = false\n` };
  expect(placesOf(files)).toEqual(["main.tf:12"]);
});

describe("a plan with its sources", () => {
  const key = { mode: "managed", type: "aws_kms_key", name: "this", address: "aws_kms_key.this" };
  const main = `${MAIN.replace("jsonencode(each.value)", "jsonencode(merge(each.value, { Key = aws_kms_key.this.arn }))")}resource "aws_kms_key" "this" {}\n`;
  const configuration = { mode: "managed", type: "aws_emr_security_configuration", name: "this" };
  const create = (after: object, after_unknown: object) => ({
    actions: ["create"],
    before: null,
    after,
    after_unknown,
  });
  const { documents } = JSON.parse(JSON_VALUES);
  const references = ["each.value", "aws_kms_key.this.arn", "aws_kms_key.this"];
  const plan = JSON.stringify({
    format_version: "1.2",
    variables: { documents: { value: documents }, in_transit: { value: true } },
    resource_changes: [
      { ...key, change: create({}, { arn: true }) },
      {
        ...configuration,
        address: 'aws_emr_security_configuration.this["etl"]',
        index: "etl",
        change: create({ name: "etl" }, { configuration: true }),
      },
    ],
    configuration: {
      root_module: {
        resources: [
          key,
          {
            ...configuration,
            address: "aws_emr_security_configuration.this",
            expressions: { name: { references: ["each.key"] }, configuration: { references } },
            for_each_expression: { references: ["var.documents"] },
          },
        ],
        variables: { documents: {}, in_transit: { default: true } },
      },
    },
  });

  test("has the places of the files that give the values of the plan", () => {
    const files = { "main.tf": main, "terraform.tfvars": HCL, "plan.json": plan };
    expect(placesOf(files, ["plan.json"])).toEqual(["terraform.tfvars:4", "terraform.tfvars:5"]);
  });

  test("has the argument's place where other files gave the values", () => {
    const other = HCL.replace("EnableAtRestEncryption    = false", "EnableAtRestEncryption    = true");
    const files = { "main.tf": main, "terraform.tfvars": other, "plan.json": plan };
    expect(placesOf(files, ["plan.json"])).toEqual(["main.tf:8", "main.tf:8"]);
  });
});

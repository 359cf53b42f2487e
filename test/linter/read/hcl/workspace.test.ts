import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");
const DOCUMENT = `resource "aws_emr_security_configuration" "this" {
  name          = "emr-\${terraform.workspace}"
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = terraform.workspace == "prod"
      EnableAtRestEncryption    = false
    }
  })
}
`;

function check(files: { readonly [path: string]: string }) {
  const cwd = folderOf({ "main.tf": DOCUMENT, ...files });
  const { findings, notEvaluated, notices } = lint(["."], { cwd, now, rules: ["config.in_transit_disabled"] });
  return {
    found: findings.map(({ rule }) => rule),
    open: notEvaluated.map(({ reason }) => reason),
    notices: notices.map(({ message }) => message),
  };
}

const cloud = (block: string) => `terraform {\n  ${block}\n}\n`;

test("terraform.workspace is default in a folder that selects none, which the report states", () => {
  expect(check({})).toEqual({
    found: ["config.in_transit_disabled"],
    open: [],
    notices: [
      ".: terraform.workspace is default, since no other workspace is selected here; lint the plans of other workspaces",
    ],
  });
});

test("terraform.workspace is the workspace that the folder selects", () => {
  expect(check({ ".terraform/environment": "prod" })).toEqual({ found: [], open: [], notices: [] });
});

test.each([
  ["cloud", cloud('cloud {\n    organization = "acme"\n  }')],
  ["remote", cloud('backend "remote" {}')],
])("terraform.workspace is unknown where HCP Terraform keeps the state (%s)", (_, settings) => {
  expect(check({ "versions.tf": settings })).toEqual({ found: [], open: ["made by terraform.workspace"], notices: [] });
});

describe("a plan of HCL does not have its workspace", () => {
  const key = { mode: "managed", type: "aws_kms_key", name: "this" };
  const configuration = { mode: "managed", type: "aws_emr_security_configuration", name: "this" };
  const sources = DOCUMENT.replace(
    "EnableAtRestEncryption    = false",
    "EnableAtRestEncryption    = aws_kms_key.this.is_enabled",
  );
  const change = (after: object, unknown: object) => ({ actions: ["create"], after, after_unknown: unknown });
  const plan = JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      { ...key, address: "aws_kms_key.this", change: change({}, { is_enabled: true }) },
      {
        ...configuration,
        address: "aws_emr_security_configuration.this",
        change: change({ name: "emr-prod" }, { configuration: true }),
      },
    ],
    configuration: {
      root_module: {
        resources: [
          { ...key, address: "aws_kms_key.this" },
          {
            ...configuration,
            address: "aws_emr_security_configuration.this",
            expressions: {
              name: { references: ["terraform.workspace"] },
              configuration: { references: ["terraform.workspace", "aws_kms_key.this.is_enabled", "aws_kms_key.this"] },
            },
          },
        ],
      },
    },
  });
  const files = { "main.tf": `${sources}resource "aws_kms_key" "this" {}\n`, "plan.json": plan };

  test.each<[string, string | undefined, readonly string[]]>([
    ["it is that which the folder of its sources selects", "prod", []],
    ["a workspace that leads to other values than the plan has is another one", "dev", ["made by terraform.workspace"]],
    ["it is unknown where the folder selects none", undefined, ["made by terraform.workspace"]],
  ])("%s", (_, selected, reasons) => {
    const environment: { readonly [path: string]: string } = selected ? { ".terraform/environment": selected } : {};
    const cwd = folderOf({ ...files, ...environment });
    const { notEvaluated } = lint(["plan.json"], { cwd, now, rules: ["config.in_transit_disabled"] });
    expect(notEvaluated.map(({ reason }) => reason)).toEqual(reasons);
  });
});

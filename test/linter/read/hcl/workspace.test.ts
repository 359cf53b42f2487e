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

test("terraform.workspace is default in a folder that selects none, and the report says so", () => {
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

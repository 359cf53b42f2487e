import { lint } from "../../linter/run/lint";
import { folderOf } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");

/** The findings that a security configuration made from an expression could not be read at all. */
function notVisible(configuration: string, rest = "", options: object = {}) {
  const cwd = folderOf({
    "main.tf": `${rest}\nresource "aws_emr_security_configuration" "this" {\n  configuration = ${configuration}\n}\n`,
  });
  const { findings } = lint(["."], { cwd, now, rules: ["config.not_visible"], ...options });
  return findings.map(({ severity, variant, message, line }) => ({ severity, variant, message, line }));
}

const PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n';

test("a document that can be read, however little is in it, is not reported", () => {
  expect(notVisible("jsonencode({ EncryptionConfiguration = { EnableAtRestEncryption = var.x } })")).toEqual([]);
});

test("a root module whose variable has no value is an error that names the variable", () => {
  expect(notVisible("var.document", `${PROVIDER}variable "document" {}`)).toEqual([
    { severity: "error", variant: "variable", message: expect.stringContaining("var.document"), line: 6 },
  ]);
});

test("a module's folder without its caller is a note", () => {
  expect(notVisible("var.document", 'variable "document" {}')).toMatchObject([{ severity: "info", variant: "caller" }]);
});

test("a document of another state, or of a data source, is a warning", () => {
  const state = 'data "terraform_remote_state" "emr" {\n  backend = "s3"\n}\n';
  expect(notVisible("data.terraform_remote_state.emr.outputs.document", state)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("another state") },
  ]);
  const parameter = 'data "aws_ssm_parameter" "emr" {\n  name = "emr"\n}\n';
  expect(notVisible("data.aws_ssm_parameter.emr.value", parameter)).toMatchObject([
    { severity: "warning", message: expect.stringContaining("a data source") },
  ]);
});

test("a module that is not installed is an error that names terraform init", () => {
  const module = 'module "emr" {\n  source = "acme/emr/aws"\n}\n';
  expect(notVisible("module.emr.document", module)).toMatchObject([{ severity: "error", variant: "module" }]);
});

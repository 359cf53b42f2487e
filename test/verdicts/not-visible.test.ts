import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formats, reporter } from "../../linter/report";
import { lint, runLint } from "../../linter/run/lint";
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

test("a document that can be read, however short, is not reported", () => {
  expect(notVisible("jsonencode({ EncryptionConfiguration = { EnableAtRestEncryption = var.x } })")).toEqual([]);
});

test("a root module whose variable has no value is an error that names the variable", () => {
  expect(notVisible("var.document", `${PROVIDER}variable "document" {}`)).toEqual([
    { severity: "error", message: expect.stringContaining("var.document"), line: 6 },
  ]);
});

test("a root module with only a backend is one as well if a state machine in it starts clusters", () => {
  const backend = 'terraform {\n  backend "s3" {}\n}\nvariable "document" {}\n';
  const createCluster = { Type: "Task", Resource: "arn:aws:states:::elasticmapreduce:createCluster", End: true };
  const definition = JSON.stringify({ StartAt: "C", States: { C: { ...createCluster, Parameters: { Name: "n" } } } });
  const machine = `resource "aws_sfn_state_machine" "m" {\n  definition = ${JSON.stringify(definition)}\n}\n`;
  for (const rest of [backend, backend + machine]) {
    expect(notVisible("var.document", rest)).toMatchObject([{ severity: "error" }]);
  }
});

test("a module's folder without its caller is a note", () => {
  expect(notVisible("var.document", 'variable "document" {}')).toMatchObject([{ severity: "info", variant: "caller" }]);
});

describe("a document of another state, or of a data source", () => {
  const state = 'data "terraform_remote_state" "emr" {\n  backend = "s3"\n}\n';
  const cwd = folderOf({
    "main.tf": `${PROVIDER}${state}resource "aws_emr_security_configuration" "this" {
  configuration = data.terraform_remote_state.emr.outputs.document
}
`,
  });
  const run = (options: object = {}) => runLint(["."], { cwd, now, ...options });
  const runWith = (settings: object) => {
    writeFileSync(join(cwd, "relaxed.json"), JSON.stringify(settings));
    return run({ settings: "relaxed.json" });
  };

  test("is a warning that names where it comes from", () => {
    expect(notVisible("data.terraform_remote_state.emr.outputs.document", state)).toMatchObject([
      { severity: "warning", message: expect.stringContaining("another state") },
    ]);
    const parameter = 'data "aws_ssm_parameter" "emr" {\n  name = "emr"\n}\n';
    expect(notVisible("data.aws_ssm_parameter.emr.value", parameter)).toMatchObject([
      { severity: "warning", message: expect.stringContaining("a data source") },
    ]);
  });

  test("fails the run, and every format explains why a warning does", () => {
    const { report, exitCode } = run();
    expect(report.summary.error).toBe(0);
    expect(exitCode).toBe(1);
    for (const format of formats) {
      const text = reporter(format)(report, { colour: false, columns: 200, quiet: false, verbose: false });
      expect(text).toMatch(/config\.not\\?_visible fails the run although it is a warning/);
    }
  });

  test.each([
    ["--fail-on never", { failOn: "never" }],
    ["a skipped rule", { skip: ["config.not_visible"] }],
  ])("passes with %s", (_, options) => {
    expect(run(options).exitCode).toBe(0);
  });

  test("passes with a lower severity in the settings", () => {
    expect(runWith({ severities: { "config.not_visible": "info" } }).exitCode).toBe(0);
  });

  test("passes with a waiver, which is in the report", () => {
    const waiver = {
      rule: "config.not_visible",
      address: "aws_emr_security_configuration.this",
      reason: "judged there",
    };
    const { report, exitCode } = runWith({ waivers: [{ ...waiver, expires: "2027-01-31" }] });
    expect(report.waived).toHaveLength(1);
    expect(report.notices).toEqual([]);
    expect(exitCode).toBe(0);
  });
});

test("a module that is not installed is an error that names terraform init", () => {
  const module = 'module "emr" {\n  source = "acme/emr/aws"\n}\n';
  expect(notVisible("module.emr.document", module)).toMatchObject([{ severity: "error", variant: "module" }]);
});

test.each([
  ['module "emr" {\n  source = "acme/platform/aws"\n}\n', "run terraform init"],
  ['module "memory" {\n  source = "acme/vpc/aws"\n}\n', "run terraform init"],
  ['module "memory" {\n  source = "evil.example/terraform-aws-modules/vpc/aws"\n}\n', "run terraform init"],
  ['module "memory" {\n  source = "git::https://example.com/vpc.git"\n}\n', "run terraform init"],
  ['module "start" {\n  source = "terraform-aws-modules/step-functions/aws"\n}\n', "run terraform init"],
  ['module "data" {\n  source = "./emr-cluster"\n}\n', "fetch submodules first"],
  ['module "data" {\n  source = "./data"\n}\n', "fetch submodules first"],
])("a module that may contain EMR and is not here is reported as not checked, whatever else is", (text, help) => {
  const cluster = 'resource "aws_emr_cluster" "c" {\n  security_configuration = "of another stack"\n}\n';
  for (const rest of ["", cluster]) {
    const { report, exitCode } = runLint(["."], { cwd: folderOf({ "main.tf": PROVIDER + text + rest }), now });
    expect(report.inputs).toMatchObject([{ status: "checked", incomplete: expect.stringContaining(help) }]);
    expect(exitCode).toBe(2);
  }
});

test("modules that no command installs are named apart from those that terraform init installs", () => {
  const main = `${PROVIDER}module "kms" {\n  source = "acme/kms/aws"\n}\nmodule "local" {\n  source = "./nowhere"\n}\n`;
  const { report } = runLint(["."], { cwd: folderOf({ "main.tf": main }), now });
  expect(report.inputs.at(-1)?.incomplete).toMatch(
    /module\.kms is missing; run terraform init in this folder first; module\.local is missing; a local source must be a folder/,
  );
});

describe("modules of the public registry that have no EMR, and are not installed", () => {
  const cwd = folderOf({
    "main.tf": `${PROVIDER}module "memory" {
  source = "terraform-aws-modules/vpc/aws"
}
module "label" {
  source = "registry.terraform.io/cloudposse/label/null"
}
`,
  });
  const { report, exitCode } = runLint(["."], { cwd, now });

  test("are counted and named, and fail only a strict run", () => {
    expect(report.inputs).toMatchObject([{ status: "empty", modulesNotRead: 2 }]);
    expect(exitCode).toBe(0);
    expect(runLint(["."], { cwd, now, strict: true }).exitCode).toBe(2);
  });

  test.each(formats)("are in the report as %s, with the command that installs them", (format) => {
    const text = reporter(format)(report, { colour: false, columns: 200, quiet: false, verbose: false });
    expect(text).toMatch(/module\.memory/);
    expect(text).toMatch(/terraform init/);
  });

  test("are in the last line of a quiet report", () => {
    const quiet = { colour: false, columns: 200, quiet: true, verbose: false };
    for (const format of ["text", "github"] as const) {
      expect(reporter(format)(report, quiet).trimEnd().split("\n").at(-1)).toContain(
        "2 modules not read (run terraform init)",
      );
    }
  });
});

describe("a plan of HCL without its sources, whose document is known after apply", () => {
  const alone = folderOf({});
  copyFileSync(resolve("test/fixtures/plans/verdicts/company-hcl/plan.json"), join(alone, "plan.json"));
  const run = (options: object = {}) => runLint(["plan.json"], { cwd: alone, now, ...options });

  test("is not evaluated, with the option that resolves it, and fails the run though nothing was found", () => {
    const { report, exitCode } = run();
    expect(report.findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(report.notEvaluated).toContainEqual(
      expect.objectContaining({ rule: "config.not_visible", resolveWith: expect.stringContaining("--root") }),
    );
    expect(exitCode).toBe(1);
  });

  test("is not evaluated either if the document names a data source as well, which may give only a key", () => {
    const plan = JSON.parse(readFileSync(join(alone, "plan.json"), "utf8"));
    for (const block of plan.configuration.root_module.resources) {
      if (block.type === "aws_emr_security_configuration") {
        block.expressions.configuration.references.push("data.aws_kms_key.shared.arn", "data.aws_kms_key.shared");
      }
    }
    const shared = { address: "data.aws_kms_key.shared", mode: "data", type: "aws_kms_key", name: "shared" };
    plan.configuration.root_module.resources.push({ ...shared, expressions: {} });
    plan.resource_changes.push({
      ...shared,
      change: { actions: ["read"], before: null, after: {}, after_unknown: {} },
    });
    writeFileSync(join(alone, "shared.json"), JSON.stringify(plan));
    const { report, exitCode } = runLint(["shared.json"], { cwd: alone, now });
    expect(report.findings.map(({ rule }) => rule)).not.toContain("config.not_visible");
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("config.not_visible");
    expect(exitCode).toBe(1);
  });

  test("does not fail a run with --fail-on never", () => {
    expect(run({ failOn: "never" }).exitCode).toBe(0);
  });
});

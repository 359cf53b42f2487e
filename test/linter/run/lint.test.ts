import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { lint, runLint } from "../../../linter/run/lint";
import { folderOf } from "../models";

const plans = resolve(__dirname, "../../fixtures/plans");
const now = new Date("2026-11-23T12:00:00Z");

const found = (input: string, options = {}) =>
  lint([input], { cwd: plans, now, ...options }).findings.map(({ rule, address }) => `${rule} ${address}`);

describe("lint", () => {
  test("sees one key for S3 and local disks in a plan whose configuration is known after apply", () => {
    expect(found("json-syntax/plan.json")).toContain("config.shared_key aws_emr_security_configuration.encoded");
  });

  test("sees the same in the sources", () => {
    expect(found("json-syntax/main.tf.json")).toContain("config.shared_key aws_emr_security_configuration.encoded");
  });

  test("does not evaluate what a plan of HCL does not contain, and reports what would resolve it", () => {
    const cwd = folderOf({ "plan.json": readFileSync(join(plans, "hcl", "plan.json")) });
    const { notEvaluated } = lint(["plan.json"], { cwd, now });
    const open = notEvaluated.filter(({ address }) => address === "aws_emr_security_configuration.unknown");
    expect(open.map(({ rule }) => rule)).toContain("config.at_rest_disabled");
    expect(new Set(open.map(({ resolveWith }) => resolveWith))).toEqual(
      new Set([
        "pass the folder of its sources with --root, or lint a plan made after the resources that it refers to exist",
      ]),
    );
  });

  test("reports the same bytes twice", () => {
    const once = JSON.stringify(lint(["json-syntax/plan.json", "hcl/plan.json"], { cwd: plans, now }));
    expect(JSON.stringify(lint(["json-syntax/plan.json", "hcl/plan.json"], { cwd: plans, now }))).toBe(once);
  });

  test("reports the same after other runs in the process, with other rules and settings", () => {
    const report = () => JSON.stringify(lint(["json-syntax/plan.json"], { cwd: plans, now }));
    const before = report();
    lint(["hcl/plan.json"], { cwd: plans, now, rules: ["key.*"], environment: "development" });
    expect(report()).toBe(before);
  });

  test("a plan that Terraform ended with an error is checked, is not complete, and ends with exit code 2", () => {
    const plan = { format_version: "1.2", resource_changes: [], complete: false, errored: true };
    const contents = new Map([["plan.json", Buffer.from(JSON.stringify(plan))]]);
    const { report, exitCode } = runLint(["plan.json"], { contents, cwd: plans, now });
    const reason = "Terraform ended with an error before it had planned everything; fix the error, and plan again";
    expect(exitCode).toBe(2);
    expect(report.inputs[0]?.incomplete).toBe(reason);
    expect(report.notices).toEqual([]);
  });

  test("checks the other inputs when one cannot be read, and ends with 2", () => {
    const { report, exitCode } = runLint(["hcl/plan.json", "nowhere.json"], { cwd: plans, now });
    expect(exitCode).toBe(2);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.inputs.map(({ status }) => status)).toEqual(["checked", "unreadable"]);
  });

  test("reports that an input without resources of EMR on EC2 has nothing to check", () => {
    const folder = mkdtempSync(join(tmpdir(), "lint-"));
    writeFileSync(join(folder, "main.tf.json"), '{"resource":{"null_resource":{"a":{}}}}');
    const { report, exitCode } = runLint(["main.tf.json"], { cwd: folder, now });
    expect([exitCode, report.inputs[0]?.status]).toEqual([0, "empty"]);
  });

  test("reports only the requested rules", () => {
    const only = { rules: ["config.shared_*"] };
    expect(found("json-syntax/plan.json", only)).toEqual(["config.shared_key aws_emr_security_configuration.encoded"]);
  });

  test("fails for an unknown rule", () => {
    expect(() => lint(["hcl/plan.json"], { cwd: plans, rules: ["config.shared_keys"] })).toThrow(
      "--rule 'config.shared_keys' matches no rule; did you mean config.shared_key?",
    );
  });

  test("leaves fingerprints out where the report does not need them, and nothing else", () => {
    const report = (options: object) => lint(["json-syntax/plan.json"], { cwd: plans, now, ...options });
    const [full, without] = [report({}), report({ fingerprints: false })];
    expect(new Set(without.findings.map(({ fingerprint }) => fingerprint))).toEqual(new Set([""]));
    expect({ ...without, findings: [] }).toEqual({ ...full, findings: [] });
    const others = ({ findings }: typeof full) => findings.map(({ fingerprint: _, ...rest }) => rest);
    expect(others(without)).toEqual(others(full));
  });

  test.each([{ draw: true }, { changed: true }, { writeBaseline: "known.json" }])(
    "has fingerprints with %j, whatever the report needs",
    (options) => {
      const cwd = folderOf({ "plan.json": readFileSync(join(plans, "json-syntax", "plan.json")) });
      const { findings } = lint(["plan.json"], { cwd, now, fingerprints: false, ...options });
      expect(findings.filter(({ fingerprint }) => fingerprint === "")).toEqual([]);
    },
  );

  test("compares findings with a baseline, whatever the report needs", () => {
    const cwd = folderOf({ "plan.json": readFileSync(join(plans, "json-syntax", "plan.json")) });
    lint(["plan.json"], { cwd, now, writeBaseline: "known.json" });
    const { findings, baseline } = lint(["plan.json"], { cwd, now, baseline: "known.json", fingerprints: false });
    expect(findings).toEqual([]);
    expect(baseline.length).toBeGreaterThan(0);
  });

  test("keeps a finding's fingerprint when lines move", () => {
    const folder = mkdtempSync(join(tmpdir(), "lint-"));
    cpSync(join(plans, "json-syntax"), folder, { recursive: true });
    const fingerprints = () => lint(["main.tf.json"], { cwd: folder, now }).findings.map((each) => each.fingerprint);
    const before = fingerprints();
    const moved = require("node:fs").readFileSync(join(folder, "main.tf.json"), "utf8").replace("{", "{\n\n\n");
    writeFileSync(join(folder, "main.tf.json"), moved);
    expect(fingerprints()).toEqual(before);
  });
});

import Ajv from "ajv";
import type { Finding, Report } from "../../../linter/report/finding";
import { gitlab } from "../../../linter/report/gitlab";
import { hostile, reports, sharedKey } from "./reports";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

/** As GitLab documents the fields of a code quality report. */
const schema = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{32}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", minLength: 1, not: { pattern: "^\\./" } },
          lines: { type: "object", required: ["begin"], properties: { begin: { type: "integer", minimum: 1 } } },
        },
      },
    },
  },
};

function issues(report: Report, quiet = false) {
  return JSON.parse(gitlab(report, { ...options, quiet })) as readonly {
    readonly description: string;
    readonly check_name: string;
    readonly fingerprint: string;
    readonly severity: string;
    readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
  }[];
}

describe("gitlab", () => {
  test.each([...Object.entries(reports), ["hostile", hostile] as const])("%s is what GitLab reads", (_, report) => {
    const ajv = new Ajv();
    expect([ajv.validate(schema, issues(report)), ajv.errors]).toEqual([true, null]);
  });

  test("findings are at their file and line, others at their input", () => {
    const { findings, ...rest } = reports.findings as Report;
    const found = issues({
      ...rest,
      inputs: [],
      findings: [...findings, { ...sharedKey, file: "./main.tf", line: 3 }],
    });
    expect(found.map(({ check_name, severity, location }) => [check_name, severity, location])).toEqual([
      ["config.sasl_unprotected", "info", { path: "cdktf.out/stacks/lake/cdk.tf.json", lines: { begin: 42 } }],
      ["config.shared_key", "critical", { path: "cdktf.out/stacks/lake/cdk.tf.json", lines: { begin: 42 } }],
      ["key.rotation_off", "major", { path: "cdktf.out/stacks/lake/cdk.tf.json", lines: { begin: 17 } }],
      ["cert.weak_rsa", "critical", { path: "certs.zip", lines: { begin: 1 } }],
      ["config.shared_key", "critical", { path: "main.tf", lines: { begin: 3 } }],
      ["not-evaluated", "info", { path: "cdktf.out", lines: { begin: 1 } }],
      ["notice", "info", { path: ".", lines: { begin: 1 } }],
      ["settings", "info", { path: "platform/emr-policy.yaml", lines: { begin: 1 } }],
      ["settings", "info", { path: "platform/emr-policy.yaml", lines: { begin: 1 } }],
    ]);
    expect(found.at(-1)?.description).toBe("waived: key.rotation_off at aws_kms_key.legacy");
    expect(found[1]?.description).toContain("Fix: give the local disk a key of its own");
  });

  test("an input that cannot be read is an entry, so that the widget is not empty", () => {
    const [first] = issues(reports.findings as Report);
    expect(first).toMatchObject({
      check_name: "unreadable-input",
      severity: "blocker",
      location: { path: "notes.txt" },
    });
  });

  test("what was not evaluated is one entry for each reason, and none with --quiet", () => {
    const report = reports["everything-unknown"] as Report;
    expect(issues(report).map(({ check_name }) => check_name)).toEqual(["not-evaluated", "not-evaluated"]);
    expect(issues(report, true)).toEqual([]);
  });

  test("the same finding in two inputs has two fingerprints, and one that a plan fixes is left out", () => {
    const findings: readonly Finding[] = [
      sharedKey,
      { ...sharedKey, input: "plan.json" },
      { ...sharedKey, change: "fixed" },
    ];
    const found = issues({ ...(reports["nothing-found"] as Report), findings });
    expect(found).toHaveLength(2);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import type { Report } from "../../../linter/report/finding";
import { log, sarif } from "../../../linter/report/sarif";
import { type RuleInfo, readCatalogue } from "../../../linter/rules/catalogue";
import { golden } from "./golden";
import { hostile, reports, sharedKey } from "./reports";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

/** The OASIS schema is written in draft 4, whose `id` ajv calls `$id`. */
const {
  $schema: _,
  id: $id,
  ...schema
} = JSON.parse(readFileSync(join(__dirname, "schemas/sarif-2.1.0.json"), "utf8"));
const ajv = new Ajv({ strict: false, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile({ $id, ...schema });
const problems = (text: string): unknown => (validate(JSON.parse(text)) ? [] : validate.errors);

const rule: RuleInfo = {
  id: "config.shared_key",
  title: "S3 and local disks use the same KMS key",
  description: "Whoever may decrypt a bucket may decrypt every disk.",
  rowKind: "configurations",
  severity: "error",
  message: "{place} and local disks share the KMS key {key}",
  remedy: "Make a second KMS key.",
  variants: {},
  supersededBy: [],
  sources: [{ title: "EMR Management Guide", url: "https://docs.aws.amazon.com/emr/" }],
};
const catalogue = new Map([[rule.id, rule]]);
const rendered = (report: Report): string => `${JSON.stringify(log(report, catalogue), null, 2)}\n`;

describe("sarif", () => {
  test.each(Object.entries(reports))("%s is its golden file", (name, report) => {
    expect(rendered(report)).toBe(golden(`${name}.sarif`, rendered(report)));
  });

  test.each(Object.entries({ ...reports, hostile }))("%s is valid SARIF 2.1.0", (_, report) => {
    expect(problems(sarif(report, options))).toEqual([]);
  });

  test("the schema refuses what is not SARIF", () => {
    expect(problems('{"version":"2.1.0","runs":[{"tool":{}}]}')).not.toEqual([]);
  });

  test("contains every rule of the catalogue, and each result points to its rule", () => {
    const [run] = JSON.parse(sarif(reports.findings as Report, options)).runs;
    const ids = run.tool.driver.rules.map(({ id }: { readonly id: string }) => id);
    expect(ids).toEqual(expect.arrayContaining([...readCatalogue().keys()]));
    for (const result of run.results) expect(ids[result.ruleIndex]).toBe(result.ruleId);
  });

  test("gives file, line, address with path, and construct of a finding", () => {
    const [run] = log(reports.findings as Report, catalogue).runs;
    const result = run?.results?.find(({ ruleId }) => ruleId === sharedKey.rule);
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "cdktf.out/stacks/lake/cdk.tf.json" },
          region: { startLine: 42 },
        },
        logicalLocations: [
          { fullyQualifiedName: `${sharedKey.address}.${sharedKey.path.join(".")}`, kind: "resource" },
          { fullyQualifiedName: "lake/encryption/configuration", kind: "construct" },
        ],
      },
    ]);
    expect(result?.partialFingerprints).toEqual({ "emrEncryption/v1": sharedKey.fingerprint });
  });

  test.each([
    ["./a b/main.tf.json", "a%20b/main.tf.json"],
    ["a\\b.tf.json", "a/b.tf.json"],
    ["\\\\a.example\\b.tf.json", "a.example/b.tf.json"],
    ["/srv/a#b.json", "file:///srv/a%23b.json"],
    ["\ud800.json", "%EF%BF%BD.json"],
  ])("the file %j is the URI %s", (file, uri) => {
    const report: Report = { ...(reports.findings as Report), findings: [{ ...sharedKey, file }] };
    const [run] = log(report, catalogue).runs;
    expect(run?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
  });

  test("reports what a plan changes, and an unreadable input as a failure", () => {
    const report: Report = { ...(reports.findings as Report), findings: [{ ...sharedKey, change: "introduced" }] };
    const [run] = log(report, catalogue).runs;
    expect(run?.results?.[0]?.baselineState).toBe("new");
    expect(run?.invocations?.[0]?.executionSuccessful).toBe(false);
  });
});

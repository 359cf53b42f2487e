import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Report } from "../../../linter/report/finding";
import { junit } from "../../../linter/report/junit";
import { golden } from "./golden";
import { hostile, reports } from "./reports";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

/** What the usual schema (of Jenkins) has against documents; one process for all, since its reader is an ES module. */
function problems(documents: readonly string[]): readonly string[] {
  const input = JSON.stringify({ xsd: join(__dirname, "schemas/junit.xsd"), documents });
  const output = execFileSync(process.execPath, [join(__dirname, "xsd.mjs")], { input, encoding: "utf8" });
  return JSON.parse(output);
}

describe("junit", () => {
  test.each(Object.entries(reports))("%s is its golden file", (name, report) => {
    expect(junit(report, options)).toBe(golden(`${name}.junit.xml`, junit(report, options)));
  });

  test("every report is valid by the schema of Jenkins, also with hostile strings", () => {
    const documents = [...Object.values(reports), hostile].map((report) => junit(report, options));
    expect(problems(documents)).toEqual(documents.map(() => ""));
    expect(problems(["<testsuites><testsuite/></testsuites>", "<testsuites>&</testsuites>"])).toEqual([
      expect.stringContaining("attribute 'name' is required"),
      expect.any(String),
    ]);
  });

  test("counts its cases", () => {
    const text = junit(reports.findings as Report, options);
    expect(text).toContain('name="cdktf.out · stack lake" package="emr-encryption" id="0"');
    expect(text).toMatch(/id="0"[^>]* tests="2" failures="2" errors="0"/);
    expect(text).toMatch(/id="2"[^>]* tests="1" failures="0" errors="1"/);
    expect(text.match(/<failure /g)).toHaveLength(3);
  });

  test("does not count infos and unknowns as failures", () => {
    expect(junit(reports["everything-unknown"] as Report, options)).not.toContain("<failure");
    expect(junit(reports.findings as Report, options)).toContain("info: config.sasl_unprotected");
  });
});

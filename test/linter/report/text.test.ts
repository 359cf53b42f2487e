import { formats, reporter } from "../../../linter/report";
import type { InputStatus } from "../../../linter/report/finding";
import { text, textParts } from "../../../linter/report/text";
import { runLint } from "../../../linter/run/lint";
import { folderOf } from "../models";
import { golden } from "./golden";
import { hostile, reports } from "./reports";

const plain = { colour: false, columns: 80, verbose: false, quiet: false };

describe("text", () => {
  test.each(Object.entries(reports))("%s reads as its golden file", (name, report) => {
    expect(text(report, plain)).toBe(golden(`${name}.text`, text(report, plain)));
  });

  test("shows findings of severity info, waived ones and every subject when verbose", () => {
    const verbose = { ...plain, verbose: true };
    const rendered = Object.values(reports).map((report) => text(report, verbose));
    expect(rendered.join("\n")).toBe(golden("verbose.text", rendered.join("\n")));
  });

  test("comes in parts of whole blocks, of which the longest is not much longer for more inputs", () => {
    const findings = reports.findings as (typeof reports)[string];
    const longest = [200, 2000].map((count) => {
      const inputs = Array.from({ length: count }, (_, index) => ({
        ...(findings.inputs[0] as InputStatus),
        input: `${"folder/".repeat(100)}${index}`,
      }));
      const parts = [...textParts({ ...findings, inputs }, plain)];
      expect(parts.join("")).toBe(text({ ...findings, inputs }, plain));
      expect(parts.every((part) => part.endsWith("\n"))).toBe(true);
      return Math.max(...parts.map(({ length }) => length));
    });
    expect(longest[1]).toBeLessThan(1.1 * (longest[0] ?? 0));
  });

  test("prints only findings and totals when quiet", () => {
    const rendered = Object.values(reports).map((report) => text(report, { ...plain, quiet: true }));
    expect(rendered.join("\n")).toBe(golden("quiet.text", rendered.join("\n")));
  });

  test.each([20, 40, 60, 80, 120, 200])(
    "breaks words so that no line of words is longer than %i columns",
    (columns) => {
      for (const report of Object.values(reports)) {
        for (const line of text(report, { ...plain, columns, verbose: true }).split("\n")) {
          const unbreakable = Math.max(...line.split(" ").map((word) => word.length)) + 25;
          const isHeading = !line.startsWith("    ");
          if (!isHeading) expect(line.length).toBeLessThanOrEqual(Math.max(columns, unbreakable));
        }
      }
    },
  );

  test("colours without changing a character of the text", () => {
    const report = reports.findings as (typeof reports)[string];
    const coloured = text(report, { ...plain, colour: true });
    expect(coloured).toContain("\u001b[38;5;161merror");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is taken out
    expect(coloured.replace(/\u001b\[[\d;]+m/g, "")).toBe(text(report, plain));
  });

  test("links each rule to its page where the terminal opens links, and nothing else changes", () => {
    const report = reports.findings as (typeof reports)[string];
    const pageOf = (rule: string) => (rule.startsWith("cert.") ? undefined : `https://docs.example/${rule}`);
    const linked = text(report, { ...plain, pageOf });
    expect(linked).toContain(
      "\u001b]8;;https://docs.example/config.shared_key\u001b\\config.shared_key\u001b]8;;\u001b\\",
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escapes are what is taken out
    expect(linked.replace(/\u001b\]8;;[^\u001b]*\u001b\\/g, "")).toBe(text(report, plain));
  });

  test("puts the carets under the last part of the path", () => {
    const lines = text(reports.findings as (typeof reports)[string], plain).split("\n");
    const carets = lines.findIndex((line) => line.trim() === "^".repeat("AwsKmsKey".length));
    expect(lines[carets - 1]?.slice(lines[carets]?.indexOf("^"))).toBe("AwsKmsKey");
  });

  test("prints no control character, no forged line and no bidirectional override of hostile strings", () => {
    const rendered = text(hostile, { ...plain, verbose: true });
    expect(rendered.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u);
    expect(rendered).not.toMatch(/^::error::/m);
    expect(rendered).toBe(golden("hostile.text", rendered));
  });
});

describe("a folder of which only a part can be checked", () => {
  const cwd = folderOf({
    "main.tf": `module "labels" {
  source = "git::https://example.com/labels.git"
}
resource "aws_emr_security_configuration" "this" {
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = false
      EnableAtRestEncryption    = false
    }
  })
}
`,
  });
  const rules = ["config.in_transit_disabled", "config.at_rest_disabled"];
  const { report, exitCode } = runLint(["."], { cwd, now: new Date("2026-11-23T12:00:00Z"), rules });

  test("is one input, which was checked, with the reason that it is not complete", () => {
    const incomplete = "module.labels is missing; run terraform init in this folder first";
    expect(report.inputs).toEqual([expect.objectContaining({ input: ".", status: "checked", incomplete })]);
    expect(exitCode).toBe(2);
  });

  test.each(formats)("shows that, and why, in the report as %s, however quiet", (format) => {
    for (const quiet of [false, true]) {
      for (const each of [report, { ...report, findings: [] }]) {
        const words = reporter(format)(each, { ...plain, columns: 200, quiet });
        expect(words).toMatch(/module\.labels.{0,4} is missing; run terraform init in this folder first/);
      }
    }
  });

  test("is counted in the totals", () => {
    expect(text(report, plain)).toMatch(/; 1 input checked \(1 only in part\)$/m);
  });

  test("shows the line of each finding of one resource", () => {
    const rendered = text(report, plain);
    expect(rendered).toMatch(/^ {2}main\.tf:8$/m);
    expect(rendered).toMatch(/^ {4}at main\.tf:7$/m);
    expect(reporter("markdown")(report, plain)).toMatch(/^`main\.tf:8`$.*^ {2}in `main\.tf:7` · /ms);
  });
});

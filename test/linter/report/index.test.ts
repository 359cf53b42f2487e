import { UsageError } from "../../../linter/errors";
import { formats, parseFormat, reporter, showsFingerprints } from "../../../linter/report";
import type { Report } from "../../../linter/report/finding";
import { reports } from "./reports";

describe("parseFormat", () => {
  test("a bare name goes to the output of the command", () => {
    expect(parseFormat("json")).toEqual({ format: "json" });
  });

  test("name=file goes to the file, whose name may contain an equals sign", () => {
    expect(parseFormat("json=out/a=b.json")).toEqual({ format: "json", file: "out/a=b.json" });
  });

  test.each(["png", "xml", "", "constructor", "toString", "TEXT", "=x"])(
    "fails for '%s' and names the formats there are",
    (name) => {
      expect(() => parseFormat(name)).toThrow(UsageError);
      expect(() => parseFormat(name)).toThrow(formats.join(", "));
    },
  );

  test("fails for a format with an equals sign and no file", () => {
    expect(() => parseFormat("json=")).toThrow("--format 'json=' names no file; write --format json=FILE");
  });
});

describe("reporter", () => {
  test.each(formats)("%s renders a report and ends it with a line break", (format) => {
    const rendered = reporter(format)(reports.findings as Report, {
      colour: false,
      columns: 80,
      verbose: false,
      quiet: false,
    });
    expect(rendered).toContain("config.shared_key");
    expect(rendered.endsWith("\n")).toBe(true);
  });

  test.each(formats)("%s depends on fingerprints only if it declares that it shows them", (format) => {
    const report = reports.findings as Report;
    const without = { ...report, findings: report.findings.map((each) => ({ ...each, fingerprint: "" })) };
    const rendered = (of: Report) =>
      reporter(format)(of, { colour: false, columns: 80, verbose: true, quiet: false }).replaceAll(
        /\d{4}-[\d-]+T[\d:.]+Z/g,
        "",
      );
    expect(rendered(without) !== rendered(report)).toBe(showsFingerprints([{ format }]));
  });

  test.each(["text", "markdown", "junit"] as const)(
    "%s names the resources with which a delivered bundle was checked",
    (format) => {
      const [first, ...others] = (reports.findings as Report).inputs;
      const checkedWith = [{ input: "cdktf.out", stack: "lake", address: "aws_s3_object.certs" }];
      const report = { ...(reports.findings as Report), inputs: [first, { ...others[0], checkedWith }] } as Report;
      const rendered = reporter(format)(report, { colour: false, columns: 120, verbose: false, quiet: false });
      expect(rendered.replaceAll("\\", "")).toContain("checked with aws_s3_object.certs of cdktf.out · stack lake");
    },
  );
});

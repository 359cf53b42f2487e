import type { Report } from "../../../linter/report/finding";
import { github } from "../../../linter/report/github";
import { golden } from "./golden";
import { hostile, reports } from "./reports";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

describe("github", () => {
  test.each(Object.entries(reports))("%s is its golden file", (name, report) => {
    expect(github(report, options)).toBe(golden(`${name}.github`, github(report, options)));
  });

  test("shows the most severe first, since a step shows ten of each", () => {
    const commands = github(reports.findings as Report, { ...options, verbose: true }).match(/^::\w+/gm);
    expect(commands).toEqual(["::error", "::error", "::warning", "::notice", "::error"]);
  });

  test("names files from the root of the repository, where GitHub looks for them", () => {
    const files = (text: string) => [...text.matchAll(/file=([^,]*)/g)].map(([, file]) => file);
    const report = reports.findings as Report;
    const here = files(github(report, options));
    expect(here).not.toEqual([]);
    expect(files(github(report, { ...options, base: "infra/live" }))).toEqual(here.map((file) => `infra/live/${file}`));
  });

  test("no string of a plan forges a command, ends a property or starts a line", () => {
    const text = github(hostile, { ...options, verbose: true });
    const lines = text.trimEnd().split("\n");
    for (const line of lines) {
      const command = /^::(error|warning|notice) (?:[a-z]+=[^,:]*(?:,|(?=::)))+::[^\r]*$/;
      expect(line).toMatch(line.startsWith("::") ? command : /^(not evaluated|note|settings|waived|emr-encryption): /);
    }
    expect(text).not.toContain("##[");
    expect(lines).toHaveLength(8);
    expect(github({ ...hostile, notices: [{ kind: "x", message: "##[error]y" }] }, options)).toContain(
      "#\\u0023[error]y",
    );
  });
});

import type { Finding, Report } from "../../../linter/report/finding";
import { markdown } from "../../../linter/report/markdown";
import { golden } from "./golden";
import { hostile, reports, sharedKey } from "./reports";

const options = { colour: false, columns: 80, verbose: false, quiet: false };

/** As GitHub would: with HTML and links from bare addresses. */
const rendered: (text: string) => string = (text) =>
  (require("markdown-it") as (options: object) => { render(text: string): string })({
    html: true,
    linkify: true,
  }).render(text);
const allowed = /^<\/?(h3|h4|ul|li|p|code|strong|em|br|details|summary|a)\b/;

describe("markdown", () => {
  test.each(Object.entries(reports))("%s is its golden file", (name, report) => {
    expect(markdown(report, options)).toBe(golden(`${name}.md`, markdown(report, options)));
  });

  test("no string of a plan becomes markup, a mention or a link", () => {
    const text = markdown(hostile, { ...options, verbose: true });
    const html = rendered(text);
    expect(html.match(/<\/?[a-z]+[^>]*>/g)?.filter((tag) => !allowed.test(tag))).toEqual([]);
    expect(html.replace(/<code>.*?<\/code>/gs, "")).not.toContain("@everyone");
    expect(html.match(/href="[^"]*"/g)).toEqual(sharedKey.sources.map((source) => `href="${source}"`));
    expect(text).toBe(golden("hostile.md", text));
  });

  test("a name full of backticks does not leave its code span", () => {
    const report: Report = { ...(reports.findings as Report), findings: [{ ...sharedKey, address: "a``` **b** `" }] };
    expect(markdown(report, options)).toContain("#### ```` a``` **b** ` ````\n");
  });

  test("a source that is no plain link is left out", () => {
    const report = (source: string): Report => ({
      ...(reports.findings as Report),
      findings: [{ ...sharedKey, sources: [source] }],
    });
    expect(markdown(report("https://docs.aws.amazon.com/emr/"), options)).toContain(
      "([why](https://docs.aws.amazon.com/emr/))",
    );
    expect(markdown(report("javascript:alert(1)"), options)).not.toContain("[why]");
    expect(markdown(report("https://x.example/) ![](https://y.example"), options)).not.toContain("[why]");
  });

  test("a comment of thousands of findings is one that GitHub takes, and says how many are left out", () => {
    const findings = Array.from(
      { length: 3000 },
      (_, index): Finding => ({ ...sharedKey, address: `aws_kms_key.k[${index}]` }),
    );
    const text = markdown({ ...(reports.findings as Report), findings, notEvaluated: [] }, options);
    expect(text.length).toBeLessThan(65_536);
    const shown = text.match(/^#### /gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    expect(text).toContain(`_${3000 - shown} findings more: `);
  });
});

import type { Finding, Report } from "../../../linter/report/finding";
import { markdown } from "../../../linter/report/markdown";
import { golden } from "./golden";
import { edge, everything, graphs } from "./graph/pictures";
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

  test.each([
    "1http://a.example",
    "_https://a.example",
    "ftp://a.example",
    "_www.a.example",
    "_WWW.a.example",
    "_GH-1",
  ])("GitHub makes no link of %s", (message) => {
    const report: Report = { ...(reports.findings as Report), findings: [{ ...sharedKey, message, sources: [] }] };
    expect(markdown(report, options)).toMatch(/: \S*(?:(?:http|https|ftp):\u200b\/\/|www\u200b\.|GH-\u200b)\S*\\\n/i);
  });

  test("a name full of backticks does not leave its code span", () => {
    const report: Report = { ...(reports.findings as Report), findings: [{ ...sharedKey, address: "a``` **b** `" }] };
    expect(markdown(report, options)).toContain("#### ```` a``` **b** ` ````\n");
  });

  test("effects of a change follow the findings, and are unfolded if steps are required", () => {
    const effect = {
      input: "plan.json",
      stack: "",
      address: "aws_kms_key.k",
      change: "destroyed",
      effects: ["it ends"],
    } as const;
    const of = (steps?: readonly string[]) =>
      markdown({ ...(reports.findings as Report), changes: [{ ...effect, ...(steps && { steps }) }] }, options);
    const folded = of();
    expect(folded).toContain("<details><summary>what this change does</summary>");
    expect(folded.indexOf("what this change does")).toBeLessThan(folded.indexOf("not evaluated</summary>"));
    expect(of(["keep the key"])).toContain("<details open><summary>what this change does</summary>");
  });

  test("a source that is not a plain link is left out", () => {
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

  const sectionsIn = (text: string) => text.match(/^(#### |<details><summary><code>)/gm)?.length ?? 0;

  test("from the seventh address on, findings are folded away under a line that counts them", () => {
    const findings = Array.from({ length: 9 }, (_, index): Finding => ({ ...sharedKey, address: `a[${index}]` }));
    const text = markdown({ ...(reports["nothing-found"] as Report), findings }, options);
    expect(text.match(/^#### /gm)).toHaveLength(6);
    expect(text).toContain("<details><summary><code>a&#91;8&#93;</code>: 1 error</summary>\n\n");
  });

  test("a name in the line of a folded group is text", () => {
    const name = "</code></summary><script>alert(1)</script> **b** [c](https://c.example) `d` @everyone &lt;";
    const findings = Array.from({ length: 7 }, (_, index): Finding => ({ ...sharedKey, address: `${name}${index}` }));
    const html = rendered(markdown({ ...(reports["nothing-found"] as Report), findings }, options));
    expect(html.match(/<\/?[a-z]+[^>]*>/g)?.filter((tag) => !allowed.test(tag))).toEqual([]);
    expect(html.replace(/<code>.*?<\/code>/gs, "")).not.toContain("@everyone");
    expect(html).not.toContain('c.example"');
  });

  test("the picture is folded, and left out where GitHub would not render it", () => {
    const report = reports.findings as Report;
    expect(markdown(report, { ...options, graph: everything })).toContain(
      "<details><summary>picture</summary>\n\n```mermaid\nflowchart LR\n",
    );
    const [picture] = everything.pictures;
    if (!picture) throw new Error("no picture");
    const edges = Array.from({ length: 201 }, () => edge("n0", "n1"));
    expect(markdown(report, { ...options, graph: graphs([{ ...picture, edges }]) })).not.toContain("mermaid");
    expect(markdown(report, { ...options, quiet: true, graph: everything })).not.toContain("mermaid");
  });

  test("a comment of thousands of findings is one that GitHub accepts, and says how many are left out", () => {
    const findings = Array.from(
      { length: 3000 },
      (_, index): Finding => ({ ...sharedKey, address: `aws_kms_key.k[${index}]` }),
    );
    const report = { ...(reports["everything-unknown"] as Report), findings };
    const text = markdown(report, { ...options, graph: everything });
    expect(text.length).toBeLessThan(65_536);
    const shown = sectionsIn(text);
    expect(shown).toBeGreaterThan(50);
    expect(text).toContain(`_${3000 - shown} findings more: a comment has room for 65,536 characters; `);
    expect(text).toContain("11 checks not evaluated for 2 reasons</summary>");
    expect(text).toContain("```mermaid");
  });

  test("a comment of 50,000 inputs and names of 500 characters is one that GitHub accepts", () => {
    const [input] = (reports["nothing-found"] as Report).inputs;
    if (!input) throw new Error("no input");
    const name = "x".repeat(500);
    const findings = Array.from({ length: 500 }, (_, index): Finding => ({ ...sharedKey, address: `${name}${index}` }));
    const report: Report = {
      ...(reports.findings as Report),
      inputs: Array.from({ length: 50_000 }, (_, index) => ({ ...input, input: `${name}${index}` })),
      findings,
      waived: findings.map((finding) => ({ ...finding, waiver: { reason: name, expires: "2027-01-31" } })),
      notices: Array.from({ length: 500 }, () => ({ kind: "stale waiver", message: name })),
    };
    const text = markdown(report, { ...options, verbose: true });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/^- and 499\d\d inputs more$/m);
    expect(text).toMatch(/_\d+ findings more and \d+ sections more: /);
  });
});

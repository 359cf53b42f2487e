import type { Finding, InputStatus, Report } from "../../../linter/report/finding";
import { html } from "../../../linter/report/html";
import { markdown } from "../../../linter/report/markdown";
import { text } from "../../../linter/report/text";
import { grouped } from "../../../linter/run/groups";
import { reports, sharedKey } from "../report/reports";

const status = (kind: InputStatus["kind"]): InputStatus => ({
  input: "account 111122223333",
  stack: "eu-west-1",
  kind,
  status: "checked",
  environment: { name: "production", from: "default" },
});
const at = (address: string, more: Partial<Finding> = {}): Finding => ({
  ...sharedKey,
  input: "account 111122223333",
  stack: "eu-west-1",
  address,
  ...more,
});
const findings = [at("a"), at("b"), at("c"), at("d"), at("e"), at("a", { rule: "config.imds_v1" })];

test("one mistake at several resources of an account is a group", () => {
  expect(grouped(findings, [status("account")]).map(({ group }) => group)).toEqual([
    ...Array(5).fill("config.shared_key error"),
    undefined,
  ]);
});

test("mistakes at one resource, of different variants, Regions or kinds of input are not grouped", () => {
  const apart = [
    at("a"),
    at("a", { path: ["configuration"] }),
    at("b", { variant: "other" }),
    at("c", { stack: "eu-west-2" }),
  ];
  const inputs = [status("account"), { ...status("account"), stack: "eu-west-2" }];
  expect(grouped(apart, inputs).every(({ group }) => group === undefined)).toBe(true);
  expect(grouped(findings, [status("plan")])).toBe(findings);
});

const options = { columns: 100, colour: false, quiet: false, verbose: false };

describe("formats for people have one entry for a group", () => {
  const report = {
    ...(reports["nothing-found"] as Report),
    inputs: [status("account")],
    findings: grouped(findings, [status("account")]),
  };

  test("text", () => {
    const shown = text(report, options);
    expect(shown.match(/config\.shared_key/g)).toHaveLength(1);
    expect(shown).toContain("5 resources\n");
    expect(shown).toContain("at: a, b, c and 2 more");
    expect(text(report, { ...options, verbose: true })).toContain("at: a, b, c, d and e");
  });

  test("Markdown", () => {
    const shown = markdown(report, options);
    expect(shown.match(/\*\*error\*\* `config\.shared_key`/g)).toHaveLength(1);
    expect(shown).toContain("at `a`, `b`, `c`, `d` and `e`");
  });

  test("HTML, where each finding keeps its place", () => {
    const shown = html(report, options);
    expect(shown).toContain("<code>config.shared_key</code> at 5 resources");
    expect(shown.match(/<article class="finding"/g)).toHaveLength(6);
    expect(shown).toContain('id="f5"');
  });
});

describe("formats for people show findings that read the same once, with their number", () => {
  const report = {
    ...(reports["nothing-found"] as Report),
    inputs: [status("plan")],
    findings: ["1", "2", "3"].map((fingerprint) => at("a", { fingerprint })).concat(at("a", { message: "another" })),
  };

  test("text", () => {
    expect(text(report, options).match(/config\.shared_key.*/g)).toEqual([
      "config.shared_key  3 ×",
      "config.shared_key",
    ]);
  });

  test("Markdown", () => {
    expect(markdown(report, options).match(/`config\.shared_key`.{4}/g)).toEqual([
      "`config.shared_key` 3 ×",
      expect.stringMatching(/^`config\.shared_key`: /),
    ]);
  });

  test("HTML, where each finding keeps its place", () => {
    const shown = html(report, options);
    expect(shown).toContain("<summary>2 findings more that read the same</summary>");
    expect(shown.match(/<strong>Fix:/g)).toHaveLength(2);
    for (const id of ["f1", "f2", "f3", "f4"]) expect(shown).toContain(`id="${id}"`);
  });
});

test("a group whose messages differ says that it shows the first one", () => {
  const differing = [at("a", { message: "one" }), at("b", { message: "two" })];
  const report = { ...(reports["nothing-found"] as Report), inputs: [status("account")] };
  const shown = text({ ...report, findings: grouped(differing, [status("account")]) }, options);
  expect(shown).toContain("2 resources, the first in full\n");
});

test("changes of several inputs name their input, those of one do not", () => {
  const change = (input: string) => ({ input, stack: "", address: "a.b", change: "created", effects: ["x"] }) as const;
  const shown = (...inputs: readonly string[]) => {
    const report = { ...(reports["nothing-found"] as Report), changes: inputs.map(change) };
    return [text(report, options), markdown(report, options)];
  };
  const [asText, asMarkdown] = shown("one.json", "two.json");
  expect(asText).toContain("  a.b  created  in two.json\n");
  expect(asMarkdown).toContain("- `a.b` _created_ in two.json\n");
  expect(shown("one.json").join()).not.toContain("in one.json");
});

import type { NotEvaluated, NotEvaluatedList } from "../../../linter/report/finding";
import { compactNotEvaluated, groupByReason, NotEvaluatedEntries } from "../../../linter/report/not-evaluated";

function entry(rule: string, reason: string, more: Partial<NotEvaluated> = {}): NotEvaluated {
  const place = { input: "a", stack: "", address: "aws_kms_key.s3", within: "", path: [] };
  return { ...place, rule, reason, resolveWith: `find out ${reason}`, ...more };
}

/** Two reasons at one place in turn, another place, and an entry that fails the run. */
const entries = [
  entry("bundle.missing", "first"),
  entry("bundle.missing", "second"),
  entry("cert.expired", "second"),
  entry("cert.expired", "first"),
  entry("cert.weak_rsa", "first", { path: ["policy"], file: "main.tf", line: 3 }),
  entry("cert.weak_rsa", "first", { fails: true }),
];

describe("what was not evaluated in one input", () => {
  it("is returned as it was given, in the same order", () => {
    const list = new NotEvaluatedEntries([compactNotEvaluated(entries)]);
    expect([...list]).toStrictEqual(entries);
    expect(list.length).toBe(6);
  });

  it("is kept once for each place and reason", () => {
    expect(compactNotEvaluated(entries).gaps).toHaveLength(4);
  });

  it("shares its rules with inputs that have the same content", () => {
    const ofOther = entries.map((each) => ({ ...each, input: "b", reason: `${each.reason} in b` }));
    expect(compactNotEvaluated(ofOther).entries).toBe(compactNotEvaluated(entries).entries);
  });
});

describe("what was not evaluated in several inputs", () => {
  const others = entries.slice(0, 3).map((each) => ({ ...each, input: "b" }));
  const compact = new NotEvaluatedEntries([compactNotEvaluated(entries), compactNotEvaluated(others)]);

  it("is returned input by input", () => {
    expect([...compact]).toStrictEqual([...entries, ...others]);
  });

  it("is grouped by its reason as an array is", () => {
    const asArrays = (list: NotEvaluatedList) =>
      groupByReason(list).map(({ places, entries: ofReason, ...group }) => ({
        ...group,
        places: [...new Set(places.map(({ input, path, fails }) => JSON.stringify([input, path, fails])))],
        entries: [...ofReason],
      }));
    expect(asArrays(compact)).toStrictEqual(asArrays([...entries, ...others]));
  });

  it("has the rules of each reason once, in order", () => {
    expect(groupByReason(compact).map(({ reason, rules }) => [reason, rules])).toEqual([
      ["first", ["bundle.missing", "cert.expired", "cert.weak_rsa"]],
      ["second", ["bundle.missing", "cert.expired"]],
    ]);
  });

  it("counts the entries of each reason", () => {
    expect(groupByReason(compact).map(({ reason, entries: { length } }) => [reason, length])).toEqual([
      ["first", 5],
      ["second", 4],
    ]);
  });
});

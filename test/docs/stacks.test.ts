import { parseSync } from "@swc/core";
import { readCatalogue } from "../../linter/rules/catalogue";
import { bundleReport } from "../../scripts/docs/shown-bundle";
import { reportOf, withoutCdktf } from "../../scripts/docs/shown-stack";
import { writeCdktf } from "../../scripts/docs/write-cdktf";
import { bundleCases, withoutCase } from "../support/rules/bundle-cases";
import { readStackCase } from "../support/rules/stacks";

/** The cases that the pages of rules show: each is read by the real readers, and checked by the real rules. */

const rules = [...readCatalogue().keys()];
const stacks = rules.flatMap((rule) => {
  const found = readStackCase(rule);
  return found ? [[rule, found] as const] : [];
});
const bundles = Object.entries(bundleCases);
const idsOf = ({ findings }: ReturnType<typeof reportOf>) => findings.map(({ rule }) => rule);

test("every rule has one case, or a reason why it has none", () => {
  const cases = [...stacks.map(([rule]) => rule), ...bundles.map(([rule]) => rule), ...Object.keys(withoutCase)];
  expect(cases.toSorted()).toEqual(rules.toSorted());
  expect(Object.keys(withoutCase)).toHaveLength(1);
});

// That the mistake is reported is seen where the pages are made (test/policies/pages.test.ts), and, as CDKTF writes it, in the proof.
describe.each(stacks)("the page of %s", (rule, shown) => {
  test("shows CDKTF that TypeScript can read", () => {
    expect(() => parseSync(writeCdktf(shown.wrong), { syntax: "typescript" })).not.toThrow();
  });

  test("shows a repair after which the mistake is not reported", () => {
    if (shown.right) expect(idsOf(reportOf(rule, shown.right, shown))).toEqual([]);
  });
});

test("only what CDKTF cannot express is shown without it", () => {
  expect(Object.keys(withoutCdktf)).toEqual(["config.not_visible"]);
});

test.each(bundles)("the page of %s repairs its bundle", (rule, make) => {
  const shown = make();
  expect(idsOf(bundleReport(rule, shown, shown.right))).toEqual([]);
});

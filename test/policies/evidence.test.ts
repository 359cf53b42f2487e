import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../linter/rules/catalogue";
import { evidence } from "../../scripts/docs/generate-docs";
import { root } from "../../scripts/policies/opa";

const rules = [...readCatalogue().values()];
const variantsOf = (rule: (typeof rules)[number]) => [rule, ...Object.values(rule.variants)];
const textsOf = (rule: (typeof rules)[number]) => [
  rule.title,
  rule.description,
  ...variantsOf(rule).flatMap(({ message, remedy }) => [message, remedy]),
];

test("every rule states the strength of its evidence and the day its sources were read", () => {
  expect(rules.filter((rule) => !rule.evidence || !rule.read).map(({ id }) => id)).toEqual([]);
});

test("no error is based only on a practice of this project", () => {
  const weak = rules.filter(
    (rule) => rule.evidence === "practice" && variantsOf(rule).some(({ severity }) => severity === "error"),
  );
  expect(weak.map(({ id }) => id)).toEqual([]);
});

test("every error and every warning names a source", () => {
  const serious = rules.filter((rule) => variantsOf(rule).some(({ severity }) => severity !== "info"));
  expect(serious.filter(({ sources }) => sources.length === 0).map(({ id }) => id)).toEqual([]);
});

test("a text states that EMR refuses something only if a refusal was seen", () => {
  const bold = rules.filter((rule) => rule.evidence !== "refused" && /\bEMR refuses\b/.test(textsOf(rule).join(" ")));
  expect(bold.map(({ id }) => id)).toEqual([]);
});

test("docs/evidence.md is generated from METADATA", () => {
  expect(readFileSync(join(root, "docs/evidence.md"), "utf8")).toBe(evidence());
});

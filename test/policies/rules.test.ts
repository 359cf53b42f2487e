import { readCatalogue, readPolicy, textOf } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { fill, plainParams } from "../../linter/rules/template";
import { type Example, exampleFacts, readExamples, ruleIds } from "../support/rules/examples";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

function evaluated(id: string, example: Example) {
  const rule = catalogue.get(id);
  if (!rule) throw new Error(`${id} is not in policies/dist/rules.json; run npm run generate`);
  const { violated, unknown } = engine.evaluate(exampleFacts(rule.rowKind, example));
  const ours = violated.filter((check) => check.rule === id);
  return {
    says: ours.map((check) => fill(textOf(rule, check.variant).message, plainParams(check.params))),
    remedies: ours.map((check) => fill(textOf(rule, check.variant).remedy, plainParams(check.params))),
    unknown: unknown.filter((check) => check.rule === id),
  };
}

test("there are rules, and the catalogue contains exactly the folders", () => {
  expect(ruleIds().length).toBeGreaterThan(0);
  expect([...catalogue.keys()]).toEqual(ruleIds());
});

describe.each(ruleIds())("%s", (id) => {
  const { bad, good, unknown: open } = readExamples(id);

  test.each(bad)("reports: $title", (example) => {
    const { says, remedies } = evaluated(id, example);
    expect(says).toEqual(example.says);
    expect(remedies.join()).not.toMatch(/[{}]/);
  });

  test.each(good)("does not report: $title", (example) => {
    expect(evaluated(id, example)).toEqual({ says: [], remedies: [], unknown: [] });
  });

  test("has bad and good examples, each with a title of its own", () => {
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
    const titles = [...bad, ...good, ...open].map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  for (const example of open) {
    test(`is not evaluated: ${example.title}`, () => {
      const { says, unknown } = evaluated(id, example);
      expect(says).toEqual([]);
      expect(unknown).toHaveLength(1);
    });
  }
});

import { fill, plainParams, readCatalogue, readPolicy, telling } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { type Example, exampleFacts, readExamples, ruleIds } from "../support/rules/examples";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

function checked(id: string, example: Example) {
  const rule = catalogue.get(id);
  if (!rule) throw new Error(`${id} is not in policies/dist/rules.json; run npm run generate`);
  const { violated, undecided } = engine.check(exampleFacts(rule.subject, example));
  const ours = violated.filter((check) => check.rule === id);
  return {
    says: ours.map((check) => fill(telling(rule, check.variant).message, plainParams(check.params))),
    remedies: ours.map((check) => fill(telling(rule, check.variant).remedy, plainParams(check.params))),
    open: undecided.filter((check) => check.rule === id),
  };
}

test("there are rules, and the catalogue holds exactly the folders", () => {
  expect(ruleIds().length).toBeGreaterThan(0);
  expect([...catalogue.keys()]).toEqual(ruleIds());
});

describe.each(ruleIds())("%s", (id) => {
  const { bad, good, unknown } = readExamples(id);

  test.each(bad)("is violated where: $title", (example) => {
    const { says, remedies } = checked(id, example);
    expect(says).toEqual(example.says);
    expect(remedies.join()).not.toMatch(/[{}]/);
  });

  test.each(good)("is silent where: $title", (example) => {
    expect(checked(id, example)).toEqual({ says: [], remedies: [], open: [] });
  });

  test("has bad and good examples, each with a title of its own", () => {
    expect(bad.length).toBeGreaterThan(0);
    expect(good.length).toBeGreaterThan(0);
    const titles = [...bad, ...good, ...unknown].map(({ title }) => title);
    expect(titles).toEqual([...new Set(titles)]);
  });

  for (const example of unknown) {
    test(`is undecided where: ${example.title}`, () => {
      const { says, open } = checked(id, example);
      expect(says).toEqual([]);
      expect(open).toHaveLength(1);
    });
  }
});

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import Ajv from "ajv";
import { readCatalogue, readPolicy, textOf } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { placeholders } from "../../linter/rules/template";
import pageNames from "../../policies/sources.json";
import { scaffoldWords } from "../../scripts/policies/new-rule";
import { exampleFacts, readExamples, ruleFolder, ruleIds, thresholds } from "../support/rules/examples";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

const isFacts = new Ajv({ strict: false }).compile(JSON.parse(readFileSync("schemas/facts.schema.json", "utf8")));

function source(id: string): string {
  return readFileSync(join(ruleFolder(id), `${basename(ruleFolder(id))}.rego`), "utf8");
}

describe.each([...catalogue.values()])("$id", (rule) => {
  const { bad, good, unknown } = readExamples(rule.id);
  const violated = bad.flatMap((example) =>
    engine.evaluate(exampleFacts(rule.rowKind, example)).violated.filter((check) => check.rule === rule.id),
  );

  test("gives every parameter that its words ask for, and no other", () => {
    for (const { variant, params } of violated) {
      const { message, remedy } = textOf(rule, variant);
      const asked = [...new Set([...placeholders(message), ...placeholders(remedy)])].sort();
      expect({ variant, params: Object.keys(params).sort() }).toEqual({ variant, params: asked });
    }
  });

  test("has examples that are facts by the published schema, closed sets included", () => {
    for (const example of [...bad, ...good, ...unknown]) {
      isFacts(exampleFacts(rule.rowKind, example));
      expect({ title: example.title, errors: isFacts.errors }).toEqual({ title: example.title, errors: null });
    }
  });

  test("shows each of its variants, and itself, in a bad example", () => {
    const shown = new Set(violated.map(({ variant }) => variant));
    for (const variant of Object.keys(rule.variants)) expect(shown).toContain(variant);
    expect(shown).toContain(undefined);
  });

  test("names rules that exist, and not itself, as more exact ones", () => {
    expect(rule.supersededBy.filter((id) => !catalogue.has(id) || id === rule.id)).toEqual([]);
  });

  test("contains no words of the scaffold, and no sentence twice", () => {
    const words = source(rule.id) + JSON.stringify({ bad, good, unknown });
    for (const word of Object.values(scaffoldWords)) expect(words).not.toContain(`${word}\n`);
    for (const word of [scaffoldWords.message, scaffoldWords.example]) expect(words).not.toContain(word);
    const messages = [rule, ...Object.values(rule.variants)].map(({ message, remedy }) => `${message} ${remedy}`);
    expect(messages).toEqual([...new Set(messages)]);
  });

  test("starts its examples and its remedies with a capital, and its messages end without a full stop", () => {
    for (const { title } of [...bad, ...good, ...unknown]) expect(title).toMatch(/^[A-Z"`{].*[^.]$/);
    for (const { message } of [rule, ...Object.values(rule.variants)]) expect(message).not.toMatch(/\.$/);
  });
});

test("pages that several rules cite under one name are named in policies/sources.json, and no others", () => {
  const cited = [...catalogue.values()].flatMap(({ sources }) => sources);
  const several = cited.filter(
    ({ title, url }) => cited.filter((each) => each.title === title && each.url === url).length > 1,
  );
  const urls = new Set(several.map(({ url }) => url));
  expect(Object.keys(pageNames).sort()).toEqual([...urls].sort());
  const named = ruleIds().filter((id) =>
    Object.entries(pageNames).some(([url, name]) => source(id).includes(`description: ${name}\n#     ref: ${url}\n`)),
  );
  expect(named).toEqual([]);
});

test("every limit that a rule reads has a default, and every limit is read by a rule", () => {
  const read = ruleIds().flatMap((id) =>
    [...source(id).matchAll(/input\.thresholds\.(\w+)/g)].map((match) => match[1]),
  );
  expect([...new Set(read)].sort()).toEqual(Object.keys(thresholds).sort());
});

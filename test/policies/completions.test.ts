import { contradictions } from "../support/rules/contradictions";
import { readExamples, ruleIds } from "../support/rules/examples";
import { evaluateRule } from "../support/rules/one-rule";

// The other examples are tried in the proof.
describe.each(ruleIds())("%s, whatever a value turns out to be that is not known", (id) => {
  const { bad, unknown } = readExamples(id);

  test.each([...bad.slice(0, 1), ...unknown.slice(0, 1)])("$title", (example) => {
    expect(contradictions(id, example)).toEqual([]);
  });
});

test("a rule that is silent where a value would be reported contradicts itself", () => {
  const [example] = readExamples("config.s3_mode_invalid").bad;
  const silent: typeof evaluateRule = (...given) => ({ ...evaluateRule(...given), unknown: [] });
  expect(example && contradictions("config.s3_mode_invalid", example, silent)).toContain(
    "s3.mode: silent, and then error or silent",
  );
});

import { contradictions } from "../support/rules/contradictions";
import { readExamples, ruleIds } from "../support/rules/examples";

// The other examples are tried in the proof.
describe.each(ruleIds())("%s, whatever a value turns out to be that is not known", (id) => {
  const { bad, unknown } = readExamples(id);

  test.each([...bad.slice(0, 1), ...unknown.slice(0, 1)])("$title", (example) => {
    expect(contradictions(id, example)).toEqual([]);
  });
});

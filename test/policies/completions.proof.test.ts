import { contradictions } from "../support/rules/contradictions";
import { readExamples, ruleIds } from "../support/rules/examples";

describe.each(ruleIds())("%s, whatever a value turns out to be that is not known", (id) => {
  const { bad, good, unknown } = readExamples(id);

  test.each([...bad, ...good, ...unknown])("$title", (example) => {
    expect(contradictions(id, example)).toEqual([]);
  });
});

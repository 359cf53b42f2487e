import { compareExamples, compareInputs, RENAMINGS } from "../../support/rules/renamed-examples";
import { verdictsOnPlan } from "../../support/rules/row-names";

// The proof has larger plans and all examples.
test.each(["clusters/plan.json", "hcl/plan.json", "json-syntax/plan.json", "keys/plan.json", "objects/plan.json"])(
  "%s has the same verdicts as without names taken out",
  (plan) => {
    const { usual, plain } = verdictsOnPlan(plan);
    expect((usual[0]?.violated.length ?? 0) + (usual[0]?.unknown.length ?? 0)).toBeGreaterThan(0);
    expect(usual).toEqual(plain);
  },
);

test.each(RENAMINGS)("examples of the rules, %s, have the same verdicts as without names taken out", (_, factsOf) =>
  compareExamples(5, factsOf),
);

test("of inputs that differ only in their names, each is reported with its own, whichever is first", () =>
  compareInputs(15));

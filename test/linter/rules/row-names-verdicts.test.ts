import { verdictsOnPlan } from "../../support/rules/row-names";

// Larger plans are tried in the proof.
test.each(["clusters/plan.json", "hcl/plan.json", "json-syntax/plan.json", "keys/plan.json", "objects/plan.json"])(
  "%s has the same verdicts as without names taken out",
  (plan) => {
    const { usual, plain } = verdictsOnPlan(plan);
    expect((usual[0]?.violated.length ?? 0) + (usual[0]?.unknown.length ?? 0)).toBeGreaterThan(0);
    expect(usual).toEqual(plain);
  },
);

import { evaluateExamples } from "../../scripts/policies/rule";
import { ruleIds } from "../support/rules/examples";

test.each(["cert.weak_rsa", "config.shared_key", "key.region_mismatch", "cert.self_signed"])(
  "the loop agrees with the examples of %s",
  (id) => {
    const results = evaluateExamples(id);
    expect(results.length).toBeGreaterThan(2);
    expect(results.filter(({ fault }) => fault !== undefined)).toEqual([]);
  },
);

test("there are rules", () => {
  expect(ruleIds()).toContain("cert.weak_rsa");
});

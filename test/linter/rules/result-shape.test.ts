import { requireResultForm } from "../../../linter/rules/result-shape";

const violated = { rule: "own.rule", id: "a", title: "t", message: "m", remedy: "r", severity: "error", params: {} };
const good = { violated: [violated], unknown: [], verdicts: [["own.rule", ["a"]]] };
const reserved = new Set(["cert.weak_rsa"]);

test("checks of the right form are accepted", () => {
  const unknown = {
    rule: "own.rule",
    id: "a",
    violated: { gaps: [{ unknown: "u", resolveWith: "w" }, { reference: { address: "a.b", attribute: "" } }] },
  };
  expect(() => requireResultForm({ ...good, unknown: [unknown] }, reserved)).not.toThrow();
});

test.each<[unknown, string]>([
  [null, "lint/result is empty, expected an object"],
  [{ ...good, verdicts: [1] }, "verdicts[0] is a number, expected a pair of a rule and the ids of its rows"],
  [{ ...good, verdicts: [["a", [1]]] }, "verdicts[0] is not a pair of a rule and the ids of its rows"],
  [{ ...good, violated: [null] }, "violated[0] is empty, expected an object"],
  [
    { ...good, violated: [{ ...violated, rule: 1 }] },
    "violated[0].rule is a number, expected a text of 1 to 10,000 characters",
  ],
  [{ ...good, violated: [{ ...violated, path: "x" }] }, "violated[0].path is a text, expected a list"],
  [
    { ...good, violated: [{ ...violated, path: [{}] }] },
    "violated[0].path[0] is an object, expected a text or a number",
  ],
  [{ ...good, violated: [{ ...violated, params: [] }] }, "violated[0].params is a list, expected an object"],
  [{ ...good, violated: [{ ...violated, at: 1 }] }, "violated[0].at is a number, expected an object"],
  [{ ...good, violated: [{ ...violated, title: "" }] }, "violated[0].title is empty, expected a text"],
  [
    { ...good, unknown: [{ rule: "own.rule", id: "a", violated: { gaps: [{}] } }] },
    "unknown[0].violated.gaps[0].unknown is missing; expected a text",
  ],
  [
    { ...good, unknown: [{ rule: "own.rule", id: "a", violated: { gaps: [{ reference: 1 }] } }] },
    "gaps[0].reference is a number, expected an object",
  ],
  [{ ...good, violated: [{ ...violated, severity: "high" }] }, "violated[0].severity is not one of error"],
  [
    { ...good, violated: [{ ...violated, rule: "cert.weak_rsa" }] },
    "has the id 'cert.weak_rsa', which is a rule of this package",
  ],
])("%j is refused with the field", (result, sentence) => {
  expect(() => requireResultForm(result, reserved)).toThrow(sentence);
});

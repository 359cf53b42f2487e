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
  [null, "lint/result is not an object"],
  [{ ...good, verdicts: [1] }, "verdicts[0] is not a pair of a rule and its rows"],
  [{ ...good, verdicts: [["a", [1]]] }, "verdicts[0][1][0] is not a text"],
  [{ ...good, violated: [null] }, "violated[0] is not an object"],
  [{ ...good, violated: [{ ...violated, rule: 1 }] }, "violated[0].rule is not a text"],
  [{ ...good, violated: [{ ...violated, path: "x" }] }, "violated[0].path is not a list"],
  [{ ...good, violated: [{ ...violated, path: [{}] }] }, "violated[0].path[0] is not a text or a number"],
  [{ ...good, violated: [{ ...violated, params: [] }] }, "violated[0].params is not an object"],
  [{ ...good, violated: [{ ...violated, at: 1 }] }, "violated[0].at is not an object"],
  [{ ...good, violated: [{ ...violated, title: "" }] }, "violated[0].title is not a text"],
  [
    { ...good, unknown: [{ rule: "own.rule", id: "a", violated: { gaps: [{}] } }] },
    "unknown[0].violated.gaps[0].unknown is not a text",
  ],
  [
    { ...good, unknown: [{ rule: "own.rule", id: "a", violated: { gaps: [{ reference: 1 }] } }] },
    "gaps[0].reference is not an object",
  ],
  [
    { ...good, violated: [{ ...violated, rule: "cert.weak_rsa" }] },
    "has the id 'cert.weak_rsa', which is a rule of this package",
  ],
])("%j is refused with the field", (result, sentence) => {
  expect(() => requireResultForm(result, reserved)).toThrow(sentence);
});

import { count, flag, list, map, matching, object, record, shapePath, text, word } from "../../formats/shape";

const shape = object(
  {
    name: text,
    tags: map(text, matching(/^[a-z]+$/, "letters")),
    rules: list(object({ severity: word("error", "info"), days: count(1), on: flag }, ["severity"])),
    rest: record,
  },
  ["name"],
);

test("values of the form have no fault; undefined members count as absent", () => {
  const value = { name: "n", tags: { team: "data" }, rules: [{ severity: "error", days: 1, on: true }], rest: {} };
  expect([shape.fault(value), shape.fits(value), shape.fits({ name: "n", rules: undefined })]).toEqual([
    undefined,
    true,
    true,
  ]);
});

test.each<[unknown, string]>([
  [null, " is empty, expected an object"],
  [[], " is a list, expected an object"],
  [{}, "name is missing; expected a text"],
  [{ name: " " }, "name is empty, expected a text"],
  [{ name: "n", rest: 7 }, "rest is a number, expected an object"],
  [{ name: "n", rule: [] }, "rule is not expected here; write rules"],
  [{ name: "n", constructor: 1 }, "constructor is not expected here; expected one of name, tags, rules, rest"],
  [{ name: "n", tags: { Team: "x" } }, "tags.Team is not letters"],
  [{ name: "n", tags: { team: 1 } }, "tags.team is a number, expected a text"],
  [{ name: "n", rules: {} }, "rules is an object, expected a list"],
  [{ name: "n", rules: [{ severity: "error" }, {}] }, "rules[1].severity is missing; expected one of error, info"],
  [{ name: "n", rules: [{ severity: "high" }] }, "rules[0].severity is not one of error, info"],
  [{ name: "n", rules: [{ severity: "info", days: 0.5 }] }, "rules[0].days is not a whole number from 1 on"],
  [{ name: "n", rules: [{ severity: "info", on: "yes" }] }, "rules[0].on is a text, expected true or false"],
])("%j has a fault with its place, and its content is not quoted", (value, message) => {
  const { path, problem } = shape.fault(value) ?? { path: [], problem: "" };
  expect([`${shapePath(path)} ${problem}`, shape.fits(value)]).toEqual([message, false]);
});

test("a name that may be anything is marked, since it may be a secret", () => {
  const unnamed = [
    { name: "n", "AKIA…": 1 },
    { name: "n", tags: { "AKIA…": "x" } },
    { name: "n", rule: [] },
    { name: 1 },
  ];
  expect(unnamed.map((value) => shape.fault(value)?.isUnnamed ?? false)).toEqual([true, true, false, false]);
});

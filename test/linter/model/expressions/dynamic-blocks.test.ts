import { Reference, Unknown } from "../../../../linter/model/values/symbolic";
import { configuration } from "../../models";

/** The blocks `rule` of a resource. */
function rulesOf(body: object, rest: object = {}) {
  return configuration({ ...rest, resource: { t: { t: body } } }).at("t.t")?.values.rule;
}

test("a dynamic block makes one block for each element", () => {
  const dynamic = { rule: { for_each: ["a", "b"], content: { name: "${rule.value}", at: "${rule.key}" } } };
  expect(rulesOf({ dynamic })).toEqual([
    { name: "a", at: 0 },
    { name: "b", at: 1 },
  ]);
});

test("an element of a set is its own key, and the iterator may have a name of its own", () => {
  const dynamic = [
    { rule: [{ for_each: '${toset(["b"])}', iterator: "each_one", content: [{ id: "${each_one.key}" }] }] },
  ];
  expect(rulesOf({ dynamic })).toEqual([{ id: "b" }]);
});

test("blocks that are written out come first", () => {
  const dynamic = { rule: { for_each: { x: { key: "${aws_kms_key.k.arn}" } }, content: { key: "${rule.value.key}" } } };
  expect(rulesOf({ rule: { key: "first" }, dynamic })).toEqual([
    { key: "first" },
    { key: new Reference("aws_kms_key.k", "arn") },
  ]);
});

test("dynamic blocks nest", () => {
  const inner = { item: { for_each: "${rule.value}", content: { v: "${rule.key}${item.value}" } } };
  const dynamic = { rule: { for_each: { a: ["x", "y"] }, content: { dynamic: inner } } };
  expect(rulesOf({ dynamic })).toEqual([{ item: [{ v: "ax" }, { v: "ay" }] }]);
});

test("blocks over a collection that is not known are unknown, not absent", () => {
  const dynamic = { rule: { for_each: "${var.rules}", content: { name: "${rule.value}" } } };
  const rules = rulesOf({ dynamic }, { variable: { rules: {} } });
  expect(rules).toBeInstanceOf(Unknown);
  expect((rules as Unknown).reason).toContain("var.rules");
});

test("an argument that is named dynamic is an argument", () => {
  expect(configuration({ resource: { t: { t: { v: { dynamic: "yes" } } } } }).at("t.t")?.values.v).toEqual({
    dynamic: "yes",
  });
});

import { Reference, Unknown } from "../../../../linter/model/values/symbolic";
import { configuration, folderOf, modelOf } from "../../models";

/** The value of a variable by its declaration. */
function defaultOf(variable: object) {
  return configuration({ variable: { v: variable }, resource: { t: { t: { v: "${var.v}" } } } }).at("t.t")?.values.v;
}

test.each<[string, object, unknown]>([
  ["a default", { default: "x" }, "x"],
  ["a number as a string", { type: "string", default: 1 }, "1"],
  ["strings of a list", { type: "list(number)", default: ["1", 2] }, [1, 2]],
  ["a set, each element once and sorted", { type: "set(string)", default: ["b", "a", "b"] }, ["a", "b"]],
  ["a map of any", { type: "map(any)", default: { a: 1, b: "x" } }, { a: "1", b: "x" }],
  [
    "optional attributes",
    { type: "${object({ a = optional(bool, true), b = optional(string), c = number })}", default: { c: "3", d: 1 } },
    { a: true, b: null, c: 3 },
  ],
  [
    "optional attributes of nested objects",
    { type: "list(object({ tls = optional(object({ on = optional(bool, true) }), {}) }))", default: [{}] },
    [{ tls: { on: true } }],
  ],
  ["a tuple", { type: "tuple([string, number])", default: [1, "2"] }, ["1", 2]],
])("%s", (_, variable, expected) => {
  expect(defaultOf(variable)).toEqual(expected);
});

test("a variable without a value is unknown, and named with where to give it", () => {
  const value = defaultOf({ type: "string" });
  expect(value).toMatchObject({ reason: "var.v, which has no value here" });
  expect((value as Unknown).resolveWith).toContain("terraform.tfvars");
});

test("a value that its type does not accept is unknown", () => {
  expect(defaultOf({ type: "number", default: "many" })).toBeInstanceOf(Unknown);
});

test("a caller's argument is converted, and null means the default if the variable is not nullable", () => {
  const folder = folderOf({
    "main.tf.json": '{"module":{"m":{"source":"./m","a":"5","b":null}}}',
    "m/main.tf.json": JSON.stringify({
      variable: { a: { type: "number" }, b: { default: "b", nullable: false }, c: { default: "c" } },
      resource: { t: { t: { v: ["${var.a}", "${var.b}", "${var.c}"] } } },
    }),
  });
  expect(modelOf("main.tf.json", folder).at("module.m.t.t")?.values.v).toEqual([5, "b", "c"]);
});

test("a local that is evaluated while the instances of a resource are counted keeps its value", () => {
  const model = configuration({
    locals: {
      one: "${one(aws_kms_key.k[*].arn)}",
      chosen: '${coalesce(try(aws_kms_key.none[0].arn, ""), local.one)}',
    },
    resource: {
      aws_kms_key: { k: { count: 1 }, none: { count: 0 } },
      t: { t: { for_each: { a: "${local.one}", b: "${local.chosen}" }, v: "${each.value}" } },
    },
  });
  const key = new Reference("aws_kms_key.k[0]", "arn");
  expect(["a", "b"].map((name) => model.at(`t.t["${name}"]`)?.values.v)).toEqual([key, key]);
});

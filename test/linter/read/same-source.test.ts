import type { ModuleSource } from "../../../linter/model/expressions/source";
import type { Json } from "../../../linter/model/values/json";
import { sourceDifference } from "../../../linter/read/same-source";

/** A module with one variable. */
function moduleWith(value: Json, type?: string): ModuleSource {
  return {
    folder: ".",
    variables: new Map([["v", { value: { kind: "literal", value }, sensitive: false, ...(type ? { type } : {}) }]]),
    outputs: new Map(),
    locals: () => new Map(),
    calls: new Map(),
    resources: new Map(),
    providers: new Map(),
  };
}

const OBJECT = 'list(object({ port = number, name = optional(string, "x") }))';

test.each<[string, Json, Json, string]>([
  ["a number as a text", "1", 1, "string"],
  ["a set, sorted and without repeats", ["a", "b"], ["b", "a", "b"], "set(string)"],
  ["attributes that the type adds", [{ port: 1, name: "x" }], [{ port: "1" }], OBJECT],
  ["attributes that the type drops", [{ port: 1, name: "x" }], [{ port: 1, other: true }], OBJECT],
])("a plan keeps a default as its type converts it: %s", (_, planned, written, type) => {
  expect(sourceDifference(moduleWith(planned), moduleWith(written, type))).toBeUndefined();
});

test.each<[string, Json, Json, string]>([
  ["another text", "a", "b", "string"],
  ["another element", ["a"], ["b"], "list(string)"],
  ["another attribute", [{ port: 1 }], [{ port: 2 }], OBJECT],
])("sources with another default are of another version: %s", (_, planned, written, type) => {
  expect(sourceDifference(moduleWith(planned), moduleWith(written, type))).toBe("the plan was made with another var.v");
});

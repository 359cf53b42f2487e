import type { ModuleSource, Written } from "../../../linter/model/expressions/source";
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
])("a plan contains a default as converted by its type: %s", (_, planned, written, type) => {
  expect(sourceDifference(moduleWith(planned), moduleWith(written, type))).toBeUndefined();
});

test.each<[string, Json, Json, string]>([
  ["another text", "a", "b", "string"],
  ["another element", ["a"], ["b"], "list(string)"],
  ["another attribute", [{ port: 1 }], [{ port: 2 }], OBJECT],
])("sources with another default belong to another version: %s", (_, planned, written, type) => {
  expect(sourceDifference(moduleWith(planned), moduleWith(written, type))).toBe("the plan was made with another var.v");
});

/** A module with one security group, whose rules are blocks in the text and an attribute in the plan. */
function moduleWithRules(ingress: Written): ModuleSource {
  const group = { mode: "managed", type: "aws_security_group", name: "s", dependsOn: [] } as const;
  const block = { ...group, arguments: new Map([["ingress", ingress]]) };
  return { ...moduleWith(1), variables: new Map(), resources: new Map([["aws_security_group.s", block]]) };
}

test("blocks that a plan keeps as an attribute have null for what is not written, and references in another order", () => {
  const rule = { cidr_blocks: ["10.0.0.0/16"], from_port: 0, self: null };
  const planned = moduleWithRules({ kind: "literal", value: [rule] });
  const written = (port: number): Written => ({
    kind: "template",
    value: [{ from_port: port, cidr_blocks: ["10.0.0.0/16"] }],
  });
  expect(sourceDifference(planned, moduleWithRules(written(0)))).toBeUndefined();
  expect(sourceDifference(planned, moduleWithRules(written(22)))).toContain("another ingress");
  const references = { kind: "references", references: ["var.cidr", "var.port"], identifying: false } as const;
  const named = (cidr: string): Written => ({
    kind: "template",
    value: [{ from_port: "${var.port}", cidr_blocks: [cidr] }],
  });
  expect(sourceDifference(moduleWithRules(references), moduleWithRules(named("${var.cidr}")))).toBeUndefined();
  expect(sourceDifference(moduleWithRules(references), moduleWithRules(named("${var.other}")))).toContain(
    "another ingress",
  );
});

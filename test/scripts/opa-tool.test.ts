import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, toolOf } from "../../scripts/policies/opa";

test.each(["opa", "regal"])("the pinned version of %s is read from its go.mod", (name) => {
  const { source, version } = toolOf(readFileSync(join(root, "tools", name, "go.mod"), "utf8"));
  expect(source).toMatch(new RegExp(`/${name}$`));
  expect(version).toMatch(/^v\d+\.\d+\.\d+/);
});

test("the longest module path that contains the tool decides", () => {
  const module =
    "tool a.example/x/cmd\n\nrequire (\n\ta.example v1.0.0\n\ta.example/x v2.0.0\n\ta.example/xy v3.0.0\n)\n";
  expect(toolOf(module)).toEqual({ source: "a.example/x/cmd", version: "v2.0.0" });
});

test("a go.mod without a tool, or without its version, is an error", () => {
  expect(() => toolOf("module x\n")).toThrow("names no tool");
  expect(() => toolOf("tool a.example/x\n")).toThrow("requires no version of a.example/x");
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newRule } from "../../scripts/policies/new-rule";

test.each([
  ["Cert.Weak", "write area.name in lower case"],
  ["cert", "write area.name in lower case"],
  ["../../etc.x", "write area.name in lower case"],
  ["nowhere.rule", "Facts has configurations"],
])("a rule cannot be made as %s", (id, why) => {
  expect(() => newRule(id)).toThrow(why);
});

test("a rule's folder contains its package, named like the id, and its examples", () => {
  const rules = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    const folder = newRule("config.fresh", undefined, rules);
    expect(folder).toBe(join(rules, "config/fresh"));
    expect(readFileSync(join(folder, "fresh.rego"), "utf8")).toContain("package rules.config.fresh\n");
    expect(Object.keys(JSON.parse(readFileSync(join(folder, "examples.json"), "utf8")))).toEqual(["bad", "good"]);
    expect(() => newRule("config.fresh", undefined, rules)).toThrow("exists");
  } finally {
    rmSync(rules, { recursive: true });
  }
});

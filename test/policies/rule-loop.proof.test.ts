import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { opa, RuleError } from "../../scripts/policies/opa";
import { evaluateExamples } from "../../scripts/policies/rule";
import { examplesIn, ruleIds } from "../support/rules/examples";

test.each(["cert.weak_rsa", "config.shared_key", "key.region_mismatch", "cert.self_signed"])(
  "the loop agrees with the examples of %s",
  (id) => {
    const results = evaluateExamples(id);
    expect(results.length).toBeGreaterThan(2);
    expect(results.filter(({ fault }) => fault !== undefined)).toEqual([]);
  },
);

test.each([
  [
    "a value that no closed set has",
    "sets.public_key_type.dsaa",
    /x\.rego:5(:\d+)?: .*undefined ref: data\.sets\.public_key_type\.dsaa/,
  ],
  ["Rego that cannot be parsed", "{", /x\.rego:\d+(:\d+)?: .*unexpected/],
])("%s is an error with its place", (_, value, problem) => {
  const folder = mkdtempSync(join(tmpdir(), "rego-"));
  const rule = join(folder, "x.rego");
  writeFileSync(rule, `package x\n\nimport data.sets\n\nwrong := [${value}]\n`);
  for (const args of [
    ["eval", "--format", "json", "-d", "policies/lib", "-d", rule, "data.x.wrong"],
    ["check", "policies/lib", rule],
  ]) {
    expect(errorOf(() => opa(args)).message).toMatch(problem);
  }
});

test("examples that are not JSON are an error with their place", () => {
  const file = join(mkdtempSync(join(tmpdir(), "examples-")), "examples.json");
  writeFileSync(file, '{\n  "bad": [}\n');
  expect(errorOf(() => examplesIn(file)).message).toMatch(/examples\.json is not JSON: .* at line 2, column 11/);
});

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof RuleError) return error;
  }
  throw new Error("it was accepted");
}

test("there are rules", () => {
  expect(ruleIds()).toContain("cert.weak_rsa");
});

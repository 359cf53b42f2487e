import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OpaError, opa } from "../../scripts/policies/opa";
import { evaluateExamples } from "../../scripts/policies/rule";
import { ruleIds } from "../support/rules/examples";

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

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    if (error instanceof OpaError) return error;
  }
  throw new Error("OPA accepted it");
}

test("there are rules", () => {
  expect(ruleIds()).toContain("cert.weak_rsa");
});

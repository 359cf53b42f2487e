import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutants } from "../../scripts/policies/mutants";
import { survivingMutants } from "../../scripts/policies/mutate-policies";
import { opa } from "../../scripts/policies/opa";

const scratch = mkdtempSync(join(tmpdir(), "mutants-"));

afterAll(() => rmSync(scratch, { recursive: true }));

function changesOf(verdict: string): readonly string[] {
  const source = `package rules.x.y

import data.logic
import data.value

checks contains {"id": c.id, "violated": ${verdict}} if some c in input.configurations
`;
  const file = join(scratch, "y.rego");
  writeFileSync(file, source);
  const parsed = JSON.parse(opa(["parse", "--format", "json", "--json-include", "locations", file]));
  const changed = mutants(source, parsed);
  for (const mutant of changed) {
    writeFileSync(file, mutant.source);
    opa(["check", "policies/lib", file]);
  }
  return changed.map(({ change }) => change.replace(/^\d+:\d+ /, "")).sort();
}

test("every comparison is flipped, every condition removed, and every way to join them changed", () => {
  expect(changesOf('logic.all([value.is(c.atRest, true), value.one_of(c.s3.mode, ["SSE-KMS", "CSE-KMS"])])')).toEqual([
    "list without value.is(c.atRest, true)",
    'list without value.one_of(c.s3.mode, ["SSE-KMS", "CSE-KMS"])',
    "logic.any",
    'not logic.all([value.is(c.atRest, true), value.one_of(c.s3.mode, ["SSE-KMS", "CSE-KMS"])])',
    "not value.is(c.atRest, true)",
    'not value.one_of(c.s3.mode, ["SSE-KMS", "CSE-KMS"])',
    'value.one_of without "CSE-KMS"',
    'value.one_of without "SSE-KMS"',
  ]);
});

test("the edge of a number's comparison is moved", () => {
  expect(changesOf("value.less_than(c.imds.hopLimit, 1)")).toEqual([
    "edge of value.less_than(c.imds.hopLimit, 1)",
    "not value.less_than(c.imds.hopLimit, 1)",
  ]);
});

test("comparisons with plain input are negated", () => {
  expect(changesOf('input.environment == "development"')).toEqual(['!= in input.environment == "development"']);
});

test.each(["config.shared_key", "config.imds_invalid", "key.region_mismatch", "config.replaced_in_use"])(
  "no change of %s goes unnoticed",
  (id) => {
    const { tried, survived } = survivingMutants(id);
    expect(tried).toBeGreaterThan(5);
    expect(survived).toEqual([]);
  },
);

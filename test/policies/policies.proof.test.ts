import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCatalogue, readPolicy } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { buildPolicies, policySources } from "../../scripts/policies/build-policies";
import { closedLeaves } from "../../scripts/policies/closed-sets";
import { lintPolicies } from "../../scripts/policies/lint-policies";
import { opa, root } from "../../scripts/policies/opa";
import { shapeFaults } from "../../scripts/policies/rule-shape";
import { type Example, exampleFacts, readExamples, ruleIds } from "../support/rules/examples";

const catalogue = readCatalogue();
let scratch: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), "policies-"));
});

afterAll(() => rmSync(scratch, { recursive: true }));

test("the sources are formatted, valid by the facts' schema, clean for Regal, and never silent on unknowns", () => {
  expect(lintPolicies()).toEqual([]);
});

test("building again gives the committed bytes", () => {
  for (const dist of ["once", "twice"].map((name) => join(scratch, name))) {
    buildPolicies(dist);
    for (const file of ["policy.wasm", "rules.json", "examples.json"]) {
      expect(readFileSync(join(dist, file)).equals(readFileSync(join(root, "policies/dist", file)))).toBe(true);
    }
  }
});

test("OPA itself and the WASM agree on every example", () => {
  const examples = ruleIds().flatMap((id) => {
    const { bad, good, unknown } = readExamples(id);
    return [...bad, ...good, ...unknown].map((example) => ({ id, example }));
  });
  const cases = examples.map(({ id, example }) => facts(id, example));
  const input = join(scratch, "cases.json");
  writeFileSync(input, JSON.stringify({ cases }));
  const query = "[r | some facts in input.cases; r := data.lint.result with input as facts]";
  const sources = policySources.flatMap((path) => ["-d", path]);
  const { result } = JSON.parse(opa(["eval", "--format", "json", "-i", input, ...sources, query]));
  const native: readonly { violated: object[]; unknown: unknown[] }[] = result[0].expressions[0].value;

  const engine = openEngine(
    readPolicy(),
    [...catalogue.values()].map((rule) => ({ ...rule, supersededBy: [] })),
  );
  expect(native).toHaveLength(cases.length);
  for (const [i, each] of cases.entries()) {
    const { violated, unknown } = engine.evaluate(each);
    const title = `${examples[i]?.id}: ${examples[i]?.example.title}`;
    const open = native[i]?.unknown as { rule: string; id: string }[];
    expect({ title, violated: sorted(violated.map(withoutParams)) }).toEqual({
      title,
      violated: sorted((native[i]?.violated ?? []).map(withoutParams)),
    });
    const opened = new Set(open.map(({ rule, id }) => `${rule} ${id}`));
    expect(new Set(unknown.map(({ rule, id }) => `${rule} ${id}`))).toEqual(opened);
  }
});

describe("a rule is refused that", () => {
  test.each([
    ["misspells a leaf", "value.is(c.localDisk.ebss, true)", "undefined ref: c.localDisk.ebss"],
    ["misspells a kind of rows", "value.is(input.configuration[0].atRest, true)", "undefined ref: input.configuration"],
    ["names a value that a closed set does not have", "value.is(c.s3.keyForm, sets.key_form.arn)", "undefined ref"],
    ["asks for the clock", "time.now_ns() > 0", "undefined function time.now_ns"],
    ["writes prose", 'sprintf("%v", [c.subject]) == ""', "undefined function sprintf"],
    ["calls a builtin that WASM lacks", 'semver.is_valid("1")', "undefined function semver.is_valid"],
  ])("%s", (_, verdict, why) => {
    const folder = mkdtempSync(join(scratch, "rule-"));
    writeFileSync(join(folder, "x.rego"), rule(verdict));
    const options = ["--strict", "--capabilities", "policies/capabilities.json", "-s", "schemas/facts.schema.json"];
    expect(() => opa(["check", ...options, "policies/lib", "policies/lint", folder])).toThrow(why);
  });

  test.each([
    ["negates a leaf", "true", "not c.atRest", "`not` is silent"],
    ["looks into a leaf", "true", "c.s3.mode.known", ".known looks into a leaf"],
    ["looks into a leaf by brackets", "true", 'c.s3.mode["known"]', ".known looks into a leaf"],
    ["filters by a verdict", "true", "value.is(c.atRest, false)", "a bare value.is lets gaps pass"],
    ["compares a leaf", 'c.s3.mode == "SSE-S3"', "true", "comparing c.s3.mode compares a leaf"],
    ["unifies a leaf", "true", 'c.s3.mode = "SSE-S3"', "comparing c.s3.mode compares a leaf"],
    ["compares in a comprehension", 'count([o | some o in c.s3Overrides; o.mode != "x"])', "true", "comparing o.mode"],
    ["walks with every", "true", "every o in c.s3Overrides { o.bucket }", "`every` reads rows"],
    ["reads past the type checker", 'object.get(c, "atRest", null)', "true", "object.get reads rows"],
  ])("%s", (_, verdict, condition, why) => {
    const file = join(scratch, "shape.rego");
    writeFileSync(file, rule(verdict, condition));
    expect(shapeFaults("x", JSON.parse(opa(["parse", "--format", "json", file]))).join()).toContain(why);
  });

  test.each([
    ['value.is(c.s3.keyForm, "empty")', '"empty" is not named by its set; write sets.key_form for c.s3.keyForm'],
    ['value.one_of(c.obstacle, ["caller", sets.obstacle.module])', '"caller" is not named by its set'],
    ['value.is(c.tls.provider, "PEM")', "write sets.certificate_provider_type for c.tls.provider"],
  ])("compares a leaf of a closed set with a literal: %s", (verdict, why) => {
    const file = join(scratch, "shape.rego");
    writeFileSync(file, rule(verdict));
    const tree = JSON.parse(opa(["parse", "--format", "json", file]));
    expect(shapeFaults("x", tree, closedLeaves("configurations")).join()).toContain(why);
  });

  test("gives a row to a function", () => {
    const file = join(scratch, "shape.rego");
    writeFileSync(file, `${rule("_off(c)")}\n_off(c) := value.is(c.atRest, false)\n`);
    expect(shapeFaults("x", JSON.parse(opa(["parse", "--format", "json", file])))).toEqual([
      "x: c.atRest reads a row past the type checker; give the function _off leaves",
    ]);
  });

  test("is accepted if it does all of this right", () => {
    const file = join(scratch, "shape.rego");
    writeFileSync(file, rule('logic.none([value.is(c.atRest, true), input.environment == "development"])'));
    expect(shapeFaults("x", JSON.parse(opa(["parse", "--format", "json", file])))).toEqual([]);
  });
});

function facts(id: string, example: Example) {
  return exampleFacts(catalogue.get(id)?.rowKind ?? "", example);
}

function rule(verdict: string, condition = "true"): string {
  return `package rules.config.x

import data.logic
import data.sets
import data.value

checks contains {"id": c.id, "violated": ${verdict}} if {
	some c in input.configurations
	${condition}
}
`;
}

/** A check without its parameters: the engine adds those that its text names. */
function withoutParams(check: object): object {
  return { ...check, params: null };
}

function sorted(checks: readonly unknown[]): readonly string[] {
  return checks.map((check) => JSON.stringify(check, Object.keys(flat(check)).sort())).sort();
}

/** All names in a value, for a stable order. */
function flat(value: unknown): { [name: string]: true } {
  if (typeof value !== "object" || value === null) return {};
  return Object.assign({}, ...Object.entries(value).map(([name, part]) => ({ [name]: true, ...flat(part) })));
}

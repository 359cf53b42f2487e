import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Facts } from "../../linter/rows/facts";
import type { Row } from "../../linter/rows/row";
import { type RuleInfo, readCatalogue } from "../../linter/rules/catalogue";
import { exampleFacts, readExamples, ruleFolder, ruleIds } from "../../test/support/rules/examples";
import { withUnknownLeaf, withUnknownLeaves } from "../../test/support/rules/leaves";
import { type Mutant, mutants } from "./mutants";
import { opa } from "./opa";

interface Check {
  readonly id: string;
  readonly variant?: string;
  readonly violated: boolean | { readonly gaps: readonly unknown[] };
  readonly params: unknown;
}

/** Changed rules that one run of OPA evaluates: what it prints grows with them, and is held in memory. */
const portion = 20;

/** What a rule may say about a row, by where the row comes from. */
type Expectation = "as written" | "a finding or open" | "no finding" | "open";

interface Case {
  readonly facts: Facts;
  readonly subject: string;
  readonly expected: Expectation;
}

/** Changes of a rule that no example and no generic test notices. */
export function survivingMutants(id: string): { readonly tried: number; readonly survived: readonly string[] } {
  const name = basename(ruleFolder(id));
  const file = join(ruleFolder(id), `${name}.rego`);
  const source = readFileSync(file, "utf8");
  const parsed = JSON.parse(opa(["parse", "--format", "json", "--json-include", "locations", file]));
  const changed = mutants(source, parsed);
  const cases = casesOf(id);
  const [original = [], ...results] = portions([{ change: "", source }, ...changed]).flatMap((some) =>
    evaluate(id, some, cases),
  );
  if (noticed(original, original, cases))
    throw new Error(`${id} fails its own examples; run npx jest test/policies first`);
  const survived = changed.filter((_, i) => !noticed(results[i] ?? [], original, cases)).map(({ change }) => change);
  return { tried: changed.length, survived };
}

/** The rows that the tests check, with what they ask of the verdict. */
function casesOf(id: string): readonly Case[] {
  const rule = readCatalogue().get(id);
  const kind = rule?.rowKind ?? "";
  const { bad, good, unknown } = readExamples(id);
  const rows = (examples: typeof bad, expected: Expectation, change: (row: Row) => readonly Row[]) =>
    examples.flatMap((example) => {
      const facts = exampleFacts(kind, example);
      const [row] = (facts as unknown as { readonly [kind: string]: readonly [Row] })[kind] ?? [];
      if (!row) throw new Error(`${id} checks ${kind}, of which Facts has no rows`);
      return change(row)
        .filter((each) => !isEmptyList(rule, each))
        .map((each) => ({ facts: { ...facts, [kind]: [each] }, subject: each.id, expected }));
    });
  return [
    ...rows([...bad, ...good, ...unknown], "as written", (row) => [row]),
    ...rows(bad, "a finding or open", (row) => withUnknownLeaves(id, row)),
    ...rows(good, "no finding", (row) => withUnknownLeaves(id, row)),
    ...rows(bad, "open", (row) => [withUnknownLeaf(row)]),
  ];
}

/** Whether a rule evaluates items of a list that is empty in this row, so that it gives no verdict. */
function isEmptyList(rule: RuleInfo | undefined, row: Row): boolean {
  const items = rule?.each && (row as unknown as { readonly [name: string]: unknown })[rule.each];
  return Array.isArray(items) && items.length === 0;
}

function portions<T>(all: readonly T[]): readonly (readonly T[])[] {
  const starts = [...all.keys()].filter((i) => i % portion === 0);
  return starts.map((start) => all.slice(start, start + portion));
}

/** Checks of every mutant on every case, by one run of OPA. */
function evaluate(
  id: string,
  changed: readonly Mutant[],
  cases: readonly Case[],
): readonly (readonly (readonly Check[])[])[] {
  const folder = mkdtempSync(join(tmpdir(), "mutants-"));
  try {
    for (const [i, { source }] of changed.entries()) {
      mkdirSync(join(folder, `m${i}`));
      writeFileSync(join(folder, `m${i}`, "rule.rego"), moved(source, id, `mutants.m${i}`));
    }
    const input = join(folder, "input.json");
    writeFileSync(input, JSON.stringify({ cases: cases.map(({ facts }) => facts) }));
    const lists = changed.map(
      (_, i) => `[c | some facts in input.cases; c := ${verdictsOf(`data.mutants.m${i}.checks`)} with input as facts]`,
    );
    const folders = changed.flatMap((_, i) => ["-d", join(folder, `m${i}`)]);
    const query = `[${lists.join(", ")}]`;
    const { result } = JSON.parse(
      opa(["eval", "--format", "json", "-i", input, "-d", "policies/lib", ...folders, query]),
    );
    return result[0].expressions[0].value;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A query for the checks of a rule, each with the verdict of `applies` and `violated` together. */
function verdictsOf(checks: string): string {
  return `[object.union(check, {"violated": v}) | some check in ${checks}; v := data.logic.verdict(check)]`;
}

/** The module as another package; changes may ask for logic where the rule does not. */
function moved(source: string, id: string, path: string): string {
  const logic = source.includes("import data.logic") ? "" : "\nimport data.logic";
  return source.replace(`package rules.${id}`, `package ${path}${logic}`);
}

/** Whether a test fails on these checks. */
function noticed(
  results: readonly (readonly Check[])[],
  original: readonly (readonly Check[])[],
  cases: readonly Case[],
): boolean {
  return cases.some((each, i) => fails(each, results[i] ?? [], original[i] ?? []));
}

function fails({ expected, subject }: Case, checks: readonly Check[], original: readonly Check[]): boolean {
  if (!checks.some((check) => check.id === subject && isVerdict(check))) return true;
  const finding = checks.some(({ violated }) => violated === true);
  const open = checks.some(isOpen);
  switch (expected) {
    case "as written":
      return summary(checks) !== summary(original);
    case "a finding or open":
      return !finding && !open;
    case "no finding":
      return finding;
    case "open":
      return finding || !open;
  }
}

function isVerdict(check: Check): boolean {
  return typeof check.violated === "boolean" || isOpen(check);
}

function isOpen({ violated }: Check): boolean {
  return typeof violated === "object" && violated.gaps.length > 0;
}

/** What the tests compare: the findings with their words, and whether something is open. */
function summary(checks: readonly Check[]): string {
  const findings = checks
    .filter(({ violated }) => violated === true)
    .map(({ variant, params }) => JSON.stringify([variant, params]));
  return JSON.stringify([findings.sort(), checks.some(isOpen)]);
}

/** Prints the surviving mutants of all rules, or of one area or rule, and exits with 1 if there are any. */
function main(wanted = ""): void {
  const ids = ruleIds().filter((id) => wanted === "" || id === wanted || id.startsWith(`${wanted}.`));
  if (ids.length === 0) {
    console.error(`area or rule '${wanted}' does not exist; rules are ${ruleIds().join(", ")}`);
    process.exitCode = 2;
    return;
  }
  let tried = 0;
  let survived = 0;
  for (const id of ids) {
    const result = survivingMutants(id);
    tried += result.tried;
    survived += result.survived.length;
    for (const change of result.survived) console.log(`${id} ${change}`);
  }
  console.log(`${ids.length} rules, ${tried} changes, ${survived} not noticed`);
  process.exitCode = survived === 0 ? 0 : 1;
}

if (require.main === module) main(process.argv[2]);

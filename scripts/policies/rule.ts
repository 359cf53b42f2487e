import { watch } from "node:fs";
import { relative } from "node:path";
import type { Facts } from "../../linter/rows/facts";
import type { Row } from "../../linter/rows/row";
import { type RuleInfo, readPolicy, textOf } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { fill, paramsOf, plainParams } from "../../linter/rules/template";
import { type Example, exampleFacts, readExamples, ruleFolder, ruleIds } from "../../test/support/rules/examples";
import { buildPolicies } from "./build-policies";
import { opa, root, runScript } from "./opa";
import { readRules } from "./rule-metadata";

/** A check as OPA evaluates it, with the verdict of `applies` and `violated` together. */
interface EvaluatedCheck {
  readonly variant?: string;
  readonly params?: { readonly [name: string]: unknown };
  readonly verdict: boolean | { readonly gaps: readonly unknown[] };
}

/** One example and what the rule says about it. */
export interface ExampleResult {
  readonly title: string;
  /** What the example states, and what came out, where the two differ. */
  readonly fault?: string;
}

/** Evaluates all examples of a rule with OPA itself, in one run and without compiling. */
export function evaluateExamples(id: string): readonly ExampleResult[] {
  const [rule] = readRules(ruleFolder(id));
  if (!rule) throw new Error(`${relative(root, ruleFolder(id))} contains no rule`);
  const examples = allExamples(id);
  const facts = examples.map(({ example }) => exampleFacts(rule.rowKind, example));
  const results = evaluate(id, facts);
  return examples.map(({ kind, example }, i) => {
    const checks = results[i] ?? [];
    const row = rowOf(facts[i] as Facts, rule);
    const found = checks
      .filter(({ verdict }) => verdict === true)
      .map((check) => message(rule, check, row, (facts[i] as Facts).thresholds));
    const open = checks.some(({ verdict }) => typeof verdict === "object");
    const silent = checks.length === 0 && !isEmptyList(rule, row);
    return { title: `${kind}: ${example.title}`, ...faultOf(kind, example, silent, found, open) };
  });
}

type Kind = "bad" | "good" | "unknown";

function allExamples(id: string): readonly { readonly kind: Kind; readonly example: Example }[] {
  const examples = readExamples(id);
  return (["bad", "good", "unknown"] as const).flatMap((kind) => examples[kind].map((example) => ({ kind, example })));
}

function rowOf(facts: Facts, { rowKind }: RuleInfo): Row {
  return (facts as unknown as { readonly [kind: string]: readonly [Row] })[rowKind]?.[0] as Row;
}

/** Whether the rule evaluates items of a list that is empty in this row. */
function isEmptyList({ each }: RuleInfo, row: Row): boolean {
  if (each === undefined) return false;
  return ((row as unknown as { readonly [name: string]: unknown })[each] as readonly unknown[]).length === 0;
}

function evaluate(id: string, facts: readonly Facts[]): readonly (readonly EvaluatedCheck[])[] {
  const checks = `[object.union(check, {"verdict": v}) | some check in data.rules.${id}.checks; v := data.logic.verdict(check)]`;
  const query = `[c | some facts in input.cases; c := ${checks} with input as facts]`;
  const sources = ["policies/lib", relative(root, ruleFolder(id))].flatMap((path) => ["-d", path]);
  const { result } = JSON.parse(
    opa(["eval", "--format", "json", "--stdin-input", ...sources, query], root, JSON.stringify({ cases: facts })),
  );
  return result[0].expressions[0].value;
}

function message(rule: RuleInfo, check: EvaluatedCheck, row: Row, thresholds: Facts["thresholds"]): string {
  const text = textOf(rule, check.variant);
  const params = paramsOf([text.message], check.params ?? {}, row, thresholds);
  if (typeof params === "string")
    throw new Error(`${rule.id}: {${params}} is neither a parameter nor a leaf of its row`);
  return fill(text.message, plainParams(params));
}

function faultOf(
  kind: Kind,
  { says = [] }: Example,
  silent: boolean,
  found: readonly string[],
  open: boolean,
): { readonly fault?: string } {
  const expected = kind === "bad" ? [...says].sort() : [];
  const actual = [...found].sort();
  if (silent) return { fault: "the rule gave no verdict" };
  if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    const list = (lines: readonly string[]) => (lines.length === 0 ? "nothing" : lines.join("\n      "));
    return { fault: `expected: ${list(expected)}\n    reported: ${list(actual)}` };
  }
  if (kind === "unknown" && !open) return { fault: "expected: not evaluated" };
  if (kind === "good" && open) return { fault: "expected: evaluated, without a finding" };
  return {};
}

/** Prints the examples of a rule, and returns whether all came out as stated. */
function report(id: string): boolean {
  const start = Date.now();
  const results = evaluateExamples(id);
  for (const { title, fault } of results) console.log(fault ? `  ✗ ${title}\n    ${fault}` : `  ✓ ${title}`);
  const faults = results.filter(({ fault }) => fault).length;
  console.log(`${id}: ${results.length} examples, ${faults} wrong (opa eval, ${Date.now() - start} ms)`);
  return faults === 0;
}

/** Compiles all rules to WASM and evaluates the examples of one with it, as users will. */
function reportCompiled(id: string): boolean {
  buildPolicies();
  const rules = readRules();
  const rule = rules.find((each) => each.id === id) as RuleInfo;
  const engine = openEngine(readPolicy(), rules);
  const wrong = allExamples(id).filter(({ kind, example }) => {
    const { violated } = engine.evaluate(exampleFacts(rule.rowKind, example));
    return violated.some((check) => check.rule === id) !== (kind === "bad");
  });
  for (const { example } of wrong) console.log(`  ✗ ${example.title}`);
  console.log(`${id}: ${wrong.length === 0 ? "the same" : "not the same"} in WASM; policies/dist is up to date`);
  return wrong.length === 0;
}

function main([id = "", flag]: readonly string[]): void {
  if (!ruleIds().includes(id)) {
    console.error(`'${id}' is not a rule; npm run new-rule ${id || "area.name"} creates one`);
    process.exitCode = 2;
    return;
  }
  if (flag !== "--watch") {
    process.exitCode = report(id) && reportCompiled(id) ? 0 : 1;
    return;
  }
  const again = () => {
    try {
      report(id);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  };
  again();
  console.log("watching; end with Ctrl-C");
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(ruleFolder(id), () => {
    clearTimeout(timer);
    timer = setTimeout(again, 50);
  });
  process.on("SIGINT", () => {
    watcher.close();
    console.log();
    process.exit(reportCompiled(id) ? 0 : 1);
  });
}

if (require.main === module) runScript(() => main(process.argv.slice(2)));

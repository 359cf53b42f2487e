import { groupBy } from "../../../formats/group-by";
import type { Row } from "../../../linter/rows/row";
import { readCatalogue, textOf } from "../../../linter/rules/catalogue";
import { completions } from "./completions";
import { type Example, exampleFacts } from "./examples";
import { evaluateRule } from "./one-rule";

const catalogue = readCatalogue();

/** The result of one rule for a row: the severities of its findings, their variants, and whether something is not evaluated. */
interface Said {
  readonly variants: string;
  readonly found: readonly string[];
  readonly open: boolean;
}

/** Evaluates one rule. */
type Evaluate = typeof evaluateRule;

/** What one rule says about each of many rows. Whether another rule supersedes it is not its own verdict. */
function saidOf(
  id: string,
  { violated, unknown }: ReturnType<Evaluate>,
  rows: readonly Row[],
): ReadonlyMap<string, Said> {
  const rule = catalogue.get(id);
  const found = groupBy(violated, (check) => check.id);
  const open = new Set(unknown.map((check) => check.id));
  return new Map(
    rows.map(({ id }) => {
      const variants = [...new Set(found.get(id)?.map(({ variant }) => variant ?? ""))].sort();
      const severities = new Set(variants.map((variant) => (rule ? textOf(rule, variant || undefined).severity : "")));
      return [id, { found: [...severities].sort(), variants: variants.join(), open: open.has(id) }];
    }),
  );
}

/** What is wrong with a verdict about a row with an unknown in it, seen from all that the row may turn out to be. */
function contradiction(before: Said, after: readonly Said[]): string | undefined {
  const words = ({ found, open }: Said) => [...found, ...(open ? ["open"] : [])].join(" and ") || "silent";
  const told = `${words(before)}, and then ${[...new Set(after.map(words))].join(" or ")}`;
  if (!after.every(({ found }) => before.found.every((severity) => found.includes(severity)))) return told;
  const [first, ...others] = [...new Set(after.map(words))];
  // Which variant it is depends on the value where each has a text of its own.
  const isOneVariant = new Set(after.map(({ variants }) => variants)).size === 1;
  const agree = others.length === 0 && first !== undefined && isOneVariant && after.every(({ open }) => !open);
  if (before.open) return agree && before.found.length === 0 ? told : undefined;
  return first === words(before) && others.length === 0 ? undefined : told;
}

/** What is wrong with the verdicts of a rule about an example, whatever a value turns out to be that is not known: nothing, if it is right. */
export function contradictions(id: string, example: Example, evaluate: Evaluate = evaluateRule): readonly string[] {
  const kind = catalogue.get(id)?.rowKind ?? "";
  const facts = exampleFacts(kind, example);
  const row = (facts as unknown as { readonly [kind: string]: readonly Row[] })[kind]?.[0] as Row;
  const all = completions(id, kind, row);
  const rows = new Map(all.flatMap(({ open, completed }) => [open, ...completed]).map((one) => [one.id, one]));
  const distinct = [...rows.values()];
  const said = saidOf(id, evaluate(id, kind, { ...facts, [kind]: distinct }), distinct);
  const about = ({ id }: Row): Said => said.get(id) ?? { found: [], variants: "", open: false };
  return all.flatMap(({ leaf, open, completed }) => {
    const told = contradiction(about(open), completed.map(about));
    return told === undefined ? [] : [`${leaf}: ${told}`];
  });
}

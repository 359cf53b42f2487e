import type { Facts } from "../../../linter/rows/facts";
import type { Row } from "../../../linter/rows/row";
import { readCatalogue, readPolicy, textOf } from "../../../linter/rules/catalogue";
import { openEngine } from "../../../linter/rules/engine";
import { completions } from "./completions";
import { type Example, exampleFacts } from "./examples";

const catalogue = readCatalogue();
// Each rule by itself: whether another one supersedes it is not its own verdict.
const engine = openEngine(
  readPolicy(),
  [...catalogue.values()].map((rule) => ({ ...rule, supersededBy: [] })),
);

/** The result of one rule for a row: the severities of its findings, and whether something is not evaluated. */
interface Said {
  readonly found: readonly string[];
  readonly open: boolean;
}

function verdicts(id: string, facts: Facts, kind: string, rows: readonly Row[]): ReadonlyMap<string, Said> {
  const { violated, unknown } = engine.evaluate({ ...facts, [kind]: rows });
  const rule = catalogue.get(id);
  return new Map(
    rows.map(({ id }) => {
      const own = violated.filter((check) => check.rule === id && check.id === id);
      const severities = new Set(own.map(({ variant }) => (rule ? textOf(rule, variant).severity : "")));
      const open = unknown.some((check) => check.rule === id && check.id === id);
      return [id, { found: [...severities].sort(), open }];
    }),
  );
}

/** What is wrong with a verdict about a row with an unknown in it, seen from all that the row may turn out to be. */
function contradiction(before: Said, after: readonly Said[]): string | undefined {
  const words = ({ found, open }: Said) => [...found, ...(open ? ["open"] : [])].join(" and ") || "silent";
  const told = `${words(before)}, and then ${[...new Set(after.map(words))].join(" or ")}`;
  if (!after.every(({ found }) => before.found.every((severity) => found.includes(severity)))) return told;
  const [first, ...others] = [...new Set(after.map(words))];
  const agree = others.length === 0 && first !== undefined && after.every(({ open }) => !open);
  if (before.open) return agree && before.found.length === 0 ? told : undefined;
  return first === words(before) && others.length === 0 ? undefined : told;
}

/** What is wrong with the verdicts of a rule about an example, whatever a value turns out to be that is not known: nothing, if it is right. */
export function contradictions(id: string, example: Example): readonly string[] {
  const kind = catalogue.get(id)?.rowKind ?? "";
  const facts = exampleFacts(kind, example);
  const row = (facts as unknown as { readonly [kind: string]: readonly Row[] })[kind]?.[0] as Row;
  const all = completions(id, kind, row);
  const rows = new Map(all.flatMap(({ open, completed }) => [open, ...completed]).map((one) => [one.id, one]));
  const said = verdicts(id, facts, kind, [...rows.values()]);
  const about = ({ id }: Row): Said => said.get(id) ?? { found: [], open: false };
  return all.flatMap(({ leaf, open, completed }) => {
    const told = contradiction(about(open), completed.map(about));
    return told === undefined ? [] : [`${leaf}: ${told}`];
  });
}

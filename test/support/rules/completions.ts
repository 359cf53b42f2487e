import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../../../linter/rows/row";
import { root } from "../../../scripts/policies/opa";
import { leafType } from "./examples";
import { type LeafPath, leafAt, leavesRead, regoOf, withLeaf, withUnknown } from "./leaves";

/** A row with an unknown value in one place, and every row that it may turn out to be, as far as a rule can distinguish them. */
export interface Completions {
  /** The leaf that is not known. */
  readonly leaf: string;
  readonly open: Row;
  readonly completed: readonly Row[];
}

/** For each leaf of a row that the rule may read and whose values can be counted: the row without it, and with each value. */
export function completions(id: string, kind: string, row: Row): readonly Completions[] {
  return leavesRead(id, row).flatMap((path): readonly Completions[] => {
    const values = domain(id, kind, row, path);
    const leaf = path.join(".");
    if (values.length === 0) return [];
    const completed = values.map((known) => withLeaf(row, `${leaf} = ${JSON.stringify(known)}`, [path], { known }));
    return [{ leaf, open: withUnknown(row, `${leaf} is not known`, [path]), completed }];
  });
}

/** Every value of a boolean or a word; of a text that is only compared with words all of these, and another one. */
function domain(id: string, kind: string, row: Row, path: LeafPath): readonly (string | boolean | null)[] {
  const type = leafType(kind, path);
  if (type === "boolean") return [true, false, null];
  if (typeof type !== "string") return [...type, null];
  if (type !== "string" || !isComparedWithWords(id, String(path.at(-1)))) return [];
  const { known: own } = leafAt(row, path) as { readonly known?: unknown };
  const rego = regoOf(id);
  const sets = [...rego.matchAll(/\bsets\.(\w+)/g)].map(([, name = ""]) => closedSet(name));
  const strings = [rego, ...sets].flatMap((text) => [...text.matchAll(/"([^"\\\n]*)"(:?)/g)]);
  const words = strings.flatMap(([, word = "", colon]) => (colon ? [] : [word]));
  return [...new Set([...words, ...(typeof own === "string" ? [own] : []), "something else"]), null];
}

const sets = readFileSync(join(root, "policies/lib/sets.rego"), "utf8");

/** The Rego of a closed set. */
function closedSet(name: string): string {
  const start = sets.indexOf(`\n${name} := `);
  if (start < 0) throw new Error(`policies/lib/sets.rego has no set ${name}`);
  return sets.slice(start, sets.indexOf("\n\n", start));
}

/** Whether all that a rule asks of leaves of a name is whether they are there, and whether they are one of some words. */
function isComparedWithWords(id: string, name: string): boolean {
  const asked = [...regoOf(id).matchAll(/value\.(\w+)\(([^()]*)\)/g)].filter(([, , given = ""]) =>
    new RegExp(`\\.${name}\\b`).test(given),
  );
  const words = ["is", "one_of", "other_than", "present", "absent"];
  return asked.length > 0 && asked.every(([, question = ""]) => words.includes(question));
}

import { readCatalogue, readPolicy } from "../../linter/catalogue";
import { openEngine } from "../../linter/engine";
import type { Facts, Row } from "../../linter/facts/facts";
import { type Example, exampleFacts, readExamples, ruleIds } from "../../scripts/examples";
import { type LeafPath, leafAt, leaves, leavesRead, withLeaves } from "./leaves";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());
const unknown = { unknown: "not known", settledBy: "knowing it" };

type Verdict = "finding" | "open" | "silent";

/** The verdict of one rule on each of many rows, in order; they differ in their subjects. */
function verdicts(id: string, facts: Facts, kind: string, rows: readonly Row[]): readonly Verdict[] {
  const { violated, undecided } = engine.judge({ ...facts, [kind]: rows });
  const found = new Set(violated.filter(({ rule }) => rule === id).map(({ subject }) => subject));
  const open = new Set(undecided.filter(({ rule }) => rule === id).map(({ subject }) => subject));
  return rows.map(({ subject }) => (found.has(subject) ? "finding" : open.has(subject) ? "open" : "silent"));
}

/** The rows of an example with an unknown in the place of one leaf, or of two. */
function blinded(
  id: string,
  example: Example,
): { readonly kind: string; readonly facts: Facts; readonly rows: readonly Row[] } {
  const kind = catalogue.get(id)?.subject ?? "";
  const facts = exampleFacts(kind, example);
  const row = (facts as unknown as { readonly [kind: string]: readonly Row[] })[kind]?.[0] as Row;
  const read = leavesRead(id, row).filter((path) => given(row, path));
  const pairs = read.flatMap((a, i) => read.slice(i).map((b): readonly LeafPath[] => (a === b ? [a] : [a, b])));
  const rest = leavesRead(id, row)
    .filter((path) => !given(row, path))
    .map((path): readonly LeafPath[] => [path]);
  const rows = [...pairs, ...rest].map((paths) =>
    withLeaves(
      row,
      paths.map((path) => path.join(".")).join(" and "),
      paths.map((path) => [path, unknown]),
    ),
  );
  return { kind, facts, rows };
}

/** Whether a leaf is more than known to be absent. */
function given(row: Row, path: LeafPath): boolean {
  return JSON.stringify(leafAt(row, path)) !== '{"known":null}';
}

describe.each(ruleIds())("%s", (id) => {
  const { bad, good } = readExamples(id);

  test.each(bad)("does not fall silent when something is not known of: $title", (example) => {
    const { kind, facts, rows } = blinded(id, example);
    const results = verdicts(id, facts, kind, rows);
    expect(rows.filter((_, i) => results[i] === "silent").map(({ subject }) => subject)).toEqual([]);
  });

  test.each(good)("accuses nobody when something is not known of: $title", (example) => {
    const { kind, facts, rows } = blinded(id, example);
    const results = verdicts(id, facts, kind, rows);
    expect(rows.filter((_, i) => results[i] === "finding").map(({ subject }) => subject)).toEqual([]);
  });

  test("is open when nothing is known", () => {
    const kind = catalogue.get(id)?.subject ?? "";
    for (const example of bad) {
      const facts = exampleFacts(kind, example);
      const row = (facts as unknown as { readonly [kind: string]: readonly Row[] })[kind]?.[0] as Row;
      const blind = withLeaves(
        row,
        "blind",
        leaves(row).map((path) => [path, unknown]),
      );
      expect(verdicts(id, facts, kind, [blind])).toEqual(["open"]);
    }
  });
});

import type { Facts } from "../../linter/rows/facts";
import type { Row } from "../../linter/rows/row";
import { readCatalogue, readPolicy } from "../../linter/rules/catalogue";
import { openEngine } from "../../linter/rules/engine";
import { type Example, exampleFacts, readExamples, ruleIds } from "../support/rules/examples";
import { withUnknownLeaf, withUnknownLeaves } from "../support/rules/leaves";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

type Verdict = "finding" | "open" | "silent";

/** The verdict of one rule on each of many rows, in order; they differ in their subjects. */
function verdicts(id: string, facts: Facts, kind: string, rows: readonly Row[]): readonly Verdict[] {
  const { violated, unknown } = engine.evaluate({ ...facts, [kind]: rows });
  const found = new Set(violated.filter(({ rule }) => rule === id).map((check) => check.id));
  const open = new Set(unknown.filter(({ rule }) => rule === id).map((check) => check.id));
  return rows.map(({ id }) => (found.has(id) ? "finding" : open.has(id) ? "open" : "silent"));
}

/** An example's facts, its row, and the kind of the row. */
function opened(id: string, example: Example): { readonly kind: string; readonly facts: Facts; readonly row: Row } {
  const kind = catalogue.get(id)?.rowKind ?? "";
  const facts = exampleFacts(kind, example);
  return { kind, facts, row: (facts as unknown as { readonly [kind: string]: readonly Row[] })[kind]?.[0] as Row };
}

describe.each(ruleIds())("%s", (id) => {
  const { bad, good } = readExamples(id);

  test.each(bad)("is not silent if something is not known of: $title", (example) => {
    const { kind, facts, row } = opened(id, example);
    const rows = withUnknownLeaves(id, row);
    const results = verdicts(id, facts, kind, rows);
    expect(rows.filter((_, i) => results[i] === "silent").map(({ id }) => id)).toEqual([]);
  });

  test.each(good)("reports nothing if something is not known of: $title", (example) => {
    const { kind, facts, row } = opened(id, example);
    const rows = withUnknownLeaves(id, row);
    const results = verdicts(id, facts, kind, rows);
    expect(rows.filter((_, i) => results[i] === "finding").map(({ id }) => id)).toEqual([]);
  });

  test.each(bad)("is open if nothing is known of: $title", (example) => {
    const { kind, facts, row } = opened(id, example);
    expect(verdicts(id, facts, kind, [withUnknownLeaf(row)])).toEqual(["open"]);
  });
});

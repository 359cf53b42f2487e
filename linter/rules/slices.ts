import type { Facts } from "../rows/facts";
import type { Row } from "../rows/row";
import { failedOn, type KindRow, type Slice } from "./checked-result";

/**
 * Rows in one evaluation. For the rules of this package one: a row that several inputs have is evaluated once. Policies of users
 * work in a thread, and each evaluation there costs more. WASM never frees memory within one, and time grows faster than rows.
 */
const sliceSize = { packaged: 1, own: 5 };

/** Facts in slices of a few rows, each as JSON with every kind. */
export function* slices(facts: Facts, areOwn: boolean): Generator<Slice> {
  const members = Object.entries(facts) as readonly [string, unknown][];
  const lists = members.flatMap(([kind, rows]) => (isList(rows) ? [{ kind, rows }] : []));
  const rest = JSON.stringify(Object.fromEntries(members.filter(([, value]) => !isList(value))));
  const kinds = lists.map(({ kind }) => kind);
  const rows = lists.flatMap(({ kind, rows }) => rows.map((row) => ({ kind, row, key: areOwn ? row.id : "row" })));
  const size = areOwn ? sliceSize.own : sliceSize.packaged;
  for (let start = 0; start < rows.length; start += size) {
    const slice = rows.slice(start, start + size);
    yield { rows: slice, json: jsonOf(slice, kinds, rest) };
  }
}

/** JSON of some rows by their kinds, and the rest of the facts. */
function jsonOf(rows: readonly KindRow[], kinds: readonly string[], rest: string): string {
  const texts = new Map<string, string>();
  try {
    for (const { kind, row, key } of rows) {
      const text = JSON.stringify({ ...row, id: key });
      const others = texts.get(kind);
      texts.set(kind, others === undefined ? text : `${others},${text}`);
    }
  } catch (error) {
    throw failedOn(rows, error);
  }
  return `${rest.slice(0, -1)},${kinds.map((kind) => `"${kind}":[${texts.get(kind) ?? ""}]`).join(",")}}`;
}

function isList(value: unknown): value is readonly Row[] {
  return Array.isArray(value);
}

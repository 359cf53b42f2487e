import { withoutLoneSurrogates } from "../model/values/json";
import type { Facts } from "../rows/facts";
import type { Row } from "../rows/row";
import { failedOn, type KindRow, type Slice } from "./checked-result";
import { type NamelessRow, withoutNames } from "./row-names";

/** Rows in one evaluation of a user's policy: it works in a thread, where each evaluation costs more, and WASM never frees memory within one. */
const OWN_SIZE = 5;

/** The key of a row for the rules of this package, which only return it. */
const KEY = "row";

/** The rows of facts one by one, each without its names: a row that several inputs have is evaluated once. */
export function* rowSlices(facts: Facts): Generator<Slice> {
  const frame = new Frame(facts);
  for (const row of frame.rows(() => KEY)) {
    const { json, names } = namelessText(row);
    yield { rows: [row], json: frame.json(new Map([[row.kind, [json]]])), names };
  }
}

/** The rows of facts, a few at a time, as policies of users see them. */
export function* ownSlices(facts: Facts): Generator<Slice> {
  const frame = new Frame(facts);
  const all = frame.rows(({ id }) => id);
  for (let start = 0; start < all.length; start += OWN_SIZE) {
    const rows = all.slice(start, start + OWN_SIZE);
    const texts = new Map<string, string[]>();
    for (const row of rows) {
      const others = texts.get(row.kind) ?? [];
      texts.set(row.kind, [...others, rowText(row)]);
    }
    yield { rows, json: frame.json(texts), names: [] };
  }
}

/** Facts without their rows. */
class Frame {
  private readonly lists: readonly { readonly kind: string; readonly rows: readonly Row[] }[];
  /** JSON of everything else, without its last brace. */
  private readonly start: string;

  constructor(facts: Facts) {
    const members: readonly (readonly [string, unknown])[] = Object.entries(facts);
    this.lists = members.flatMap(([kind, rows]) => (isList(rows) ? [{ kind, rows }] : []));
    this.start = JSON.stringify(Object.fromEntries(members.filter(([, value]) => !isList(value)))).slice(0, -1);
  }

  rows(keyOf: (row: Row) => string): readonly KindRow[] {
    return this.lists.flatMap(({ kind, rows }) => rows.map((row) => ({ kind, row, key: keyOf(row) })));
  }

  /** The facts with some rows, given as JSON by their kinds. */
  json(texts: ReadonlyMap<string, readonly string[]>): string {
    let json = this.start;
    for (const { kind } of this.lists) json += `,"${kind}":[${texts.get(kind)?.join(",") ?? ""}]`;
    return `${json}}`;
  }
}

function namelessText(row: KindRow): NamelessRow {
  return withoutNames(row.kind, rowText(row));
}

/** The row as JSON. A text in it may contain half of a surrogate pair, on which the policy would fail. */
function rowText(of: KindRow): string {
  try {
    return withoutLoneSurrogates(JSON.stringify({ ...of.row, id: of.key }));
  } catch (error) {
    throw failedOn([of], error);
  }
}

function isList(value: unknown): value is readonly Row[] {
  return Array.isArray(value);
}

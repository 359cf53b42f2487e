import { isRecord, type Symbolic } from "../values/symbolic";
import { byCodePoint } from "./result";
import type { Scope } from "./scope";
import { isSet } from "./types";

/** Keys and elements of a collection, in Terraform's order; undefined for another value, or one that is not known. */
export function entriesOf(collection: Symbolic): readonly (readonly [Symbolic, Symbolic])[] | undefined {
  if (isSet(collection)) return (collection as readonly Symbolic[]).map((item) => [item, item]);
  if (Array.isArray(collection)) return [...collection.entries()];
  if (!isRecord(collection)) return undefined;
  return Object.keys(collection)
    .sort(byCodePoint)
    .map((name) => [name, collection[name] ?? null] as const);
}

/** Names bound by one round of a loop: the element, or its key and the element. */
export function withNames(
  bound: Scope["bound"],
  [first = "", second]: readonly string[],
  key: Symbolic,
  item: Symbolic,
): ReadonlyMap<string, Symbolic> {
  const names = new Map(bound);
  if (second === undefined) return names.set(first, item);
  return names.set(first, key).set(second, item);
}

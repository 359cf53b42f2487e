import { isRecord, type Symbolic, Template, Unknown } from "../../values/symbolic";
import { isKnown } from "../../values/unknowns";
import { asNumber, asText, byCodePoint, FAILED, isOpen, type Result } from "../result";
import { asSet, canonicalText, holdsNumbers, isSet, unify, withoutRepeats } from "../types";
import { elementsOf } from "./format";
import type { FunctionContext, Functions } from "./function";
import { isPlain } from "./text";

const MOST_COMBINATIONS = 10_000;

/** Functions of lists, sets, maps and objects. */
export const COLLECTIONS: Functions = {
  chunklist: ([list, size]) => chunks(elementsOf(list), asNumber(size)),
  coalesce: (values) => coalesce(values),
  coalescelist: (values) => firstList(values),
  compact: ([list]) =>
    onKnown(list, (items) => texts(items.filter((item) => item !== null))?.filter((item) => item !== "")),
  concat: (lists) => concat(lists),
  contains: ([list, value]) => contains(list, value),
  distinct: ([list]) => onKnown(list, (items) => withoutRepeats(items)),
  element: ([list, at]) => element(list, asNumber(at)),
  flatten: ([list]) => flatten(list),
  index: ([list, value]) => indexOf(list, value),
  keys: ([map]) => (isRecord(map) ? Object.keys(map).sort(byCodePoint) : refused(map)),
  length: ([value]) => length(value),
  lookup: ([map, key, fallback]) => lookup(map, key, fallback),
  matchkeys: ([values, keys, wanted]) => matchKeys(values, keys, wanted),
  merge: (maps) => merge(maps),
  one: ([list]) => one(list),
  reverse: ([list]) => (Array.isArray(list) ? [...list].reverse() : refused(list)),
  setintersection: (sets) =>
    combined(sets, (first, others) => first.filter((item) => others.every((other) => other.has(canonicalText(item))))),
  setproduct: (lists, context) => product(lists, context),
  setsubtract: (sets) =>
    combined(sets, (first, others) => first.filter((item) => !others.some((other) => other.has(canonicalText(item))))),
  setunion: (sets) => (sets.every(Array.isArray) ? setOf(sets.flat(1)) : undefined),
  slice: ([list, from, to]) => slice(list, asNumber(from), asNumber(to)),
  sort: ([list]) => onKnown(list, (items) => texts(items)?.sort(byCodePoint)),
  tolist: ([value]) => (value === null ? null : toList(elementsOf(value))),
  tomap: ([value]) => toMap(value),
  toset: ([value]) => (Array.isArray(value) ? setOf(value) : value === null ? null : refused(value)),
  transpose: ([map]) => transpose(map),
  values: ([map]) =>
    isRecord(map)
      ? Object.keys(map)
          .sort(byCodePoint)
          .map((name) => map[name] ?? null)
      : refused(map),
  zipmap: ([names, values]) => zipMap(names, values),
};

/** Undefined for what is not known yet, FAILED for a value of another type. */
function refused(value: Symbolic | undefined): Result {
  return value === undefined || isOpen(value) ? undefined : FAILED;
}

/** Applies a function to a list of which every element is known, and of one type. */
function onKnown(list: Symbolic | undefined, apply: (items: readonly Symbolic[]) => Result): Result {
  const items = elementsOf(list);
  if (!Array.isArray(items)) return items;
  return isKnown(items) ? apply(items) : undefined;
}

function texts(items: readonly Symbolic[]): string[] | undefined {
  const converted = items.map(asText);
  return converted.every((item) => typeof item === "string") ? converted : undefined;
}

function setOf(items: readonly Symbolic[]): Result {
  const unified = unify(items);
  return Array.isArray(unified) ? asSet(unified) : unified;
}

function chunks(items: ReturnType<typeof elementsOf>, size: ReturnType<typeof asNumber>): Result {
  if (items === FAILED || size === FAILED) return FAILED;
  if (items === undefined || size === undefined) return undefined;
  if (!Number.isInteger(size) || size < 0) return FAILED;
  if (size === 0) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function coalesce(values: readonly Symbolic[]): Result {
  const given = unify(values);
  if (!Array.isArray(given)) return given;
  for (const value of given) {
    if (value instanceof Unknown) return undefined;
    if (value !== null && value !== "") return value;
  }
  return FAILED;
}

function firstList(values: readonly Symbolic[]): Result {
  for (const value of values) {
    if (isOpen(value)) return undefined;
    if (Array.isArray(value) && value.length > 0) return value;
  }
  return FAILED;
}

function concat(lists: readonly Symbolic[]): Result {
  if (lists.some(isSet)) return FAILED;
  if (lists.every(Array.isArray)) return lists.flat(1);
  return lists.some((list) => !Array.isArray(list) && !isOpen(list)) ? FAILED : undefined;
}

function contains(list: Symbolic | undefined, value: Symbolic | undefined): Result {
  if (!Array.isArray(list)) return refused(list);
  if (value === undefined || !isKnown(value)) return undefined;
  const wanted = canonicalText(value);
  if (list.some((item) => isKnown(item) && canonicalText(item) === wanted)) return true;
  return isKnown(list) ? false : undefined;
}

function element(list: Symbolic | undefined, at: ReturnType<typeof asNumber>): Result {
  if (!Array.isArray(list)) return at === FAILED ? FAILED : refused(list);
  if (typeof at !== "number") return at;
  if (list.length === 0 || at < 0 || !Number.isInteger(at)) return FAILED;
  return list[at % list.length];
}

function flatten(list: Symbolic | undefined): Result {
  if (!Array.isArray(list)) return refused(list);
  const flat: Symbolic[] = [];
  for (const item of list) {
    if (isOpen(item)) return undefined;
    if (!Array.isArray(item)) flat.push(item);
    else {
      const inner = flatten(item);
      if (!Array.isArray(inner)) return inner;
      for (const each of inner) flat.push(each);
    }
  }
  return flat;
}

function indexOf(list: Symbolic | undefined, value: Symbolic | undefined): Result {
  if (!Array.isArray(list) || value === undefined) return refused(list);
  if (!isKnown(list) || !isKnown(value)) return undefined;
  const wanted = canonicalText(value);
  const found = list.findIndex((item) => canonicalText(item) === wanted);
  return found === -1 ? FAILED : found;
}

function length(value: Symbolic | undefined): Result {
  if (Array.isArray(value)) return value.length;
  if (isRecord(value)) return Object.keys(value).length;
  if (typeof value === "string") return isPlain(value) ? [...value].length : undefined;
  return value instanceof Template ? undefined : refused(value);
}

function lookup(map: Symbolic | undefined, key: Symbolic | undefined, fallback: Symbolic | undefined): Result {
  const name = asText(key);
  if (name === FAILED) return FAILED;
  if (!isRecord(map)) return refused(map);
  if (name === undefined) return undefined;
  if (Object.hasOwn(map, name)) return map[name];
  if (fallback === undefined) return FAILED;
  // Of a map, which has one type for all, the default takes the type as well; of an object it does not.
  const isDoubtful = holdsNumbers(fallback) && Object.values(map).some((value) => typeof value === "string");
  return isDoubtful ? undefined : fallback;
}

function matchKeys(values: Symbolic | undefined, keys: Symbolic | undefined, wanted: Symbolic | undefined): Result {
  if (!Array.isArray(values) || !Array.isArray(keys) || !Array.isArray(wanted)) return undefined;
  if (!isKnown(keys) || !isKnown(wanted)) return undefined;
  if (values.length !== keys.length) return FAILED;
  const names = new Set(wanted.map(canonicalText));
  return values.filter((_, at) => names.has(canonicalText(keys[at] ?? null)));
}

function merge(maps: readonly Symbolic[]): Result {
  if (maps.some((map) => map !== null && !isRecord(map)))
    return maps.some((map) => map !== null && !isRecord(map) && !isOpen(map)) ? FAILED : undefined;
  return Object.fromEntries(maps.flatMap((map) => (isRecord(map) ? Object.entries(map) : [])));
}

function one(list: Symbolic | undefined): Result {
  if (!Array.isArray(list)) return refused(list);
  return list.length > 1 ? FAILED : (list[0] ?? null);
}

function combined(
  sets: readonly Symbolic[],
  combine: (first: readonly Symbolic[], others: readonly ReadonlySet<string>[]) => readonly Symbolic[],
): Result {
  if (!sets.every(Array.isArray) || !isKnown(sets)) return undefined;
  const unified = unify(sets.flat(1));
  if (!Array.isArray(unified)) return unified;
  let next = 0;
  const [first = [], ...others] = (sets as readonly (readonly Symbolic[])[]).map((set) =>
    set.map(() => unified[next++] ?? null),
  );
  return asSet(
    combine(
      first,
      others.map((other) => new Set(other.map(canonicalText))),
    ),
  );
}

function product(lists: readonly Symbolic[], { budget }: FunctionContext): Result {
  if (lists.length < 2 || !lists.every(Array.isArray)) return undefined;
  const columns = lists as readonly (readonly Symbolic[])[];
  const count = columns.reduce((total, list) => total * list.length, 1);
  if (count > MOST_COMBINATIONS) budget.exceed(`${MOST_COMBINATIONS} combinations that setproduct makes`);
  if (count > MOST_COMBINATIONS || budget.take(count * columns.length) !== undefined) return undefined;
  return columns.reduce<readonly (readonly Symbolic[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

function slice(list: Symbolic | undefined, from: ReturnType<typeof asNumber>, to: ReturnType<typeof asNumber>): Result {
  if (from === FAILED || to === FAILED) return FAILED;
  if (!Array.isArray(list)) return refused(list);
  if (from === undefined || to === undefined) return undefined;
  return from < 0 || to > list.length || from > to ? FAILED : list.slice(from, to);
}

function toList(items: ReturnType<typeof elementsOf>): Result {
  return Array.isArray(items) ? [...items] : items;
}

function toMap(value: Symbolic | undefined): Result {
  if (!isRecord(value)) return value === null ? null : refused(value);
  const names = Object.keys(value);
  const unified = unify(Object.values(value));
  return Array.isArray(unified) ? Object.fromEntries(names.map((name, at) => [name, unified[at] ?? null])) : unified;
}

function transpose(map: Symbolic | undefined): Result {
  if (!isRecord(map) || !isKnown(map)) return undefined;
  const turned = new Map<string, string[]>();
  for (const name of Object.keys(map).sort(byCodePoint)) {
    const items = map[name];
    if (!Array.isArray(items)) return FAILED;
    for (const item of items) {
      const text = asText(item);
      if (typeof text !== "string") return FAILED;
      turned.set(text, [...(turned.get(text) ?? []), name]);
    }
  }
  return Object.fromEntries(turned);
}

function zipMap(names: Symbolic | undefined, values: Symbolic | undefined): Result {
  if (!Array.isArray(names) || !Array.isArray(values)) return undefined;
  if (names.length !== values.length) return FAILED;
  const keys = names.map(asText);
  if (keys.includes(FAILED)) return FAILED;
  return keys.includes(undefined)
    ? undefined
    : Object.fromEntries(keys.map((key, at) => [String(key), values[at] ?? null]));
}

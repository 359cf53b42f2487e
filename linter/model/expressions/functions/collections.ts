import { isRecord, type Symbolic, Template, Unknown } from "../../values/symbolic";
import { isKnown } from "../../values/unknowns";
import {
  all,
  asNumber,
  asText,
  byCodePoint,
  type Decided,
  FAILED,
  isDecided,
  isOpen,
  type Result,
  withAll,
} from "../result";
import { asSet, canonicalText, holdsNumbers, isSet, recordOf, unify, unifyElements, withoutRepeats } from "../types";
import { elementsOf } from "./format";
import type { FunctionContext, Functions, SymbolicFunction } from "./function";
import { isPlain } from "./text";

const MOST_COMBINATIONS = 10_000;

type List = readonly Symbolic[];
type Members = { readonly [name: string]: Symbolic };

/** Functions of lists, sets, maps and objects. */
export const COLLECTIONS: Functions = {
  chunklist: ([list, size]) => withAll([elementsOf(list), asNumber(size)], chunks),
  coalesce,
  coalescelist: firstList,
  compact: ofKnown((items) => texts(items.filter((item) => item !== null))?.filter((item) => item !== "")),
  concat,
  contains: ofList(contains),
  distinct: ofKnown(withoutRepeats),
  element: ([list, at]) => withAll([listOf(list), asNumber(at)], element),
  flatten: ofList(flatten),
  index: ofList(indexOf),
  keys: ofMembers(sortedNames),
  length: ([value]) => length(value),
  lookup: ([map, key, fallback]) => lookup(map, key, fallback),
  matchkeys: ([values, keys, wanted]) => matchKeys(values, keys, wanted),
  merge,
  one: ofList((list) => (list.length > 1 ? FAILED : (list[0] ?? null))),
  reverse: ofList((list) => list.toReversed()),
  setintersection: ofSets((item, others) => others.every((other) => other.has(item))),
  setproduct: product,
  setsubtract: ofSets((item, others) => !others.some((other) => other.has(item))),
  setunion: (sets) => (sets.every(Array.isArray) ? setOf(sets.flat(1)) : undefined),
  slice: ([list, from, to]) => withAll([listOf(list), asNumber(from), asNumber(to)], slice),
  sort: ofKnown((items) => texts(items)?.sort(byCodePoint)),
  tolist: ([value]) => (value === null ? null : withAll([elementsOf(value)], (items) => [...items])),
  tomap: ([value]) => (value === null ? null : ofMembers(mapOf)([value])),
  toset: ([value]) => (value === null ? null : withAll([listOf(value)], setOf)),
  transpose: ([map]) => transpose(map),
  values: ofMembers((map) => sortedNames(map).map((name) => map[name] ?? null)),
  zipmap: ([names, values]) => zipMap(names, values),
};

/** Undefined for what is not known yet, FAILED for a value of another type. */
function refused(value: Symbolic | undefined): undefined | typeof FAILED {
  return value === undefined || isOpen(value) ? undefined : FAILED;
}

function listOf(value: Symbolic | undefined): Decided<List> {
  return Array.isArray(value) ? value : refused(value);
}

/** A function of a list, of which elements may be unknown, and of another value. */
function ofList(apply: (list: List, other: Symbolic | undefined) => Result): SymbolicFunction {
  return ([list, other]) => (Array.isArray(list) ? apply(list, other) : refused(list));
}

/** A function of a list of which every element is known, and of one type. */
function ofKnown(apply: (items: List) => Result): SymbolicFunction {
  return ([list]) => withAll([elementsOf(list)], (items) => (isKnown(items) ? apply(items) : undefined));
}

function ofMembers(apply: (map: Members) => Result): (args: readonly (Symbolic | undefined)[]) => Result {
  return ([map]) => (isRecord(map) ? apply(map) : refused(map));
}

/** A function of sets that keeps elements of the first, by their texts and those of the others. */
function ofSets(isKept: (item: string, others: readonly ReadonlySet<string>[]) => boolean): SymbolicFunction {
  return (sets) => {
    if (!sets.every(Array.isArray) || !isKnown(sets)) return undefined;
    const unified = unifyElements(sets as readonly List[]);
    if (!isDecided(unified)) return unified;
    const [first = [], ...others] = unified;
    const texts = others.map((other) => new Set(other.map(canonicalText)));
    return asSet(first.filter((item) => isKept(canonicalText(item), texts)));
  };
}

function sortedNames(map: Members): readonly string[] {
  return Object.keys(map).sort(byCodePoint);
}

function texts(items: List): string[] | undefined {
  const converted = items.map(asText);
  return converted.every((item) => typeof item === "string") ? converted : undefined;
}

function setOf(items: List): Result {
  return withAll([unify(items)], asSet);
}

function chunks(items: List, size: number): Result {
  if (!Number.isInteger(size) || size < 0) return FAILED;
  if (size === 0) return [items];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function coalesce(values: List): Result {
  const given = unify(values);
  if (!Array.isArray(given)) return given;
  for (const value of given) {
    if (value instanceof Unknown) return undefined;
    if (value !== null && value !== "") return value;
  }
  return FAILED;
}

function firstList(values: List): Result {
  for (const value of values) {
    if (isOpen(value)) return undefined;
    if (Array.isArray(value) && value.length > 0) return value;
  }
  return FAILED;
}

function concat(lists: List): Result {
  if (lists.some(isSet)) return FAILED;
  return withAll([all(lists.map(listOf))], (known) => known.flat(1));
}

function contains(list: List, value: Symbolic | undefined): Result {
  if (value === undefined || !isKnown(value)) return undefined;
  const wanted = canonicalText(value);
  if (list.some((item) => isKnown(item) && canonicalText(item) === wanted)) return true;
  return isKnown(list) ? false : undefined;
}

function element(list: List, at: number): Result {
  if (list.length === 0 || at < 0 || !Number.isInteger(at)) return FAILED;
  return list[at % list.length];
}

function flatten(list: List): Result {
  const flat: Symbolic[] = [];
  for (const item of list) {
    if (isOpen(item)) return undefined;
    const inner = Array.isArray(item) ? flatten(item) : [item];
    if (!Array.isArray(inner)) return inner;
    for (const each of inner) flat.push(each);
  }
  return flat;
}

function indexOf(list: List, value: Symbolic | undefined): Result {
  if (value === undefined) return FAILED;
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

function merge(maps: List): Result {
  const members = maps.map((map) => (map === null ? {} : isRecord(map) ? map : refused(map)));
  return withAll([all(members)], (known) => Object.fromEntries(known.flatMap((map) => Object.entries(map))));
}

function product(lists: List, { budget }: FunctionContext): Result {
  if (lists.length < 2 || !lists.every(Array.isArray)) return undefined;
  const columns = lists as readonly List[];
  const count = columns.reduce((total, list) => total * list.length, 1);
  if (count > MOST_COMBINATIONS) budget.exceed(`${MOST_COMBINATIONS} combinations that setproduct makes`);
  if (count > MOST_COMBINATIONS || budget.take(count * columns.length) !== undefined) return undefined;
  return columns.reduce<readonly List[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );
}

function slice(list: List, from: number, to: number): Result {
  return from < 0 || to > list.length || from > to ? FAILED : list.slice(from, to);
}

function mapOf(value: Members): Result {
  return withAll([unify(Object.values(value))], (unified) => recordOf(Object.keys(value), unified));
}

function transpose(map: Symbolic | undefined): Result {
  if (!isRecord(map) || !isKnown(map)) return undefined;
  const turned = new Map<string, string[]>();
  for (const name of sortedNames(map)) {
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
  return withAll([all(names.map(asText))], (keys) => recordOf(keys, values));
}

import { isLeaf, isRecord, type Symbolic, Template } from "../values/symbolic";
import { isKnown } from "../values/unknowns";
import {
  all,
  asBoolean,
  asNumber,
  asText,
  byCodePoint,
  type Decided,
  FAILED,
  isDecided,
  type Result,
  withAll,
} from "./result";
import type { Expression } from "./syntax";

/** A type as `type = …` of a variable writes it. */
export type Type =
  | "any"
  | "string"
  | "number"
  | "bool"
  | { readonly kind: "list" | "set" | "map"; readonly of: Type }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "object"; readonly attributes: ReadonlyMap<string, Attribute> };

interface Attribute {
  readonly type: Type;
  readonly optional: boolean;
  readonly fallback?: Expression;
}

const DEEPEST = 50;

/** Reads a type from its expression; undefined if it is not a type. */
export function typeOf(expression: Expression, depth = 0): Type | undefined {
  if (depth > DEEPEST) return undefined;
  if (expression.kind === "traversal" && expression.steps.length === 0) return named(expression.root);
  // JSON syntax of old writes "string", and the parser gives it as a literal.
  if (expression.kind === "literal" && typeof expression.value === "string") return named(expression.value);
  if (expression.kind !== "call") return undefined;
  const [argument] = expression.args;
  if (!argument) return undefined;
  switch (expression.name) {
    case "list":
    case "set":
    case "map": {
      const of = typeOf(argument, depth + 1);
      return of && { kind: expression.name, of };
    }
    case "tuple": {
      const items = argument.kind === "tuple" ? argument.items.map((item) => typeOf(item, depth + 1)) : [undefined];
      return items.every((item) => item !== undefined) ? { kind: "tuple", items } : undefined;
    }
    case "object":
      return argument.kind === "object" ? objectType(argument.items, depth) : undefined;
    default:
      return undefined;
  }
}

function named(name: string): Type | undefined {
  if (name === "string" || name === "number" || name === "bool" || name === "any") return name;
  return name === "list" || name === "map" || name === "set" ? { kind: name, of: "any" } : undefined;
}

function objectType(items: readonly (readonly [Expression, Expression])[], depth: number): Type | undefined {
  const attributes = new Map<string, Attribute>();
  for (const [name, written] of items) {
    const isOptional = written.kind === "call" && written.name === "optional";
    const [inner, fallback] = isOptional ? written.args : [written];
    const type = inner && typeOf(inner, depth + 1);
    if (name.kind !== "literal" || !type) return undefined;
    attributes.set(String(name.value), { type, optional: isOptional, ...(fallback ? { fallback } : {}) });
  }
  return { kind: "object", attributes };
}

/** Evaluates the default of an optional attribute. */
type EvaluateDefault = (fallback: Expression) => Symbolic;

type List = readonly Symbolic[];
type Members = { readonly [name: string]: Symbolic };
type ConvertInner = (value: Symbolic, type: Type) => Result;

/** Converts a value to a type as Terraform does, defaults of optional attributes included. */
export function convert(value: Symbolic, type: Type, evaluate: EvaluateDefault, depth = 0): Result {
  if (depth > DEEPEST) return undefined;
  if (value === null || type === "any" || isOpen(value)) return value;
  if (typeof type === "string") return toPrimitive(value, type);
  const inner: ConvertInner = (item, of) => convert(item, of, evaluate, depth + 1);
  if (Array.isArray(value)) return toList(value, type, inner);
  if (!isRecord(value)) return FAILED;
  if (type.kind === "object") return toObject(value, type.attributes, evaluate, inner);
  if (type.kind !== "map") return FAILED;
  return withAll([toElements(Object.values(value), type.of, inner)], (items) => recordOf(Object.keys(value), items));
}

function toPrimitive(value: Symbolic, type: "string" | "number" | "bool"): Result {
  // A text that is only partly known stays a text.
  if (type === "string") return value instanceof Template ? value : (asText(value) ?? value);
  return (type === "number" ? asNumber(value) : asBoolean(value)) ?? value;
}

function toList(items: List, type: Exclude<Type, string>, inner: ConvertInner): Result {
  switch (type.kind) {
    case "list":
      return toElements(items, type.of, inner);
    case "set":
      return withAll([toElements(items, type.of, inner)], asSet);
    case "tuple":
      return items.length === type.items.length
        ? all(type.items.map((of, at) => inner(items[at] ?? null, of)))
        : FAILED;
    default:
      return FAILED;
  }
}

/** Elements of a collection; of `any`, all have the one type that fits them. */
function toElements(items: List, of: Type, inner: ConvertInner): Decided<List> {
  const converted = all(items.map((item) => inner(item, of)));
  return of === "any" && isDecided(converted) ? unify(converted) : converted;
}

function toObject(
  value: Members,
  attributes: ReadonlyMap<string, Attribute>,
  evaluate: EvaluateDefault,
  inner: ConvertInner,
): Result {
  const entries: [string, Symbolic][] = [];
  for (const [name, { type, optional, fallback }] of attributes) {
    if (!optional && !Object.hasOwn(value, name)) return FAILED;
    const given = Object.hasOwn(value, name) ? (value[name] ?? null) : null;
    const chosen = given === null && fallback ? evaluate(fallback) : given;
    const converted = inner(chosen, type);
    if (converted === FAILED) return FAILED;
    entries.push([name, converted ?? chosen]);
  }
  return Object.fromEntries(entries);
}

/** An object of names and the values in the same order. */
export function recordOf(names: readonly string[], values: List): Members {
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? null]));
}

/** Whether a conversion to a string would change the value somewhere. */
export function holdsNumbers(value: Symbolic): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (Array.isArray(value)) return value.some(holdsNumbers);
  return isRecord(value) && Object.values(value).some(holdsNumbers);
}

/**
 * Brings values to one type, as the elements of a list and the two results of a conditional have: where one is a string,
 * numbers and booleans become strings. FAILED where there is no such type. Null and values that are not known stay as they are.
 */
export function unify(values: List): Decided<List> {
  const isGiven = (value: Symbolic) => value !== null && !isOpen(value);
  const given = values.filter(isGiven);
  if (given.length < 2) return values;
  const unified = unifyGiven(given);
  if (!isDecided(unified)) return unified;
  let next = 0;
  return values.map((value) => (isGiven(value) ? (unified[next++] ?? null) : value));
}

function unifyGiven(values: List): Decided<List> {
  if (values.every(Array.isArray)) return unifyLists(values as readonly List[]);
  if (values.every(isRecord)) return unifyRecords(values);
  if (values.some((value) => Array.isArray(value) || isRecord(value))) return FAILED;
  const kinds = new Set(values.map((value) => (value instanceof Template ? "string" : typeof value)));
  if (kinds.size === 1) return values;
  if (!kinds.has("string")) return FAILED;
  return all(values.map((value) => (value instanceof Template ? value : asText(value))));
}

function isOpen(value: Symbolic): boolean {
  return isLeaf(value) && !(value instanceof Template);
}

function unifyLists(lists: readonly List[]): Decided<readonly List[]> {
  const [first = []] = lists;
  if (lists.every(({ length }) => length === first.length)) {
    const columns = all(first.map((_, at) => unify(lists.map((list) => list[at] ?? null))));
    if (isDecided(columns)) return lists.map((_, row) => columns.map((column) => column[row] ?? null));
  }
  return unifyElements(lists);
}

/** Brings the elements of all lists to one type. */
export function unifyElements(lists: readonly List[]): Decided<readonly List[]> {
  const unified = unify(lists.flat(1));
  if (!isDecided(unified)) return unified;
  let next = 0;
  return lists.map((list) => list.map(() => unified[next++] ?? null));
}

function unifyRecords(records: readonly Members[]): Decided<List> {
  const [first = {}] = records;
  const names = Object.keys(first).sort();
  if (!records.every((record) => Object.keys(record).sort().join("\0") === names.join("\0"))) {
    // Objects with different attributes become maps, whose elements have one type.
    const elements = unifyElements(records.map((record) => Object.values(record)));
    if (!isDecided(elements)) return elements;
    return records.map((record, row) => recordOf(Object.keys(record), elements[row] ?? []));
  }
  const columns = all(names.map((name) => unify(records.map((record) => record[name] ?? null))));
  if (!isDecided(columns)) return columns;
  return records.map((record, row) => {
    const unified = recordOf(
      names,
      columns.map((column) => column[row] ?? null),
    );
    return Object.fromEntries(Object.keys(record).map((name) => [name, unified[name] ?? null]));
  });
}

/** Lists that are sets: they have no places, and an element is its own key. */
const SETS = new WeakSet<object>();

/** Whether a list is a set. */
export function isSet(value: Symbolic): boolean {
  return typeof value === "object" && value !== null && SETS.has(value);
}

/** The elements of a set, each once, in the order in which Terraform lists them. */
export function asSet(items: List): List {
  const set = withoutRepeats(items);
  const areAll = (type: string) => set.every((item) => typeof item === type);
  if (areAll("string")) set.sort((a, b) => byCodePoint(String(a), String(b)));
  else if (areAll("number") || areAll("boolean")) set.sort((a, b) => Number(a) - Number(b));
  SETS.add(set);
  return set;
}

/** Each known value once, at its first place; values that are not known are all kept. */
export function withoutRepeats(items: List): Symbolic[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    if (!isKnown(item)) return true;
    const text = canonicalText(item);
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}

/** Text that two known values share exactly where they are equal: members of objects have no order. */
export function canonicalText(value: Symbolic): string {
  return JSON.stringify(value, (_, inner) =>
    isRecord(inner)
      ? Object.fromEntries(
          Object.keys(inner)
            .sort()
            .map((name) => [name, inner[name]]),
        )
      : inner,
  );
}

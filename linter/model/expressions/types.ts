import { isLeaf, isRecord, type Symbolic, Template } from "../values/symbolic";
import { isKnown } from "../values/unknowns";
import { asBoolean, asNumber, asText, byCodePoint, FAILED, type Result } from "./result";
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

/** Converts a value to a type as Terraform does, defaults of optional attributes included. */
export function convert(value: Symbolic, type: Type, evaluate: EvaluateDefault, depth = 0): Result {
  if (depth > DEEPEST) return undefined;
  if (value === null || type === "any" || isOpen(value)) return value;
  if (typeof type === "string") return toPrimitive(value, type);
  if (isLeaf(value) || typeof value !== "object") return FAILED;
  switch (type.kind) {
    case "list":
    case "set":
      return Array.isArray(value) ? toItems(value, type, evaluate, depth) : FAILED;
    case "map":
      return isRecord(value) ? toMembers(value, type.of, evaluate, depth) : FAILED;
    case "tuple":
      return Array.isArray(value) ? toTuple(value, type.items, evaluate, depth) : FAILED;
    case "object":
      return isRecord(value) ? toObject(value, type.attributes, evaluate, depth) : FAILED;
  }
}

function toPrimitive(value: Symbolic, type: "string" | "number" | "bool"): Result {
  // A text that is only partly known stays a text.
  if (type === "string") return value instanceof Template ? value : (asText(value) ?? value);
  return (type === "number" ? asNumber(value) : asBoolean(value)) ?? value;
}

/** Elements of a list or set; of `any`, all have the one type that fits them. */
function toElements(items: readonly Symbolic[], of: Type, evaluate: EvaluateDefault, depth: number) {
  const converted = all(items.map((item) => convert(item, of, evaluate, depth + 1)));
  return of === "any" && Array.isArray(converted) ? unify(converted) : converted;
}

function toTuple(items: readonly Symbolic[], types: readonly Type[], evaluate: EvaluateDefault, depth: number): Result {
  if (items.length !== types.length) return FAILED;
  return all(types.map((type, at) => convert(items[at] ?? null, type, evaluate, depth + 1)));
}

function toItems(
  items: readonly Symbolic[],
  { kind, of }: { readonly kind: "list" | "set" | "map"; readonly of: Type },
  evaluate: EvaluateDefault,
  depth: number,
): Result {
  const elements = toElements(items, of, evaluate, depth);
  return kind === "set" && Array.isArray(elements) ? asSet(elements) : elements;
}

function toMembers(
  value: { readonly [name: string]: Symbolic },
  of: Type,
  evaluate: EvaluateDefault,
  depth: number,
): Result {
  const elements = toElements(Object.values(value), of, evaluate, depth);
  if (!Array.isArray(elements)) return elements;
  return Object.fromEntries(Object.keys(value).map((name, at) => [name, elements[at] ?? null]));
}

function toObject(
  value: { readonly [name: string]: Symbolic },
  attributes: ReadonlyMap<string, Attribute>,
  evaluate: EvaluateDefault,
  depth: number,
): Result {
  const entries: [string, Symbolic][] = [];
  for (const [name, { type, optional, fallback }] of attributes) {
    const given = Object.hasOwn(value, name) ? (value[name] ?? null) : undefined;
    if (given === undefined && !optional) return FAILED;
    const chosen = (given ?? null) === null && fallback ? evaluate(fallback) : (given ?? null);
    const converted = convert(chosen, type, evaluate, depth + 1);
    if (converted === FAILED) return FAILED;
    entries.push([name, converted ?? chosen]);
  }
  return Object.fromEntries(entries);
}

function all(results: readonly Result[]): readonly Symbolic[] | undefined | typeof FAILED {
  if (results.includes(FAILED)) return FAILED;
  return results.includes(undefined) ? undefined : (results as readonly Symbolic[]);
}

/** Whether a conversion to a string would change the value somewhere. */
export function holdsNumbers(value: Symbolic): boolean {
  if (typeof value === "number" || typeof value === "boolean") return true;
  if (isLeaf(value) || value === null || typeof value !== "object") return false;
  return (Array.isArray(value) ? value : Object.values(value)).some(holdsNumbers);
}

/**
 * Brings values to one type, as the elements of a list and the two results of a conditional have: where one is a string,
 * numbers and booleans become strings. FAILED where there is no such type.
 */
export function unify(values: readonly Symbolic[]): readonly Symbolic[] | undefined | typeof FAILED {
  const given = values.filter((value) => value !== null && !isOpen(value));
  if (given.length < 2) return values;
  if (given.every(Array.isArray)) return unifyParts(values, given as readonly (readonly Symbolic[])[]);
  if (given.every(isRecord)) return unifyRecords(values, given as readonly { readonly [name: string]: Symbolic }[]);
  if (given.some((value) => Array.isArray(value) || isRecord(value))) return FAILED;
  const kinds = new Set(given.map((value) => (value instanceof Template ? "string" : typeof value)));
  if (kinds.size === 1) return values;
  if (!kinds.has("string")) return FAILED;
  return all(values.map((value) => (typeof value === "number" || typeof value === "boolean" ? asText(value) : value)));
}

function isOpen(value: Symbolic): boolean {
  return isLeaf(value) && !(value instanceof Template);
}

function unifyParts(values: readonly Symbolic[], lists: readonly (readonly Symbolic[])[]) {
  const [first = []] = lists;
  const sameLength = lists.every((list) => list.length === first.length);
  if (sameLength) {
    const columns = first.map((_, at) =>
      unify(values.map((value) => (Array.isArray(value) ? (value[at] ?? null) : null))),
    );
    if (columns.every(Array.isArray)) {
      return values.map((value, row) => (Array.isArray(value) ? columns.map((column) => column[row] ?? null) : value));
    }
  }
  const flat = unify(lists.flat(1));
  if (!Array.isArray(flat)) return flat;
  let next = 0;
  return values.map((value) => (Array.isArray(value) ? value.map(() => flat[next++] ?? null) : value));
}

function unifyRecords(values: readonly Symbolic[], records: readonly { readonly [name: string]: Symbolic }[]) {
  const [first = {}] = records;
  const names = Object.keys(first).sort();
  const same = records.every((record) => Object.keys(record).sort().join("\0") === names.join("\0"));
  if (same) {
    const columns = new Map<string, Column>(
      names.map((name) => [name, unify(values.map((value) => (isRecord(value) ? (value[name] ?? null) : null)))]),
    );
    if ([...columns.values()].some((column) => column === FAILED)) return FAILED;
    return values.map((value, row) => (isRecord(value) ? rowOf(value, columns, row) : value));
  }
  // Objects with different attributes become maps, whose elements have one type.
  const flat = unify(records.flatMap((record) => Object.values(record)));
  if (!Array.isArray(flat)) return flat;
  let next = 0;
  return values.map((value) =>
    isRecord(value) ? Object.fromEntries(Object.keys(value).map((name) => [name, flat[next++] ?? null])) : value,
  );
}

type Column = readonly Symbolic[] | undefined | typeof FAILED;

function rowOf(
  record: { readonly [name: string]: Symbolic },
  columns: ReadonlyMap<string, Column>,
  row: number,
): Symbolic {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const column = columns.get(name);
      return [name, Array.isArray(column) ? (column[row] ?? null) : value];
    }),
  );
}

/** Lists that are sets: they have no places, and an element is its own key. */
const SETS = new WeakSet<object>();

/** Whether a list is a set. */
export function isSet(value: Symbolic): boolean {
  return typeof value === "object" && value !== null && SETS.has(value);
}

/** The elements of a set, each once, in the order in which Terraform lists them. */
export function asSet(items: readonly Symbolic[]): readonly Symbolic[] {
  const set = inSetOrder(items);
  SETS.add(set);
  return set;
}

function inSetOrder(items: readonly Symbolic[]): readonly Symbolic[] {
  if (!items.every(isKnown)) return withoutRepeats(items);
  const once = withoutRepeats(items);
  if (once.every((item) => typeof item === "string")) return (once as string[]).sort(byCodePoint);
  if (once.every((item) => typeof item === "number")) return (once as number[]).sort((a, b) => a - b);
  if (once.every((item) => typeof item === "boolean")) return (once as boolean[]).sort((a, b) => Number(a) - Number(b));
  return once;
}

/** Each known value once, at its first place; values that are not known are all kept. */
export function withoutRepeats(items: readonly Symbolic[]): Symbolic[] {
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

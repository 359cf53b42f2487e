import { parseDocument, writeDocument } from "../values/document";
import { isRecord, Reference, type Symbolic, Template, Unknown } from "../values/symbolic";
import { concatenate, isKnown, notFollowed } from "../values/unknowns";

/** A function of the expression language; undefined where it cannot tell from these arguments. */
type SymbolicFunction = (...args: readonly Symbolic[]) => Symbolic | undefined;

/** Calls a function on what is known of its arguments; undefined where that does not settle the result. */
export function call(name: string, args: readonly Symbolic[]): Symbolic | undefined {
  const plain = name.replace(/^core::/, "");
  return Object.hasOwn(FUNCTIONS, plain) ? FUNCTIONS[plain]?.(...args) : undefined;
}

const FUNCTIONS: { readonly [name: string]: SymbolicFunction } = {
  abspath: strings((path) => (path.startsWith("/") ? path : undefined)),
  base64decode: strings((value) => Buffer.from(value, "base64").toString("utf8")),
  base64encode: strings((value) => Buffer.from(value, "utf8").toString("base64")),
  basename: strings((path) => path.replace(/\/+$/, "").split("/").pop()),
  can: (value) => (value !== undefined && isKnown(value) ? true : undefined),
  chomp: strings((value) => value.replace(/[\r\n]+$/, "")),
  coalesce: (...args) => first(args, (value) => value !== null && value !== ""),
  coalescelist: (...args) => first(args, (value) => Array.isArray(value) && value.length > 0),
  compact: (list) => whole(list)?.filter((item) => item !== null && item !== ""),
  concat: (...lists) => (lists.every(Array.isArray) ? lists.flat(1) : undefined),
  contains: (list, value) => membership(list, value),
  dirname: strings((path) => path.replace(/\/[^/]*$/, "") || "."),
  distinct: (list) => whole(list)?.filter((item, at, all) => all.indexOf(item) === at),
  element: (list, at) => (Array.isArray(list) && typeof at === "number" ? list[at % list.length] : undefined),
  ...Object.fromEntries(
    ["filebase64sha256", "filebase64sha512", "filemd5", "filesha1", "filesha256", "filesha512"].map((name) => [
      name,
      () => hashOfFile(name),
    ]),
  ),
  endswith: strings((value, suffix) => value.endsWith(suffix ?? "")),
  flatten: (list) => (Array.isArray(list) && !list.some(isOpen) ? flatten(list) : undefined),
  format: (...args) => format(args),
  join: (separator, list) => join(separator, list),
  jsondecode: (value) => decode(value),
  jsonencode: (value) => (value === undefined ? undefined : writeDocument(value)),
  keys: (map) => (isRecord(map) ? Object.keys(map).sort() : undefined),
  length: (value) => length(value),
  lookup: (map, key, fallback) => lookup(map, key, fallback),
  lower: strings((value) => value.toLowerCase()),
  max: numbers(Math.max),
  merge: (...maps) => merge(maps),
  min: numbers(Math.min),
  nonsensitive: (value) => value,
  one: (list) => (Array.isArray(list) && list.length < 2 ? (list[0] ?? null) : undefined),
  range: (from, to) => range(from, to),
  regex: () => undefined,
  replace: (value, from, to) => replace(value, from, to),
  reverse: (list) => whole(list)?.slice().reverse(),
  sensitive: (value) => value,
  sort: (list) => whole(list)?.slice().sort(),
  split: strings((separator, value) => (value ?? "").split(separator)),
  startswith: strings((value, prefix) => value.startsWith(prefix ?? "")),
  strcontains: strings((value, part) => value.includes(part ?? "")),
  substr: (value, from, count) => substring(value, from, count),
  title: strings((value) => value.replace(/(^|\s)\p{L}/gu, (letter) => letter.toUpperCase())),
  tobool: (value) =>
    value === "true" || value === true ? true : value === "false" || value === false ? false : undefined,
  tolist: (value) => (Array.isArray(value) ? value : undefined),
  tomap: (value) => (isRecord(value) ? value : undefined),
  tonumber: (value) =>
    typeof value === "number" || (typeof value === "string" && value.trim() !== "") ? Number(value) : undefined,
  toset: (value) => (Array.isArray(value) ? value.filter((item, at) => value.indexOf(item) === at) : undefined),
  tostring: (value) =>
    value === undefined || Array.isArray(value) || isRecord(value) ? undefined : concatenate([value]),
  trim: strings((value, cutset) => trim(value, cutset ?? "", true, true)),
  trimprefix: (value, prefix) => trimPrefix(value, prefix),
  trimspace: strings((value) => value.trim()),
  trimsuffix: (value, suffix) => trimSuffix(value, suffix),
  try: (...args) => (args[0] !== undefined && !(args[0] instanceof Unknown) ? args[0] : undefined),
  upper: strings((value) => value.toUpperCase()),
  values: (map) =>
    isRecord(map)
      ? Object.keys(map)
          .sort()
          .map((key) => map[key] ?? null)
      : undefined,
};

function strings(apply: (value: string, ...rest: (string | undefined)[]) => Symbolic | undefined): SymbolicFunction {
  return (value, ...rest) => {
    if (typeof value !== "string" || rest.some((item) => typeof item !== "string")) return undefined;
    return apply(value, ...(rest as string[]));
  };
}

/** The file is not read, but whatever is in it, the hash is a text. */
function hashOfFile(name: string): Template {
  return new Template([notFollowed(`${name}(…)`)]);
}

function numbers(apply: (...values: number[]) => number): SymbolicFunction {
  return (...args) => (args.every((arg) => typeof arg === "number") ? apply(...(args as number[])) : undefined);
}

/** Not one value yet: as many or as few as it turns out to be. */
function isOpen(value: Symbolic | undefined): boolean {
  return value instanceof Unknown || value instanceof Reference;
}

/** A list of which every item is known. */
function whole(list: Symbolic | undefined): readonly Symbolic[] | undefined {
  return Array.isArray(list) && isKnown(list) ? list : undefined;
}

/** The first value that fits, unless one before it is not known yet. */
function first(values: readonly Symbolic[], fits: (value: Symbolic) => boolean): Symbolic | undefined {
  for (const value of values) {
    if (value instanceof Unknown) return undefined;
    if (value instanceof Reference || value instanceof Template || fits(value)) return value;
  }
  return undefined;
}

function membership(list: Symbolic | undefined, value: Symbolic | undefined): Symbolic | undefined {
  if (!Array.isArray(list) || value === undefined || !isKnown(value)) return undefined;
  if (list.includes(value)) return true;
  return isKnown(list) ? false : undefined;
}

function flatten(list: readonly Symbolic[]): readonly Symbolic[] | undefined {
  const flat: Symbolic[] = [];
  for (const item of list) {
    if (!Array.isArray(item)) flat.push(item);
    else {
      const inner = item.some(isOpen) ? undefined : flatten(item);
      if (!inner) return undefined;
      flat.push(...inner);
    }
  }
  return flat;
}

function format([specification, ...values]: readonly Symbolic[]): Symbolic | undefined {
  if (typeof specification !== "string") return undefined;
  const parts: Symbolic[] = [];
  let used = 0;
  let end = 0;
  for (const match of specification.matchAll(/%([sdvqt%]|.)/g)) {
    parts.push(specification.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[1] === "%") {
      parts.push("%");
      continue;
    }
    const value = values[used++];
    if (value === undefined || !"sdvt".includes(match[1] ?? "")) return undefined;
    parts.push(value);
  }
  return concatenate([...parts, specification.slice(end)]);
}

function join(separator: Symbolic | undefined, list: Symbolic | undefined): Symbolic | undefined {
  if (typeof separator !== "string" || !Array.isArray(list)) return undefined;
  return concatenate(list.flatMap((item, at) => (at === 0 ? [item] : [separator, item])));
}

function decode(value: Symbolic | undefined): Symbolic | undefined {
  if (value === undefined) return undefined;
  const parsed = parseDocument(value);
  return "document" in parsed ? parsed.document : undefined;
}

function length(value: Symbolic | undefined): Symbolic | undefined {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "string") return [...value].length;
  return isRecord(value) ? Object.keys(value).length : undefined;
}

function lookup(map: Symbolic | undefined, key: Symbolic | undefined, fallback: Symbolic | undefined) {
  if (!isRecord(map) || typeof key !== "string") return undefined;
  return Object.hasOwn(map, key) ? map[key] : fallback;
}

function merge(maps: readonly Symbolic[]): Symbolic | undefined {
  if (!maps.every((map) => map === null || isRecord(map))) return undefined;
  return Object.fromEntries(maps.flatMap((map) => (isRecord(map) ? Object.entries(map) : [])));
}

function range(from: Symbolic | undefined, to: Symbolic | undefined): Symbolic | undefined {
  const [start, end] = to === undefined ? [0, from] : [from, to];
  if (typeof start !== "number" || typeof end !== "number" || end - start > 1_000) return undefined;
  return Array.from({ length: Math.max(0, Math.ceil(end - start)) }, (_, at) => start + at);
}

function replace(value: Symbolic | undefined, from: Symbolic | undefined, to: Symbolic | undefined) {
  if (typeof value !== "string" || typeof from !== "string" || typeof to !== "string") return undefined;
  // `/…/` is a regular expression of Go, which is not JavaScript's.
  if (from.length > 1 && from.startsWith("/") && from.endsWith("/")) return undefined;
  return value.replaceAll(from, () => to);
}

function substring(value: Symbolic | undefined, from: Symbolic | undefined, count: Symbolic | undefined) {
  if (typeof value !== "string" || typeof from !== "number" || typeof count !== "number") return undefined;
  const characters = [...value];
  const start = from < 0 ? characters.length + from : from;
  return characters.slice(start, count < 0 ? undefined : start + count).join("");
}

function trim(value: string, cutset: string, left: boolean, right: boolean): string {
  const characters = [...value];
  let start = 0;
  let end = characters.length;
  while (left && start < end && cutset.includes(characters[start] ?? "")) start++;
  while (right && end > start && cutset.includes(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
}

function trimPrefix(value: Symbolic | undefined, prefix: Symbolic | undefined): Symbolic | undefined {
  if (typeof prefix !== "string") return undefined;
  if (typeof value === "string") return value.startsWith(prefix) ? value.slice(prefix.length) : value;
  const [head, ...rest] = value instanceof Template ? value.parts : [];
  if (typeof head !== "string" || head.length < prefix.length) return undefined;
  return concatenate([head.startsWith(prefix) ? head.slice(prefix.length) : head, ...rest]);
}

function trimSuffix(value: Symbolic | undefined, suffix: Symbolic | undefined): Symbolic | undefined {
  if (typeof suffix !== "string") return undefined;
  if (typeof value === "string") return value.endsWith(suffix) ? value.slice(0, value.length - suffix.length) : value;
  const parts = value instanceof Template ? value.parts : [];
  const tail = parts[parts.length - 1];
  if (typeof tail !== "string" || tail.length < suffix.length) return undefined;
  return concatenate([
    ...parts.slice(0, -1),
    tail.endsWith(suffix) ? tail.slice(0, tail.length - suffix.length) : tail,
  ]);
}

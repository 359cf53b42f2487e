import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Row } from "../../../linter/rows/row";
import { ruleFolder } from "./examples";

/** The replacement of a leaf that is made unknown. */
const unknown = { unknown: "not known", resolveWith: "knowing it" };

/** Leads to a leaf of a row. */
export type LeafPath = readonly (string | number)[];

/**
 * Copies of a row in which each leaf that the rule may read is unknown, and each pair of those leaves that are not known to be absent;
 * their ids name the leaves.
 */
export function withUnknownLeaves(id: string, row: Row): readonly Row[] {
  const read = leavesRead(id, row);
  const given = read.filter((path) => JSON.stringify(leafAt(row, path)) !== '{"known":null}');
  const pairs = given.flatMap((a, i) => given.slice(i + 1).map((b): readonly LeafPath[] => [a, b]));
  return [...read.map((path) => [path]), ...pairs].map((paths) =>
    withUnknown(row, paths.map((path) => path.join(".")).join(" and "), paths),
  );
}

/** A copy of a row without any known leaf. */
export function withUnknownLeaf(row: Row): Row {
  return withUnknown(row, "nothing is known", leaves(row));
}

/** Paths of the leaves of a row that a rule may read: those whose name is in its source. */
export function leavesRead(id: string, row: Row): readonly LeafPath[] {
  const names = namesRead(id);
  return leaves(row).filter((path) => names.has(String(path.at(-1))));
}

const namesOfRules = new Map<string, ReadonlySet<string>>();

/** Names after a dot in the source of a rule. */
function namesRead(id: string): ReadonlySet<string> {
  const known = namesOfRules.get(id);
  if (known) return known;
  const names = new Set([...regoOf(id).matchAll(/(?<=\.)\w+/g)].map(([name]) => name));
  namesOfRules.set(id, names);
  return names;
}

/** The Rego of a rule, without its METADATA. */
export function regoOf(id: string): string {
  const source = readFileSync(join(ruleFolder(id), `${basename(ruleFolder(id))}.rego`), "utf8");
  return source.slice(source.indexOf("\npackage "));
}

/** Where all leaves of a row are. */
function leaves(value: unknown, path: LeafPath = []): readonly LeafPath[] {
  if (typeof value !== "object" || value === null) return [];
  if (isLeaf(value)) return [path];
  return Object.entries(value).flatMap(([step, part]) =>
    leaves(part, [...path, Array.isArray(value) ? Number(step) : step]),
  );
}

/** The leaf at a place. */
export function leafAt(row: unknown, path: LeafPath): unknown {
  return path.reduce((value, step) => (value as { readonly [step: string]: unknown })[step], row);
}

/** A copy of the row with unknown values in some places and its own id. */
export function withUnknown(row: Row, subject: string, paths: readonly LeafPath[]): Row {
  return withLeaf(row, subject, paths, unknown);
}

/** A copy of the row with the same leaf in some places and its own id. */
export function withLeaf(row: Row, subject: string, paths: readonly LeafPath[], leaf: object): Row {
  return { ...paths.reduce((copy, path) => replaced(copy, path, leaf), row), id: subject };
}

/** A copy of a value with a leaf at a place; it shares what is in other places. */
function replaced<T>(value: T, [step, ...rest]: LeafPath, leaf: object): T {
  if (step === undefined) return leaf as T;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as { [step: string]: unknown };
  copy[step] = replaced(copy[step], rest, leaf);
  return copy as T;
}

function isLeaf(value: object): boolean {
  return (
    "known" in value || ("reference" in value && "address" in (value.reference as object)) || "resolveWith" in value
  );
}

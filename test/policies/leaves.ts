import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Row } from "../../linter/facts/facts";
import { ruleFolder } from "../../scripts/examples";

/** Leads to a leaf of a row. */
export type LeafPath = readonly (string | number)[];

/** Where the leaves of a row are that a rule may read: those whose name stands in its source. */
export function leavesRead(id: string, row: Row): readonly LeafPath[] {
  const source = readFileSync(join(ruleFolder(id), `${basename(ruleFolder(id))}.rego`), "utf8");
  const rego = source.slice(source.indexOf("\npackage "));
  return leaves(row).filter((path) => new RegExp(`\\.${String(path.at(-1))}\\b`).test(rego));
}

/** Where all leaves of a row are. */
export function leaves(value: unknown, path: LeafPath = []): readonly LeafPath[] {
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

/** A copy of the row, with other leaves in some places and a subject of its own. */
export function withLeaves(row: Row, subject: string, changes: readonly (readonly [LeafPath, unknown])[]): Row {
  const copy = structuredClone(row) as unknown as { [step: string]: unknown };
  for (const [path, leaf] of changes) {
    const parent = leafAt(copy, path.slice(0, -1)) as { [step: string]: unknown };
    parent[String(path.at(-1))] = leaf;
  }
  return { ...copy, subject };
}

function isLeaf(value: object): boolean {
  return "known" in value || ("reference" in value && "address" in (value.reference as object)) || "settledBy" in value;
}

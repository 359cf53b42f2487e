import { isDeepStrictEqual } from "node:util";
import { type DocumentPath, isEchoed } from "../../../formats/security-configuration/walk";
import type { Model, Resource } from "../../model/terraform/model";
import { parseDocument } from "../../model/values/document";
import { isLeaf, isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import { ABSENT, known, type Leaf } from "../../rows/leaf";
import { DocumentCursor, leafOfUnknown } from "../document-cursor";

/** A property of a document that AWS added when it stored the document. */
export interface Echo {
  readonly path: DocumentPath;
  readonly property: string;
}

/** The properties of a document that AWS adds, in the order of the document. */
export function echoesIn(document: Symbolic, path: DocumentPath = []): readonly Echo[] {
  if (!isRecord(document)) return [];
  return Object.entries(document).flatMap(([property, value]) =>
    isEchoed(path, property) ? [{ path: [...path, property], property }] : echoesIn(value, [...path, property]),
  );
}

/**
 * Names of the properties that are the only reason why a plan replaces a configuration: the stored document has them because AWS
 * added them, and the sources do not. Absent where the documents or the names differ in another way.
 */
export function replacedByEcho(model: Model, { actions, before, values }: Resource): Leaf<string> {
  if (!before || !actions.includes("create") || actions.length < 2) return ABSENT;
  const former = documentOf(model, before.configuration);
  const echoes = former instanceof Unknown ? [] : echoesIn(former);
  if (echoes.length === 0 || renamed(model, before.name, values.name)) return ABSENT;
  const next = documentOf(model, values.configuration);
  if (next instanceof Unknown) return leafOfUnknown(next);
  const left = echoesIn(next).map(({ path }) => JSON.stringify(path));
  const dropped = echoes.filter(({ path }) => !left.includes(JSON.stringify(path)));
  if (dropped.length === 0 || !isDeepStrictEqual(withoutEchoes(former), withoutEchoes(next))) return ABSENT;
  return known([...new Set(dropped.map(({ property }) => property))].join(" and "));
}

/** Terraform makes a new name for every replacement where only a prefix is written: that is no reason to replace. */
function renamed(model: Model, before: Symbolic | undefined, after: Symbolic | undefined): boolean {
  const name = new DocumentCursor(model, after).resolved();
  return typeof name === "string" && name !== before;
}

function documentOf(model: Model, text: Symbolic | undefined): Symbolic {
  const parsed = parseDocument(new DocumentCursor(model, text).resolved() ?? null);
  if ("unknown" in parsed) return parsed.unknown;
  return "problem" in parsed ? null : parsed.document;
}

function withoutEchoes(value: Symbolic, path: DocumentPath = []): Symbolic {
  if (isLeaf(value) || !isRecord(value)) return value;
  const kept = Object.entries(value).filter(([property]) => !isEchoed(path, property));
  return Object.fromEntries(kept.map(([property, item]) => [property, withoutEchoes(item, [...path, property])]));
}

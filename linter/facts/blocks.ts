import type { Model } from "../model/terraform/model";
import type { Symbolic } from "../model/values/symbolic";
import { DocumentCursor } from "./document-cursor";

/** The first of a nested argument's blocks: Terraform writes one as an object or as a list of one. */
export function firstBlock(model: Model, part: DocumentCursor): DocumentCursor {
  const resolved = part.resolved();
  return new DocumentCursor(model, Array.isArray(resolved) ? (resolved[0] as Symbolic | undefined) : resolved);
}

/** Every block of a nested argument. */
export function allBlocks(model: Model, part: DocumentCursor): readonly DocumentCursor[] {
  const resolved = part.resolved();
  const list: readonly Symbolic[] = Array.isArray(resolved) ? resolved : resolved === undefined ? [] : [resolved];
  return list.map((each) => new DocumentCursor(model, each));
}

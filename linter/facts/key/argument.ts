import { type Symbolic, Unknown } from "../../model/values/symbolic";
import { isComputed, LINT_LATER_PLAN } from "../../model/values/unknowns";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { leafOfUnknown } from "../document-cursor";

/** Whether an argument is written, not computed by AWS; Terraform keeps an empty string in the state for what is not set. */
export function isSet(value: Symbolic | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !isComputed(value);
}

/** An argument or its default; a value that AWS computes is the default as well. */
export function argument<T extends string | number | boolean>(value: Symbolic | undefined, otherwise: T): Leaf<T> {
  if (value === undefined || !isSet(value)) return known(otherwise);
  if (value instanceof Unknown) return leafOfUnknown(value);
  if (typeof value === typeof otherwise) return known(value as T);
  if (typeof otherwise === "boolean" && (value === "true" || value === "false")) return known((value === "true") as T);
  if (typeof otherwise === "number" && typeof value === "string" && /^\d+$/.test(value))
    return known(Number(value) as T);
  return unknownLeaf("an argument of the key is not known", LINT_LATER_PLAN);
}

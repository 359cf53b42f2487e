import { Reference, type Symbolic, Template, Unknown } from "../../values/symbolic";
import { inherited } from "../../values/unknowns";
import { parseAddress } from "../address";

/** A part of a string: a text, what a reference turns out to be, or what is not known. */
export type TextPart = string | Reference | Unknown;

/** The parts of a value that is a string. */
export function partsOf(value: string | Reference | Template | Unknown): readonly TextPart[] {
  return value instanceof Template ? value.parts : [value];
}

/** Attributes that are names or ARNs, in which neither white space nor quotes occur. */
const IDENTIFIERS = /(?:^|_)(?:arn|id|name|bucket)$/;

function isIdentifier(part: Symbolic | undefined): part is Reference {
  return part instanceof Reference && IDENTIFIERS.test(part.attribute);
}

/** Characters of names and ARNs, and of those that have no more than these. */
const IN_IDENTIFIER = /[\w+=,.@:/-]/;
const IN_LOWER_CASE = /[a-z0-9.:/-]/;
const LOWER_CASE_TYPES: ReadonlySet<string> = new Set(["aws_kms_key", "aws_kms_replica_key", "aws_s3_bucket"]);

/** Whether a text can neither be inside the value of a part, nor begin or end in it. */
export function isOutside(text: string, part: Reference | Unknown): boolean {
  if (!isIdentifier(part)) return false;
  const type = parseAddress(part.address)?.type ?? "";
  const inside = LOWER_CASE_TYPES.has(type) ? IN_LOWER_CASE : IN_IDENTIFIER;
  return text !== "" && !inside.test(text.slice(0, 1)) && !inside.test(text.slice(-1));
}

/** A pattern, without its slashes, that finds nothing but white space. */
const WHITE_SPACE = /^(?:\\[nrts]|\s|\[(?:\\[nrts]|\s)+\]|[*+])+$/;

export function findsWhiteSpace(pattern: string): boolean {
  return WHITE_SPACE.test(pattern);
}

/**
 * Changes a text of white space and what else no name or ARN has: these stay as they are, and what a function leaves of a part
 * that may be any text is not known.
 */
export function changeSpace(part: TextPart, change: (text: string) => TextPart, what: string): TextPart {
  if (typeof part === "string") return change(part);
  return isIdentifier(part) ? part : inherited(what, [part]);
}

/** A value that is a string, or becomes one: what a template may have as a part. */
export function isTextual(value: Symbolic | undefined): value is string | Reference | Template | Unknown {
  return (
    typeof value === "string" || value instanceof Reference || value instanceof Template || value instanceof Unknown
  );
}

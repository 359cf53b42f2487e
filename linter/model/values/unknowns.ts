import { numberText } from "./decimal";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown, type UnknownCause } from "./symbolic";

/** What resolves a value that the next plan contains. */
export const LINT_NEXT_PLAN = "lint a plan made after it exists";
/** What resolves a value that depends on resources. */
export const LINT_LATER_PLAN = "lint a plan made after the resources that it refers to exist";

/** Why a value is not known: what an audit could not read is resolved by a permission, anything else as given. */
export function whyUnknown(value: Symbolic | undefined, reason: string, resolveWith: string) {
  return value instanceof Unknown && value.cause === "account"
    ? { unknown: value.reason, resolveWith: value.resolveWith }
    : { unknown: reason, resolveWith };
}

/** A value that Terraform learns from AWS while it applies. */
export function afterApply(references: readonly Reference[] = []): Unknown {
  const resolveWith = "lint cdktf.out, or a plan made after the resources that it refers to exist";
  return new Unknown("known after apply", resolveWith, references, undefined, "AWS");
}

/** A value that the input marks sensitive: there, and never shown. */
export function sensitive(references: readonly Reference[] = [], isThere = false): Unknown {
  return new Unknown(
    "sensitive in the plan",
    "review it where it is written; sensitive values are not read",
    references,
    undefined,
    isThere ? "sensitive" : undefined,
  );
}

/** A value whose references a plan of HCL keeps, but not the expression around them. */
export function expressionLost(references: readonly Reference[]): Unknown {
  return new Unknown(
    "known after apply, from an expression that a plan of HCL does not keep",
    "pass the folder of its sources with --root, or lint a plan made after the resources that it refers to exist",
    references,
  );
}

/** The value of an expression that is not supported. */
export function notFollowed(what: string, references: readonly Reference[] = []): Unknown {
  return new Unknown(`made by ${what}`, "lint a plan, in which Terraform has evaluated it", references);
}

/** The result of an operation on unknown values: the reason of the first of them, else the operation itself. */
export function inherited(what: string, values: readonly Symbolic[]): Unknown {
  const references = referencesIn(values);
  const cause = values.map(firstUnknown).find((unknown) => unknown !== undefined);
  return cause
    ? new Unknown(cause.reason, cause.resolveWith, references, undefined, cause.cause)
    : notFollowed(what, references);
}

/** The first value within another that is not known. */
export function firstUnknown(value: Symbolic): Unknown | undefined {
  if (value instanceof Unknown) return value;
  const inner = value instanceof Template ? value.parts : Array.isArray(value) ? value : [];
  for (const item of isRecord(value) ? Object.values(value) : inner) {
    const unknown = firstUnknown(item);
    if (unknown) return unknown;
  }
  return undefined;
}

/** A value that the input leaves to somewhere else. */
export function unknownValue(what: string, resolveWith: string, cause?: UnknownCause): Unknown {
  return new Unknown(what, resolveWith, [], undefined, cause);
}

/** Whether AWS generates a value, as opposed to one that is written but not known yet. */
export function isComputed(value: Symbolic | undefined): boolean {
  return value instanceof Unknown && value.cause === "AWS" && value.references.length === 0;
}

/** The same value; if it is unknown, the same unknown for everyone who reads it. */
export function oneValue(value: Symbolic, of: string): Symbolic {
  return value instanceof Unknown
    ? new Unknown(value.reason, value.resolveWith, value.references, of, value.cause)
    : value;
}

/** Whether nothing of the value is missing, however deep. */
export function isKnown(value: Symbolic): boolean {
  if (isLeaf(value)) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isRecord(value) || Object.values(value).every(isKnown);
}

/** What the value is made from, in order, repeats included. */
export function referencesIn(value: Symbolic): readonly Reference[] {
  const found: Reference[] = [];
  collect(value, found);
  return found;
}

function collect(value: Symbolic, found: Reference[]): void {
  if (value instanceof Reference) found.push(value);
  else if (value instanceof Unknown) found.push(...value.references);
  else if (value instanceof Template) for (const part of value.parts) collect(part, found);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isRecord(value)) for (const item of Object.values(value)) collect(item, found);
}

const LONGEST = 16 * 1024 * 1024;
const MOST_PARTS = 10_000;

/** Joins values into one string as `"${a}${b}"` does. */
export function concatenate(values: readonly Symbolic[]): string | Reference | Template | Unknown {
  const joined = new JoinedText();
  for (const value of values) {
    const parts = partsOf(value);
    if (!parts) return notFollowed("a template around something that is not a string", referencesIn(values));
    for (const part of parts) joined.add(part);
    if (joined.isTooLong) return notFollowed("a template longer than 16 MiB");
  }
  return joined.value;
}

/** The text of a value in a template; undefined for null, lists and objects. */
function partsOf(value: Symbolic): Template["parts"] | undefined {
  if (value instanceof Template) return value.parts;
  if (value instanceof Reference || value instanceof Unknown || typeof value === "string") return [value];
  if (typeof value === "number") return [numberText(value)];
  return typeof value === "boolean" ? [String(value)] : undefined;
}

/** A text in parts, of which neighbouring strings are one. */
class JoinedText {
  private readonly parts: (string | Reference | Unknown)[] = [];
  private length = 0;

  add(part: string | Reference | Unknown): void {
    const last = this.parts.length - 1;
    if (part === "") return;
    if (typeof part === "string" && typeof this.parts[last] === "string") this.parts[last] += part;
    else this.parts.push(part);
    this.length += typeof part === "string" ? part.length : 1;
  }

  get isTooLong(): boolean {
    return this.length > LONGEST || this.parts.length > MOST_PARTS;
  }

  get value(): string | Reference | Template | Unknown {
    const [only, ...others] = this.parts;
    if (only === undefined) return "";
    return others.length === 0 ? only : new Template(this.parts);
  }
}

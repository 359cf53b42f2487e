import { numberText } from "./decimal";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "./symbolic";

/** A value that Terraform learns from AWS while it applies. */
export function afterApply(references: readonly Reference[] = []): Unknown {
  return new Unknown("known after apply", "lint cdktf.out, or a plan made after what it names exists", references);
}

/** A value that the input marks sensitive: there, and never shown. */
export function sensitive(references: readonly Reference[] = []): Unknown {
  return new Unknown(
    "sensitive in the plan",
    "review it where it is written; sensitive values are not read",
    references,
  );
}

/** A value whose references a plan of HCL keeps, but not the expression around them. */
export function expressionLost(references: readonly Reference[]): Unknown {
  return new Unknown(
    "known after apply, from an expression that a plan of HCL does not keep",
    "pass the folder of its sources with --root, or lint a plan made after what it names exists",
    references,
  );
}

/** A value that an expression makes in a way that is not followed. */
export function notFollowed(what: string, references: readonly Reference[] = []): Unknown {
  return new Unknown(`made by ${what}`, "lint a plan made by terraform, where it is worked out", references);
}

/** What an operation on values gives that are not known: the reason of the first of them, else the operation itself. */
export function inherited(what: string, values: readonly Symbolic[]): Unknown {
  const references = referencesIn(values);
  const cause = values.map(firstUnknown).find((unknown) => unknown !== undefined);
  return cause ? new Unknown(cause.reason, cause.resolveWith, references) : notFollowed(what, references);
}

function firstUnknown(value: Symbolic): Unknown | undefined {
  if (value instanceof Unknown) return value;
  const inner = value instanceof Template ? value.parts : Array.isArray(value) ? value : [];
  for (const item of isRecord(value) ? Object.values(value) : inner) {
    const unknown = firstUnknown(item);
    if (unknown) return unknown;
  }
  return undefined;
}

/** A value that the input leaves to somewhere else. */
export function unknownValue(what: string, resolveWith: string): Unknown {
  return new Unknown(what, resolveWith);
}

/** The same value; where it is unknown, one for all who ask for it. */
export function oneValue(value: Symbolic, of: string): Symbolic {
  return value instanceof Unknown ? new Unknown(value.reason, value.resolveWith, value.references, of) : value;
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
  const parts: (string | Reference | Unknown)[] = [];
  let length = 0;
  const add = (part: string | Reference | Unknown) => {
    const last = parts.length - 1;
    if (typeof part !== "string") parts.push(part);
    else if (part === "") return;
    else if (typeof parts[last] === "string") parts[last] += part;
    else parts.push(part);
    length += typeof part === "string" ? part.length : 1;
  };
  for (const value of values) {
    if (value instanceof Template) for (const part of value.parts) add(part);
    else if (value instanceof Reference || value instanceof Unknown || typeof value === "string") add(value);
    else if (typeof value === "number") add(numberText(value));
    else if (typeof value === "boolean") add(String(value));
    else return notFollowed("a template around something that is not a string", referencesIn(values));
    if (length > LONGEST || parts.length > MOST_PARTS) return notFollowed("a template longer than 16 MiB");
  }
  const [only] = parts;
  if (only === undefined) return "";
  return parts.length === 1 ? only : new Template(parts);
}

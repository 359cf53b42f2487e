import type { Model, Resource } from "../model/terraform/model";
import { type ParsedDocument, parseDocument } from "../model/values/document";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../model/values/symbolic";
import { LINT_LATER_PLAN } from "../model/values/unknowns";
import { ABSENT, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../rows/leaf";

/** An argument that is written in the configuration; a value that the provider fills in does not count. */
export function argument(model: Model, { written, values }: Resource, name: string): DocumentCursor {
  const left = written !== undefined && !written.has(name);
  const value = values[name];
  return new DocumentCursor(model, left || value === "" ? undefined : value);
}

/**
 * A place in a symbolic document, which can be converted into leaves of facts. What is not there is known to be absent; everything below an
 * unknown is unknown, so missing data is never mistaken for absence.
 */
export class DocumentCursor {
  constructor(
    private readonly model: Pick<Model, "resolve">,
    private readonly value: Symbolic | undefined,
  ) {}

  at(name: string): DocumentCursor {
    const value = this.resolved();
    if (isLeaf(value)) return new DocumentCursor(this.model, hidden(value));
    return new DocumentCursor(this.model, isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  }

  /** The items of a list; undefined where there is a value of another kind or an unknown. */
  items(): readonly DocumentCursor[] | undefined {
    const value = this.resolved();
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value.map((item: Symbolic) => new DocumentCursor(this.model, item)) : undefined;
  }

  /** The first of a nested argument's blocks: Terraform writes one as an object or as a list of one. */
  firstBlock(): DocumentCursor {
    const value = this.resolved();
    return Array.isArray(value) ? new DocumentCursor(this.model, value[0]) : this;
  }

  blocks(): readonly DocumentCursor[] {
    const value = this.resolved();
    const list: readonly Symbolic[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return list.map((each) => new DocumentCursor(this.model, each));
  }

  names(): readonly string[] {
    const value = this.resolved();
    return isRecord(value) ? Object.keys(value) : [];
  }

  /** Whether something is written here, whatever it is. */
  present(): Leaf<boolean> {
    const value = this.resolved();
    if (value instanceof Unknown) return leafOfUnknown(value);
    return known(value !== undefined && value !== null);
  }

  /** A string; another type reads as that type's JSON. */
  text(): Leaf<string> {
    const value = this.resolved();
    if (value === undefined || value === null) return ABSENT;
    if (isLeaf(value)) return leaf(value);
    return known(typeof value === "string" ? value : JSON.stringify(value));
  }

  /** A boolean; one written as a string counts as that boolean, anything else as absent. */
  flag(): Leaf<boolean> {
    const value = this.resolved();
    if (isLeaf(value)) return leaf(value);
    if (typeof value === "boolean") return known(value);
    if (typeof value === "string" && /^(true|false)$/i.test(value)) return known(value.toLowerCase() === "true");
    return ABSENT;
  }

  /** A number; one written as a string counts as that number, anything else as absent. */
  number(): Leaf<number> {
    const value = this.resolved();
    if (isLeaf(value)) return leaf(value);
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return known(typeof number === "number" && !Number.isNaN(number) ? number : null);
  }

  /** The value as it is written. */
  source(): Symbolic | undefined {
    return this.value;
  }

  /** The value with references followed as far as they go. */
  resolved(): Symbolic | undefined {
    return this.value === undefined ? undefined : resolveValue(this.model, this.value);
  }
}

/** A model for cursors that leave references as they are written. */
export const asWritten: Pick<Model, "resolve"> = { resolve: (reference) => reference };

/** Parses the document that an argument contains, with its references as they are written where its text can be read that way. */
export function parseArgument(model: Pick<Model, "resolve">, value: Symbolic | undefined): ParsedDocument {
  const unresolved = value instanceof Template ? parseDocument(value) : undefined;
  return unresolved && "document" in unresolved ? unresolved : parseDocument(resolveValue(model, value ?? null));
}

/** Follows references, and joins the parts of a template as far as they are known. */
export function resolveValue(model: Pick<Model, "resolve">, value: Symbolic): Symbolic {
  if (value instanceof Reference) return model.resolve(value);
  if (!(value instanceof Template)) return value;
  const parts = value.parts.flatMap((part) => resolvedParts(model, part));
  if (!parts.every(isTemplatePart)) return new Unknown("made from a value that is not a string", LINT_LATER_PLAN);
  const joined = joinLiterals(parts);
  const [first] = joined;
  if (first === undefined) return "";
  return joined.length === 1 ? first : new Template(joined);
}

type TemplatePart = Template["parts"][number];

function resolvedParts(model: Pick<Model, "resolve">, part: TemplatePart): readonly Symbolic[] {
  const found = part instanceof Reference ? valueInText(model, part) : part;
  const parts: readonly Symbolic[] = found instanceof Template ? found.parts : [found];
  return parts.map((each) => (typeof each === "number" || typeof each === "boolean" ? String(each) : each));
}

/** What a reference within a text represents. The id of a key resolves to the key, of which a text contains the id alone. */
function valueInText(model: Pick<Model, "resolve">, part: Reference): Symbolic {
  const found = model.resolve(part);
  if (!["key_id", "id"].includes(part.attribute)) return found;
  if (found instanceof Reference && found.attribute === "arn") return part;
  return typeof found === "string" && /^arn:[^:]*:kms:/.test(found) ? found.slice(found.lastIndexOf("/") + 1) : found;
}

function isTemplatePart(part: Symbolic): part is TemplatePart {
  return typeof part === "string" || part instanceof Reference || part instanceof Unknown;
}

function joinLiterals(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const joined: TemplatePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

function leaf(value: Reference | Template | Unknown): Leaf<never> {
  if (value instanceof Reference) return { reference: { address: value.address, attribute: value.attribute } };
  if (value instanceof Unknown) return leafOfUnknown(value);
  const unknown = value.parts.find((part) => part instanceof Unknown);
  if (unknown instanceof Unknown) return leafOfUnknown(unknown);
  return { reference: { address: value.parts.map(templateText).join(""), attribute: "" } };
}

/** A text with references in it is there, and equal to one that is written alike. */
function templateText(part: string | Reference | Unknown): string {
  return part instanceof Reference ? `\${${part.address}.${part.attribute}}` : String(part);
}

/** A value that is not known, as a leaf of facts. */
export function leafOfUnknown({ reason, resolveWith }: Unknown): UnknownLeaf {
  return unknownLeaf(reason, resolveWith);
}

/** Everything below a value that is not known. */
function hidden(value: Reference | Template | Unknown): Unknown {
  if (value instanceof Unknown) return value;
  return new Unknown("known after apply", LINT_LATER_PLAN, [], undefined, "AWS");
}

import { type SyntaxFault, syntaxFault } from "../../../formats/json-syntax";
import { numberText } from "./decimal";
import { withoutLoneSurrogates } from "./json";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "./symbolic";
import { afterApply, concatenate, notFollowed, referencesIn } from "./unknowns";

/** The result of parsing a document's text. */
export type ParsedDocument =
  /** The document, with leaves where the text had placeholders. */
  | { readonly document: Symbolic }
  /** The text is not JSON, whatever its placeholders turn out to be. */
  | { readonly problem: string }
  /** The text is not known. */
  | { readonly unknown: Unknown };

const DEEPEST = 256;
const MOST_PARTS = 1_000_000;

/**
 * Parses JSON that may have references in its text, as a security configuration or policy has before apply. A
 * placeholder inside a JSON string leaves a template there; one in place of a value leaves itself.
 */
export function parseDocument(value: Symbolic): ParsedDocument {
  if (value instanceof Unknown) return { unknown: value };
  if (value instanceof Reference) return { unknown: afterApply([value]) };
  if (!(value instanceof Template) && typeof value !== "string") {
    return { problem: `a JSON string is expected here, not ${kindOf(value)}` };
  }
  const parts = typeof value === "string" ? [value] : value.parts;
  const { marked, mark } = markPlaceholders(parts);
  let document: Symbolic;
  try {
    document = JSON.parse(withoutLoneSurrogates(marked));
  } catch {
    const fault = syntaxFault(marked);
    if (fault && parts.length > 1 && dependsOnPlaceholders(parts)) {
      return { unknown: notFollowed("a template whose placeholders are more than one value", referencesIn(value)) };
    }
    return { problem: describe(fault) };
  }
  const placeholders = parts.filter((part) => typeof part !== "string") as readonly (Reference | Unknown)[];
  return restore(document, new RegExp(`${mark}(\\d+)${mark}`), placeholders);
}

/** Writes a value as JSON text, as `jsonencode` does: members sorted, leaves as placeholders. */
export function writeDocument(value: Symbolic): Symbolic {
  const parts: (string | Reference | Unknown)[] = [];
  return write(value, parts, 0) ? concatenate(parts) : notFollowed("jsonencode of a value too deep or too large");
}

type Parts = (string | Reference | Unknown)[];

function write(value: Symbolic, parts: Parts, depth: number): boolean {
  if (depth > DEEPEST || parts.length > MOST_PARTS) return false;
  if (!Array.isArray(value) && !isRecord(value)) {
    parts.push(...writtenScalar(value));
    return true;
  }
  const items = Array.isArray(value) ? value.map((item) => ["", item] as const) : sortedMembers(value);
  const [open = "", close = ""] = Array.isArray(value) ? "[]" : "{}";
  parts.push(open);
  for (const [at, [name, item]] of items.entries()) {
    if (at > 0 || name !== "") parts.push(`${at > 0 ? "," : ""}${name}`);
    if (!write(item, parts, depth + 1)) return false;
  }
  parts.push(close);
  return true;
}

function sortedMembers(record: { readonly [name: string]: Symbolic }): readonly (readonly [string, Symbolic])[] {
  const names = Object.keys(record).sort();
  return names.map((name) => [`${quoted(name)}:`, record[name] ?? null]);
}

function writtenScalar(value: Symbolic): Parts {
  if (value instanceof Reference || value instanceof Unknown) return [value];
  if (value instanceof Template) {
    return ['"', ...value.parts.map((part) => (typeof part === "string" ? quoted(part).slice(1, -1) : part)), '"'];
  }
  if (typeof value === "string") return [quoted(value)];
  return [typeof value === "number" ? numberText(value) : String(value)];
}

/** A string as Terraform's `jsonencode` writes it. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Puts a mark for each placeholder, quoted where it is outside of a string. */
function markPlaceholders(parts: readonly (string | Reference | Unknown)[]) {
  const mark = unusedMark(parts);
  const [only] = parts;
  if (parts.length === 1 && typeof only === "string") return { marked: only, mark };
  const state = new StringState();
  let placeholder = 0;
  let marked = "";
  for (const part of parts) {
    if (typeof part === "string") {
      state.read(part);
      marked += part;
    } else {
      marked += state.inString ? `${mark}${placeholder}${mark}` : `"${mark}${placeholder}${mark}"`;
      placeholder++;
    }
  }
  return { marked, mark };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Whether a text of JSON is inside a string where it was read up to. */
class StringState {
  inString = false;
  private escaped = false;

  read(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const character = text.charCodeAt(at);
      if (this.escaped) this.escaped = false;
      else if (character === QUOTE) this.inString = !this.inString;
      else if (character === BACKSLASH && this.inString) this.escaped = true;
    }
  }
}

/** A character that JSON leaves alone and the text does not contain. */
export function unusedMark(parts: readonly (string | Reference | Unknown)[]): string {
  const used = new Set(
    parts.flatMap((part) => (typeof part === "string" ? part.match(/[\ue000-\uf8ff]/g) : null) ?? []),
  );
  let code = 0xe000;
  while (used.has(String.fromCharCode(code))) code++;
  return String.fromCharCode(code);
}

function dependsOnPlaceholders(parts: readonly (string | Reference | Unknown)[]): boolean {
  let inString = false;
  for (const part of parts) {
    if (typeof part !== "string") {
      if (!inString) return true;
    } else for (const quote of part.matchAll(/\\.|"/gs)) if (quote[0] === '"') inString = !inString;
  }
  return false;
}

function restore(document: Symbolic, marks: RegExp, placeholders: readonly (Reference | Unknown)[]): ParsedDocument {
  const visit = (value: Symbolic, depth: number): Symbolic => {
    if (depth > DEEPEST) throw new RangeError();
    if (typeof value === "string") return placeholders.length === 0 ? value : restoreString(value);
    if (Array.isArray(value)) return value.map((item) => visit(item, depth + 1));
    if (!isRecord(value) || isLeaf(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, visit(item, depth + 1)]));
  };
  const restoreString = (value: string): Symbolic => {
    const pieces = value.split(marks);
    return concatenate(pieces.map((piece, at) => (at % 2 === 0 ? piece : (placeholders[Number(piece)] ?? ""))));
  };
  try {
    const restored = visit(document, 0);
    if (restored instanceof Unknown) return { unknown: restored };
    return restored instanceof Reference ? { unknown: afterApply([restored]) } : { document: restored };
  } catch {
    return { problem: `the document nests more than ${DEEPEST} levels deep` };
  }
}

function describe(fault: SyntaxFault | undefined): string {
  if (!fault) return "the text is not JSON";
  return `not JSON: ${fault.problem} at line ${fault.line}, column ${fault.column}`;
}

function kindOf(value: Symbolic): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

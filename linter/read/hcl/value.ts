import { ExpressionError, parseTemplate } from "../../model/expressions/expression";
import type { Json, JsonObject } from "../../model/values/json";
import { type Extent, endOfOpened, HclFault, identifierAt, pastBlank, scanExpression } from "./lexer";
import { hasStripMarker, heredocTemplate, quotedTemplate, unescaped, withoutHeredocs } from "./template";

const DEEPEST = 100;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** By far the most frequent expression; no parser is needed to see that it is valid. */
const REFERENCES = /\$\{[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+\}/g;
const PROVIDER = /^[\w-]+\.[A-Za-z_][\w-]*$/;
const OPENING = /[$%]\{/;
const LITERALS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** A member of an object that is written out. */
export interface Member {
  /** Undefined where an expression makes it. */
  readonly name: string | undefined;
  readonly start: number;
  readonly value: Extent;
}

/**
 * An expression as Terraform's JSON syntax writes it: literals, lists and objects as JSON, everything else as `"${…}"`.
 *
 * @throws HclFault where it is not an expression.
 */
export function jsonValue(text: string, extent: Extent, depth = 0): Json {
  const { start, end } = extent;
  const isWhole = /["[{]|<</y.test(text.slice(start, start + 2)) && endOfOpened(text, start) === end;
  const written = isWhole ? writtenOut(text, extent, depth) : undefined;
  if (written !== undefined) return written;
  const source = text.slice(start, end);
  const literal = LITERALS.get(source);
  if (literal !== undefined) return literal;
  // Numbers that a double cannot represent stay as they are written.
  if (NUMBER.test(source) && source.length < 16) return Number(source);
  // Inside the added braces, a tilde at either end would trim the text beside them.
  if (source.startsWith("~") || source.endsWith("~")) throw new HclFault("unexpected ~", start);
  return checked(`\${${withoutHeredocs(text, extent)}}`, start);
}

/** A string, heredoc, list or object; undefined if JSON syntax can only write it as an expression. */
function writtenOut(text: string, extent: Extent, depth: number): Json | undefined {
  switch (text[extent.start]) {
    case '"': {
      const template = quotedTemplate(text, extent);
      return hasStripMarker(template) ? undefined : checked(template, extent.start);
    }
    case "<":
      return checked(heredocTemplate(text, extent), extent.start);
    case "[":
      return depth < DEEPEST ? jsonList(text, extent, depth) : undefined;
    default:
      return depth < DEEPEST ? jsonObject(text, extent, depth) : undefined;
  }
}

function jsonList(text: string, extent: Extent, depth: number): Json | undefined {
  const items = elementsOf(text, extent);
  return items?.map((item) => jsonValue(text, item, depth + 1));
}

function jsonObject(text: string, extent: Extent, depth: number): JsonObject | undefined {
  const found = membersOf(text, extent);
  if (!found || found.some(({ name }) => name === undefined)) return undefined;
  return Object.fromEntries(found.map(({ name, value }) => [name, jsonValue(text, value, depth + 1)]));
}

/** The elements of a list that is written out; undefined for a `for` expression. */
export function elementsOf(text: string, { start, end }: Extent): readonly Extent[] | undefined {
  const items: Extent[] = [];
  let at = pastBlank(text, start + 1, true);
  if (identifierAt(text, at) === "for") return undefined;
  while (at < end - 1) {
    const item = scanExpression(text, at, ",");
    if (item.end === at) throw new HclFault("a list has a comma without an element before it", at);
    items.push({ start: at, end: item.end });
    at = pastBlank(text, text[item.next] === "," ? item.next + 1 : item.next, true);
  }
  return items;
}

/** The members of an object that is written out; undefined for a `for` expression. */
export function membersOf(text: string, { start, end }: Extent): readonly Member[] | undefined {
  const found: Member[] = [];
  let at = pastBlank(text, start + 1, true);
  if (identifierAt(text, at) === "for") return undefined;
  while (at < end - 1) {
    const key = scanExpression(text, at, "=:,\n");
    const sign = text[key.next];
    if (key.end === at || (sign !== "=" && sign !== ":")) {
      throw new HclFault("a member of an object has no = and value", at);
    }
    const from = pastBlank(text, key.next + 1, false);
    const value = scanExpression(text, from, ",\n");
    if (value.end === from) throw new HclFault("a member of an object has no value", at);
    found.push({
      name: literalKey(text, { start: at, end: key.end }),
      start: at,
      value: { start: from, end: value.end },
    });
    at = pastBlank(text, value.next, true);
    if (text[at] === ",") {
      if (at !== value.next) throw new HclFault("a comma must follow a member on its line", at);
      at = pastBlank(text, at + 1, true);
    }
  }
  return found;
}

function literalKey(text: string, { start, end }: Extent): string | undefined {
  const source = text.slice(start, end);
  if (identifierAt(text, start).length === end - start || /^\d+$/.test(source)) return source;
  // `providers` of a module call names them so; Terraform evaluates no other key that has a dot.
  if (PROVIDER.test(source)) return source;
  const isPlain = source.startsWith('"') && endOfOpened(text, start) === end && !/[$%]\{/.test(source);
  return isPlain ? unescaped(source.slice(1, -1), start) : undefined;
}

/** A template that the expression parser reads; its own limits make values unknown later, and are no fault of the text. */
function checked(template: string, at: number): string {
  if (!OPENING.test(template) || !OPENING.test(template.replace(REFERENCES, "."))) return template;
  try {
    parseTemplate(template);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    // A number that cannot be represented exactly is unknown, but the expression around it must be valid.
    const shorter = template.replace(/\d{8,}/g, "1");
    if (error.fault === "syntax") throw new HclFault(`an expression is not valid (${error.message})`, at);
    if (error.fault === "number" && shorter !== template) checked(shorter, at);
  }
  return template;
}

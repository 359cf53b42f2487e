import { isRecord, type Symbolic, Template } from "../../values/symbolic";
import { concatenate } from "../../values/unknowns";
import { all, asNumber, asText, FAILED, isOpen, type Result, withAll } from "../result";
import { format, formatList } from "./format";
import { type FunctionContext, type Functions, ofTexts, type SymbolicFunction } from "./function";
import { compilePattern, type Pattern } from "./pattern";
import { changeSpace, findsWhiteSpace, isOutside, isTextual, partsOf, type TextPart } from "./template-text";

/** Functions of strings. */
export const TEXT: Functions = {
  chomp: ofEnds((text) => text, withoutLineEnds),
  endswith: ofTexts([2, 2], (value, suffix = "") => value.endsWith(suffix)),
  format: (args) => format(args),
  formatlist: (args) => formatList(args),
  indent: ([spaces, value]) => indent(asNumber(spaces), value),
  join: ([separator, ...lists]) => join(separator, lists),
  lower: ofTexts([1, 1], (value) => value.toLowerCase()),
  regex: (args, context) => matched(args, context, (pattern, text) => firstMatch(pattern, text)),
  regexall: (args, context) => matched(args, context, (pattern, text) => allMatches(pattern, text)),
  replace: (args, context) => replace(args, context),
  split: ofTexts([2, 2], (separator, value = "") => (separator === "" ? [...value] : value.split(separator))),
  startswith: ([value, prefix]) => startsWith(value, prefix),
  strcontains: ofTexts([2, 2], (value, part = "") => value.includes(part)),
  strrev: ofTexts([1, 1], (value) => (isPlain(value) ? [...value].reverse().join("") : undefined)),
  substr: ([value, from, count]) => withAll([asText(value), asNumber(from), asNumber(count)], substring),
  title: ofTexts([1, 1], (value) => title(value)),
  trim: ofTexts([2, 2], (value, cutset = "") => trim(value, cutset)),
  trimprefix: ([value, prefix]) =>
    trimAt(0, value, prefix, (text, start) => (text.startsWith(start) ? text.slice(start.length) : text)),
  trimspace: ofEnds((text) => text.replace(/^[\s\u0085]+/, ""), withoutSpaceAtEnd),
  trimsuffix: ([value, suffix]) =>
    trimAt(-1, value, suffix, (text, end) => (text.endsWith(end) ? text.slice(0, text.length - end.length) : text)),
  upper: ofTexts([1, 1], (value) => (/\u00df/.test(value) ? undefined : value.toUpperCase())),
};

/** Without combining characters: with them, a character is not a code point. */
export function isPlain(text: string): boolean {
  return !/[\p{M}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u1100-\u11ff\r]|\u200d/u.test(text);
}

function title(value: string): Result {
  // Go starts a word after everything but letters, digits and underscores, and quotes as well.
  return isPlain(value)
    ? value.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, before, letter) => before + letter.toUpperCase())
    : undefined;
}

/** A regular expression would try again at each of many spaces that are not at the end. */
function withoutSpaceAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s\u0085]/.test(text[end - 1] ?? "")) end--;
  return text.slice(0, end);
}

function withoutLineEnds(text: string): string {
  let end = text.length;
  while (text[end - 1] === "\n") end -= text[end - 2] === "\r" ? 2 : 1;
  return text.slice(0, end);
}

/** Removes white space from the start and the end of a string. */
function ofEnds(start: (text: string) => string, end: (text: string) => string): SymbolicFunction {
  return ([value, ...others]) => {
    const text = asText(value) ?? value;
    if (text === FAILED) return FAILED;
    if (others.length > 0 || !isTextual(text)) return undefined;
    const parts = partsOf(text);
    return concatenate(
      parts.map((part, at) => {
        const rest = at === 0 ? changeSpace(part, start, "the start of a text") : part;
        return at === parts.length - 1 ? changeSpace(rest, end, "the end of a text") : rest;
      }),
    );
  };
}

function indent(spaces: ReturnType<typeof asNumber>, value: Symbolic | undefined): Result {
  const text = asText(value) ?? value;
  if (spaces === FAILED || text === FAILED) return FAILED;
  if (spaces === undefined || spaces > 1_000 || !isTextual(text)) return undefined;
  const indented = (part: string) => part.replaceAll("\n", `\n${" ".repeat(spaces)}`);
  return spaces < 0 ? FAILED : concatenate(partsOf(text).map((part) => changeSpace(part, indented, "indent(…)")));
}

function join(separator: Symbolic | undefined, lists: readonly Symbolic[]): Result {
  const between = asText(separator);
  if (between === FAILED || lists.length === 0) return FAILED;
  if (between === undefined || !lists.every(Array.isArray))
    return lists.some((list) => !isOpen(list) && !Array.isArray(list)) ? FAILED : undefined;
  const items = lists.flat(1);
  if (items.some((item) => item === null || Array.isArray(item) || isRecord(item))) return FAILED;
  return concatenate(items.flatMap((item, at) => (at === 0 ? [item] : [between, item])));
}

function startsWith(value: Symbolic | undefined, prefix: Symbolic | undefined): Result {
  const head = value instanceof Template && typeof value.parts[0] === "string" ? value.parts[0] : asText(value);
  return withAll([asText(prefix), head], (start, known) => {
    const isDecided = known.length >= start.length || !(value instanceof Template) || !start.startsWith(known);
    return isDecided ? known.startsWith(start) : undefined;
  });
}

function matched(
  [pattern, value]: readonly Symbolic[],
  { budget }: FunctionContext,
  apply: (pattern: Pattern, text: string) => Result,
): Result {
  return withAll([asText(pattern), asText(value)], (source, text) => {
    const compiled = compilePattern(source, text.length);
    return compiled && budget.take(compiled.cost) === undefined ? apply(compiled, text) : undefined;
  });
}

/** What `regex` returns for one match: the whole, the list of its groups, or the object of its named groups. */
function resultOf(pattern: Pattern, match: RegExpMatchArray): Symbolic | typeof FAILED {
  if (pattern.groups === 0) return match[0];
  // Either all groups have a name, or none.
  if (match.groups && Object.keys(match.groups).length !== pattern.groups) return FAILED;
  if (!match.groups) return match.slice(1).map((group) => group ?? null);
  return Object.fromEntries(Object.entries(match.groups).map(([name, group]) => [name, group ?? null]));
}

function firstMatch(pattern: Pattern, text: string): Result {
  const match = pattern.expression.exec(text);
  return match ? resultOf(pattern, match) : FAILED;
}

function allMatches(pattern: Pattern, text: string): Result {
  const matches = text.matchAll(new RegExp(pattern.expression.source, `${pattern.expression.flags}g`));
  return all([...matches].map((match) => resultOf(pattern, match)));
}

function replace(args: readonly Symbolic[], { budget }: FunctionContext): Result {
  const [value, from, to] = args.map(asText);
  if (value === FAILED || from === FAILED || to === FAILED) return FAILED;
  if (from === undefined) return undefined;
  const isPattern = from.length > 1 && from.startsWith("/") && from.endsWith("/");
  if (value === undefined || to === undefined) return replaceAround(args, from, isPattern, budget);
  if (isPattern) return replacePattern(value, from.slice(1, -1), to, budget);
  const times = from === "" ? value.length + 1 : value.split(from).length - 1;
  if (!fits(value, times * to.length) || (from === "" && !isPlain(value))) return undefined;
  return value.replaceAll(from, () => to);
}

/** Replaces in or by a string with references, if the search string cannot be in their values. */
function replaceAround(
  [value, , to]: readonly Symbolic[],
  from: string,
  isPattern: boolean,
  budget: FunctionContext["budget"],
): Result {
  const text = asText(value) ?? value;
  if (text === FAILED || !isTextual(text) || !isTextual(to)) return undefined;
  if (isPattern) return to === "" ? withoutSpace(partsOf(text), from.slice(1, -1), budget) : undefined;
  const parts = partsOf(text);
  if (from === "" || parts.some((part) => typeof part !== "string" && !isOutside(from, part))) return undefined;
  return concatenate(
    parts.flatMap((part) =>
      typeof part === "string" ? part.split(from).flatMap((piece, at) => (at === 0 ? [piece] : [to, piece])) : [part],
    ),
  );
}

function withoutSpace(parts: readonly TextPart[], pattern: string, budget: FunctionContext["budget"]): Result {
  if (!findsWhiteSpace(pattern)) return undefined;
  const results = parts.map((part) => (typeof part === "string" ? replacePattern(part, pattern, "", budget) : ""));
  if (results.includes(undefined)) return undefined;
  return concatenate(parts.map((part, at) => changeSpace(part, () => results[at] as string, "replace(…)")));
}

function replacePattern(value: string, source: string, to: string, budget: FunctionContext["budget"]): Result {
  const pattern = compilePattern(source, value.length);
  if (!pattern || budget.take(pattern.cost) !== undefined) return undefined;
  const expansion = expansionOf(to);
  if (expansion === undefined || !fits(value, (value.length + 1) * to.length)) return undefined;
  return value.replace(new RegExp(pattern.expression.source, `${pattern.expression.flags}g`), expansion);
}

const LONGEST = 16 * 1024 * 1024;

/** Counts before the string is made: a replacement that grows on itself is over in ten calls. */
function fits(value: string, growth: number): boolean {
  return value.length + growth <= LONGEST;
}

/** A replacement of Go (`$1`, `${name}`, `$$`) as one of JavaScript; undefined where they do not have the same. */
function expansionOf(text: string): string | undefined {
  const parts = text.split(/(\$\$|\$\{\w+\}|\$\w+)/);
  const converted = parts.map((part) => {
    if (part === "$$") return "$$";
    const name = /^\$\{?(\w+)\}?$/.exec(part)?.[1];
    if (name === undefined) return part.includes("$") ? undefined : part;
    if (name === "0") return "$&";
    return /^[1-9]\d?$/.test(name) ? `$${name}` : /^\d/.test(name) ? undefined : `$<${name}>`;
  });
  // JavaScript would read a digit that follows as part of the number.
  if (converted.some((part, at) => /^\$\d$/.test(part ?? "") && /^\d/.test(converted[at + 1] ?? ""))) return undefined;
  return converted.includes(undefined) ? undefined : converted.join("");
}

function substring(value: string, from: number, count: number): Result {
  if (!isPlain(value)) return undefined;
  const characters = [...value];
  const start = from < 0 ? Math.max(0, characters.length + from) : from;
  return characters.slice(start, count < 0 ? undefined : start + count).join("");
}

function trim(value: string, cutset: string): string {
  const characters = [...value];
  let start = 0;
  let end = characters.length;
  while (start < end && cutset.includes(characters[start] ?? "")) start++;
  while (end > start && cutset.includes(characters[end - 1] ?? "")) end--;
  return characters.slice(start, end).join("");
}

/** Trims the first or last part of a string, which must be long enough to show whether it has the affix. */
function trimAt(
  end: 0 | -1,
  value: Symbolic | undefined,
  affix: Symbolic | undefined,
  trimmed: (text: string, affix: string) => string,
): Result {
  return withAll([asText(affix)], (known) => {
    if (!(value instanceof Template)) return withAll([asText(value)], (text) => trimmed(text, known));
    const part = value.parts.at(end);
    if (typeof part !== "string" || part.length < known.length) return undefined;
    return concatenate(value.parts.with(end, trimmed(part, known)));
  });
}

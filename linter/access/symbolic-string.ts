import { Reference, type Symbolic, Template, Unknown } from "../model/values/symbolic";
import { LINT_LATER_PLAN } from "../model/values/unknowns";
import { type Truth, unknownTruth } from "./truth";

/** A part of a text: literal characters, or something that represents characters not known yet. */
export type SymbolicPart = string | Reference | Unknown;

/** A string as far as it is known; neighbouring literals are joined, so a text that is known has at most one piece. */
export type SymbolicString = readonly SymbolicPart[];

/** Stands for one character, or for any number of them. */
const ONE = Symbol("?");
const MANY = Symbol("*");

type Token = string | typeof ONE | typeof MANY | Reference | Unknown;

/** What a text is compared with: characters, wildcards and opaque parts. */
export type Pattern = readonly Token[];

/** Larger comparisons are not made: no policy that AWS accepts comes near this size. */
const LARGEST_COMPARISON = 20_000_000;

/** A scalar as text; `undefined` for null, lists and objects. */
export function symbolicString(value: Symbolic | undefined): SymbolicString | undefined {
  if (typeof value === "string") return [value];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  if (value instanceof Reference || value instanceof Unknown) return [value];
  return value instanceof Template ? join(value.parts) : undefined;
}

/** Joins pieces and texts into one text. */
export function join(pieces: readonly (SymbolicPart | SymbolicString)[]): SymbolicString {
  const result: SymbolicPart[] = [];
  let literal = "";
  const add = (piece: SymbolicPart): void => {
    if (typeof piece === "string") {
      literal += piece;
      return;
    }
    if (literal !== "") result.push(literal);
    literal = "";
    result.push(piece);
  };
  for (const piece of pieces) {
    if (isText(piece)) piece.forEach(add);
    else add(piece);
  }
  if (literal !== "") result.push(literal);
  return result;
}

function isText(piece: SymbolicPart | SymbolicString): piece is SymbolicString {
  return Array.isArray(piece);
}

/** A text in lower case, opaque parts left as they are. */
export function lowered(text: SymbolicString): SymbolicString {
  return text.map((piece) => (typeof piece === "string" ? piece.toLowerCase() : piece));
}

/** The string, where all of it is known. */
export function asLiteral(text: SymbolicString): string | undefined {
  if (text.length === 0) return "";
  const [only] = text;
  return text.length === 1 && typeof only === "string" ? only : undefined;
}

/** A text for people: opaque parts as Terraform writes them. */
export function display(text: SymbolicString): string {
  return text.map((piece) => (typeof piece === "string" ? piece : shownOpaque(piece))).join("");
}

/** Stands for the account of the provider, and for its partition, where no data source of the input reads them. */
export const providerAccount = new Reference("data.aws_caller_identity.", "account_id");
export const providerPartition = new Reference("data.aws_partition.", "partition");

function shownOpaque(piece: Reference | Unknown): string {
  if (piece instanceof Reference && piece.address === providerAccount.address) return "ACCOUNT";
  if (piece instanceof Reference && piece.address === providerPartition.address) return "aws";
  return piece instanceof Reference ? `\${${piece.address}.${piece.attribute}}` : "…";
}

/** A key that is the same for exactly those texts that are certainly equal; `undefined` if a part may be anything. */
export function canonical(text: SymbolicString): string | undefined {
  const pieces = text.map((piece) => {
    if (typeof piece === "string") return piece;
    const opaque = piece instanceof Reference ? shownOpaque(piece) : piece.of;
    return opaque && `\0${opaque}\0`;
  });
  return pieces.includes(undefined) ? undefined : pieces.join("");
}

/** Cuts a text at the first `limit - 1` separators. A separator inside an opaque part cannot be seen. */
export function split(
  text: SymbolicString,
  separator: string,
  limit = Number.POSITIVE_INFINITY,
): readonly SymbolicString[] {
  const parts: SymbolicPart[][] = [[]];
  for (const piece of text) {
    if (typeof piece !== "string") {
      parts.at(-1)?.push(piece);
      continue;
    }
    let from = 0;
    while (parts.length < limit) {
      const to = piece.indexOf(separator, from);
      if (to < 0) break;
      if (to > from) parts.at(-1)?.push(piece.slice(from, to));
      parts.push([]);
      from = to + separator.length;
    }
    if (from < piece.length) parts.at(-1)?.push(piece.slice(from));
  }
  return parts;
}

/** Longer texts are in no policy that AWS accepts; they are not taken apart. */
const LONGEST = 65_536;
const tooLong = new Unknown("a text of the policy that is longer than any policy", "shorten the text");

/** A pattern in which nothing is special. */
export function exactPattern(text: SymbolicString): Pattern {
  return patternOf(text, characters);
}

/** A pattern in which `*` and `?` are wildcards, as in actions and resources. */
export function wildcardPattern(text: SymbolicString): Pattern {
  return patternOf(text, wildcards);
}

function patternOf(text: SymbolicString, ofLiteral: (literal: string) => Pattern): Pattern {
  const [only] = text;
  if (text.length === 1 && typeof only === "string") return ofLiteral(only);
  return text.flatMap((piece) => (typeof piece === "string" ? ofLiteral(piece) : [piece]));
}

const characters = remembered((text): Pattern => (text.length > LONGEST ? [tooLong] : [...text]));
const wildcards = remembered((text): Pattern => characters(text).map(wildcard));

/** Short literals whose patterns are kept: the policies of a run repeat the same actions, names and accounts. */
const KEPT = { count: 2_000, length: 200 };

function remembered(make: (literal: string) => Pattern): (literal: string) => Pattern {
  const kept = new Map<string, Pattern>();
  return (literal) => {
    const known = kept.get(literal);
    if (known) return known;
    const made = make(literal);
    if (kept.size >= KEPT.count) kept.clear();
    if (literal.length <= KEPT.length) kept.set(literal, made);
    return made;
  };
}

function wildcard(character: Token): Token {
  return character === "*" ? MANY : character === "?" ? ONE : character;
}

/** Whether a text matches a pattern; a gap if that depends on the opaque parts. Linear in both, whatever the wildcards. */
export function matches(pattern: Pattern, text: SymbolicString): Truth {
  const subject = exactPattern(text);
  if (pattern.length * subject.length > LARGEST_COMPARISON) {
    return unknownTruth("a text of the policy is too long to compare", "shorten the policy");
  }
  const rest = withoutCommonEnds(pattern, subject);
  return rest ? matchesRest(...rest) : false;
}

function matchesRest(pattern: Pattern, subject: Pattern): Truth {
  if (fitsSurely(pattern, subject)) return true;
  const opaque = [...pattern, ...subject].filter((token) => token instanceof Reference || token instanceof Unknown);
  if (opaque.length === 0 || differSurely(pattern, subject) || !fitsPerhaps(pattern, subject)) return false;
  return unknownTruth(whyOpaque(opaque), resolveWith(opaque));
}

/** What is left of two patterns without the characters that both start and end with; `undefined` where those differ. */
function withoutCommonEnds(pattern: Pattern, subject: Pattern): readonly [Pattern, Pattern] | undefined {
  const shorter = Math.min(pattern.length, subject.length);
  const areCharacters = (left: Token | undefined, right: Token | undefined) =>
    typeof left === "string" && typeof right === "string";
  let start = 0;
  for (; start < shorter && areCharacters(pattern[start], subject[start]); start++) {
    if (pattern[start] !== subject[start]) return undefined;
  }
  let [left, right] = [pattern.length, subject.length];
  for (; Math.min(left, right) > start && areCharacters(pattern[left - 1], subject[right - 1]); left--, right--) {
    if (pattern[left - 1] !== subject[right - 1]) return undefined;
  }
  return [pattern.slice(start, left), subject.slice(start, right)];
}

/** Whether two texts are the same. */
export function equal(left: SymbolicString, right: SymbolicString): Truth {
  const [one, other] = [asLiteral(left), asLiteral(right)];
  const areShort = one !== undefined && other !== undefined && Math.max(one.length, other.length) <= LONGEST;
  if (areShort) return one === other;
  return differAtAnEnd(left, right) ? false : matches(exactPattern(left), right);
}

/** Whether two texts have different characters before their first opaque part, or after their last one. */
function differAtAnEnd(left: SymbolicString, right: SymbolicString): boolean {
  return differAtStart(left[0], right[0]) || differAtEnd(left.at(-1), right.at(-1));
}

function differAtStart(left: SymbolicPart | undefined, right: SymbolicPart | undefined): boolean {
  if (typeof left !== "string" || typeof right !== "string" || !areComparable(left, right)) return false;
  return left.length < right.length ? !right.startsWith(left) : !left.startsWith(right);
}

function differAtEnd(left: SymbolicPart | undefined, right: SymbolicPart | undefined): boolean {
  if (typeof left !== "string" || typeof right !== "string" || !areComparable(left, right)) return false;
  return left.length < right.length ? !right.endsWith(left) : !left.endsWith(right);
}

/** Longer texts are compared as patterns, which have limits. */
function areComparable(left: string, right: string): boolean {
  return Math.max(left.length, right.length) <= KEPT.length;
}

function whyOpaque(tokens: readonly (Reference | Unknown)[]): string {
  const unseen = tokens.find((token) => token instanceof Unknown && token.cause === "account");
  if (unseen instanceof Unknown) return unseen.reason;
  const names = new Set(tokens.map((token) => (token instanceof Reference ? shownName(token) : token.reason)));
  const list = [...names].slice(0, 3).join(", ");
  return names.size > 1 ? `${list} are not known` : `${list} is not known`;
}

function shownName({ address, attribute }: Reference): string {
  if (/(^|\.)aws_caller_identity\./.test(address)) return "the account that the provider works in";
  return attribute ? `${address}.${attribute}` : address;
}

function resolveWith(tokens: readonly (Reference | Unknown)[]): string {
  const unknown = tokens.find((token) => token instanceof Unknown);
  if (!unknown && tokens.every((token) => token instanceof Reference && /aws_caller_identity\./.test(token.address))) {
    return "read the account with data.aws_caller_identity in a plan, and name roles by reference";
  }
  return unknown?.resolveWith ?? LINT_LATER_PLAN;
}

/** Glob over tokens: an opaque token equals only itself, and `*` covers it. Steps back only to the last `*`. */
function fitsSurely(pattern: Pattern, subject: Pattern): boolean {
  let p = 0;
  let s = 0;
  let star = -1;
  let resume = 0;
  while (s < subject.length) {
    const token = pattern[p];
    if (token === MANY) {
      star = p++;
      resume = s;
    } else if (token !== undefined && sameToken(token, subject[s] as Token)) {
      p++;
      s++;
    } else if (star >= 0) {
      p = star + 1;
      s = ++resume;
    } else return false;
  }
  while (pattern[p] === MANY) p++;
  return p === pattern.length;
}

function sameToken(pattern: Token, subject: Token): boolean {
  if (pattern === ONE) return typeof subject === "string";
  if (pattern instanceof Reference) {
    return (
      subject instanceof Reference && subject.address === pattern.address && subject.attribute === pattern.attribute
    );
  }
  return typeof pattern === "string" && pattern === subject;
}

/** Whether the pattern can match for some values of the opaque tokens. */
function fitsPerhaps(pattern: Pattern, subject: Pattern): boolean {
  let row = new Array<boolean>(subject.length + 1).fill(false);
  for (let p = pattern.length; p >= 0; p--) {
    const next = row;
    row = new Array<boolean>(subject.length + 1).fill(false);
    const token = pattern[p];
    for (let s = subject.length; s >= 0; s--) {
      const other = subject[s];
      const atEnd = token === undefined && other === undefined;
      const skipToken = stretches(token) && next[s] === true;
      const skipOther = stretches(other) && row[s + 1] === true;
      const tokenTakes = stretches(token) && other !== undefined && takes(token, other) && row[s + 1] === true;
      const otherTakes = stretches(other) && token !== undefined && takes(other, token) && next[s] === true;
      const step = stepsTogether(token, other) && next[s + 1] === true;
      row[s] = atEnd || skipToken || skipOther || tokenTakes || otherTakes || step;
    }
  }
  return row[0] === true;
}

function stretches(token: Token | undefined): token is Token {
  return token === MANY || token instanceof Reference || token instanceof Unknown;
}

function takes(stretching: Token, other: Token): boolean {
  return !(stretching instanceof Reference && other === ":" && !mayHoldColon(stretching));
}

function mayHoldColon({ attribute }: Reference): boolean {
  return !/(^|_)(name|id|account_id|path|partition|region|suffix)$/.test(attribute);
}

function stepsTogether(token: Token | undefined, other: Token | undefined): boolean {
  return typeof other === "string" && (token === ONE || token === other);
}

/** Whether two texts differ in one place only, and certainly there: by unique attributes of two resources. */
function differSurely(pattern: Pattern, subject: Pattern): boolean {
  if (pattern.length !== subject.length) return false;
  const differing = pattern.flatMap((token, at) => (sameToken(token, subject[at] as Token) ? [] : [at]));
  const [at] = differing;
  if (at === undefined || differing.length > 1) return false;
  const [left, right] = [pattern[at], subject[at]];
  return left instanceof Reference && right instanceof Reference && uniqueApart(left, right);
}

/** Two resources of one kind in the same input never share an ARN or an id. */
function uniqueApart(left: Reference, right: Reference): boolean {
  return (
    left.attribute === right.attribute &&
    left.address !== right.address &&
    ["arn", "id", "key_id", "name", "unique_id"].includes(left.attribute) &&
    !/(^|\.)data\./.test(left.address) &&
    !/(^|\.)data\./.test(right.address) &&
    typeOf(left) === typeOf(right)
  );
}

function typeOf({ address }: Reference): string | undefined {
  return address
    .replace(/\[[^\]]*\]/g, "")
    .split(".")
    .at(-2);
}

/**
 * The text is not an expression that this parser reads: it is not valid, exceeds a limit, or has a number that cannot be represented
 * exactly.
 */
export class ExpressionError extends Error {
  constructor(
    message: string,
    readonly fault: "syntax" | "limit" | "number" = "syntax",
  ) {
    super(message);
  }
}

/** A word of the expression language; the text of a string keeps its `${…}` unparsed. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "punctuation";
  readonly text: string;
  /** Whether it is the first on its line. */
  readonly startsLine: boolean;
}

/** What a token is, for messages: its text may be a secret. */
export function kindOf(token: Token | undefined): string {
  if (!token) return "the end";
  return token.kind === "punctuation" ? token.text : `a ${token.kind}`;
}

const MOST_TOKENS = 50_000;

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const PATTERNS = {
  /** Nearly all names; patterns of Unicode take longer. */
  name: /[A-Za-z_][\w-]*/y,
  number: /\d+(?:\.\d+)*(?:[eE][+-]?\d+)?/y,
  punctuation: /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%!<>?:=,.()[\]{}]/y,
};
const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/**
 * Reads the tokens of an interpolation that starts at an offset, up to the brace that closes it.
 *
 * @throws ExpressionError when it is not closed.
 */
export function tokenize(text: string, start: number): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let braces = 0;
  // The strip markers of `${~ … ~}` only trim the text around.
  let at = text[start] === "~" ? start + 1 : start;
  for (;;) {
    const from = endOf(SPACE, text, at);
    if (from >= text.length) throw new ExpressionError("an interpolation that is not closed");
    if (text.startsWith("~}", from) && braces === 0) return { tokens, end: from + 2 };
    const kind = kindAt(text, from);
    const end = endOfToken(kind, text, from);
    if (text[from] === "{") braces++;
    if (text[from] === "}" && braces-- === 0) return { tokens, end };
    if (tokens.length > MOST_TOKENS) throw new ExpressionError(`more than ${MOST_TOKENS} words`, "limit");
    tokens.push({ kind, text: meant(kind, text.slice(from, end)), startsLine: text.slice(at, from).includes("\n") });
    at = end;
  }
}

/** What a token can only be, by its first character. */
function kindAt(text: string, at: number): Token["kind"] {
  const code = text.charCodeAt(at);
  if (code === 0x22) return "string";
  if (code >= 0x30 && code <= 0x39) return "number";
  const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return isLetter || code === 0x5f || code > 0x7f ? "name" : "punctuation";
}

/** Offset after the token that starts at an offset. */
function endOfToken(kind: Token["kind"], text: string, at: number): number {
  if (kind === "string") return closingQuote(text, at + 1) + 1;
  let end = endOf(PATTERNS[kind], text, at);
  if (kind === "name" && (end === at || text.charCodeAt(end) > 0x7f)) end = endOf(NAME, text, at);
  if (end === at) throw new ExpressionError(`unexpected ${text[at]}`);
  return end;
}

/** A token's text: that of a string is what its quotes contain, without its escapes. */
function meant(kind: Token["kind"], written: string): string {
  return kind === "string" ? unescaped(written.slice(1, -1)) : written;
}

/** Offset after what a sticky pattern matches at an offset; the offset itself where it does not match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Offset of the quote that closes a string; quotes inside its `${…}` belong to the expressions there. */
function closingQuote(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
    else if (opensSequence(text, at)) at = closingBrace(text, at + 2);
  }
  throw new ExpressionError("a string that is not closed");
}

/** Offset of the brace that closes an interpolation, given where its content starts. */
function closingBrace(text: string, start: number): number {
  // One entry for each string or brace that is open; iterative, since input decides how deep they nest.
  const open: Opened[] = ["sequence"];
  for (let at = start; at < text.length; at++) {
    at += open[open.length - 1] === "string" ? readInString(text, at, open) : readInCode(text, at, open);
    if (open.length === 0) return at;
  }
  throw new ExpressionError("an interpolation that is not closed");
}

type Opened = "string" | "brace" | "sequence";

/** Reads one character inside a string; returns how many more belong to it. */
function readInString(text: string, at: number, open: Opened[]): 0 | 1 {
  if (text[at] === "\\") return 1;
  if (text[at] === '"') open.pop();
  if (!opensSequence(text, at)) return 0;
  open.push("sequence");
  return 1;
}

function readInCode(text: string, at: number, open: Opened[]): 0 {
  if (text[at] === '"') open.push("string");
  else if (text[at] === "{") open.push("brace");
  else if (text[at] === "}") open.pop();
  return 0;
}

function opensSequence(text: string, at: number): boolean {
  const marker = text[at];
  return (marker === "$" || marker === "%") && text[at + 1] === "{" && text[at - 1] !== marker;
}

const ESCAPES: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Undoes escapes outside of interpolations, which have their own strings. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  let result = "";
  for (let at = 0; at < text.length; ) {
    const piece = pieceAt(text, at);
    result += piece.text;
    at = piece.end;
  }
  return result;
}

/** An interpolation as it is, an escape undone, or one character. */
function pieceAt(text: string, at: number): { readonly text: string; readonly end: number } {
  if (opensSequence(text, at)) {
    const end = closingBrace(text, at + 2) + 1;
    return { text: text.slice(at, end), end };
  }
  const character = text[at] ?? "";
  if (character !== "\\") return { text: character, end: at + 1 };
  const letter = text[at + 1] ?? "";
  const hexadecimal = letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const end = at + 2 + hexadecimal;
  const code = Number.parseInt(text.slice(at + 2, end), 16);
  if (hexadecimal > 0 && code <= 0x10ffff) return { text: String.fromCodePoint(code), end };
  const meaning = ESCAPES[letter];
  if (meaning === undefined) throw new ExpressionError(`an unknown escape \\${letter}`);
  return { text: meaning, end };
}

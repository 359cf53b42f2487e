/** The text is not an expression that this parser reads. */
export class ExpressionError extends Error {}

/** A word of the expression language; a string's text keeps its own `${…}` unparsed. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "punctuation";
  readonly text: string;
  /** Whether it is the first on its line. */
  readonly startsLine: boolean;
}

const MOST_TOKENS = 50_000;

const NAME = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /(?:\s|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const PUNCTUATION = /\.\.\.|=>|==|!=|<=|>=|&&|\|\||::|[-+*/%!<>?:=,.()[\]{}]/y;

/**
 * Reads the tokens of an interpolation that starts at an offset, up to the brace that closes it.
 *
 * @throws ExpressionError when it is not closed.
 */
export function tokenize(text: string, start: number): { readonly tokens: readonly Token[]; readonly end: number } {
  const tokens: Token[] = [];
  let at = start;
  let braces = 0;
  // The strip markers of `${~ … ~}` only trim the text around.
  if (text[at] === "~") at++;
  for (;;) {
    const space = match(SPACE, text, at);
    const startsLine = space.includes("\n");
    at += space.length;
    if (at >= text.length) throw new ExpressionError("an interpolation that is not closed");
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      tokens.push({ kind: "string", text: unescaped(text.slice(at + 1, end)), startsLine });
      at = end + 1;
      continue;
    }
    if (text.startsWith("~}", at) && braces === 0) return { tokens, end: at + 2 };
    const name = match(NAME, text, at);
    const number = name ? "" : match(NUMBER, text, at);
    const token = name || number || match(PUNCTUATION, text, at);
    if (!token) throw new ExpressionError(`unexpected ${text[at]}`);
    at += token.length;
    if (token === "{") braces++;
    if (token === "}" && braces-- === 0) return { tokens, end: at };
    if (tokens.length > MOST_TOKENS) throw new ExpressionError(`more than ${MOST_TOKENS} words`);
    tokens.push({ kind: name ? "name" : number ? "number" : "punctuation", text: token, startsLine });
  }
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
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
  const open: ("string" | "brace" | "sequence")[] = ["sequence"];
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    const inside = open[open.length - 1];
    if (inside === "string") {
      if (character === "\\") at++;
      else if (character === '"') open.pop();
      else if (opensSequence(text, at)) {
        open.push("sequence");
        at++;
      }
    } else if (character === '"') open.push("string");
    else if (character === "{") open.push("brace");
    else if (character === "}") {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  throw new ExpressionError("an interpolation that is not closed");
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
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (opensSequence(text, at)) {
      const end = closingBrace(text, at + 2) + 1;
      result += text.slice(at, end);
      at = end;
      continue;
    }
    if (character !== "\\") {
      result += character;
      at++;
      continue;
    }
    const letter = text[at + 1] ?? "";
    const hexadecimal = letter === "u" ? 4 : letter === "U" ? 8 : 0;
    const code = Number.parseInt(text.slice(at + 2, at + 2 + hexadecimal), 16);
    if (hexadecimal > 0 && code <= 0x10ffff) result += String.fromCodePoint(code);
    else if (ESCAPES[letter] !== undefined) result += ESCAPES[letter];
    else throw new ExpressionError(`an unknown escape \\${letter}`);
    at += 2 + hexadecimal;
  }
  return result;
}

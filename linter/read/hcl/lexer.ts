/** A stretch of a text, by offsets in UTF-16 units. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Where and why a text is not HCL. */
export class HclFault extends Error {
  constructor(
    readonly problem: string,
    /** Offset in UTF-16 units. */
    readonly at: number,
  ) {
    super(problem);
  }
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** Nearly all identifiers; V8 takes long to compile patterns of Unicode properties. */
const PLAIN_IDENTIFIER = /[A-Za-z_][\w-]*/y;
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
/** An identifier or number. */
const WORD = /[\w-]+|[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const PLAIN_WORD = /[\w-]+/y;
/** What a template contains between its sequences, escapes and line ends. */
const IN_STRING = /[^\\"\r\n$%]+/y;
const IN_HEREDOC = /[^\r\n$%]+/y;
const OPERATOR = /[.,:?+*%!&|=>~-]/;

/** An identifier at an offset; empty without one. */
export function identifierAt(text: string, at: number): string {
  const plain = matchAt(PLAIN_IDENTIFIER, text, at);
  return isAsciiAt(text, at + plain.length) ? plain : matchAt(IDENTIFIER, text, at);
}

/** What a sticky pattern matches at an offset; empty where it does not match. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

/** Whether the text ends or continues in ASCII. */
function isAsciiAt(text: string, at: number): boolean {
  return !(text.charCodeAt(at) > 0x7f);
}

/** A heredoc's opening line: its marker, whether `<<-` removes common indentation, and the offset of the first line after it. */
export function heredocAt(text: string, at: number) {
  HEREDOC.lastIndex = at;
  const match = HEREDOC.exec(text);
  if (!match) return undefined;
  return { isFlush: match[1] === "-", marker: match[2] ?? "", content: at + match[0].length };
}

/** Offset of the end of a comment at an offset, the line end after it left out; the offset itself without a comment. */
export function endOfComment(text: string, at: number): number {
  const isLine = text[at] === "#" || text.startsWith("//", at);
  if (isLine) return lineEnd(text, at);
  if (!text.startsWith("/*", at)) return at;
  const close = text.indexOf("*/", at + 2);
  if (close === -1) throw new HclFault("a comment that starts with /* is not closed", at);
  return close + 2;
}

/** Past space and comments, and past line ends where they have no meaning. */
export function pastBlank(text: string, start: number, lines: boolean): number {
  for (let at = start; ; ) {
    const code = text.charCodeAt(at);
    let next = at;
    if (code === 0x20 || code === 0x09) next++;
    else if (code === 0x23 || code === 0x2f) next = endOfComment(text, at);
    else if (lines) next += newlineAt(text, at);
    if (next === at) return at;
    at = next;
  }
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  if (newline === -1) return text.length;
  return text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** Length of a line end at an offset; 0 without one. */
export function newlineAt(text: string, at: number): 0 | 1 | 2 {
  if (text[at] === "\n") return 1;
  return text[at] === "\r" && text[at + 1] === "\n" ? 2 : 0;
}

/** Whether `${` or `%{` opens at an offset of a template; `$${` and `%%{` are escapes. */
export function opensSequence(text: string, at: number): boolean {
  const marker = text[at];
  return (marker === "$" || marker === "%") && text[at + 1] === "{";
}

/** Length of `$${` or `%%{` at an offset; 0 without one. */
export function escapedSequence(text: string, at: number): 0 | 3 {
  const marker = text[at];
  return (marker === "$" || marker === "%") && text[at + 1] === marker && text[at + 2] === "{" ? 3 : 0;
}

/** A bracket, string or heredoc that is open while an expression is scanned. */
type Open =
  | { readonly kind: "bracket"; readonly close: ")" | "]" | "}"; readonly at: number }
  | { readonly kind: "string"; readonly at: number }
  | { readonly kind: "sequence"; readonly at: number }
  | { readonly kind: "heredoc"; readonly at: number; readonly marker: string; isLineStart: boolean };

const CLOSING: { readonly [open: string]: ")" | "]" | "}" } = { "(": ")", "[": "]", "{": "}" };
const DEEPEST = 1000;

/** Where an expression ends. */
export interface ExpressionEnd {
  /** Offset after its last word; space and comments behind it are left out. */
  readonly end: number;
  /** Offset of what ended it: a stop, a bracket that was opened around it, or the end of the text. */
  readonly next: number;
}

/**
 * Finds where an expression that starts at an offset ends: before the first of the `stops` that stands outside of all brackets
 * and strings, or before a bracket that was opened around it. A line end is a stop by `\n`.
 *
 * @throws HclFault where a string, heredoc, comment or bracket is not closed.
 */
export function scanExpression(text: string, start: number, stops: string, limit?: number): ExpressionEnd {
  return new ExpressionScan(text, stops).from(start, limit);
}

/** Offset after the string, heredoc or bracket that opens at an offset. */
export function endOfOpened(text: string, start: number): number {
  return new ExpressionScan(text, "").past(start);
}

/** Heredocs of an expression, those left out that are inside of another one. */
export function heredocsIn(text: string, { start, end }: Extent): readonly Extent[] {
  const scan = new ExpressionScan(text, "");
  scan.from(start, end);
  return scan.heredocs;
}

/** Comments of a whole file, whose blocks are brackets like those of expressions. */
export function scanComments(text: string): readonly Extent[] {
  const scan = new ExpressionScan(text, "");
  scan.from(text.charCodeAt(0) === 0xfeff ? 1 : 0);
  return scan.comments;
}

class ExpressionScan {
  readonly heredocs: Extent[] = [];
  readonly comments: Extent[] = [];
  private at = 0;
  private end = 0;
  private readonly open: Open[] = [];

  constructor(
    private readonly text: string,
    private readonly stops: string,
  ) {}

  from(start: number, limit = this.text.length): ExpressionEnd {
    this.at = start;
    this.end = start;
    while (!this.step(limit));
    return { end: this.end, next: this.at };
  }

  past(start: number): number {
    this.at = start;
    do this.step(this.text.length);
    while (this.open.length > 0);
    return this.at;
  }

  /** Reads one piece; true where the expression ends before it. */
  private step(limit: number): boolean {
    const inner = this.open[this.open.length - 1];
    if (this.at >= limit) {
      if (inner) throw notClosed(inner);
      return true;
    }
    if (inner?.kind === "string") this.inString(inner.at);
    else if (inner?.kind === "heredoc") this.inHeredoc(inner);
    else return this.inCode(inner);
    return false;
  }

  private push(open: Open, length: number): void {
    if (this.open.length >= DEEPEST) {
      throw new HclFault(`an expression nests more than ${DEEPEST} levels deep`, open.at);
    }
    this.open.push(open);
    this.at += length;
  }

  private pop(length: number): void {
    this.open.pop();
    this.at += length;
    this.end = this.at;
  }

  private inString(start: number): void {
    const { text, at } = this;
    const character = text[at];
    if (character === "\\") this.at += 2;
    else if (character === '"') this.pop(1);
    else if (character === "\n" || character === "\r") {
      throw new HclFault("a string in quotes is not closed on its line", start);
    } else this.inTemplate(IN_STRING);
  }

  private inHeredoc(heredoc: Extract<Open, { kind: "heredoc" }>): void {
    const { text, at } = this;
    if (heredoc.isLineStart) {
      heredoc.isLineStart = false;
      const end = lineEnd(text, at);
      const line = text.slice(at, end);
      if (end < text.length && line.trim() === heredoc.marker) {
        if (line.includes("\r")) throw invalidCharacter("\r", at + line.indexOf("\r"));
        this.pop(end - at);
        if (this.open.every(({ kind }) => kind !== "heredoc")) this.heredocs.push({ start: heredoc.at, end });
        return;
      }
    }
    heredoc.isLineStart = text[at] === "\n";
    if (text[at] === "\r" && newlineAt(text, at) === 0) throw invalidCharacter("\r", at);
    this.inTemplate(IN_HEREDOC);
  }

  private inTemplate(plain: RegExp): void {
    const { text, at } = this;
    const escaped = escapedSequence(text, at);
    if (escaped > 0) this.at += escaped;
    else if (opensSequence(text, at)) this.push({ kind: "sequence", at }, 2);
    else this.at += matchAt(plain, text, at).length || 1;
  }

  /** Reads one piece of code; true where the expression ends before it. */
  private inCode(inner: Open | undefined): boolean {
    const { text, at } = this;
    const character = text[at] ?? "";
    if (!inner && this.stops.includes(character) && !this.isOperator(character)) return true;
    switch (character) {
      case " ":
      case "\t":
        this.at++;
        return false;
      case "\r":
      case "\n":
        return this.lineEnd(inner, character);
      case '"':
        this.push({ kind: "string", at }, 1);
        return false;
      case "(":
      case "[":
      case "{":
        this.push({ kind: "bracket", close: CLOSING[character] ?? ")", at }, 1);
        return false;
      case ")":
      case "]":
      case "}":
        return this.closes(character, inner);
      case "#":
      case "/":
        this.at = endOfComment(text, at);
        if (this.at === at) this.word(1);
        else this.comments.push({ start: at, end: this.at });
        return false;
      case "<":
        this.angle();
        return false;
      default:
        this.word(this.wordLength(character));
        return false;
    }
  }

  private word(length: number): void {
    this.at += length;
    this.end = this.at;
  }

  private lineEnd(inner: Open | undefined, character: string): boolean {
    const length = newlineAt(this.text, this.at);
    if (length === 0) throw invalidCharacter(character, this.at);
    if (!inner && this.stops.includes("\n")) return true;
    this.at += length;
    return false;
  }

  private closes(character: string, inner: Open | undefined): boolean {
    if (!inner) return true;
    const expected = inner.kind === "bracket" ? inner.close : "}";
    if (character !== expected) throw new HclFault(`found ${character} where ${expected} is expected`, this.at);
    this.pop(1);
    return false;
  }

  private angle(): void {
    const heredoc = heredocAt(this.text, this.at);
    if (!heredoc) this.word(1);
    else {
      const { marker, content } = heredoc;
      this.push({ kind: "heredoc", at: this.at, marker, isLineStart: true }, content - this.at);
    }
  }

  /** `=` as a stop is not one inside `==`, `=>`, `<=`, `>=` and `!=`; nor is `:` inside `::`. */
  private isOperator(character: string): boolean {
    if (character === ":") return this.text[this.at + 1] === ":" || this.text[this.at - 1] === ":";
    if (character !== "=") return false;
    return /[=>]/.test(this.text[this.at + 1] ?? "") || /[=!<>]/.test(this.text[this.at - 1] ?? "");
  }

  private wordLength(character: string): number {
    if (OPERATOR.test(character)) return 1;
    const plain = matchAt(PLAIN_WORD, this.text, this.at);
    const word = plain === "" && !isAsciiAt(this.text, this.at) ? matchAt(WORD, this.text, this.at) : plain;
    if (word === "") throw invalidCharacter(String.fromCodePoint(this.text.codePointAt(this.at) ?? 0), this.at);
    return word.length;
  }
}

function notClosed(open: Open): HclFault {
  if (open.kind === "heredoc")
    return new HclFault("a heredoc is not closed: no line contains only its marker", open.at);
  if (open.kind === "string") return new HclFault("a string in quotes is not closed", open.at);
  if (open.kind === "sequence") return new HclFault("a ${…} or %{…} is not closed", open.at);
  return new HclFault(`a bracket is not closed: ${open.close} is missing`, open.at);
}

const WORDS: { readonly [character: string]: string } = {
  "'": "a single quote; strings are written in double quotes",
  ";": "a semicolon; arguments are written on lines of their own",
  "`": "a backtick",
  "\0": "a NUL character",
  "\r": "a carriage return without a line feed",
};

/** The fault of a character that HCL does not allow. */
export function invalidCharacter(character: string, at: number): HclFault {
  const code = character.codePointAt(0) ?? 0;
  const word =
    WORDS[character] ??
    (code < 0x20 || code > 0x7e ? `the character U+${code.toString(16).toUpperCase().padStart(4, "0")}` : character);
  return new HclFault(`unexpected ${word}`, at);
}

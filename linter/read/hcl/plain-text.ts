import { type Extent, endOfOpened, escapedSequence, opensSequence } from "./lexer";

/** Whether a condition holds; undefined where that is not known. */
type IsTrue = (condition: string) => boolean | undefined;

/** The expression of a template that consists of one interpolation. */
export function wholeSequence(text: string, { start, end }: Extent): Extent | undefined {
  const written = text.slice(start, end).trimEnd();
  if (!written.startsWith("${") || endOfOpened(text, start + 1) !== start + written.length) return undefined;
  const skipped = /^\$\{~?\s*/.exec(written)?.[0].length ?? 0;
  return { start: start + skipped, end: start + written.replace(/\s*~?\}$/, "").length };
}

/** Text of the same length in which interpolations are plain values or text, and directives and what they leave out are blank. */
export function withoutSequences(text: string, { start, end }: Extent, isTrue: IsTrue): string {
  const branches = new Branches(isTrue);
  let result = "";
  let isInString = false;
  for (let at = start; at < end; ) {
    const sequence = sequenceAt(text, at);
    const piece = sequence || pieceAt(text, at).slice(0, end - at);
    branches.enter(sequence);
    if (branches.isLeftOut) result += piece.replace(/[^\n]/g, " ");
    else {
      if (piece === '"') isInString = !isInString;
      result += sequence ? standIn(sequence, isInString) : piece;
    }
    at += piece.length;
  }
  return result;
}

/** The interpolation or directive at an offset; empty without one. */
function sequenceAt(text: string, at: number): string {
  const isSequence = escapedSequence(text, at) === 0 && opensSequence(text, at);
  return isSequence ? text.slice(at, endOfOpened(text, at + 1)) : "";
}

function standIn(sequence: string, isInString: boolean): string {
  if (isInString) return "x".repeat(sequence.length);
  return sequence.startsWith("%") ? " ".repeat(sequence.length) : "0".padEnd(sequence.length);
}

/** Text without quotes, escapes and sequences; or a character, or two where the first escapes the other. */
const PIECE = /[^"\\$%]+|\\[^\n]|[\s\S]/y;

function pieceAt(text: string, at: number): string {
  PIECE.lastIndex = at;
  return PIECE.exec(text)?.[0] ?? "";
}

const DIRECTIVE = /^%\{~?\s*(\w+)([\s\S]*?)~?\}$/;

/** The `if` directives around a position of a template. */
class Branches {
  /** Of each directive, whether its text is taken; undefined where that is not known. */
  private readonly open: (boolean | undefined)[] = [];

  constructor(private readonly isTrue: IsTrue) {}

  get isLeftOut(): boolean {
    return this.open.includes(false);
  }

  enter(directive: string): void {
    const [, word, test = ""] = DIRECTIVE.exec(directive) ?? [];
    if (word === undefined) return;
    if (word === "if") this.open.push(this.isTrue(test));
    else if (word === "for") this.open.push(undefined);
    else if (word === "else") this.invert();
    else this.open.pop();
  }

  private invert(): void {
    const taken = this.open.pop();
    this.open.push(taken === undefined ? undefined : !taken);
  }
}

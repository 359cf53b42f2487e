import { HEREDOC } from "../../model/expressions/expression";
import { type Extent, endOfOpened, escapedSequence, HclFault, heredocAt, heredocsIn, opensSequence } from "./lexer";

/** A piece of a template: text, or a `${…}` or `%{…}` as it is written. */
interface Piece {
  readonly isLiteral: boolean;
  readonly text: string;
}

/** The template of a string in quotes as Terraform's JSON syntax writes it: escapes undone outside of its sequences. */
export function quotedTemplate(text: string, { start, end }: Extent): string {
  const inner = { start: start + 1, end: end - 1 };
  const plain = text.slice(inner.start, inner.end);
  if (!plain.includes("\\") && !plain.includes("<<")) return plain;
  return pieces(text, inner, true)
    .map((piece) => (piece.isLiteral ? unescaped(piece.text, start) : piece.text))
    .join("");
}

/** Whether a template removes white space around its sequences, which a string in quotes does in another way than a heredoc. */
export function hasStripMarker(template: string): boolean {
  return /[$%]\{~|~\}/.test(template);
}

/** The template of a heredoc as Terraform's JSON syntax writes it. */
export function heredocTemplate(text: string, extent: Extent): string {
  return heredocPieces(text, extent)
    .map((piece) => piece.text)
    .join("");
}

/** An expression with its heredocs written as strings in quotes, which is how the expression parser reads them. */
export function withoutHeredocs(text: string, extent: Extent): string {
  if (!text.slice(extent.start, extent.end).includes("<<")) return text.slice(extent.start, extent.end);
  let result = "";
  let at = extent.start;
  for (const heredoc of heredocsIn(text, extent)) {
    const quoted = heredocPieces(text, heredoc)
      .map((piece) => (piece.isLiteral ? JSON.stringify(piece.text).slice(1, -1) : piece.text))
      .join("");
    // The space keeps a word before it apart.
    const string = hasStripMarker(quoted) ? ` ${HEREDOC}("${quoted}")` : `"${quoted}"`;
    result += text.slice(at, heredoc.start) + string;
    at = heredoc.end;
  }
  return result + text.slice(at, extent.end);
}

/** Extent of the lines of a heredoc, without its opening line and its marker. */
export function heredocContent(text: string, { start, end }: Extent): Extent {
  const opening = heredocAt(text, start);
  return { start: opening?.content ?? start, end: text.lastIndexOf("\n", end - 1) + 1 };
}

function heredocPieces(text: string, extent: Extent): readonly Piece[] {
  const found = pieces(text, heredocContent(text, extent), false);
  return heredocAt(text, extent.start)?.isFlush ? flushed(found) : found;
}

/** The pieces of a template; literals of heredocs end with each line. */
function pieces(text: string, { start, end }: Extent, isQuoted: boolean): readonly Piece[] {
  const found: Piece[] = [];
  let from = start;
  const literal = (to: number) => {
    if (to > from) found.push({ isLiteral: true, text: text.slice(from, to) });
    from = to;
  };
  let at = start;
  while (at < end) {
    const escaped = escapedSequence(text, at);
    if (escaped > 0) at += escaped;
    else if (isQuoted && text[at] === "\\") at += 2;
    else if (opensSequence(text, at)) {
      literal(at);
      at = endOfOpened(text, at + 1);
      found.push({ isLiteral: false, text: withoutHeredocs(text, { start: from, end: at }) });
      from = at;
    } else if (!isQuoted && text[at] === "\n") literal(++at);
    else at++;
  }
  literal(end);
  return found;
}

/** Length of the white space that a line starts with; undefined for a blank line. */
function indentationOf(piece: Piece, next: Piece | undefined): number | undefined {
  const { isLiteral, text } = piece;
  const length = isLiteral && !isStripped(piece, next) ? (/^\s*/.exec(text)?.[0].length ?? 0) : 0;
  return isLiteral && length === text.length && text.endsWith("\n") ? undefined : length;
}

/** Removes the indentation that all lines share, as `<<-` does; blank lines do not count. */
function flushed(lines: readonly Piece[]): readonly Piece[] {
  let common = Number.POSITIVE_INFINITY;
  const indented = new Set<Piece>();
  let isLineStart = true;
  for (const [at, piece] of lines.entries()) {
    const indentation = isLineStart ? indentationOf(piece, lines[at + 1]) : undefined;
    if (indentation !== undefined) {
      if (piece.isLiteral) indented.add(piece);
      common = Math.min(common, indentation);
    }
    isLineStart = piece.isLiteral && piece.text.endsWith("\n");
  }
  return lines.map((piece) => (indented.has(piece) ? { ...piece, text: piece.text.slice(common) } : piece));
}

/** Whether a strip marker removes the whole text, which Terraform does before it looks at indentation. */
function isStripped({ text }: Piece, next: Piece | undefined): boolean {
  return text.trim() === "" && next?.isLiteral === false && /^[$%]\{~/.test(next.text);
}

const ESCAPES: { readonly [letter: string]: string } = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Undoes the escapes of a string in quotes; `$${` stays, since Terraform's JSON syntax writes it alike. */
export function unescaped(text: string, at: number): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]?))/g, (_, short, long, letter) => {
    const code = Number.parseInt(short ?? long ?? "", 16);
    if (code <= 0x10ffff) return String.fromCodePoint(code);
    const meaning = ESCAPES[letter ?? ""];
    if (meaning === undefined)
      throw new HclFault(
        `a string has an escape that HCL does not know: \\${(letter ?? "U").replace(/[^!-~]/, "")}`,
        at,
      );
    return meaning;
  });
}

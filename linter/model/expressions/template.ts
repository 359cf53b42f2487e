import type { Expression, ForExpression } from "./syntax";
import { ExpressionError, type Token, tokenize } from "./tokens";

const MOST_PARTS = 20_000;
const DEEPEST_DIRECTIVE = 100;

type ReadExpression = (tokens: readonly Token[]) => Expression;

type Piece =
  | { readonly kind: "text"; text: string }
  | { readonly kind: "interpolation"; readonly tokens: readonly Token[] }
  | { readonly kind: "directive"; readonly name: string; readonly tokens: readonly Token[] };

/**
 * Parses a template: text with `${…}` and `%{…}` in it. In a string in quotes, whose escapes are undone, a strip marker (`~`)
 * removes all white space next to it; elsewhere it stays within the line, as in Terraform.
 *
 * @throws ExpressionError when a sequence is not closed or cannot be read.
 */
export function readTemplate(text: string, isQuoted: boolean, read: ReadExpression): Expression {
  const pieces = piecesOf(text, isQuoted);
  const [only, ...others] = pieces;
  if (!only) return { kind: "literal", value: "" };
  if (others.length === 0 && only.kind === "text") return { kind: "literal", value: only.text };
  if (others.length === 0 && only.kind === "interpolation") return read(only.tokens);
  const reader = new PieceReader(pieces, read);
  return { kind: "template", parts: reader.whole() };
}

function piecesOf(text: string, isQuoted: boolean): readonly Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  let stripNext = false;
  const endLiteral = (strip: boolean) => {
    const kept = strip ? withoutEnd(literal, isQuoted) : literal;
    if (kept !== "") pieces.push({ kind: "text", text: kept });
    literal = "";
  };
  for (let at = 0; at < text.length; ) {
    const next = nextSequence(text, at);
    const marker = text[next];
    const isEscape = text.startsWith(`${marker}${marker}{`, next);
    const plain = text.slice(at, next);
    literal += stripNext ? withoutStart(plain, isQuoted) : plain;
    stripNext = false;
    if (next === text.length) break;
    if (isEscape) {
      literal += `${marker}{`;
      at = next + 3;
      continue;
    }
    endLiteral(text[next + 2] === "~");
    const { tokens, end } = tokenize(text, next + 2);
    pieces.push(marker === "%" ? directiveOf(tokens) : { kind: "interpolation", tokens });
    if (pieces.length > MOST_PARTS) throw new ExpressionError(`more than ${MOST_PARTS} parts`, "limit");
    stripNext = text[end - 2] === "~";
    at = end;
  }
  endLiteral(false);
  return pieces;
}

function directiveOf(tokens: readonly Token[]): Piece {
  const [name, ...rest] = tokens;
  if (name?.kind !== "name") throw new ExpressionError("a template directive without a name");
  return { kind: "directive", name: name.text, tokens: rest };
}

/** Terraform strips within one line: up to the line end on the right, the last line on the left. */
function withoutStart(text: string, isQuoted: boolean): string {
  if (isQuoted) return text.trimStart();
  const end = text.indexOf("\n") + 1 || text.length;
  return text.slice(0, end).trimStart() + text.slice(end);
}

function withoutEnd(text: string, isQuoted: boolean): string {
  if (isQuoted) return text.trimEnd();
  const start = text.lastIndexOf("\n", text.length - 2) + 1;
  return text.slice(0, start) + text.slice(start).trimEnd();
}

/** Offset of the next `${`, `%{`, `$${` or `%%{`; the end of the text without one. */
function nextSequence(text: string, from: number): number {
  let brace = text.indexOf("{", from);
  while (brace !== -1) {
    const before = brace > from ? text[brace - 1] : "";
    if (before === "$" || before === "%") {
      return brace - 2 >= from && text[brace - 2] === before ? brace - 2 : brace - 1;
    }
    brace = text.indexOf("{", brace + 1);
  }
  return text.length;
}

/** Puts the pieces between directives into the expressions that these are. */
class PieceReader {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly read: ReadExpression,
  ) {}

  whole(): readonly Expression[] {
    const parts = this.until([]);
    if (this.at < this.pieces.length) throw new ExpressionError("an unexpected directive");
    return parts;
  }

  /** Parts up to one of some directives, or the end. */
  private until(ends: readonly string[]): readonly Expression[] {
    if (++this.depth > DEEPEST_DIRECTIVE)
      throw new ExpressionError(`directives nested more than ${DEEPEST_DIRECTIVE} levels deep`, "limit");
    const parts: Expression[] = [];
    for (let piece = this.pieces[this.at]; piece; piece = this.pieces[this.at]) {
      if (piece.kind === "directive" && ends.includes(piece.name)) break;
      this.at++;
      parts.push(this.part(piece));
    }
    this.depth--;
    return parts;
  }

  private part(piece: Piece): Expression {
    if (piece.kind === "text") return { kind: "literal", value: piece.text };
    if (piece.kind === "interpolation") return this.read(piece.tokens);
    if (piece.name === "if") return this.condition(piece.tokens);
    if (piece.name === "for") return this.loop(piece.tokens);
    throw new ExpressionError("an unexpected directive");
  }

  private condition(tokens: readonly Token[]): Expression {
    const test = this.read(tokens);
    const then: Expression = { kind: "template", parts: this.until(["else", "endif"]) };
    let otherwise: Expression = { kind: "literal", value: "" };
    if (this.directive() === "else") {
      this.at++;
      otherwise = { kind: "template", parts: this.until(["endif"]) };
    }
    this.close("endif");
    return { kind: "conditional", test, then, else: otherwise };
  }

  private loop(tokens: readonly Token[]): Expression {
    const at = tokens.findIndex((token) => token.kind === "name" && token.text === "in");
    const names = tokens.slice(0, Math.max(0, at)).filter((token) => token.kind === "name");
    if (at !== names.length * 2 - 1 || names.length > 2) throw new ExpressionError("a for directive without in");
    const collection = this.read(tokens.slice(at + 1));
    const value: Expression = { kind: "template", parts: this.until(["endfor"]) };
    this.close("endfor");
    const loop: ForExpression = {
      kind: "for",
      names: names.map(({ text }) => text),
      collection,
      value,
      grouped: false,
    };
    return { kind: "joined", loop };
  }

  private directive(): string | undefined {
    const piece = this.pieces[this.at];
    return piece?.kind === "directive" ? piece.name : undefined;
  }

  private close(name: string): void {
    if (this.directive() !== name) throw new ExpressionError(`a directive that no %{${name}} closes`);
    this.at++;
  }
}

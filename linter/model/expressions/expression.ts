import { ExpressionError, type Token, tokenize } from "./tokens";

/** One step of a traversal: `.name`, `[index]`, or a splat (`.*`, `[*]`). */
export type Step = { readonly name: string } | { readonly index: Expression } | { readonly splat: true };

/** Terraform's expression language, as far as JSON syntax can hold it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "traversal"; readonly root: string; readonly steps: readonly Step[] }
  | { readonly kind: "access"; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly items: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly else: Expression }
  | ForExpression;

/** `[for k, v in collection : value if condition]`, or with `{ … key => value … }`. */
export interface ForExpression {
  readonly kind: "for";
  readonly names: readonly string[];
  readonly collection: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  readonly grouped: boolean;
}

export { ExpressionError };

const PRECEDENCE: { readonly [operator: string]: number } = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

const DEEPEST = 200;
/** Each level of strings in interpolations reads what is inside again, so these nest less. */
const DEEPEST_STRING = 16;
const MOST_PARTS = 20_000;

/**
 * Parses a string of JSON-syntax Terraform: text with `${…}` and `%{…}` in it.
 *
 * @throws ExpressionError when a sequence is not closed or holds what this parser does not read.
 */
export function parseTemplate(text: string): Expression {
  return templateOf(text, 0);
}

function templateOf(text: string, strings: number): Expression {
  if (strings > DEEPEST_STRING) throw new ExpressionError(`strings nested more than ${DEEPEST_STRING} levels deep`);
  const parts: Expression[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const next = nextSequence(text, at);
    literal += text.slice(at, next);
    if (next === text.length) break;
    const marker = text[next];
    if (text.startsWith(`${marker}${marker}{`, next)) {
      literal += `${marker}{`;
      at = next + 3;
      continue;
    }
    if (marker === "%") throw new ExpressionError("a template directive (%{…})");
    const { expression, end } = parseInterpolation(text, next + 2, strings);
    if (literal !== "") parts.push({ kind: "literal", value: literal });
    literal = "";
    parts.push(expression);
    if (parts.length > MOST_PARTS) throw new ExpressionError(`more than ${MOST_PARTS} parts`);
    at = end;
  }
  if (literal !== "") parts.push({ kind: "literal", value: literal });
  const [only, ...others] = parts;
  if (!only) return { kind: "literal", value: "" };
  if (others.length === 0) return only;
  return { kind: "template", parts };
}

/** Offset of the next `${`, `%{`, `$${` or `%%{`; the end of the text where there is none. */
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

function parseInterpolation(text: string, start: number, strings: number) {
  const tokens = tokenize(text, start);
  const parser = new Parser(tokens.tokens, strings);
  return { expression: parser.whole(), end: tokens.end };
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly strings: number,
  ) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.at < this.tokens.length) throw new ExpressionError(`unexpected ${this.peek()}`);
    return expression;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) throw new ExpressionError(`nested more than ${DEEPEST} levels deep`);
    const test = this.binary(1);
    let result = test;
    if (this.accept("?")) {
      const then = this.expression();
      this.expect(":");
      result = { kind: "conditional", test, then, else: this.expression() };
    }
    this.depth--;
    return result;
  }

  private binary(minimum: number): Expression {
    let left = this.unary();
    for (;;) {
      const operator = this.peek();
      const precedence = this.isPunctuation() ? PRECEDENCE[operator] : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.binary(precedence + 1) };
    }
  }

  private unary(): Expression {
    const operator = this.peek();
    if (this.isPunctuation() && (operator === "!" || operator === "-")) {
      if (++this.depth > DEEPEST) throw new ExpressionError(`nested more than ${DEEPEST} levels deep`);
      this.at++;
      const operand = this.unary();
      this.depth--;
      return { kind: "unary", operator, operand };
    }
    return this.postfix();
  }

  private postfix(): Expression {
    const token = this.tokens[this.at];
    const primary = this.primary();
    const steps: Step[] = [];
    for (let step = this.step(); step; step = this.step()) steps.push(step);
    if (primary.kind === "traversal" && token?.kind === "name") return { ...primary, steps };
    return steps.length === 0 ? primary : { kind: "access", of: primary, steps };
  }

  private step(): Step | undefined {
    if (this.accept(".")) {
      if (this.accept("*")) return { splat: true };
      const token = this.next();
      if (token.kind === "name") return { name: token.text };
      if (token.kind === "number") return { index: { kind: "literal", value: Number(token.text) } };
      throw new ExpressionError(`unexpected ${token.text}`);
    }
    if (!this.accept("[")) return undefined;
    if (this.accept("*")) {
      this.expect("]");
      return { splat: true };
    }
    const index = this.expression();
    this.expect("]");
    return { index };
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === "number") return { kind: "literal", value: Number(token.text) };
    if (token.kind === "string") return templateOf(token.text, this.strings + 1);
    if (token.kind === "name") return this.named(token.text);
    if (token.text === "(") {
      const inner = this.expression();
      this.expect(")");
      return inner.kind === "traversal" ? { kind: "access", of: inner, steps: [] } : inner;
    }
    if (token.text === "[") return this.tuple();
    if (token.text === "{") return this.object();
    throw new ExpressionError(`unexpected ${token.text}`);
  }

  private named(name: string): Expression {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    let full = name;
    while (this.accept("::")) full += `::${this.next().text}`;
    if (!this.accept("(")) return { kind: "traversal", root: full, steps: [] };
    const args: Expression[] = [];
    let spread = false;
    while (!this.accept(")")) {
      args.push(this.expression());
      spread = this.accept("...");
      if (!this.accept(",")) {
        this.expect(")");
        break;
      }
    }
    return { kind: "call", name: full, args, spread };
  }

  private tuple(): Expression {
    if (this.isName("for")) return this.forExpression("]");
    const items: Expression[] = [];
    while (!this.accept("]")) {
      items.push(this.expression());
      if (!this.accept(",")) {
        this.expect("]");
        break;
      }
    }
    return { kind: "tuple", items };
  }

  private object(): Expression {
    if (this.isName("for")) return this.forExpression("}");
    const items: [Expression, Expression][] = [];
    while (!this.accept("}")) {
      const bare = this.tokens[this.at]?.kind === "name";
      const parsed = this.expression();
      const key: Expression =
        bare && parsed.kind === "traversal" && parsed.steps.length === 0
          ? { kind: "literal", value: parsed.root }
          : parsed;
      if (!this.accept("=")) this.expect(":");
      items.push([key, this.expression()]);
      // Members stand on lines of their own or between commas; the lexer drops line ends, so a comma is optional.
      this.accept(",");
    }
    return { kind: "object", items };
  }

  private forExpression(close: "]" | "}"): ForExpression {
    this.at++;
    const names = [this.next().text];
    if (this.accept(",")) names.push(this.next().text);
    if (!this.isName("in")) throw new ExpressionError("a for expression without in");
    this.at++;
    const collection = this.expression();
    this.expect(":");
    let value = this.expression();
    let key: Expression | undefined;
    if (close === "}") {
      this.expect("=>");
      key = value;
      value = this.expression();
    }
    const grouped = this.accept("...");
    let condition: Expression | undefined;
    if (this.isName("if")) {
      this.at++;
      condition = this.expression();
    }
    this.expect(close);
    return { kind: "for", names, collection, key, value, condition, grouped };
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (!token) throw new ExpressionError("the expression ends early");
    this.at++;
    return token;
  }

  private peek(): string {
    return this.tokens[this.at]?.text ?? "";
  }

  private isPunctuation(): boolean {
    return this.tokens[this.at]?.kind === "punctuation";
  }

  private isName(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === "name" && token.text === text;
  }

  private accept(text: string): boolean {
    if (!this.isPunctuation() || this.peek() !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw new ExpressionError(`expected ${text} instead of ${this.peek() || "the end"}`);
  }
}

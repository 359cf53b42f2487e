import { numberOf } from "../values/decimal";
import type { Expression, ForExpression, Step } from "./syntax";
import { readTemplate } from "./template";
import { ExpressionError, kindOf, type Token, tokenize } from "./tokens";

export { ExpressionError };

/** Operators of two operands, from those that bind least. */
const LEVELS = [["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"]];
const PRECEDENCE = new Map(LEVELS.flatMap((operators, level) => operators.map((operator) => [operator, level])));

const DEEPEST = 200;
/** What the reader of HCL puts around a heredoc with strip markers inside an expression; Terraform has no function with this name. */
export const HEREDOC = "heredoc";

/** Each level of strings in interpolations reads the inner levels again, so their limit is lower. */
const DEEPEST_STRING = 16;

/**
 * Parses a string of JSON-syntax Terraform, or the text of a template: `${…}` and `%{…}` in it are evaluated.
 *
 * @throws ExpressionError when a sequence is not closed or cannot be read.
 */
export function parseTemplate(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = templateOf(text, 0);
  if (parsed.size >= KEPT.count) parsed.clear();
  if (text.length <= KEPT.length) parsed.set(text, expression);
  return expression;
}

/** Short templates that are kept parsed: many plans of one run have the same module. */
const KEPT = { count: 200, length: 2_000 };
const parsed = new Map<string, Expression>();

/**
 * Parses an expression that is not inside a string.
 *
 * @throws ExpressionError when it cannot be read.
 */
export function parseExpression(text: string): Expression {
  return new Parser(tokenize(`${text}\n}`, 0).tokens, 0).whole();
}

function templateOf(text: string, strings: number, isQuoted = strings > 0): Expression {
  if (strings > DEEPEST_STRING)
    throw new ExpressionError(`strings nested more than ${DEEPEST_STRING} levels deep`, "limit");
  return readTemplate(text, isQuoted, (tokens) => new Parser(tokens, strings).whole());
}

class Parser {
  private at = 0;
  private depth = 0;
  /** Whether a line end ends an expression, as it does between the members of an object. */
  private endsWithLine = false;
  /** The first word of a member, which may be on a new line. */
  private memberStart = -1;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly strings: number,
  ) {}

  whole(): Expression {
    const expression = this.expression();
    if (this.at < this.tokens.length) throw new ExpressionError(`unexpected ${kindOf(this.tokens[this.at])}`);
    return expression;
  }

  private expression(): Expression {
    if (++this.depth > DEEPEST) throw new ExpressionError(`nested more than ${DEEPEST} levels deep`, "limit");
    const test = this.binary(0);
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
      const precedence = this.isPunctuation() ? PRECEDENCE.get(operator) : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.at++;
      left = { kind: "binary", operator, left, right: this.binary(precedence + 1) };
    }
  }

  private unary(): Expression {
    const operator = this.peek();
    if (this.isPunctuation() && (operator === "!" || operator === "-")) {
      if (++this.depth > DEEPEST) throw new ExpressionError(`nested more than ${DEEPEST} levels deep`, "limit");
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
      if (this.accept("*")) return { splat: "names" };
      const token = this.next();
      if (token.kind === "name") return { name: token.text };
      if (token.kind === "number" && /^\d+$/.test(token.text)) return { index: numberLiteral(token.text) };
      throw new ExpressionError(`unexpected ${kindOf(token)}`);
    }
    if (!this.accept("[")) return undefined;
    if (this.accept("*")) {
      this.expect("]");
      return { splat: "all" };
    }
    return { index: this.inBrackets("]") };
  }

  private primary(): Expression {
    const token = this.next();
    if (token.kind === "number") return numberLiteral(token.text);
    if (token.kind === "string") return templateOf(token.text, this.strings + 1);
    if (token.kind === "name") return this.named(token.text);
    if (token.text === "(") {
      const inner = this.inBrackets(")");
      return inner.kind === "traversal" ? { kind: "access", of: inner, steps: [] } : inner;
    }
    if (token.text === "[") return this.overLines(() => this.tuple());
    if (token.text === "{") return this.overLines(() => this.object());
    throw new ExpressionError(`unexpected ${kindOf(token)}`);
  }

  private named(name: string): Expression {
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    let full = name;
    while (this.accept("::")) full += `::${this.next().text}`;
    if (!this.accept("(")) {
      if (full !== name) throw new ExpressionError("expected ( after the name of a function");
      return { kind: "traversal", root: full, steps: [] };
    }
    return this.overLines(() => (full === HEREDOC ? this.heredoc() : this.call(full)));
  }

  private heredoc(): Expression {
    const { kind, text } = this.next();
    if (kind !== "string") throw new ExpressionError("a heredoc without its text");
    this.expect(")");
    return templateOf(text, this.strings + 1, false);
  }

  private call(name: string): Expression {
    let spread = false;
    const args = this.listed(")", () => {
      const argument = this.expression();
      spread = this.accept("...");
      return argument;
    });
    return { kind: "call", name, args, spread };
  }

  private tuple(): Expression {
    if (this.isName("for")) return this.forExpression("]");
    return { kind: "tuple", items: this.listed("]", () => this.expression()) };
  }

  /** What commas separate, up to the bracket that closes it. */
  private listed(close: string, read: () => Expression): readonly Expression[] {
    const items: Expression[] = [];
    while (!this.accept(close)) {
      items.push(read());
      if (this.accept(",")) continue;
      this.expect(close);
      break;
    }
    return items;
  }

  private object(): Expression {
    if (this.isName("for")) return this.forExpression("}");
    const items: [Expression, Expression][] = [];
    while (!this.accept("}")) {
      this.endsWithLine = true;
      this.memberStart = this.at;
      const bare = this.tokens[this.at]?.kind === "name";
      const parsed = this.expression();
      const key: Expression =
        bare && parsed.kind === "traversal" && parsed.steps.length === 0
          ? { kind: "literal", value: parsed.root }
          : parsed;
      if (!this.accept("=")) this.expect(":");
      items.push([key, this.expression()]);
      const isSeparated = this.accept(",") || this.tokens[this.at]?.startsLine === true;
      this.endsWithLine = false;
      if (!isSeparated && !(this.isPunctuation() && this.peek() === "}")) {
        throw new ExpressionError("a comma or line end is missing between the members of an object");
      }
    }
    return { kind: "object", items };
  }

  private loopName(): string {
    const token = this.next();
    if (token.kind !== "name") throw new ExpressionError(`unexpected ${kindOf(token)} as the name in a for expression`);
    return token.text;
  }

  private forExpression(close: "]" | "}"): ForExpression {
    this.at++;
    const names = [this.loopName()];
    if (this.accept(",")) names.push(this.loopName());
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

  private inBrackets(close: string): Expression {
    return this.overLines(() => {
      const inner = this.expression();
      this.expect(close);
      return inner;
    });
  }

  /** Reads what is in brackets, where line ends have no meaning. */
  private overLines<T>(read: () => T): T {
    const outer = this.endsWithLine;
    this.endsWithLine = false;
    const result = read();
    this.endsWithLine = outer;
    return result;
  }

  private isAtLineEnd(): boolean {
    return this.endsWithLine && this.at !== this.memberStart && this.tokens[this.at]?.startsLine === true;
  }

  private next(): Token {
    const token = this.tokens[this.at];
    if (this.isAtLineEnd()) throw new ExpressionError("a line ends before the expression does");
    if (!token) throw new ExpressionError("the expression ends early");
    this.at++;
    return token;
  }

  private peek(): string {
    return this.tokens[this.at]?.text ?? "";
  }

  private isPunctuation(): boolean {
    return this.tokens[this.at]?.kind === "punctuation" && !this.isAtLineEnd();
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
    if (!this.accept(text)) throw new ExpressionError(`expected ${text} instead of ${kindOf(this.tokens[this.at])}`);
  }
}

function numberLiteral(text: string): Expression {
  if (/\..*\./.test(text)) throw new ExpressionError("a number with two decimal points");
  const value = numberOf(text);
  if (value === undefined)
    throw new ExpressionError("a number of more than 15 digits, which cannot be represented exactly", "number");
  return { kind: "literal", value };
}

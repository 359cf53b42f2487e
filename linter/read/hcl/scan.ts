import {
  type Extent,
  escapedSequence,
  HclFault,
  identifierAt,
  invalidCharacter,
  newlineAt,
  opensSequence,
  pastBlank,
  scanExpression,
} from "./lexer";
import { unescaped } from "./template";

/** `name = expression`. */
export interface HclArgument {
  readonly name: string;
  /** Offset of the name. */
  readonly start: number;
  readonly value: Extent;
}

/** `type "label" { … }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  /** Offset of the type. */
  readonly start: number;
  /** Offset after the closing brace. */
  readonly end: number;
  readonly body: HclBody;
}

/** The content of a block or file. */
export interface HclBody {
  readonly arguments: readonly HclArgument[];
  readonly blocks: readonly HclBlock[];
}

const DEEPEST_BLOCK = 100;

/**
 * Reads the bodies of HCL's native syntax: arguments and blocks with exact extents. Expressions are only delimited; what is
 * in them is read by `value.ts` and by the expression parser.
 *
 * @throws HclFault at the first place that HCL's grammar does not allow.
 */
export function scanBodies(text: string): HclBody {
  return new Scanner(text).file();
}

class Scanner {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  file(): HclBody {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    return this.body(undefined);
  }

  /** Items up to the brace that closes the body, or to the end of the file. */
  private body(opened: number | undefined): HclBody {
    const args: HclArgument[] = [];
    const blocks: HclBlock[] = [];
    const names = new Set<string>();
    for (;;) {
      this.blank(true);
      if (this.at >= this.text.length) {
        if (opened !== undefined) throw new HclFault("a block is not closed: } is missing", opened);
        return { arguments: args, blocks };
      }
      if (this.text[this.at] === "}") {
        if (opened === undefined) throw new HclFault("unexpected }; no block is open here", this.at);
        return { arguments: args, blocks };
      }
      this.item(args, blocks, names);
      this.endOfLine();
    }
  }

  private item(args: HclArgument[], blocks: HclBlock[], names: Set<string>): void {
    const start = this.at;
    const name = this.name();
    this.blank(false);
    if (this.text[this.at] !== "=") {
      blocks.push(this.block(name, start));
      return;
    }
    if (names.has(name)) throw new HclFault(`the argument ${name} is set twice in one block`, start);
    names.add(name);
    args.push(this.argument(name, start));
  }

  private name(): string {
    const name = identifierAt(this.text, this.at);
    if (name === "") throw this.unexpected("an argument or block name is expected here");
    this.at += name.length;
    return name;
  }

  private argument(name: string, start: number): HclArgument {
    this.at++;
    this.blank(false);
    const from = this.at;
    const { end, next } = scanExpression(this.text, from, "\n");
    this.at = next;
    if (end === from) throw new HclFault("an argument has no value", from);
    return { name, start, value: { start: from, end } };
  }

  private block(type: string, start: number): HclBlock {
    const labels: string[] = [];
    for (;;) {
      this.blank(false);
      const character = this.text[this.at];
      if (character === "{") break;
      if (character === '"') labels.push(this.label());
      else {
        const label = identifierAt(this.text, this.at);
        if (label === "") throw this.unexpected("a name is followed by neither = nor {");
        labels.push(label);
        this.at += label.length;
      }
    }
    const opened = this.at++;
    if (++this.depth > DEEPEST_BLOCK) throw new HclFault(`blocks nest more than ${DEEPEST_BLOCK} levels deep`, start);
    this.blank(false);
    const body = newlineAt(this.text, this.at) > 0 ? this.body(opened) : this.oneLine(opened);
    this.depth--;
    this.at++;
    return { type, labels, start, end: this.at, body };
  }

  /** `{ }` or `{ name = value }`. */
  private oneLine(opened: number): HclBody {
    if (this.text[this.at] === "}") return { arguments: [], blocks: [] };
    const start = this.at;
    const name = this.name();
    this.blank(false);
    if (this.text[this.at] !== "=") throw this.unexpected("a block on one line may contain one argument and no blocks");
    const argument = this.argument(name, start);
    if (this.text[this.at] !== "}") {
      const problem = "a block with more than one argument must have a line for each";
      throw this.at >= this.text.length
        ? new HclFault("a block is not closed: } is missing", opened)
        : new HclFault(problem, this.at);
    }
    return { arguments: [argument], blocks: [] };
  }

  private label(): string {
    const start = this.at + 1;
    for (let at = start; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === "\\") at++;
      else if (escapedSequence(this.text, at)) at += 2;
      else if (opensSequence(this.text, at)) throw new HclFault("a block label must be a plain string", at);
      else if (character === '"') {
        this.at = at + 1;
        return unescaped(this.text.slice(start, at), start).replace(/([$%])\1\{/g, "$1{");
      } else if (character === "\n" || character === "\r") break;
    }
    throw new HclFault("a string in quotes is not closed on its line", start - 1);
  }

  /** Skips space and comments, and line ends where they have no meaning. */
  private blank(lines: boolean): void {
    this.at = pastBlank(this.text, this.at, lines);
  }

  private endOfLine(): void {
    this.blank(false);
    if (this.at >= this.text.length) return;
    const length = newlineAt(this.text, this.at);
    if (length === 0) throw this.unexpected("a line end is missing after an argument or block");
    this.at += length;
  }

  private unexpected(problem: string): HclFault {
    const character = this.text[this.at] ?? "";
    if (/^(?:<{7}|={7}|>{7})/.test(this.text.slice(this.at, this.at + 7))) {
      return new HclFault("there is a merge conflict marker", this.at);
    }
    if (character !== "" && /[^\p{ID_Continue}\s"'{}()[\].,:?+*%!&|=<>/#-]|'/u.test(character))
      return invalidCharacter(character, this.at);
    return new HclFault(problem, this.at);
  }
}

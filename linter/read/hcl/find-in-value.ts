import type { Onward, PlaceSearch } from "../../model/expressions/source";
import { isRecord, type Symbolic, Unknown } from "../../model/values/symbolic";
import type { FilePlace, ValuePath } from "../file-places";
import { findInJson } from "../find-in-json";
import { findInYaml } from "../find-in-yaml";
import { type Extent, endOfOpened, scanExpression } from "./lexer";
import { wholeSequence, withoutSequences } from "./plain-text";
import { heredocContent, withoutHeredocs } from "./template";
import { elementsOf, membersOf } from "./value";

/** A place in the text of a file that a path may lead to. */
export interface Found extends Omit<FilePlace, "line"> {
  readonly at: number;
}

/** A name of a value or of a function, such as `local` or `provider::aws::arn_build`. */
const NAME = /[\w-]+(?:::[\w-]+)*/y;
const STEP = /\.(\*|[\w-]+)/y;

/** Finds what a path leads to in the value that a name has in a `for` expression. */
type Bound = (path: ValuePath) => readonly Found[];

/** Longer expressions that are no objects or lists are not evaluated to find a place. */
const LONGEST_EVALUATED = 10_000;

/**
 * Finds what a path leads to in an expression: through objects and lists that are written out, `jsonencode` and other calls, the
 * side that a condition chooses, the JSON of heredocs, and on to locals, variables, outputs and files. Nothing where it leads nowhere.
 */
export class ValueFinder {
  constructor(
    private readonly text: string,
    private readonly search: PlaceSearch,
    private readonly bound: ReadonlyMap<string, Bound> = new Map(),
  ) {}

  find(extent: Extent, path: ValuePath): readonly Found[] {
    // A property is found where it is written, even if its value is elsewhere; what is inside the value is found there.
    if (path.length === 0) return [];
    const { text } = this;
    const { start, end } = extent;
    const close = this.endOfPrimary(start);
    if (close === undefined || close > end) return [];
    const steps = close === start ? undefined : this.steps(close, end);
    if (!steps) return this.inCondition(extent, path);
    const whole = stepped(steps, path);
    if (!whole) return [];
    const primary = { start, end: close };
    const first = text[start] ?? "";
    if ('([{"<'.includes(first)) return this.inPrimary(primary, first, whole);
    return text[close - 1] === ")" ? this.inCall(primary, whole) : this.elsewhere(primary, steps, path);
  }

  /** What a path leads to in the JSON or YAML of a template, or in the expression that the template consists of. */
  findInText(content: Extent, path: ValuePath): readonly Found[] {
    const { text, search } = this;
    const whole = wholeSequence(text, content);
    if (whole) return this.find(whole, path);
    const plain = withoutSequences(text, content, (condition) => this.isTrue(condition));
    const found = search.isYaml ? findInYaml(plain, path) : findInJson(plain, path);
    return found ? [{ at: content.start + found.at, left: found.left }] : [];
  }

  private endOfPrimary(start: number): number | undefined {
    const { text } = this;
    const first = text[start] ?? "";
    if (first === "<") return text[start + 1] === "<" ? endOfOpened(text, start) : start;
    if (first !== "" && '([{"'.includes(first)) return endOfOpened(text, start);
    NAME.lastIndex = start;
    const end = start + (NAME.exec(text)?.[0].length ?? 0);
    return end > start && text[end] === "(" ? endOfOpened(text, end) : end;
  }

  /** The steps up to the end of an expression; undefined where something else follows, or an index is not known. */
  private steps(from: number, end: number): readonly (string | number)[] | undefined {
    const { text } = this;
    const steps: (string | number)[] = [];
    for (let at = from; at < end; ) {
      STEP.lastIndex = at;
      const name = STEP.exec(text)?.[1];
      const next = text[at] === "[" ? endOfOpened(text, at) : at + 1 + (name?.length ?? 0);
      const inner = text.slice(at + 1, next - 1).trim();
      const step = name ?? (text[at] === "[" ? (inner === "*" ? inner : this.key(inner)) : undefined);
      if (step === undefined) return undefined;
      steps.push(name !== undefined && /^\d+$/.test(name) ? Number(name) : step);
      at = next;
    }
    return steps;
  }

  private key(expression: string): string | number | undefined {
    const literal = /^(?:"([\w-]+)"|(\d+))$/.exec(expression);
    if (literal) return literal[1] ?? Number(literal[2]);
    const key = this.evaluate(expression);
    return typeof key === "string" || typeof key === "number" ? key : undefined;
  }

  private inPrimary(extent: Extent, first: string, path: ValuePath): readonly Found[] {
    const { text } = this;
    if (first === "(") {
      const inner = elementsOf(text, extent)?.[0];
      return inner ? this.find(inner, path) : [];
    }
    if (first === "<") return this.findInText(heredocContent(text, extent), path);
    if (first === '"') {
      const whole = wholeSequence(text, { start: extent.start + 1, end: extent.end - 1 });
      return whole ? this.find(whole, path) : [];
    }
    const [step, ...rest] = path;
    if (step === undefined) return [];
    const loop = this.loop(extent);
    if (loop) return this.inLoop(loop, step, rest);
    if (first === "[") {
      const item = typeof step === "number" ? elementsOf(text, extent)?.[step] : undefined;
      return item ? orHere(this.find(item, rest), item.start, rest) : [];
    }
    const member = membersOf(text, extent)?.findLast(({ name }) => name === String(step));
    return member ? orHere(this.find(member.value, rest), member.start, rest) : [];
  }

  /** The parts of a `for` expression. */
  private loop({ start, end }: Extent): Loop | undefined {
    const { text } = this;
    FOR.lastIndex = start;
    const names = FOR.exec(text);
    if (!names) return undefined;
    const [, first = "", second] = names;
    const head = scanExpression(text, FOR.lastIndex, ":", end - 1);
    const key = text[start] === "{" ? scanExpression(text, head.next + 1, ">", end - 1) : undefined;
    const at = pastSpace(text, (key ?? head).next + 1, end);
    const rest = text.slice(at, end - 1);
    const least = (this.endOfPrimary(at) ?? end) - at;
    const last = [...rest.matchAll(/\sif\s/g)].at(-1)?.index ?? 0;
    const condition = last < least ? "" : rest.slice(last);
    const value = rest
      .slice(0, rest.length - condition.length)
      .trimEnd()
      .replace(/\.\.\.$/, "");
    return {
      names: second === undefined ? [undefined, first] : [first, second],
      collection: { start: FOR.lastIndex, end: head.end },
      key: key && text.slice(head.next + 1, key.end).replace(/=$/, ""),
      value: { start: at, end: at + value.length },
      condition,
    };
  }

  /** What a path leads to in the element or member that a `for` expression makes of one of its collection. */
  private inLoop(loop: Loop, step: string | number, rest: ValuePath): readonly Found[] {
    const { collection, value } = loop;
    const [, name] = loop.names;
    const element = this.elementOf(loop, step);
    const bound =
      element === undefined ? [] : [[name, (path: ValuePath) => this.find(collection, [element, ...path])] as const];
    const inner = new ValueFinder(this.text, this.search, new Map([...this.bound, ...bound]));
    return orHere(inner.find(value, rest), value.start, rest);
  }

  /** The key or index of the element that makes a member or element of a loop. */
  private elementOf(
    { names: [key = "key_", name], collection, key: made = key, condition }: Loop,
    step: string | number,
  ) {
    const each = (value: string) =>
      this.evaluate(`[for ${key}, ${name} in ${this.textOf(collection)} : ${value}${condition}]`);
    const elements = each(key);
    const members = typeof step === "number" ? undefined : each(made);
    const at = typeof step === "number" ? step : Array.isArray(members) ? members.indexOf(step) : -1;
    const element = Array.isArray(elements) ? elements[at] : undefined;
    return typeof element === "string" || typeof element === "number" ? element : undefined;
  }

  private inCall({ start, end }: Extent, path: ValuePath): readonly Found[] {
    const open = this.text.indexOf("(", start);
    const args = this.argumentsOf({ start: open, end });
    const [first, second] = args;
    const name = this.text.slice(start, open);
    if (!first) return [];
    switch (name) {
      case "file":
      case "filebase64":
      case "templatefile":
        return this.inFile(first, second, path);
      case "yamldecode":
      case "jsondecode": {
        const search = { ...this.search, isYaml: name === "yamldecode" };
        return new ValueFinder(this.text, search, this.bound).find(first, path);
      }
      case "try":
      case "coalesce":
        return this.inFirst(name, args, path);
      case "lookup":
      case "element": {
        const key = second && this.key(this.textOf(second));
        return key === undefined ? [] : this.inAll([first, ...args.slice(2)], path, [key]);
      }
      case "one":
        return this.find(first, [0, ...path]);
      case "join":
        return second ? this.find(second, [0, ...path]) : [];
      default:
        // Later arguments of `merge` win, so they come first.
        return this.inAll(args.toReversed(), path);
    }
  }

  /** The arguments of a call; those of a list that is written out and spread count one by one. */
  private argumentsOf(extent: Extent): readonly Extent[] {
    return (elementsOf(this.text, extent) ?? []).flatMap(({ start, end }) => {
      const isSpread = this.text.startsWith("...", end - 3);
      if (!isSpread) return [{ start, end }];
      const list = { start, end: end - 3 };
      return (this.text[start] === "[" && elementsOf(this.text, list)) || [list];
    });
  }

  private inAll(args: readonly Extent[], path: ValuePath, before: ValuePath = []): readonly Found[] {
    return args.flatMap((argument, at) => this.find(argument, at === 0 ? [...before, ...path] : path));
  }

  /** The first argument that `try` or `coalesce` takes, and those before it of which that is not known. */
  private inFirst(name: string, args: readonly Extent[], path: ValuePath): readonly Found[] {
    const taken: Extent[] = [];
    for (const argument of args) {
      const source = this.textOf(argument);
      const value = this.evaluate(name === "try" ? `can(${source})` : source);
      const isKnown = value !== undefined && !(value instanceof Unknown);
      const isPassed = name === "try" ? value === false : value === null || value === "";
      if (!isPassed) taken.push(argument);
      if (isKnown && !isPassed) break;
    }
    return this.inAll(taken, path);
  }

  private inFile(name: Extent, variables: Extent | undefined, path: ValuePath): readonly Found[] {
    const file = this.evaluate(this.textOf(name));
    if (typeof file !== "string") return [];
    const given = variables && this.evaluate(this.textOf(variables));
    return this.onward({ kind: "file", name: file, path, ...(isRecord(given) && { variables: given }) }, name.start);
  }

  private onward(to: Onward, at: number): readonly Found[] {
    const { isYaml = false } = this.search;
    return [{ at, left: to.path.length, onward: { ...to, isYaml } }];
  }

  /** A value that is written elsewhere: `local.keys["s3"]`, `var.settings.disk`, `each.value.document`, `module.security.document`. */
  private elsewhere({ start, end }: Extent, steps: ValuePath, path: ValuePath): readonly Found[] {
    const [name, ...rest] = steps;
    const root = this.text.slice(start, end);
    const bound = this.bound.get(root);
    if (bound) return bound(stepped(steps, path) ?? []);
    if (typeof name !== "string") return [];
    const whole = stepped(rest, path) ?? [];
    if (root === "local") return this.onward({ kind: "local", name, path: whole }, start);
    if (root === "var") return this.onward({ kind: "variable", name, path: whole }, start);
    if (root === "each" && name === "value") return this.onward({ kind: "each", path: whole }, start);
    return root === "module" ? this.inOutput(name, rest, path, start) : [];
  }

  private inOutput(call: string, steps: ValuePath, path: ValuePath, at: number): readonly Found[] {
    const isKeyed = steps.length > 1 && this.text[at + "module.".length + call.length] !== ".";
    const isSplat = steps[0] === "*";
    const [key, after] = isSplat ? [path[0], path.slice(1)] : [isKeyed ? steps[0] : undefined, path];
    const [name, ...rest] = isKeyed || isSplat ? steps.slice(1) : steps;
    const whole = stepped(rest, after);
    return typeof name === "string" && whole ? this.onward({ kind: "output", call, key, name, path: whole }, at) : [];
  }

  private inCondition({ start, end }: Extent, path: ValuePath): readonly Found[] {
    const { text } = this;
    const test = scanExpression(text, start, "?\n", end);
    if (test.next >= end || text[test.next] !== "?") return [];
    const then = scanExpression(text, test.next + 1, ":\n", end);
    if (then.next >= end || text[then.next] !== ":") return [];
    const chosen = this.isTrue(this.textOf({ start, end: test.end }));
    const inBranch = (from: number, to: number) => this.find({ start: pastSpace(text, from, to), end: to }, path);
    return [
      ...(chosen === false ? [] : inBranch(test.next + 1, then.end)),
      ...(chosen === true ? [] : inBranch(then.next + 1, end)),
    ];
  }

  private textOf(extent: Extent): string {
    return withoutHeredocs(this.text, extent);
  }

  private evaluate(expression: string): Symbolic | undefined {
    return expression.length > LONGEST_EVALUATED ? undefined : this.search.evaluate?.(`\${${expression}}`);
  }

  /** Whether a condition holds; undefined where that is not known. */
  private isTrue(condition: string): boolean | undefined {
    const value = this.evaluate(condition);
    if (value === true || value === "true") return true;
    return value === false || value === "false" ? false : undefined;
  }
}

/** A path with the steps before it; of `list[*].name` the path has the index. Undefined where it has none. */
function stepped(steps: ValuePath, path: ValuePath): ValuePath | undefined {
  const splat = steps.indexOf("*");
  if (splat === -1) return [...steps, ...path];
  const [index, ...rest] = path;
  return typeof index === "number" ? [...steps.slice(0, splat), index, ...steps.slice(splat + 1), ...rest] : undefined;
}

const FOR = /[[{]\s*for\s+([\w-]+)\s*(?:,\s*([\w-]+)\s*)?in\s+/y;

/** The parts of a `for` expression. */
interface Loop {
  /** Of the key or index, and of the element. */
  readonly names: readonly [string | undefined, string];
  readonly collection: Extent;
  /** What makes the name of a member. */
  readonly key: string | undefined;
  readonly value: Extent;
  /** With its `if`; empty without one. */
  readonly condition: string;
}

function pastSpace(text: string, start: number, end: number): number {
  return start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0);
}

/** The places found, or else the one around them. */
export function orHere(found: readonly Found[], at: number, rest: ValuePath): readonly Found[] {
  return found.length > 0 ? found : [{ at, left: rest.length }];
}

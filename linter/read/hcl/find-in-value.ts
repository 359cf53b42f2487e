import type { Onward } from "../../model/expressions/source";
import type { ValuePath } from "../file-places";
import { findInJson } from "../json-places";
import { type Extent, endOfOpened, escapedSequence, opensSequence, scanExpression } from "./lexer";
import { heredocContent } from "./template";
import { elementsOf, membersOf } from "./value";

/** A place in the text of a file that a path may lead to. */
export interface Found {
  readonly at: number;
  /** Steps of the path that are not found there. */
  readonly left: number;
  readonly onward?: Onward;
}

/** A value that is written elsewhere: `local.keys["s3"]`, `var.settings.disk`, `each.value.document`. */
const ELSEWHERE = /^(?:(local|var)\.([\w-]+)|each\.value)((?:\.[\w-]+|\["[\w-]+"\]|\[\d+\])*)$/;
/** A file that is named from the folder of the module or the root, without other interpolations. */
const NAMED_FILE = /^(?:templatefile|file)\(\s*"((?:\$\{path\.(?:module|root)\})?[^"$\\]+)"\s*[,)]/;

/**
 * What a path leads to in an expression: through objects and lists that are written out, `jsonencode` and other calls, both
 * sides of a condition, the JSON of heredocs, and on to locals, variables and files. Empty where it leads nowhere.
 */
export function findInValue(text: string, extent: Extent, path: ValuePath): readonly Found[] {
  const { start, end } = extent;
  const first = text[start] ?? "";
  if (first !== "" && '([{"<'.includes(first)) {
    const close = endOfPrimary(text, start);
    if (close === end) return findInPrimary(text, extent, first, path);
  }
  const source = text.slice(start, end);
  const call = /^[\w-]+(?=\()/.exec(source);
  if (call && endOfOpened(text, start + call[0].length) === end) {
    const file = path.length > 0 ? NAMED_FILE.exec(source)?.[1] : undefined;
    if (file !== undefined) return [{ at: start, left: path.length, onward: { kind: "file", name: file, path } }];
    return findInArguments(text, { start: start + call[0].length, end }, path);
  }
  const elsewhere = path.length > 0 && source.length < 1000 ? ELSEWHERE.exec(source) : null;
  // A property is found where it is written, even if its value is elsewhere; what is inside the value is found there.
  if (elsewhere) return [{ at: start, left: path.length, onward: onwardOf(elsewhere, path) }];
  return findInCondition(text, extent, path);
}

function onwardOf([, kind, name = "", written = ""]: readonly string[], path: ValuePath): Onward {
  const steps = [...written.matchAll(/\.([\w-]+)|"([\w-]+)"|(\d+)/g)].map(([, attribute, key, index]) =>
    index === undefined ? (attribute ?? key ?? "") : Number(index),
  );
  if (kind === undefined) return { kind: "each", path: [...steps, ...path] };
  return { kind: kind === "var" ? "variable" : "local", name, path: [...steps, ...path] };
}

function endOfPrimary(text: string, start: number): number {
  return text[start] === "<" && text[start + 1] !== "<" ? start : endOfOpened(text, start);
}

function findInPrimary(text: string, extent: Extent, first: string, path: ValuePath): readonly Found[] {
  if (first === "(") return findInValue(text, trimmed(text, extent), path);
  if (first === "<") return findInText(text, heredocContent(text, extent), path);
  const [step, ...rest] = path;
  if (step === undefined || first === '"') return [];
  const made = madeByFor(text, extent);
  if (made) return orHere(findInValue(text, made, rest), made.start, rest);
  if (first === "[") {
    const item = typeof step === "number" ? elementsOf(text, extent)?.[step] : undefined;
    return item ? orHere(findInValue(text, item, rest), item.start, rest) : [];
  }
  const member = membersOf(text, extent)?.findLast(({ name }) => name === String(step));
  return member ? orHere(findInValue(text, member.value, rest), member.start, rest) : [];
}

const FOR = /[[{]\s*for\s/y;

/** The expression that makes each element or member in a `for` expression. */
function madeByFor(text: string, { start, end }: Extent): Extent | undefined {
  FOR.lastIndex = start;
  if (!FOR.test(text)) return undefined;
  const head = scanExpression(text, FOR.lastIndex, ":", end - 1);
  const key = text[start] === "{" ? scanExpression(text, head.next + 1, ">", end - 1) : head;
  const at = pastSpace(text, key.next + 1, end);
  const call = /^[\w-]*(?=[([{"])/.exec(text.slice(at, end));
  return { start: at, end: call ? endOfOpened(text, at + call[0].length) : end - 1 };
}

function pastSpace(text: string, start: number, end: number): number {
  return start + (/^\s*/.exec(text.slice(start, end))?.[0].length ?? 0);
}

/** The places found, or else the one around them. */
export function orHere(found: readonly Found[], at: number, rest: ValuePath): readonly Found[] {
  return found.length > 0 ? found : [{ at, left: rest.length }];
}

/** The expression inside parentheses. */
function trimmed(text: string, { start, end }: Extent): Extent {
  const inner = elementsOf(text, { start, end });
  return inner?.[0] ?? { start: end, end };
}

/** Later arguments of `merge` win, so they come first. */
function findInArguments(text: string, extent: Extent, path: ValuePath): readonly Found[] {
  return (elementsOf(text, extent)?.toReversed() ?? []).flatMap((argument) => findInValue(text, argument, path));
}

function findInCondition(text: string, { start, end }: Extent, path: ValuePath): readonly Found[] {
  const test = scanExpression(text, start, "?\n", end);
  if (test.next >= end || text[test.next] !== "?") return [];
  const then = scanExpression(text, test.next + 1, ":\n", end);
  if (then.next >= end || text[then.next] !== ":") return [];
  const branches = [
    { start: test.next + 1, end: then.end },
    { start: then.next + 1, end },
  ];
  return branches.flatMap((branch) =>
    findInValue(text, { ...branch, start: pastSpace(text, branch.start, branch.end) }, path),
  );
}

/** What a path leads to in the JSON of a template, or in the expression that the template consists of. */
export function findInText(text: string, content: Extent, path: ValuePath): readonly Found[] {
  const written = text.slice(content.start, content.end).trimEnd();
  if (written.startsWith("${") && endOfOpened(text, content.start + 1) === content.start + written.length) {
    const skipped = /^\$\{~?\s*/.exec(written)?.[0].length ?? 0;
    const inner = written.replace(/\s*~?\}$/, "").length;
    return findInValue(text, { start: content.start + skipped, end: content.start + inner }, path);
  }
  const found = findInJson(withoutSequences(text, content), path);
  return found ? [{ at: content.start + found.at, left: found.left }] : [];
}
function standIn(isDirective: boolean, isInString: boolean, length: number): string {
  if (isInString) return "x".repeat(length);
  return isDirective ? " ".repeat(length) : "0".padEnd(length);
}

/** JSON of the same length in which interpolations are plain values or text, and directives are blank. */
function withoutSequences(text: string, { start, end }: Extent): string {
  let result = "";
  let isInString = false;
  for (let at = start; at < end; ) {
    const escaped = escapedSequence(text, at);
    if (escaped === 0 && opensSequence(text, at)) {
      const next = endOfOpened(text, at + 1);
      result += standIn(text[at] === "%", isInString, next - at);
      at = next;
      continue;
    }
    const character = text[at] ?? "";
    if (character === '"') isInString = !isInString;
    const length = isInString && character === "\\" ? 2 : 1;
    result += text.slice(at, at + length);
    at += length;
  }
  return result;
}

import type { FilePlace, ValuePath } from "../file-places";
import { findInJson } from "../json-places";
import { type Extent, endOfOpened, escapedSequence, opensSequence, scanExpression } from "./lexer";
import { heredocContent } from "./template";
import { elementsOf, membersOf } from "./value";

/** A place in the text of a file. */
export interface Found {
  readonly at: number;
  readonly local?: FilePlace["local"];
}

/**
 * What a path leads to in an expression: through objects and lists that are written out, `jsonencode` and other calls, both
 * sides of a condition, the JSON of heredocs, and to locals. Undefined where it leads nowhere.
 */
export function findInValue(text: string, extent: Extent, path: ValuePath): Found | undefined {
  const { start, end } = extent;
  const first = text[start] ?? "";
  if (first !== "" && '([{"<'.includes(first)) {
    const close = endOfPrimary(text, start);
    if (close === end) return findInPrimary(text, extent, first, path);
  }
  const call = /^[\w-]+(?=\()/.exec(text.slice(start, end));
  if (call && endOfOpened(text, start + call[0].length) === end) {
    return findInArguments(text, { start: start + call[0].length, end }, path);
  }
  const local = /^local\.([\w-]+)((?:\.[\w-]+)*)$/.exec(text.slice(start, end));
  // A property whose value is a local is found where it is written; what is in the local is found there.
  if (local && path.length > 0) {
    const steps = (local[2] ?? "").split(".").slice(1);
    return { at: start, local: { name: local[1] ?? "", path: [...steps, ...path] } };
  }
  return findInCondition(text, extent, path);
}

function endOfPrimary(text: string, start: number): number {
  return text[start] === "<" && text[start + 1] !== "<" ? start : endOfOpened(text, start);
}

function findInPrimary(text: string, extent: Extent, first: string, path: ValuePath): Found | undefined {
  if (first === "(") return findInValue(text, trimmed(text, extent), path);
  if (first === "<") return findInHeredoc(text, extent, path);
  const [step, ...rest] = path;
  if (step === undefined || first === '"') return undefined;
  if (first === "[") {
    const item = typeof step === "number" ? elementsOf(text, extent)?.[step] : undefined;
    return item && (findInValue(text, item, rest) ?? { at: item.start });
  }
  const member = membersOf(text, extent)?.findLast(({ name }) => name === String(step));
  return member && (findInValue(text, member.value, rest) ?? { at: member.start });
}

/** The expression inside parentheses. */
function trimmed(text: string, { start, end }: Extent): Extent {
  const inner = elementsOf(text, { start, end });
  return inner?.[0] ?? { start: end, end };
}

/** Later arguments of `merge` win, so they are looked through first. */
function findInArguments(text: string, extent: Extent, path: ValuePath): Found | undefined {
  for (const argument of elementsOf(text, extent)?.toReversed() ?? []) {
    const found = findInValue(text, argument, path);
    if (found) return found;
  }
  return undefined;
}

function findInCondition(text: string, { start, end }: Extent, path: ValuePath): Found | undefined {
  const test = scanExpression(text, start, "?\n", end);
  if (test.next >= end || text[test.next] !== "?") return undefined;
  const then = scanExpression(text, test.next + 1, ":\n", end);
  if (then.next >= end || text[then.next] !== ":") return undefined;
  const branches = [
    { start: test.next + 1, end: then.end },
    { start: then.next + 1, end },
  ];
  for (const branch of branches) {
    const skipped = /^\s*/.exec(text.slice(branch.start, branch.end))?.[0].length ?? 0;
    const found = findInValue(text, { ...branch, start: branch.start + skipped }, path);
    if (found) return found;
  }
  return undefined;
}

function findInHeredoc(text: string, extent: Extent, path: ValuePath): Found | undefined {
  const content = heredocContent(text, extent);
  const at = findInJson(withoutSequences(text, content), path);
  return at === undefined ? undefined : { at: content.start + at };
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

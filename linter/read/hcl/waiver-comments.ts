import type { SourceWaiver } from "../../model/terraform/model";
import { Lines } from "../line-and-column";
import { type Extent, scanComments, scanExpression } from "./lexer";
import { type HclBlock, type HclBody, scanBodies } from "./scan";

/** A comment that asks for a waiver. */
type WaiverComment = Omit<SourceWaiver, "file">;

/** Comments of one file that are read: each is looked for in the whole of it. */
const MOST_COMMENTS = 1_000;

const MARKER = "emr-encryption:waive";

/**
 * Comments of a file that ask for a waiver, with the lines that they cover: of a comment directly above a block or between
 * its arguments the block, of one behind an argument that argument, and inside an expression the property that follows.
 */
export function findWaiverComments(text: string): readonly WaiverComment[] {
  if (!text.includes(MARKER)) return [];
  const body = scanBodies(text);
  const lines = new Lines(text);
  const marked = scanComments(text).filter(({ start, end }) => text.slice(start, end).includes(MARKER));
  const [beyond] = marked.slice(MOST_COMMENTS);
  const line = beyond ? lines.at(beyond.start).line : 0;
  const problem = `is one of more than ${MOST_COMMENTS} in this file, and neither it nor those after it are read`;
  return [
    ...marked.slice(0, MOST_COMMENTS).map((comment) => waiverOf(comment, text, body, lines)),
    ...(beyond ? [{ text: "", line, covers: { from: line, to: line }, problem }] : []),
  ];
}

function waiverOf(comment: Extent, text: string, body: HclBody, lines: Lines): WaiverComment {
  const written = text.slice(comment.start, comment.end);
  const covered = coveredBy(text, body, comment, lines) ?? comment;
  return {
    text: written
      .slice(written.indexOf(MARKER) + MARKER.length)
      .replace(/\*\/$/, "")
      .trim(),
    line: lines.at(comment.start).line,
    covers: { from: lines.at(covered.start).line, to: lines.at(Math.max(covered.start, covered.end - 1)).line },
  };
}

function coveredBy(text: string, body: HclBody, comment: Extent, lines: Lines): Extent | undefined {
  const block = body.blocks.find(({ start, end }) => start <= comment.start && comment.start < end);
  if (!block) {
    const onLine = body.blocks.findLast(
      ({ end }) => end <= comment.start && lines.at(end).line === lines.at(comment.start).line,
    );
    const next = body.blocks.find(({ start }) => start >= comment.end);
    const isApart = body.arguments.some(({ start }) => comment.end <= start && start < (next?.start ?? 0));
    return onLine ?? (isApart ? undefined : next);
  }
  return coveredInBlock(text, block, comment, lines);
}

function coveredInBlock(text: string, block: HclBlock, comment: Extent, lines: Lines): Extent {
  const { arguments: args, blocks } = block.body;
  const inner = blocks.find(({ start, end }) => start <= comment.start && comment.start < end);
  if (inner) return coveredInBlock(text, inner, comment, lines);
  const around = args.find(({ start, value }) => start <= comment.start && comment.start < value.end);
  if (around) return property(text, comment, lines);
  const line = lines.at(comment.start).line;
  const behind = args.find(({ start, value }) => start < comment.start && lines.at(value.end - 1).line === line);
  if (behind) return { start: behind.start, end: behind.value.end };
  return blocks.find(({ end }) => end <= comment.start && lines.at(end - 1).line === line) ?? block;
}

/** The property of an expression that a comment is behind of or above. */
function property(text: string, comment: Extent, lines: Lines): Extent {
  const lineStart = comment.start - lines.at(comment.start).column + 1;
  const isBehind = text.slice(lineStart, comment.start).trim() !== "";
  let at = isBehind ? lineStart : comment.end;
  while (/\s/.test(text[at] ?? "")) at++;
  const name = /^(?:"[^"\n]*"|[\w-]+)\s*[=:]\s*/.exec(text.slice(at, at + 1000));
  if (!name) return { start: at, end: at + 1 };
  return { start: at, end: scanExpression(text, at + name[0].length, ",\n").end };
}

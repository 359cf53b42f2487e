import { type Extent, scanComments, scanExpression } from "./lexer";
import type { HclBlock, HclBody } from "./scan";

/** A comment that asks for a waiver. */
export interface WaiverComment {
  /** What follows the marker. */
  readonly text: string;
  /** Line of the comment, from 1. */
  readonly line: number;
  /** First and last line that it covers. */
  readonly covers: { readonly from: number; readonly to: number };
}

const MARKER = "emr-encryption:waive";

/**
 * Comments of a file that ask for a waiver, with the lines that they cover: of a comment directly above a block or between
 * its arguments the block, of one behind an argument that argument, and inside an expression the property that follows.
 */
export function findWaiverComments(text: string, body: HclBody): readonly WaiverComment[] {
  if (!text.includes(MARKER)) return [];
  const lines = new Lines(text);
  return scanComments(text).flatMap((comment) => {
    const written = text.slice(comment.start, comment.end);
    const marker = written.indexOf(MARKER);
    if (marker === -1) return [];
    const covered = coveredBy(text, body, comment, lines) ?? comment;
    return [
      {
        text: written
          .slice(marker + MARKER.length)
          .replace(/\*\/$/, "")
          .trim(),
        line: lines.of(comment.start),
        covers: { from: lines.of(covered.start), to: lines.of(Math.max(covered.start, covered.end - 1)) },
      },
    ];
  });
}

function coveredBy(text: string, body: HclBody, comment: Extent, lines: Lines): Extent | undefined {
  const block = body.blocks.find(({ start, end }) => start <= comment.start && comment.start < end);
  if (!block) {
    const onLine = body.blocks.findLast(({ end }) => end <= comment.start && lines.of(end) === lines.of(comment.start));
    return onLine ?? body.blocks.find(({ start }) => start >= comment.end && isBlank(text.slice(comment.end, start)));
  }
  return coveredInBlock(text, block, comment, lines);
}

function coveredInBlock(text: string, block: HclBlock, comment: Extent, lines: Lines): Extent {
  const { arguments: args, blocks } = block.body;
  const inner = blocks.find(({ start, end }) => start <= comment.start && comment.start < end);
  if (inner) return coveredInBlock(text, inner, comment, lines);
  const around = args.find(({ start, value }) => start <= comment.start && comment.start < value.end);
  if (around) return property(text, comment, lines);
  const line = lines.of(comment.start);
  const behind = args.find(({ start, value }) => start < comment.start && lines.of(value.end - 1) === line);
  if (behind) return { start: behind.start, end: behind.value.end };
  return blocks.find(({ end }) => end <= comment.start && lines.of(end - 1) === line) ?? block;
}

/** The property of an expression that a comment is behind of or above. */
function property(text: string, comment: Extent, lines: Lines): Extent {
  const lineStart = lines.start(comment.start);
  const isBehind = text.slice(lineStart, comment.start).trim() !== "";
  let at = isBehind ? lineStart : comment.end;
  while (/\s/.test(text[at] ?? "")) at++;
  const name = /^(?:"[^"\n]*"|[\w-]+)\s*[=:]\s*/.exec(text.slice(at, at + 1000));
  if (!name) return { start: at, end: at + 1 };
  return { start: at, end: scanExpression(text, at + name[0].length, ",\n").end };
}

function isBlank(between: string): boolean {
  return between.split("\n").every((line) => /^\s*(?:#.*|\/\/.*)?$/.test(line.replace(/\r$/, "")));
}

class Lines {
  private readonly starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
  }

  of(at: number): number {
    const next = this.starts.findIndex((start) => start > at);
    return next === -1 ? this.starts.length : next;
  }

  start(at: number): number {
    return this.starts[this.of(at) - 1] ?? 0;
  }
}

import { UsageError } from "../../errors";
import type { Graph } from "../../graph/graph";

/** One row per format; its file, and what it needs, is loaded only when it is asked for. */
const writers = {
  svg: (): Writer => require("./svg").svg,
  mermaid: (): Writer => require("./mermaid").mermaid,
  dot: (): Writer => require("./dot").dot,
  json: (): Writer => (graph) => `${JSON.stringify(graph, null, 2)}\n`,
} as const;

type Writer = (graph: Graph) => string;

/** Name of a format of pictures. */
export type GraphFormat = keyof typeof writers;

/** Formats of pictures, in the order in which help names them. */
export const graphFormats = Object.keys(writers) as readonly GraphFormat[];

/**
 * The writer of a format, loaded now.
 *
 * @throws UsageError for a format that does not exist
 */
export function graphWriter(format: string): Writer {
  if (!Object.hasOwn(writers, format)) {
    throw new UsageError(`--format '${format}' does not exist; formats: ${graphFormats.join(", ")}`);
  }
  return writers[format as GraphFormat]();
}

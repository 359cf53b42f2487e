export { UsageError, type UsageErrorCode } from "./errors";
export type { Excerpts } from "./graph/excerpt";
export type { Excerpt } from "./graph/excerpt-line";
export type { Graph, GraphEdge, GraphNode, Mark, NodeKind, Origin, Part, Picture, Validity } from "./graph/graph";
export { type Format, reporter } from "./report";
export type {
  Finding,
  InputStatus,
  NotEvaluated,
  Notice,
  Place,
  Report,
  Severity,
  Waived,
} from "./report/finding";
export { exitCode } from "./run/exit-code";
export { lint, type Run, runLint } from "./run/lint";
export type { LintOptions, Progress } from "./run/options";

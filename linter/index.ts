export { JudgeError } from "./errors";
export type { Graph, GraphEdge, GraphNode, Mark, NodeKind, Origin, Part, Picture, Validity } from "./graph/graph";
export { exitCode, lint, type Run, runLint } from "./lint";
export type { LintOptions } from "./options";
export type {
  Finding,
  InputStatus,
  NotEvaluated,
  Notice,
  Place,
  Report,
  Severity,
  Waived,
} from "./report/report";

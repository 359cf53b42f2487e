export { UsageError } from "./errors";
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
export { exitCode, lint, type Run, runLint } from "./run/lint";
export type { LintOptions } from "./run/options";

export { JudgeError } from "./errors";
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

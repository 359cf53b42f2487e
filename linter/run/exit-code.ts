import type { Report, Severity } from "../report/finding";

/**
 * The exit code of a report: 2 if an input could not be read or was checked only in part, 1 for findings from a severity on (or for what was not evaluated, if
 * strict), else 0. The command line ends with 2 for errors as well (`cli/main.ts`).
 */
export function exitCode(report: Report, failOn: Severity | "never", strict: boolean | ReadonlySet<string>): 0 | 1 | 2 {
  if (report.inputs.some(({ status, incomplete }) => status === "unreadable" || incomplete !== undefined)) return 2;
  const isStrict = (rule: string) => (typeof strict === "boolean" ? strict : strict.has(rule));
  if (report.notEvaluated.some(({ rule }) => isStrict(rule))) return 1;
  const failing: readonly Severity[] = {
    error: ["error"],
    warning: ["error", "warning"],
    info: ["error", "warning", "info"],
    never: [],
  }[failOn] as readonly Severity[];
  return report.findings.some(
    ({ severity, change }) => failing.includes(severity) && (change ?? "introduced") === "introduced",
  )
    ? 1
    : 0;
}

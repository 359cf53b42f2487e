import type { CompactReport, Finding, Severity } from "../report/finding";
import type { RuleInfo } from "../rules/catalogue";

/**
 * The exit code of a report: 2 if an input could not be read or was checked only in part, 1 for findings from a severity on (or for what was not evaluated, if
 * strict), else 0. The command line ends with 2 for errors as well (`cli/main.ts`).
 *
 * @param unchecked - rules about what was not checked, whose warnings fail the run as well
 */
export function exitCode(
  report: CompactReport,
  failOn: Severity | "never",
  strict: boolean | ReadonlySet<string>,
  unchecked: ReadonlySet<string> = new Set(),
): 0 | 1 | 2 {
  if (report.inputs.some(({ status, incomplete }) => status === "unreadable" || incomplete !== undefined)) return 2;
  const isStrict = (rule: string) => (typeof strict === "boolean" ? strict : strict.has(rule));
  for (const { rule } of report.notEvaluated) if (isStrict(rule)) return 1;
  const severities: readonly Severity[] = {
    error: ["error"],
    warning: ["error", "warning"],
    info: ["error", "warning", "info"],
    never: [],
  }[failOn] as readonly Severity[];
  return report.findings.some(
    (finding) => (severities.includes(finding.severity) && isIntroduced(finding)) || isUnchecked(finding, unchecked),
  )
    ? 1
    : 0;
}

/** The rules that fail a run where something was not checked, whatever `--strict` names. */
export function uncheckedRules(
  failOn: Severity | "never",
  catalogue: ReadonlyMap<string, RuleInfo>,
): ReadonlySet<string> {
  return new Set([...catalogue.values()].flatMap(({ id, strict }) => (strict && failOn !== "never" ? id : [])));
}

/** Whether a warning fails the run because it reports something that was not checked. */
export function isUnchecked(finding: Finding, unchecked: ReadonlySet<string>): boolean {
  return finding.severity === "warning" && isIntroduced(finding) && unchecked.has(finding.rule);
}

function isIntroduced({ change = "introduced" }: Finding): boolean {
  return change === "introduced";
}

import { createHash } from "node:crypto";
import type { CompactReport, Finding, Place, Severity } from "./finding";
import { rulesOf } from "./not-evaluated";
import { pathName, repositoryPath } from "./path";
import type { Reporter } from "./reporter";
import {
  byReason,
  enumeration,
  inputName,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  waivedWords,
} from "./words";

/** One entry of GitLab's code quality report. */
interface Issue {
  readonly description: string;
  readonly check_name: string;
  /** GitLab shows one entry for each fingerprint. */
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const severities: { readonly [severity in Severity]: Issue["severity"] } = {
  error: "critical",
  warning: "major",
  info: "info",
};

/**
 * GitLab's code quality report, which a merge request shows in its diff: findings, inputs that were not checked as a whole, and one entry
 * for each reason that kept rules from being evaluated, so that an empty widget means that everything was checked.
 */
export const gitlab: Reporter = (report, { quiet, base }) => {
  const issues = [
    ...shortcomings(report),
    ...report.findings.filter(({ change }) => change !== "fixed").map(issueOf),
    ...(quiet ? [] : [...notEvaluated(report), ...notices(report)]),
    ...settingsIssues(report),
  ].map((issue) => ({ ...issue, location: { ...issue.location, path: repositoryPath(issue.location.path, base) } }));
  return `${JSON.stringify(issues, null, 2)}\n`;
};

function issueOf(finding: Finding): Issue {
  const { rule, severity, message, remedy, path, input, fingerprint } = finding;
  const where = [placeName(finding), pathName(path)].filter((part) => part !== "").join(" · ");
  return {
    description: printable(`${message} (${where}). Fix: ${remedy}`),
    check_name: rule,
    fingerprint: hash([fingerprint, input]),
    severity: severities[severity],
    location: location(finding),
  };
}

function shortcomings({ inputs }: CompactReport): readonly Issue[] {
  return inputs.flatMap((input) => {
    const { kind, fact, reason } = shortcoming(input) ?? {};
    if (kind === undefined) return [];
    return [
      {
        description: printable(`${inputName(input)} ${fact}: ${reason}`),
        check_name: `${kind}-input`,
        fingerprint: hash([kind, input.input, input.stack]),
        severity: "blocker",
        location: location(input),
      } as const,
    ];
  });
}

/** The settings in force, so that a merge request shows a gate that it loosens. */
function settingsIssues(report: CompactReport): readonly Issue[] {
  const [file = "emr-encryption.config.yaml"] = report.settings.files;
  return [...settingsWords(report), ...waivedWords(report)].map((words) => ({
    description: printable(words),
    check_name: "settings",
    fingerprint: hash(["settings", words]),
    severity: "info",
    location: location({ input: file }),
  }));
}

/** What else a reader should know, such as modules that were not read. */
function notices(report: CompactReport): readonly Issue[] {
  return report.notices.map(({ kind, message }) => ({
    description: printable(`${kind}: ${message}`),
    check_name: "notice",
    fingerprint: hash(["notice", kind, message]),
    severity: "info",
    location: location(report.inputs[0] ?? { input: "." }),
  }));
}

function notEvaluated(report: CompactReport): readonly Issue[] {
  return byReason(report.notEvaluated).flatMap(({ reason, resolveWith, entries }) => {
    const [first] = entries;
    if (!first) return [];
    const rules = enumeration(rulesOf(entries), 6);
    return [
      {
        description: printable(`Not evaluated: ${reason}. To resolve: ${resolveWith} (${rules})`),
        check_name: "not-evaluated",
        fingerprint: hash(["not evaluated", reason, resolveWith]),
        severity: "info",
        location: location(first),
      } as const,
    ];
  });
}

/** A path of the repository, as GitLab compares it with the diff; without a known file, the first line of the input. */
function location({ file, line, input }: Pick<Place, "file" | "line" | "input">): Issue["location"] {
  return { path: printable((file ?? input).replace(/^(\.\/)+/, "")), lines: { begin: line ?? 1 } };
}

function hash(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

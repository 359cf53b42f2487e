import { createHash } from "node:crypto";
import type { CompactReport, Finding, Place, Severity } from "./finding";
import { pathName, repositoryPath } from "./path";
import type { Reporter } from "./reporter";
import {
  byReason,
  enumeration,
  inputName,
  joined,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  waivedWords,
} from "./words";

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
  const text = `${message} (${joined([placeName(finding), pathName(path)])}). Fix: ${remedy}`;
  return issue(rule, severities[severity], text, [fingerprint, input], finding);
}

function issue(
  check: string,
  severity: Issue["severity"],
  text: string,
  identity: readonly string[],
  place: Parameters<typeof location>[0],
): Issue {
  const fingerprint = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 32);
  return { description: printable(text), check_name: check, fingerprint, severity, location: location(place) };
}

function shortcomings({ inputs }: CompactReport): readonly Issue[] {
  return inputs.flatMap((input) => {
    const { kind, fact, reason } = shortcoming(input) ?? {};
    if (kind === undefined) return [];
    const text = `${inputName(input)} ${fact}: ${reason}`;
    return [issue(`${kind}-input`, "blocker", text, [kind, input.input, input.stack], input)];
  });
}

/** The settings in force, so that a merge request shows a gate that it loosens. */
function settingsIssues(report: CompactReport): readonly Issue[] {
  const [input = "emr-encryption.config.yaml"] = report.settings.files;
  return [...settingsWords(report), ...waivedWords(report)].map((words) =>
    issue("settings", "info", words, ["settings", words], { input }),
  );
}

/** What else a reader should know, such as modules that were not read. */
function notices(report: CompactReport): readonly Issue[] {
  const place = report.inputs[0] ?? { input: "." };
  return report.notices.map(({ kind, message }) =>
    issue("notice", "info", `${kind}: ${message}`, ["notice", kind, message], place),
  );
}

function notEvaluated(report: CompactReport): readonly Issue[] {
  return byReason(report.notEvaluated).flatMap(({ reason, resolveWith, rules, places }) => {
    const [first] = places;
    if (!first) return [];
    const text = `Not evaluated: ${reason}. To resolve: ${resolveWith} (${enumeration(rules, 6)})`;
    return [issue("not-evaluated", "info", text, ["not evaluated", reason, resolveWith], first)];
  });
}

/** A path of the repository, as GitLab compares it with the diff; without a known file, the first line of the input. */
function location({ file, line, input }: Pick<Place, "file" | "line" | "input">): Issue["location"] {
  return { path: printable((file ?? input).replace(/^(\.\/)+/, "")), lines: { begin: line ?? 1 } };
}

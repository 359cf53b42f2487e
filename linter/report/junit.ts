import type { CompactReport, Finding, InputStatus, Report } from "./finding";
import { pathName } from "./path";
import type { Reporter } from "./reporter";
import {
  byInput,
  byReason,
  checkedWords,
  enumeration,
  inputName,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  sourcePlace,
} from "./words";

/**
 * JUnit's XML for CI servers: one suite per input, one failing case per error or warning. Findings of severity info, and what could not be
 * evaluated, are text of the suite.
 */
export const junit: Reporter = (report) => {
  const parts: Parts = {
    findings: byInput(report.findings),
    notEvaluated: byInput(report.notEvaluated),
    baseline: byInput(report.baseline),
    waived: byInput(report.waived),
  };
  const suites = report.inputs.map((input, id) => suite(report, parts, input, id));
  return `${['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>"].join("\n")}\n`;
};

type Parts = {
  readonly [List in "findings" | "notEvaluated" | "baseline" | "waived"]: (input: InputStatus) => Report[List];
};

function suite(report: CompactReport, parts: Parts, input: InputStatus, id: number): string {
  const findings = parts.findings(input);
  const failures = findings.filter(({ severity }) => severity !== "info");
  const cases = [...failures.map(failingCase), ...wholeCase(input, failures)];
  const attributes = {
    name: inputName(input),
    package: "emr-encryption",
    id,
    timestamp: report.evaluatedAt.slice(0, "2026-11-23T12:00:00".length),
    hostname: "localhost",
    tests: cases.length,
    failures: failures.length,
    errors: shortcoming(input) ? 1 : 0,
    time: 0,
  };
  const properties = { environment: input.environment.name, kind: input.kind, version: report.tool.version };
  return [
    `  ${opened("testsuite", attributes)}`,
    "    <properties>",
    ...Object.entries(properties).map(([name, value]) => `      ${closed("property", { name, value })}`),
    "    </properties>",
    ...cases,
    `    <system-out>${lines(spokenOf(report, parts, input, findings))}</system-out>`,
    "    <system-err></system-err>",
    "  </testsuite>",
  ].join("\n");
}

function failingCase(finding: Finding): string {
  const { rule, severity, message, remedy, sources, path } = finding;
  const place = [...sourcePlace(finding), finding.construct ?? "", pathName(path)];
  const text = [message, `fix: ${remedy}`, ...place.filter((part) => part !== ""), ...sources];
  return [
    `    ${opened("testcase", { name: `${rule} ${placeName(finding)}`, classname: rule, time: 0 })}`,
    `      ${opened("failure", { type: severity, message })}${lines(text)}</failure>`,
    "    </testcase>",
  ].join("\n");
}

/**
 * One case for the input itself if it was not checked as a whole, or if there are no findings: CI servers treat a suite without cases as
 * a broken file.
 */
function wholeCase(input: InputStatus, failures: readonly Finding[]): readonly string[] {
  const { kind, reason } = shortcoming(input) ?? {};
  const attributes = { name: kind ?? input.status, classname: "emr-encryption", time: 0 };
  if (kind !== undefined && reason !== undefined) {
    const problem = `${opened("error", { type: kind, message: reason })}${escaped(reason)}</error>`;
    return [`    ${opened("testcase", attributes)}\n      ${problem}\n    </testcase>`];
  }
  return failures.length > 0 ? [] : [`    ${closed("testcase", attributes)}`];
}

function spokenOf(
  report: CompactReport,
  parts: Parts,
  input: InputStatus,
  findings: readonly Finding[],
): readonly string[] {
  const notes = findings.filter(({ severity }) => severity === "info");
  const unknown = byReason(parts.notEvaluated(input));
  return [
    checkedWords(input),
    ...notes.map((note) => `info: ${note.rule} ${placeName(note)}: ${note.message}`),
    ...settingsWords(report),
    ...report.notices.map(({ kind, message }) => `${kind}: ${message}`),
    ...parts.baseline(input).map((each) => `baseline: ${each.rule} ${placeName(each)}`),
    ...parts.waived(input).map((each) => `waived: ${each.rule} ${placeName(each)}: ${each.waiver.reason}`),
    ...unknown.map(({ reason, resolveWith, rules, entries }) => {
      const of = enumeration(rules);
      return `not evaluated: ${entries.length} × ${reason}; to resolve: ${resolveWith} (${of})`;
    }),
  ];
}

type Attributes = { readonly [name: string]: string | number };

function opened(element: string, attributes: Attributes): string {
  return `<${element}${written(attributes)}>`;
}

function closed(element: string, attributes: Attributes): string {
  return `<${element}${written(attributes)}/>`;
}

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join("");
}

function lines(texts: readonly string[]): string {
  return texts.map(escaped).join("\n");
}

function escaped(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

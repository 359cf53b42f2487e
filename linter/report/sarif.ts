import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Location, Log, Notification, ReportingDescriptor, Result, Suppression } from "sarif";
import { type RuleInfo, readCatalogue } from "../rules/catalogue";
import type { CompactReport, Finding, Severity } from "./finding";
import { pathName, repositoryPath } from "./path";
import type { Reporter } from "./reporter";
import {
  byReason,
  enumeration,
  inputName,
  joined,
  jsonText,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  waiverWords,
} from "./words";

const levels = { error: "error", warning: "warning", info: "note" } as const;

/**
 * SARIF 2.1.0, for GitHub code scanning and other tools that accept it: all rules with their explanations, each finding with its place in
 * the sources, its address and its construct. What could not be evaluated is reported as a note of the run.
 */
export const sarif: Reporter = (report, { base }) => `${jsonText(log(report, readCatalogue(), base))}\n`;

/** The report as a SARIF log over a catalogue of rules. */
export function log(report: CompactReport, catalogue: ReadonlyMap<string, RuleInfo>, base?: string): Log {
  const all = [...report.findings, ...report.waived, ...report.baseline];
  const unlisted = [...new Set(all.map(({ rule }) => rule))].filter((rule) => !catalogue.has(rule)).sort();
  const rules = [...[...catalogue.values()].map(descriptor), ...unlisted.map((id) => ({ id }))];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const result = (finding: Finding, suppression?: Suppression): Result => ({
    ruleId: finding.rule,
    ruleIndex: indexes.get(finding.rule) ?? -1,
    level: levels[finding.severity],
    message: { text: `${sentence(finding.message)} Fix: ${sentence(finding.remedy)}` },
    locations: [location(finding, base)],
    partialFingerprints: { "emrEncryption/v1": finding.fingerprint },
    ...(finding.change === undefined ? {} : { baselineState: baselineStates[finding.change] }),
    ...(suppression ? { suppressions: [suppression] } : {}),
    properties: {
      remedy: finding.remedy,
      params: finding.params,
      ...(finding.variant === undefined ? {} : { variant: finding.variant }),
      input: finding.input,
      ...(finding.stack === "" ? {} : { stack: finding.stack }),
    },
  });
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules,
            properties: { policySha256: report.tool.policySha256 },
          },
        },
        automationDetails: { id: "emr-encryption/" },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: !report.inputs.some(shortcoming),
            endTimeUtc: report.evaluatedAt,
            toolExecutionNotifications: notifications(report),
          },
        ],
        results: [
          ...report.findings.map((finding) => result(finding)),
          ...report.baseline.map((finding) => result(finding, suppressed("known in the baseline"))),
          ...report.waived.map((finding) => result(finding, suppressed(waiverWords(finding.waiver)))),
        ],
      },
    ],
  };
}

const baselineStates = { introduced: "new", existing: "unchanged", fixed: "absent" } as const;

function descriptor(rule: RuleInfo): ReportingDescriptor {
  const [area = ""] = rule.id.split(".");
  const [source] = rule.sources;
  const sources = rule.sources.map(({ title, url }) => `- [${title}](${url})`).join("\n");
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.description.trim() },
    help: {
      text: `${rule.description.trim()}\n\nFix: ${rule.remedy}`,
      markdown: `${rule.description.trim()}\n\n**Fix:** ${rule.remedy}\n\n${sources}`,
    },
    ...(source ? { helpUri: source.url } : {}),
    defaultConfiguration: { level: levels[rule.severity satisfies Severity] },
    properties: { tags: ["security", "encryption", area] },
  };
}

function location(finding: Finding, base: string | undefined): Location {
  const { file, line, input, construct, path } = finding;
  const address = joined([placeName(finding), pathName(path)], ".");
  return {
    physicalLocation: {
      artifactLocation: {
        uri: file === undefined && input === "-" ? "stdin" : uri(repositoryPath(file ?? input, base)),
      },
      region: { startLine: line ?? 1 },
    },
    logicalLocations: [
      { fullyQualifiedName: address, kind: "resource" },
      ...(construct ? [{ fullyQualifiedName: construct, kind: "construct" }] : []),
    ],
  };
}

/** A path as a URI: relative ones stay so, which is what code scanning finds in the repository, and name no host. */
function uri(file: string): string {
  const wellFormed = file.replace(/\p{Cs}/gu, "\ufffd");
  if (isAbsolute(wellFormed)) return pathToFileURL(wellFormed).href;
  const segments = wellFormed
    .replaceAll("\\", "/")
    .replace(/^(\.?\/)+/, "")
    .split("/");
  return segments.map(encodeURIComponent).join("/");
}

function notifications(report: CompactReport): Notification[] {
  return [
    ...report.inputs.flatMap((input) => {
      const short = shortcoming(input);
      return short ? [notification("error", `${inputName(input)} ${short.fact}: ${short.reason}`)] : [];
    }),
    ...byReason(report.notEvaluated).map(({ reason, resolveWith, rules, entries }) => {
      const of = enumeration(rules);
      return notification("note", `${entries.length} not evaluated: ${reason}; to resolve: ${resolveWith} (${of})`);
    }),
    ...settingsWords(report).map((text) => notification("note", text)),
    ...report.notices.map(({ kind, message }) => notification("note", `${kind}: ${message}`)),
  ];
}

function notification(level: "error" | "note", text: string): Notification {
  return { level, message: { text: plain(text) } };
}

function suppressed(justification: string): Suppression {
  return { kind: "external", status: "accepted", justification: plain(justification) };
}

/** Text without links: viewers turn `[words](target)` into one. */
function plain(text: string): string {
  return printable(text).replace(/\](?=\()/g, "] ");
}

function sentence(text: string): string {
  const words = plain(text);
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

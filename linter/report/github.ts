import type { Finding, NotEvaluated, Place, Severity } from "./finding";
import { pathName, repositoryPath } from "./path";
import type { Reporter } from "./reporter";
import {
  byReason,
  bySeverity,
  checkedWords,
  enumeration,
  inputName,
  joined,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  totals,
  waivedWords,
} from "./words";

const commands: { readonly [severity in Severity]: string } = { error: "error", warning: "warning", info: "notice" };

/**
 * Annotations of GitHub Actions, most severe first, since a step shows ten of each; then lines for the log. Findings of severity info
 * become notices when verbose.
 */
export const github: Reporter = (report, { verbose, quiet, base }) => {
  const annotations = bySeverity(report.findings.filter(({ severity }) => severity !== "info" || verbose)).map(
    (finding) => annotation(finding, base),
  );
  const failing = Array.from(report.notEvaluated, (entry) =>
    entry.fails ? [unevaluatedAnnotation(entry, base)] : [],
  ).flat();
  const unchecked = report.inputs.flatMap((input) => {
    const short = shortcoming(input);
    return short ? [command("error", { title: `${inputName(input)} ${short.fact}` }, printable(short.reason))] : [];
  });
  const unknown = byReason(report.notEvaluated).map(({ reason, resolveWith, rules, entries }) => {
    const of = enumeration(rules, 4);
    return printable(`not evaluated: ${entries.length} × ${reason}; to resolve: ${resolveWith} (${of})`);
  });
  const development = report.inputs
    .filter(({ environment }) => environment.name === "development")
    .map((input) => printable(`note: ${inputName(input)}: ${checkedWords(input)}`));
  const notices = report.notices.map(({ kind, message }) => printable(`note: ${kind}: ${message}`));
  const log = quiet ? [] : [...unknown, ...notices];
  const settings = [...settingsWords(report), ...waivedWords(report)].map(printable);
  return `${[...annotations, ...failing, ...unchecked, ...log, ...development, ...settings, printable(`emr-encryption: ${totals(report)}`)].join("\n")}\n`;
};

function annotation(finding: Finding, base: string | undefined): string {
  const { rule, severity, message, remedy, path, construct } = finding;
  const where = [placeName(finding), pathName(path), ...(construct ? [`construct ${construct}`] : [])];
  const text = [message, `fix: ${remedy}`, joined(where)].map(printable).join("\n");
  return command(commands[severity], { ...position(finding, base), title: rule }, text);
}

function unevaluatedAnnotation(entry: NotEvaluated, base: string | undefined): string {
  const { rule, reason, resolveWith, file, line, ...place } = entry;
  const text = [`not evaluated: ${reason}`, `to resolve: ${resolveWith}`, placeName(place)].map(printable).join("\n");
  return command("error", { ...position(entry, base), title: rule }, text);
}

function position({ file, line }: Place, base: string | undefined): { readonly [property: string]: string } {
  return {
    ...(file === undefined ? {} : { file: repositoryPath(file, base) }),
    ...(line === undefined ? {} : { line: String(line) }),
  };
}

function command(name: string, properties: { readonly [name: string]: string }, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(printable(value))}`);
  return `::${name} ${list.join(",")}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

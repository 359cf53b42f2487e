import { groupBy } from "../../formats/group-by";
import { printable } from "../printable";
import type { ChangeEffect, Finding, InputStatus, NotEvaluated, Place, Report, Severity } from "./finding";

/** Severities, highest first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

/** Most severe first; within one severity in the given order. */
export function bySeverity<T extends { readonly severity: Severity }>(entries: readonly T[]): readonly T[] {
  return severities.flatMap((severity) => entries.filter((entry) => entry.severity === severity));
}

/** The parts that are not empty, in one line. */
export function joined(parts: readonly string[], separator = " · "): string {
  return parts.filter((part) => part !== "").join(separator);
}

/** `1 error`, `2 errors`; `info` has no plural. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === "info" ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`; from the limit on `a, b and 7 more`. */
export function enumeration(words: readonly string[], limit = Number.POSITIVE_INFINITY): string {
  const shown = words.length > limit ? [...words.slice(0, limit - 1), `${words.length - limit + 1} more`] : words;
  if (shown.length < 2) return shown.join("");
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** Input, with its stack where there is one, or with the Region of an account. */
export function inputName({ input, stack }: { readonly input: string; readonly stack: string }): string {
  if (stack === "") return input;
  return /^[a-z]{2}(-[a-z]+)+-\d$/.test(stack) ? `${input} · ${stack}` : `${input} · stack ${stack}`;
}

/** The input of a change, if the report has changes of several inputs. */
export function inputOfChange(
  place: Pick<ChangeEffect, "input" | "stack">,
  all: readonly ChangeEffect[],
): readonly string[] {
  return all.some((each) => inputName(each) !== inputName(place)) ? [`in ${inputName(place)}`] : [];
}

/** The environment that an input was checked for and where it comes from, or the resources that deliver it. */
export function checkedWords({ environment: { name, from }, checkedWith }: InputStatus): string {
  if (checkedWith) {
    const places = checkedWith.map((place) => `${place.address} of ${inputName(place)}`);
    return `checked with ${enumeration(distinct(places), 4)}`;
  }
  return `environment: ${name} (${environmentSource(from)})`;
}

function environmentSource(from: string): string {
  if (from === "default") return "default; set it with --environment or the tag Environment";
  if (from === "flag") return "from --environment";
  if (from === "settings") return "from the settings";
  const [source, ...rest] = from.split(" ");
  const what = rest.join(" ");
  if (source === "account") return `from the settings for account ${what}`;
  return what.startsWith("provider.") ? `from default_tags of ${what}` : `from the tags of ${what}`;
}

/** What kept an input from being checked as a whole. */
export interface Shortcoming {
  readonly kind: "unreadable" | "incomplete";
  /** Predicate of the input. */
  readonly fact: string;
  readonly reason: string;
}

/** What kept an input from being checked as a whole; undefined if nothing did. */
export function shortcoming({
  status,
  error = "unknown reason",
  incomplete,
}: Pick<InputStatus, "status" | "error" | "incomplete">): Shortcoming | undefined {
  if (status === "unreadable") return { kind: "unreadable", fact: "cannot be read", reason: error };
  if (incomplete === undefined) return undefined;
  return { kind: "incomplete", fact: "was checked only in part", reason: incomplete };
}

/** How many inputs were checked, and how many were not, or only in part. */
export function inputTotals({ summary, inputs }: Report): string {
  const kinds = inputs.map((input) => shortcoming(input)?.kind);
  const unreadable = kinds.filter((kind) => kind === "unreadable").length;
  const incomplete = kinds.filter((kind) => kind === "incomplete").length;
  const checked = `${count(summary.checked, "input")} checked${incomplete > 0 ? ` (${incomplete} only in part)` : ""}`;
  return unreadable > 0 ? `${checked}, ${unreadable} unreadable` : checked;
}

/** Address and the place inside it, or the input for a bundle that is checked alone. */
export function placeName({ address, within, input }: Place): string {
  return joined([address || input, within]);
}

/** Totals in one line; zero counts are omitted. */
export function totals(report: Report): string {
  const { summary } = report;
  const counts = severities.flatMap((severity) => (summary[severity] > 0 ? [count(summary[severity], severity)] : []));
  const found = counts.length > 0 ? counts.join(", ") : "no findings";
  const rest = [
    ...(summary.waived > 0 ? [`${summary.waived} waived`] : []),
    ...(summary.baseline > 0 ? [`${summary.baseline} in the baseline`] : []),
    ...(summary.notEvaluated > 0 ? [unevaluated(report)] : []),
    ...(report.settings.off.length > 0 ? [`${count(report.settings.off.length, "rule")} off`] : []),
    ...modulesNotRead(report),
  ];
  return `${[found, ...rest].join(", ")}; ${inputTotals(report)}`;
}

/** How many modules were not read, and what brings them. */
export function modulesNotRead({ inputs }: Report): readonly string[] {
  const missing = inputs.reduce((sum, input) => sum + (input.modulesNotRead ?? 0), 0);
  return missing > 0 ? [`${count(missing, "module")} not read (run terraform init)`] : [];
}

/** Reason, end and owner of a waiver. */
export function waiverWords({ reason, owner, expires }: Report["waived"][number]["waiver"]): string {
  return `${reason} (until ${expires}${owner ? `, ${owner}` : ""})`;
}

/** Which rules waivers cover, and where, for reports that do not list what is waived. */
export function waivedWords({ waived }: Report): readonly string[] {
  if (waived.length === 0) return [];
  const places = distinct(waived.map((finding) => `${finding.rule} at ${placeName(finding)}`));
  return [`waived: ${enumeration(places, 8)}`];
}

/** The settings files of the run, and what they loosen or declare; empty where nothing differs from a run without settings. */
export function settingsWords({ settings }: Report): readonly string[] {
  const { files, revision, off, lowered, failOn, waivers, known } = settings;
  const lower = Object.entries(lowered).map(([name, value]) => `${name} to ${value}`);
  const effects = [
    ...(off.length > 0 ? [`${count(off.length, "rule")} off: ${enumeration(off, 8)}`] : []),
    ...(lower.length > 0 ? [`lowered: ${enumeration(lower, 8)}`] : []),
    ...(failOn === "error" ? [] : [failOn === "never" ? "findings never fail the run" : `fails from ${failOn} on`]),
    ...(waivers > 0 ? [count(waivers, "waiver")] : []),
    ...(known > 0 ? [count(known, "declared fact")] : []),
  ];
  const from = revision === undefined ? "" : ` of revision ${revision}`;
  if (files.length === 0 && revision === undefined && effects.length === 0) return [];
  const read = files.length === 0 ? `no settings file${from}` : `settings: ${enumeration(files)}${from}`;
  return [[read, ...effects].join("; ")];
}

/** How many checks could not be evaluated and for how many reasons, since one answer resolves all checks with that reason. */
export function unevaluated({ notEvaluated }: Report): string {
  const checks = `${count(notEvaluated.length, "check")} not evaluated`;
  return notEvaluated.length === 1 ? checks : `${checks} for ${count(byReason(notEvaluated).length, "reason")}`;
}

/** What could not be evaluated, by reason and remedy; the most frequent first. */
export interface ReasonGroup {
  readonly reason: string;
  readonly resolveWith: string;
  readonly entries: readonly [NotEvaluated, ...NotEvaluated[]];
}

/** The rules of entries, each once. */
export function rulesOf(entries: readonly { readonly rule: string }[]): readonly string[] {
  return distinct(entries.map(({ rule }) => rule));
}

/** Groups what could not be evaluated by its reason. */
export function byReason(entries: readonly NotEvaluated[]): readonly ReasonGroup[] {
  const groups = groupBy(entries, ({ reason, resolveWith }) => `${reason}\0${resolveWith}`);
  return [...groups.values()]
    .map((group) => ({ reason: group[0].reason, resolveWith: group[0].resolveWith, entries: group }))
    .sort((a, b) => b.entries.length - a.entries.length || (a.reason < b.reason ? -1 : 1));
}

/** File and line of a finding, as far as they are known and its message does not name them. */
export function sourcePlace({
  file,
  line,
  asWritten,
}: Pick<Finding, "file" | "line" | "asWritten">): readonly string[] {
  return file && !asWritten ? [line ? `${file}:${line}` : file] : [];
}

/** The place of a finding, unless its heading, which has that of the first finding, shows it. */
export function otherPlace(finding: Finding, first?: Finding): readonly string[] {
  const [shown] = first ? sourcePlace(first) : [];
  return sourcePlace(finding).filter((place) => place !== shown);
}

/** The entries of each input, input by input. */
export function byInput<T extends { readonly input: string; readonly stack: string }>(
  entries: readonly T[],
): (input: Pick<InputStatus, "input" | "stack">) => readonly T[] {
  const groups = groupBy(entries, ({ input, stack }) => `${input}\0${stack}`);
  return ({ input, stack }) => groups.get(`${input}\0${stack}`) ?? [];
}

/** Findings that are shown together: those of a group, and those of one resource that are in no group. */
export function byGroup(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  return [...groupBy(findings, sectionOf).values()];
}

/** The same for all findings that are shown together. */
export function sectionOf({ input, stack, address, group }: Finding): string {
  return JSON.stringify([input, stack, group === undefined ? address : "", group]);
}

/** Findings that read the same, together: one key that several configurations name has the same mistake for each of them. */
export function alike(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  const groups = groupBy(findings, ({ fingerprint: _, params: __, ...shown }) => JSON.stringify(shown));
  return [...groups.values()];
}

/** The distinct values, in the order of their first occurrence. */
export function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}

/** How {@link wrap} lays out a paragraph, in characters. */
export interface Layout {
  readonly indent: number;
  /**
   * Indent of the first line.
   * @default - that of the others
   */
  readonly first?: number;
  /** Stands before the first word. */
  readonly label?: string;
}

/** Words as a paragraph of safe text, broken at spaces. */
export function wrap(words: string, columns: number, { indent, first = indent, label = "" }: Layout): string {
  const lines: string[] = [];
  let line = `${" ".repeat(first)}${printable(label)}`;
  let empty = true;
  for (const word of printable(words).split(" ")) {
    if (!empty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = " ".repeat(indent);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join("\n");
}

export { jsonText, printable } from "../printable";

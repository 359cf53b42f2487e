import type { CompactReport, Finding, InputStatus, Severity } from "./finding";
import { type ReasonGroup, rulesOf } from "./not-evaluated";
import { type Palette as Colours, palette } from "./palette";
import { pathSegments } from "./path";
import type { Reporter, ReporterOptions } from "./reporter";
import {
  alike,
  byGroup,
  byInput,
  byReason,
  bySeverity,
  checkedWords,
  count,
  distinct,
  enumeration,
  inputName,
  inputOfChange,
  modulesNotRead,
  otherPlace,
  placeName,
  printable,
  settingsWords,
  shortcoming,
  sourcePlace,
  totals,
  unevaluated,
  waivedWords,
  waiverWords,
  wrap,
} from "./words";

/** What the parts of one rendering share. */
interface Page {
  readonly colours: Colours;
  readonly columns: number;
  readonly options: ReporterOptions;
}

const narrowest = 20;
/** Lines beyond this length are hard to read, however wide the terminal is. */
const widest = 120;
const shownWhenShort = 4;

/** Characters from which blocks are a part of their own. */
const PART = 100_000;

/** For people: inputs, findings by address, what could not be evaluated by reason, notices, and one line of totals. */
export const text: Reporter = (report, options) => [...textParts(report, options)].join("");

/** The same text in parts, so that the one of thousands of inputs is never in memory as a whole. */
export function* textParts(report: CompactReport, options: ReporterOptions): Generator<string> {
  const page: Page = {
    colours: palette(options.colour),
    columns: Math.min(Math.max(options.columns, narrowest), widest),
    options,
  };
  const findingsOf = byInput(report.findings.filter(({ severity }) => severity !== "info" || options.verbose));
  let part = "";
  for (const input of report.inputs) {
    for (const block of inputBlocks(input, findingsOf(input), page)) part += `${block}\n\n`;
    if (part.length < PART) continue;
    yield part;
    part = "";
  }
  const blocks = [
    ...(options.quiet ? [] : [...hiddenInfo(report, page), ...waived(report, page), ...notEvaluated(report, page)]),
    ...(options.quiet ? [] : [...baseline(report, page), ...changes(report, page), ...notices(report, page)]),
    ...settingsWords(report).map((line) => wrap(line, page.columns, { indent: 2, first: 0 })),
    lastLine(report, page),
  ];
  yield `${part}${blocks.join("\n\n")}\n`;
}

function inputBlocks(input: InputStatus, findings: readonly Finding[], page: Page): readonly string[] {
  const groups = byGroup(findings).map((group) =>
    group[0].group === undefined ? addressBlock(bySeverity(group), page) : groupBlock(group, page),
  );
  return page.options.quiet && !shortcoming(input) ? groups : [inputLine(input, page), ...groups];
}

function inputLine(input: InputStatus, page: Page): string {
  const { colours } = page;
  const name = colours.bold(printable(inputName(input)));
  if (input.status === "empty") return `${name}  contains no encryption resources of EMR on EC2; nothing to check`;
  const short = shortcoming(input);
  const words = input.status === "checked" ? [colours.dim(printable(checkedWords(input)))] : [];
  if (!short) return [name, ...words].join("  ");
  return `${[name, colours.red(short.fact), ...words].join("  ")}\n${wrap(short.reason, page.columns, { indent: 2 })}`;
}

function addressBlock(findings: readonly Finding[], page: Page): string {
  const [first] = findings;
  if (!first) return "";
  const { colours } = page;
  const origin = [...(first.construct ? [`construct ${first.construct}`] : []), ...sourcePlace(first)].map(printable);
  const heading = [
    ...(first.address === "" && !page.options.quiet ? [] : [colours.bold(printable(first.address || first.input))]),
    ...beside(origin, page.columns).map((line) => colours.dim(line)),
  ];
  const blocks = alike(findings).map((same) => findingBlock(same[0], page, first, same.length));
  return [...heading, ...blocks].join("\n");
}

/** One mistake at several resources: the first of them in full, then where the others are. */
function groupBlock(findings: readonly [Finding, ...Finding[]], page: Page): string {
  const [first] = findings;
  const addresses = distinct(findings.map(({ address }) => address));
  const places = enumeration(addresses, page.options.verbose ? undefined : shownWhenShort);
  const isOneText = distinct(findings.map(({ message }) => message)).length === 1;
  return [
    page.colours.bold(`${addresses.length} resources${isOneText ? "" : ", the first in full"}`),
    findingBlock(first, page, first),
    wrap(places, page.columns, { indent: 8, first: 4, label: "at: " }),
  ].join("\n");
}

/** A finding under the heading of its resource, which has the place of the first one. */
function findingBlock(finding: Finding, page: Page, first: Finding, times = 1): string {
  const { colours } = page;
  const change = `${finding.change ? `  ${finding.change}` : ""}${times > 1 ? `  ${times} ×` : ""}`;
  const within = finding.within === "" ? "" : `  ${printable(finding.within)}`;
  return [
    `  ${severityWord(finding.severity, colours)}  ${linked(colours.cyan(printable(finding.rule)), finding.rule, page)}${within}${colours.dim(change)}`,
    wrap(finding.message, page.columns, { indent: 4 }),
    ...otherPlace(finding, first).map((place) => colours.dim(`    at ${printable(place)}`)),
    ...markedPath(finding, page),
    wrap(finding.remedy, page.columns, { indent: 9, first: 4, label: "fix: " }),
  ].join("\n");
}

/** Text that opens the page of a rule, where the terminal can. */
function linked(text: string, rule: string, { options }: Page): string {
  const page = options.pageOf?.(rule);
  return page === undefined ? text : `\u001b]8;;${page}\u001b\\${text}\u001b]8;;\u001b\\`;
}

/** Both on one line if they fit, else each on its own. */
function beside(parts: readonly string[], columns: number): readonly string[] {
  const line = `  ${parts.join("  ")}`;
  return line.length <= columns ? [line].filter((text) => text.trim() !== "") : parts.map((part) => `  ${part}`);
}

/** The path, broken before a dot where it is too long, with carets under the place that the finding is about. */
function markedPath({ path, severity }: Finding, page: Page): readonly string[] {
  const segments = pathSegments(path).map(printable);
  const last = segments.at(-1);
  if (last === undefined) return [];
  const lines: string[][] = [[]];
  for (const segment of segments) {
    const line = lines.at(-1) ?? [];
    if (line.length > 0 && 7 + [...line, segment].join("").length > page.columns) lines.push([segment]);
    else line.push(segment);
  }
  const rendered = lines.map((line, index) => `${index === 0 ? "    in " : "       "}${line.join("")}`);
  const lead = last.startsWith(".") ? 1 : 0;
  const start = (rendered.at(-1)?.length ?? 0) - last.length + lead;
  const carets = `${" ".repeat(start)}${severityColour(severity, page.colours)("^".repeat(last.length - lead))}`;
  return [...rendered.map((line) => page.colours.dim(line)), carets];
}

/** Lines that are coloured one by one, since colour codes have no width. */
function coloured(paint: (text: string) => string, words: string, columns: number): string {
  return wrap(words, columns, { indent: 2, first: 0 }).split("\n").map(paint).join("\n");
}

function hiddenInfo({ findings }: CompactReport, { options, colours, columns }: Page): readonly string[] {
  const hidden = findings.filter(({ severity }) => severity === "info").length;
  return hidden === 0 || options.verbose
    ? []
    : [coloured(colours.dim, `${count(hidden, "finding")} of severity info, shown by --verbose`, columns)];
}

function waived(report: CompactReport, page: Page): readonly string[] {
  if (report.waived.length === 0) return [];
  if (!page.options.verbose)
    return waivedWords(report).map((line) => wrap(line, page.columns, { indent: 2, first: 0 }));
  const lines = report.waived.map((finding) => {
    const words = `${finding.rule}  ${placeName(finding)}: ${waiverWords(finding.waiver)}`;
    return wrap(words, page.columns, { indent: 4, first: 2 });
  });
  return [[page.colours.bold("waived"), ...lines].join("\n")];
}

function baseline(report: CompactReport, page: Page): readonly string[] {
  if (report.baseline.length === 0 || !page.options.verbose) return [];
  const lines = report.baseline.map((finding) =>
    wrap(`${finding.rule}  ${placeName(finding)}`, page.columns, { indent: 4, first: 2 }),
  );
  return [[page.colours.bold("in the baseline"), ...lines].join("\n")];
}

/** Rules whose missing evaluation fails the run. */
function failing({ places, entries }: ReasonGroup): readonly string[] {
  return places.some(({ fails }) => fails) ? rulesOf(Array.from(entries).filter(({ fails }) => fails)) : [];
}

function notEvaluated(report: CompactReport, page: Page): readonly string[] {
  const { colours, options } = page;
  const limit = options.verbose ? undefined : shownWhenShort;
  const ranked = byReason(report.notEvaluated)
    .map((group) => ({ group, hidden: hides(group.rules) }))
    .sort((one, other) => other.hidden - one.hidden);
  const groups = ranked.map(({ group }) => {
    const { reason, resolveWith, rules, entries } = group;
    const places = distinct(
      group.places.map((entry) => (options.verbose ? placeName(entry) : entry.address || entry.input)),
    );
    if (!options.verbose && isWholeBundle(rules)) {
      const text = `${reason}, so ${rules.length} rules about the bundle's content were not evaluated; ${resolveWith}`;
      return wrap(text, page.columns, { indent: 4, first: 2, label: `${enumeration(places, limit)}: ` });
    }
    return [
      wrap(reason, page.columns, { indent: 4, first: 2, label: `${entries.length} × ` }),
      wrap(resolveWith, page.columns, { indent: 6, first: 4, label: "to resolve: " }),
      wrap(enumeration(places, limit), page.columns, { indent: 6, first: 4, label: "at: " }),
      wrap(enumeration(rules, limit), page.columns, { indent: 6, first: 4, label: "rules: " }),
      ...failing(group).map((rule) => wrap(rule, page.columns, { indent: 6, first: 4, label: "fails the run: " })),
    ].join("\n");
  });
  return groups.length === 0 ? [] : [[coloured(colours.bold, unevaluated(report), page.columns), ...groups].join("\n")];
}

/** Number of rules about a bundle's content from which they are summarised as all of them. */
const mostOfBundle = 20;

/** Whether what was not evaluated is the content of a bundle, and nothing else. */
function isWholeBundle(rules: readonly string[]): boolean {
  return rules.length >= mostOfBundle && rules.every((rule) => /^(?:bundle|cert)\./.test(rule));
}

/** Order by what the reader misses most: a configuration that is not read, then a bundle, then single rules. */
function hides(rules: readonly string[]): number {
  return 1_000 * rules.filter((rule) => rule.startsWith("config.")).length + rules.length;
}

/** What the plans do to running clusters, with the safe order where there is one. */
function changes({ changes = [] }: CompactReport, page: Page): readonly string[] {
  if (changes.length === 0) return [];
  const blocks = changes.map(({ address, change, effects, steps = [], ...place }) =>
    [
      wrap([address, change, ...inputOfChange(place, changes)].join("  "), page.columns, { indent: 4, first: 2 }),
      ...effects.map((effect) => wrap(effect, page.columns, { indent: 6, first: 4, label: "- " })),
      ...steps.map((step, index) => wrap(step, page.columns, { indent: 9, first: 6, label: `${index + 1}. ` })),
    ].join("\n"),
  );
  return [[coloured(page.colours.bold, "what this change does", page.columns), ...blocks].join("\n")];
}

function notices(report: CompactReport, page: Page): readonly string[] {
  if (report.notices.length === 0) return [];
  return [
    report.notices
      .map(({ kind, message }) => wrap(message, page.columns, { indent: 2, first: 0, label: `${kind}: ` }))
      .join("\n"),
  ];
}

function lastLine(report: CompactReport, { colours, columns }: Page): string {
  const { error, warning } = report.summary;
  const line = totals(report);
  if (report.inputs.every(({ status }) => status === "empty")) {
    const empty = count(report.inputs.length, "input");
    const unread = modulesNotRead(report).map((words) => `, ${words}`);
    return coloured(String, `nothing to check: ${empty} without resources of EMR on EC2${unread.join("")}`, columns);
  }
  const paint =
    error > 0 || report.inputs.some(shortcoming) ? colours.red : warning > 0 ? colours.yellow : colours.green;
  return coloured((text) => colours.bold(paint(text)), line, columns);
}

function severityWord(severity: Severity, colours: Colours): string {
  return severityColour(severity, colours)(severity.padEnd("warning".length));
}

function severityColour(severity: Severity, colours: Colours): (text: string) => string {
  return { error: colours.red, warning: colours.yellow, info: colours.blue }[severity];
}

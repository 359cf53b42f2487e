import type { Graph } from "../graph/graph";
import type { ChangeEffect, CompactReport, Finding, InputStatus, Report } from "./finding";
import { pathName } from "./path";
import type { Reporter } from "./reporter";
import {
  alike,
  byGroup,
  byReason,
  bySeverity,
  checkedWords,
  count,
  distinct,
  enumeration,
  inputName,
  inputOfChange,
  otherPlace,
  placeName,
  printable,
  settingsWords,
  severities,
  shortcoming,
  sourcePlace,
  totals,
  unevaluated,
} from "./words";

/** With this line a job finds its own comment again, to replace it. */
const marker = "<!-- emr-encryption -->";
/** GitHub accepts comments of 65,536 characters. */
const longest = 65_000;
/** Sections that are shown unfolded. */
const unfolded = 6;
/** Largest picture that GitHub renders: Mermaid's own limits are 50,000 characters and 500 edges. */
const largestPicture = { characters: 20_000, edges: 200 };

/** A comment for a pull request: totals, findings by address, the picture, the rest folded away; cut where GitHub refuses more. */
export const markdown: Reporter = (report, { quiet, verbose, graph }) => {
  const head = [
    marker,
    `### EMR encryption: ${words(totals(report))}`,
    inputItems(report, longest / 4),
    ...settingsWords(report).map((line) => `_${words(line)}_`),
  ];
  const findings = report.findings.filter(({ severity }) => severity !== "info");
  const notes = report.findings.filter(({ severity }) => severity === "info");
  const { changes = [] } = report;
  // The reader must take steps before the apply, in order.
  const leavesSteps = changes.some(({ steps }) => steps !== undefined);
  const tail = quiet
    ? []
    : [
        ...folded("what this change does", changes.map(changeItem), verbose || leavesSteps),
        ...picture(graph),
        ...folded(unevaluated(report), unknownItems(report), verbose),
        ...folded(
          count(notes.length, "note"),
          notes.map((note) => item(note)),
          verbose,
        ),
        ...folded(`${report.waived.length} waived`, report.waived.map(waivedItem), verbose),
        ...folded(`${report.baseline.length} in the baseline`, baselineItems(report), verbose),
        ...report.notices.map(({ kind, message }) => `_${words(kind)}: ${words(message)}_`),
      ];
  // Room is reserved for what is not evaluated, whatever the number of findings.
  const reserved = Math.min(tail.join("\n\n").length, longest / 3);
  const room = longest - head.join("\n\n").length - cutLine(findings.length, tail.length).length - 8;
  const sections = addressSections(findings);
  const texts = fitting(
    sections.map(({ text }) => text),
    room - reserved,
  );
  const shown = sections.slice(0, texts.length);
  const rest = fitting(tail, room - texts.join("\n\n").length, true);
  const left = findings.length - shown.reduce((sum, section) => sum + section.findings, 0);
  const cut = left > 0 || rest.length < tail.length ? [cutLine(left, tail.length - rest.length)] : [];
  return `${[...head, ...texts, ...cut, ...rest].join("\n\n")}\n`;
};

function cutLine(findings: number, sections: number): string {
  const parts = [
    ...(findings > 0 ? [`${count(findings, "finding")} more`] : []),
    ...(sections > 0 ? [`${count(sections, "section")} more`] : []),
  ];
  return `_${parts.join(" and ")}: a comment has room for 65,536 characters; see the JSON, HTML or text report._`;
}

/** The picture, folded; left out where GitHub would not render it. */
function picture(graph: Graph | undefined): readonly string[] {
  const edges = graph?.pictures.reduce((sum, each) => sum + each.edges.length, 0) ?? 0;
  if (!graph || edges === 0 || edges > largestPicture.edges) return [];
  const { mermaid } = require("./graph/mermaid") as typeof import("./graph/mermaid");
  const text = mermaid(graph);
  if (text.length > largestPicture.characters) return [];
  return [`<details><summary>picture</summary>\n\n\`\`\`mermaid\n${text}\`\`\`\n\n</details>`];
}

function inputItems({ inputs }: CompactReport, room: number): string {
  const shown = fitting(inputs.slice(0, 50).map(inputItem), room);
  const left = inputs.length - shown.length;
  return [...shown, ...(left > 0 ? [`- and ${count(left, "input")} more`] : [])].join("\n");
}

function inputItem(input: InputStatus): string {
  const short = shortcoming(input);
  if (short) {
    const environment = short.kind === "incomplete" ? `; ${checkedWords(input)}` : "";
    return `- ${code(inputName(input))} ${short.fact}: ${words(`${short.reason}${environment}`)}`;
  }
  if (input.status === "empty") return `- ${code(inputName(input))} contains no encryption resources of EMR on EC2`;
  return `- ${code(inputName(input))} ${words(checkedWords(input))}`;
}

interface Section {
  readonly text: string;
  readonly findings: number;
}

function addressSections(findings: readonly Finding[]): readonly Section[] {
  return byGroup(findings).map((group, index) => {
    const [first] = group;
    const sorted = bySeverity(group);
    const [shown = first] = sorted;
    const name = nameOf(group);
    const parts =
      first.group === undefined
        ? [
            originOf(shown),
            alike(sorted)
              .map((same) => item(same[0], shown, same.length))
              .join("\n"),
          ]
        : [item(first, first), placesOf(group)];
    const body = parts.filter((part) => part !== "").join("\n\n");
    const text =
      index < unfolded
        ? `#### ${first.group === undefined ? code(name) : words(name)}\n\n${body}`
        : foldedSection(name, sorted, body);
    return { text, findings: group.length };
  });
}

function originOf(finding: Finding): string {
  const { construct } = finding;
  return [...(construct ? [`construct ${code(construct)}`] : []), ...sourcePlace(finding).map(code)].join(" · ");
}

/** The resource of a section, or how many have the same mistake. */
function nameOf(group: readonly Finding[]): string {
  const [first] = group;
  if (first?.group === undefined) return first?.address || first?.input || "";
  return `${first.rule} at ${distinct(group.map(({ address }) => address)).length} resources`;
}

function placesOf(group: readonly Finding[]): string {
  return `at ${enumeration(distinct(group.map(placeName)).map(code), 10)}`;
}

/** A section that opens on a click; its summary is HTML. */
function foldedSection(name: string, findings: readonly Finding[], body: string): string {
  const counts = severities.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number > 0 ? [count(number, severity)] : [];
  });
  return `<details><summary><code>${html(name)}</code>: ${counts.join(", ")}</summary>\n\n${body}\n\n</details>`;
}

/** A finding, in a section whose heading has the place of the first one, or without a heading. */
function item(finding: Finding, first?: Finding, times = 1): string {
  const { severity, rule, message, remedy, path, within, change, sources } = finding;
  const place = [...otherPlace(finding, first), within, pathName(path)].filter((part) => part !== "").map(code);
  const [source] = sources;
  return [
    `- **${severity}** ${code(rule)}${change ? ` _${change}_` : ""}${times > 1 ? ` ${times} ×` : ""}: ${words(message)}${source ? ` ${why(source)}` : ""}`,
    ...(place.length > 0 ? [`  in ${place.join(" · ")}`] : []),
    `  **fix:** ${words(remedy)}`,
  ].join("\\\n");
}

function waivedItem(finding: Report["waived"][number]): string {
  const { reason, owner, expires } = finding.waiver;
  const end = `until ${expires}${owner ? `, ${owner}` : ""}`;
  return `- ${code(finding.rule)} ${code(placeName(finding))}: ${words(reason)} (${words(end)})`;
}

function baselineItems({ baseline }: CompactReport): readonly string[] {
  return baseline.map((finding) => `- ${code(finding.rule)} ${code(placeName(finding))}`);
}

/** What a plan does to one resource, and the safe order. */
function changeItem(given: ChangeEffect, _: number, all: readonly ChangeEffect[]): string {
  const { address, change, effects, steps = [], ...place } = given;
  return [
    [`- ${code(address)} _${change}_`, ...inputOfChange(place, all).map(words)].join(" "),
    ...effects.map((effect) => `  - ${words(effect)}`),
    ...steps.map((step, index) => `  ${index + 1}. ${words(step)}`),
  ].join("\n");
}

function unknownItems(report: CompactReport): readonly string[] {
  return byReason(report.notEvaluated).map(({ reason, resolveWith, rules, places, entries }) => {
    const names = distinct(places.map(placeName)).map(code);
    return [
      `- ${entries.length} × ${words(reason)}`,
      `  to resolve: ${words(resolveWith)}`,
      `  at ${enumeration(names, 4)}: ${enumeration(rules.map(code))}`,
    ].join("\\\n");
  });
}

function folded(summary: string, items: readonly string[], open: boolean): readonly string[] {
  if (items.length === 0) return [];
  return [`<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${items.join("\n")}\n\n</details>`];
}

/** The texts for which there is room: all up to the first that is too long, or each that fits. */
function fitting(texts: readonly string[], room: number, each = false): readonly string[] {
  const kept: string[] = [];
  let used = 0;
  for (const text of texts) {
    const fits = used + text.length + 2 <= room;
    if (!fits && !each) break;
    if (!fits) continue;
    used += text.length + 2;
    kept.push(text);
  }
  return kept;
}

/** A link to a page of documentation; anything else is left out. */
function why(source: string): string {
  return /^https:\/\/[^\s<>()\\`"]+$/.test(source) ? `([why](${source}))` : "";
}

/** A span of code that its content cannot end. */
function code(text: string): string {
  const content = printable(text);
  const longestRun = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const pad = content.startsWith("`") || content.endsWith("`") ? " " : "";
  return content === "" ? "" : `${fence}${pad}${content}${pad}${fence}`;
}

/** Text of an HTML element on one line; what Markdown could read as its own is a number as well. */
function html(text: string): string {
  return printable(text).replace(/[^\p{L}\p{N} ._/-]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** Text in which nothing is markup, mentions a person or refers to a thread. */
function words(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]<>#!|~&$]/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replace(/#(?=\d)/g, "#\u200b")
    .replace(/(https?|ftp):\/\//gi, "$1:\u200b//")
    .replace(/(www)\./gi, "$1\u200b.")
    .replace(/GH-(?=\d)/gi, "$&\u200b")
    .replace(/\b[0-9a-f]{7,40}\b/gi, (hash) => `${hash.slice(0, 6)}\u200b${hash.slice(6)}`);
}

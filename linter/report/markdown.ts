import type { Finding, InputStatus, Report } from "./finding";
import type { Reporter } from "./reporter";
import {
  byReason,
  checkedWords,
  count,
  distinct,
  enumeration,
  inputName,
  pathName,
  placeName,
  printable,
  severities,
  totals,
  unevaluated,
} from "./words";

/** By this line a job finds its own comment again, to write it anew. */
const marker = "<!-- emr-encryption -->";
/** GitHub takes comments of 65,536 characters; the rest is for the end. */
const longest = 60_000;

/** A comment for a pull request: totals, findings by address, the rest folded away; cut where a comment would not be taken. */
export const markdown: Reporter = (report, { quiet, verbose }) => {
  const head = [marker, `### EMR encryption: ${words(totals(report))}`, report.inputs.map(inputItem).join("\n")];
  const findings = report.findings.filter(({ severity }) => severity !== "info");
  const notes = report.findings.filter(({ severity }) => severity === "info");
  const sections = fitting(addressSections(findings), longest - head.join("\n\n").length);
  const left = findings.length - sections.findings;
  const cut =
    left > 0 ? [`_${count(left, "finding")} more: a comment holds no more; see the JSON or text report._`] : [];
  const tail = quiet
    ? []
    : [
        ...folded(count(notes.length, "note"), notes.length, notes.map(item), verbose),
        ...folded(`${report.waived.length} waived`, report.waived.length, report.waived.map(waivedItem), verbose),
        ...folded(unevaluated(report), report.notEvaluated.length, unknownItems(report), verbose),
        ...report.notices.map(({ kind, message }) => `_${words(kind)}: ${words(message)}_`),
      ];
  const room = longest + 4_000 - [...head, ...sections.texts, ...cut].join("\n\n").length;
  return `${[...head, ...sections.texts, ...cut, ...within(tail, room)].join("\n\n")}\n`;
};

function inputItem(input: InputStatus): string {
  if (input.status === "unreadable") {
    return `- ${code(inputName(input))} could not be read: ${words(input.error ?? "no reason known")}`;
  }
  if (input.status === "empty") return `- ${code(inputName(input))} contains no EMR encryption resources`;
  return `- ${code(inputName(input))} ${words(checkedWords(input))}`;
}

interface Section {
  readonly text: string;
  readonly findings: number;
}

function addressSections(findings: readonly Finding[]): readonly Section[] {
  const key = ({ input, stack, address }: Finding): string => JSON.stringify([input, stack, address]);
  return distinct(findings.map(key)).flatMap((each) => {
    const group = findings.filter((finding) => key(finding) === each);
    const [first] = group;
    if (!first) return [];
    const origin = [
      ...(first.construct ? [`construct ${code(first.construct)}`] : []),
      ...(first.file ? [code(first.line ? `${first.file}:${first.line}` : first.file)] : []),
    ].join(" · ");
    const sorted = severities.flatMap((severity) => group.filter((finding) => finding.severity === severity));
    const heading = [`#### ${code(first.address || first.input)}`, ...(origin === "" ? [] : [origin])];
    return [{ text: [...heading, sorted.map(item).join("\n")].join("\n\n"), findings: group.length }];
  });
}

function item(finding: Finding): string {
  const { severity, rule, message, remedy, path, within, change, sources } = finding;
  const place = [within, pathName(path)].filter((part) => part !== "").map(code);
  const [source] = sources;
  return [
    `- **${severity}** ${code(rule)}${change ? ` _${change}_` : ""}: ${words(message)}${source ? ` ${why(source)}` : ""}`,
    ...(place.length > 0 ? [`  in ${place.join(" · ")}`] : []),
    `  **fix:** ${words(remedy)}`,
  ].join("\\\n");
}

function waivedItem(finding: Report["waived"][number]): string {
  const { reason, owner, expires } = finding.waiver;
  const end = `until ${expires}${owner ? `, ${owner}` : ""}`;
  return `- ${code(finding.rule)} ${code(placeName(finding))}: ${words(reason)} (${words(end)})`;
}

function unknownItems(report: Report): readonly string[] {
  return byReason(report.notEvaluated).map(({ reason, resolveWith, entries }) => {
    const rules = distinct(entries.map(({ rule }) => rule)).map(code);
    const places = distinct(entries.map(placeName)).map(code);
    return [
      `- ${entries.length} × ${words(reason)}`,
      `  to settle it: ${words(resolveWith)}`,
      `  at ${enumeration(places, 4)}: ${enumeration(rules)}`,
    ].join("\\\n");
  });
}

function folded(summary: string, number: number, items: readonly string[], open: boolean): readonly string[] {
  if (number === 0) return [];
  return [`<details${open ? " open" : ""}><summary>${summary}</summary>\n\n${items.join("\n")}\n\n</details>`];
}

function fitting(
  sections: readonly Section[],
  room: number,
): { readonly texts: readonly string[]; readonly findings: number } {
  const texts: string[] = [];
  let findings = 0;
  let used = 0;
  for (const section of sections) {
    used += section.text.length + 2;
    if (used > room) break;
    texts.push(section.text);
    findings += section.findings;
  }
  return { texts, findings };
}

function within(texts: readonly string[], room: number): readonly string[] {
  let used = 0;
  return texts.filter((text) => {
    used += text.length + 2;
    return used <= room;
  });
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

/** Text in which nothing is markup, mentions a person or refers to a thread. */
function words(text: string): string {
  return printable(text)
    .replace(/[\\`*_[\]<>#!|~&$]/g, "\\$&")
    .replaceAll("@", "@\u200b")
    .replace(/#(?=\d)/g, "#\u200b")
    .replace(/\b(https?):\/\//gi, "$1:\u200b//")
    .replace(/\bwww\./gi, "www\u200b.");
}

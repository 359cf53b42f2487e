import { groupBy } from "../../../formats/group-by";
import { type Excerpts, findingKey } from "../../graph/excerpt";
import type { Excerpt } from "../../graph/excerpt-line";
import type { CompactReport, Finding, NotEvaluatedList, Severity, Waived } from "../finding";
import { pathName } from "../path";
import { alike, byReason, count, distinct, inputName, placeName, sectionOf, severities, sourcePlace } from "../words";
import { code, link, table, text } from "./markup";

/** Place of a finding on the page. */
export function findingId(index: number): string {
  return `f${index + 1}`;
}

/** What has to be fixed, a line for each rule, most severe first. */
export function fixList(findings: readonly Finding[]): string {
  const toFix = [...findings.entries()].filter(([, { severity, change }]) => severity !== "info" && change !== "fixed");
  const groups = groupBy(toFix, ([, { severity, rule }]) => `${severity} ${rule}`);
  const isOneInput = new Set(findings.map(inputName)).size === 1;
  const rows = [...groups.values()]
    .sort(([[, a], ...others], [[, b], ...rest]) => weight(a) - weight(b) || rest.length - others.length)
    .map(([[index, first], ...others]): readonly string[] => {
      const more = others.length > 0 ? ` <span class="meta">and ${others.length} more</span>` : "";
      const input = isOneInput ? "" : ` <span class="meta">in ${text(inputName(first))}</span>`;
      return [
        badge(first.severity),
        `<a href="#${findingId(index)}">${text(first.message)}</a>${more}<br>${code(placeName(first))}${input}`,
        text(first.remedy),
      ];
    });
  return rows.length === 0 ? "" : table("What to fix, one line for each rule", ["severity", "problem", "fix"], rows);
}

function weight({ severity }: Finding): number {
  return severities.indexOf(severity);
}

export function badge(severity: Severity): string {
  return `<span class="badge ${severity}">${severity}</span>`;
}

/** The form that filters findings; the script shows it. */
export function filterForm(findings: readonly Finding[]): string {
  const present = severities.filter((severity) => findings.some((finding) => finding.severity === severity));
  const boxes = present.map(
    (severity) => `<label><input type="checkbox" name="severity" value="${severity}" checked> ${severity}</label>`,
  );
  const areas = distinct(findings.map(areaOf)).toSorted();
  const changes = distinct(findings.flatMap(({ change }) => change ?? []));
  return `<form id="filter" hidden role="search" aria-label="Filter findings"><div><label class="name" for="q">Text</label><input id="q" name="text" type="search" autocomplete="off" placeholder="rule, address or words"></div><fieldset><legend>Severity</legend>${boxes.join("")}</fieldset>${select("area", "Area", areas)}${changes.length > 0 ? select("change", "Change", changes) : ""}<button type="reset">Show all</button></form><p id="shown" class="shown" role="status">All ${findings.length} findings are shown.</p>`;
}

function select(name: string, label: string, values: readonly string[]): string {
  const options = values.map((value) => `<option value="${text(value)}">${text(value)}</option>`).join("");
  return `<div><label class="name" for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">all</option>${options}</select></div>`;
}

function areaOf({ rule }: Finding): string {
  return rule.split(".")[0] ?? rule;
}

/** Findings by resource, in the order of the report. */
export function findingGroups(findings: readonly Finding[], excerpts: Excerpts): string {
  const groups = groupBy(findings.keys(), (index) => sectionOf(findings[index] as Finding));
  return [...groups.values()].map((indexes) => resource(findings, indexes, excerpts)).join("");
}

function resource(all: readonly Finding[], indexes: readonly number[], excerpts: Excerpts): string {
  const first = all[indexes[0] ?? 0] as Finding;
  if (first.group !== undefined) return sharedMistake(all, indexes, excerpts);
  const sorted = severities.flatMap((severity) => indexes.filter((index) => all[index]?.severity === severity));
  const origin = [inputName(first), ...(first.construct ? [`construct ${first.construct}`] : [])];
  const indexOf = new Map(sorted.map((index) => [all[index] as Finding, index]));
  const idOf = (finding: Finding) => findingId(indexOf.get(finding) ?? 0);
  const body = alike([...indexOf.keys()])
    .map(([shown, ...others]) => {
      const again = others.map((each) => shortMarkup(each, idOf(each)));
      return findingMarkup(shown, idOf(shown), excerpts) + foldedFindings(again, "more that read the same");
    })
    .join("");
  return `<div class="resource"><header><h3>${code(first.address || first.input)}</h3><p>${origin.map(text).join(" · ")}</p></header>${body}</div>`;
}

/** One mistake at several resources: the first of them in full, the others folded. */
function sharedMistake(all: readonly Finding[], indexes: readonly number[], excerpts: Excerpts): string {
  const [index = 0, ...others] = indexes;
  const first = all[index] as Finding;
  const resources = distinct(indexes.map((each) => all[each]?.address ?? ""));
  const rest = others.map((each) => shortMarkup(all[each] as Finding, findingId(each)));
  const more = foldedFindings(rest, "more of this kind");
  return `<div class="resource"><header><h3>${code(first.rule)} at ${resources.length} resources</h3><p>${text(inputName(first))}, first at ${code(placeName(first))}</p></header>${findingMarkup(first, findingId(index), excerpts)}${more}</div>`;
}

function shortMarkup(finding: Finding, id: string): string {
  const { severity, message, change } = finding;
  return `<article class="finding" id="${id}" data-s="${severity}" data-a="${text(areaOf(finding))}"${change ? ` data-c="${change}"` : ""}><p>${code(placeName(finding))}</p><p class="message">${text(message)}</p></article>`;
}

function foldedFindings(articles: readonly string[], which: string): string {
  if (articles.length === 0) return "";
  return `<details><summary>${count(articles.length, "finding")} ${which}</summary>${articles.join("")}</details>`;
}

function findingMarkup(finding: Finding, id: string, excerpts: Excerpts): string {
  const { severity, rule, message, remedy, path, within, change, sources } = finding;
  const excerpt = excerpts.get(findingKey(finding));
  const place = [within, pathName(path), ...sourcePlace(finding)].filter((part) => part !== "").map(code);
  const [source] = sources;
  return [
    `<article class="finding" id="${id}" data-s="${severity}" data-a="${text(areaOf(finding))}"${change ? ` data-c="${change}"` : ""}>`,
    `<p>${badge(severity)} ${code(rule)}${change ? ` <span class="badge plain">${change}</span>` : ""}</p>`,
    `<p class="message">${text(message)}</p>`,
    place.length > 0 ? `<p class="path">in ${place.join(" · ")}</p>` : "",
    excerpt ? excerptMarkup(excerpt) : "",
    remedy === "" ? "" : `<p class="fix"><strong>Fix:</strong> ${text(remedy)}</p>`,
    source ? `<p class="meta">Source: ${link(source, sourceName(source))}</p>` : "",
    "</article>",
  ].join("");
}

function sourceName(address: string): string {
  return address.replace(/^https:\/\/(?:www\.)?([^/]*).*$/, "$1");
}

function excerptMarkup({ lines, marked, from }: Excerpt): string {
  const width = `${(from ?? 0) + lines.length}`.length;
  const rows = lines.map((line, index) => {
    const numbered = from === undefined ? line : `${`${from + index}`.padStart(width)}  ${line}`;
    return index === marked ? `<mark>${text(numbered)}</mark>` : text(numbered);
  });
  return `<pre tabindex="0" aria-label="Source">${rows.join("\n")}</pre>`;
}

/** Findings that a waiver or the baseline covers. */
export function accepted({ waived, baseline }: CompactReport): string {
  const waivers = waived.map((finding: Waived) => [
    `${badge(finding.severity)} ${code(finding.rule)}<br>${code(placeName(finding))}`,
    text(finding.waiver.reason),
    text(finding.waiver.owner ?? ""),
    text(finding.waiver.expires),
  ]);
  const known = baseline.map((finding) => [
    `${badge(finding.severity)} ${code(finding.rule)}`,
    code(placeName(finding)),
    text(finding.message),
  ]);
  return [
    waivers.length > 0
      ? table("Findings that are waived", ["finding", "reason", "owner", "waived until"], waivers)
      : "",
    known.length > 0
      ? `<details><summary>${count(known.length, "finding")} of the baseline</summary>${table("Findings of the baseline", ["rule", "resource", "message"], known)}</details>`
      : "",
  ].join("");
}

/** What could not be evaluated, by what resolves it. */
export function openQuestions(entries: NotEvaluatedList): string {
  const groups = byReason(entries).map(({ reason, resolveWith, rules, places, entries: group }) => {
    const names = distinct(places.map(placeName));
    const shown = names.slice(0, 20).map(code);
    const rest = names.length > shown.length ? `<li>and ${names.length - shown.length} more</li>` : "";
    return `<details${entries.length < 30 ? " open" : ""}><summary><strong>${text(reason)}</strong> (${count(group.length, "check")})</summary><p class="fix"><strong>To resolve:</strong> ${text(resolveWith)}</p><p>Rules: ${rules.map(code).join(", ")}</p><ul>${shown.map((place) => `<li>${place}</li>`).join("")}${rest}</ul></details>`;
  });
  return groups.join("");
}

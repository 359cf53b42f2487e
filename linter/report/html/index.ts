import { createHash } from "node:crypto";
import { findingKey } from "../../graph/excerpt";
import type { CompactReport, InputStatus } from "../finding";
import type { Reporter } from "../reporter";
import { checkedWords, count, inputName, inputTotals, settingsWords, severities, shortcoming, totals } from "../words";
import { changes } from "./changes";
import { accepted, badge, filterForm, findingGroups, findingId, fixList, openQuestions } from "./findings";
import { code, section, table, text } from "./markup";
import { pictures } from "./picture";
import { script } from "./script";
import { style } from "./style";
import { timelines } from "./timeline";

/** The report as one page that needs no network and no other file: summary, what to fix, the picture, certificates, findings. */
export const html: Reporter = (report, { graph, excerpts = new Map() }) => {
  const { findings } = report;
  const ids = new Map(findings.map((finding, index) => [findingKey(finding), findingId(index)]));
  const sections = [
    ["fix", "What to fix", fixList(findings)],
    ["change", "What this change does", changes(graph, report)],
    [
      "picture",
      "The picture",
      graph
        ? pictures(
            graph,
            ({ input, stack }) =>
              (fingerprint) =>
                ids.get(findingKey({ input, stack, fingerprint })),
          )
        : "",
    ],
    ["certificates", "Certificates", graph ? timelines(graph) : ""],
    ["findings", "Findings", findings.length > 0 ? `${filterForm(findings)}${findingGroups(findings, excerpts)}` : ""],
    ["not-evaluated", "Not evaluated", openQuestions(report.notEvaluated)],
    ["accepted", "Accepted findings", accepted(report)],
    [
      "settings",
      "Settings",
      settingsWords(report)
        .map((line) => `<p>${text(line)}</p>`)
        .join(""),
    ],
    ["inputs", "Inputs", inputs(report.inputs)],
    ["notices", "Notices", notices(report)],
  ] as const;
  const present = sections.filter(([, , content]) => content !== "");
  const contents = present.map(([id, name]) => `<li><a href="#${id}">${text(name)}</a></li>`).join("");
  const body = present.map(([id, name, content]) => section(id, name, content)).join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>EMR encryption: ${text(totals(report))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header><h1>EMR encryption report</h1>${verdict(report)}<nav aria-label="Contents"><ul>${contents}</ul></nav></header>
<main id="main">
${body}
</main>
<footer>${footer(report)}</footer>
<script>${script}</script>
</body>
</html>
`;
};

/** Nothing is loaded, and only this style and this script run, whatever else the page contains. */
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

function hash(content: string): string {
  return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
}

function verdict(report: CompactReport): string {
  const { summary } = report;
  const [kind, words] = verdictWords(report);
  const counts = severities.flatMap((severity) =>
    summary[severity] > 0 ? [`<li>${badge(severity)} ${summary[severity]}</li>`] : [],
  );
  const rest = [
    ...(summary.notEvaluated > 0
      ? [`<li><span class="badge plain">not evaluated</span> ${summary.notEvaluated}</li>`]
      : []),
    ...(summary.waived > 0 ? [`<li><span class="badge plain">waived</span> ${summary.waived}</li>`] : []),
    ...(summary.baseline > 0 ? [`<li><span class="badge plain">baseline</span> ${summary.baseline}</li>`] : []),
  ];
  const list = [...counts, ...rest].join("");
  return `<p class="verdict"><strong class="${kind}">${text(words)}</strong> ${text(`${inputTotals(report)}.`)}</p>${list === "" ? "" : `<nav aria-label="Totals"><ul>${list}</ul></nav>`}`;
}

function verdictWords({ summary, inputs: given }: CompactReport): readonly [string, string] {
  if (given.some(shortcoming)) return ["error", "Not everything was checked."];
  if (summary.error > 0) return ["error", `${count(summary.error, "error")} to fix.`];
  if (summary.warning > 0) return ["warning", `No errors; ${count(summary.warning, "warning")}.`];
  if (given.every(({ status }) => status === "empty"))
    return ["plain", "Nothing to check: no encryption resources of EMR on EC2."];
  if (summary.notEvaluated > 0)
    return ["warning", `Nothing found, but ${count(summary.notEvaluated, "check")} not evaluated.`];
  return ["ok", "No errors and no warnings."];
}

function inputs(given: readonly InputStatus[]): string {
  const rows = given.map((input) => {
    const short = shortcoming(input);
    const status = input.status === "empty" ? "no encryption resources of EMR on EC2" : input.status;
    const environment = input.status === "unreadable" ? [] : [checkedWords(input)];
    return [
      code(inputName(input)),
      text(input.kind),
      short ? `<span class="badge error">${short.kind}</span>` : status,
      text([...(short ? [short.reason] : []), ...environment].join("; ")),
    ];
  });
  return rows.length === 0 ? "" : table("Inputs of this run", ["input", "kind", "status", "details"], rows);
}

function notices(report: CompactReport): string {
  return report.notices.length === 0
    ? ""
    : `<ul>${report.notices.map(({ kind, message }) => `<li><strong>${text(kind)}:</strong> ${text(message)}</li>`).join("")}</ul>`;
}

function footer({ tool, evaluatedAt }: CompactReport): string {
  return `${text(tool.name)} ${text(tool.version)} · evaluated at ${text(evaluatedAt)} · rules ${text(tool.policySha256.slice(0, 12))} · this page loads nothing`;
}

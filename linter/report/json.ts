import type { CompactReport, Finding, InputStatus, Notice, Waived } from "./finding";
import type { Reporter } from "./reporter";
import { jsonText } from "./words";

const place = ["input", "stack", "address", "within", "path", "construct", "file", "line"] as const;
const finding = [
  "rule",
  "severity",
  "variant",
  ...place,
  "message",
  "asWritten",
  "remedy",
  "params",
  "sources",
  "docs",
  "fingerprint",
];
const keys = {
  report: [
    "reportVersion",
    "tool",
    "evaluatedAt",
    "inputs",
    "findings",
    "settings",
    "baseline",
    "notices",
    "changes",
    "waived",
    "notEvaluated",
  ],
  tool: ["name", "version", "policySha256"],
  input: ["input", "stack", "kind", "status", "error", "incomplete", "modulesNotRead"],
  finding: [...finding, "group", "change"],
  waived: [...finding, "group", "change", "waiver"],
  notEvaluated: ["rule", ...place, "reason", "resolveWith", "fails"],
};

/** The report as JSON in the order of its documentation; the same report gives the same bytes. */
export const json: Reporter = (report) => `${jsonText(ordered(report))}\n`;

function ordered(report: CompactReport): object {
  return {
    ...pick(report, keys.report),
    tool: pick(report.tool, keys.tool),
    inputs: report.inputs.map((input: InputStatus) => ({
      ...pick(input, keys.input),
      environment: pick(input.environment, ["name", "from"]),
    })),
    findings: report.findings.map((each) => new Ordered(each, orderedFinding)),
    settings: {
      ...pick(report.settings, ["files", "revision", "off"]),
      lowered: sorted(report.settings.lowered),
      ...pick(report.settings, ["failOn", "waivers", "known"]),
    },
    baseline: report.baseline.map((each) => new Ordered(each, orderedFinding)),
    notices: report.notices.map((notice: Notice) => pick(notice, ["kind", "message"])),
    ...(report.changes && {
      changes: report.changes.map((change) =>
        pick(change, ["input", "stack", "address", "change", "effects", "steps"]),
      ),
    }),
    waived: report.waived.map((each) => new Ordered(each, orderedWaived)),
    notEvaluated: Array.from(
      report.notEvaluated,
      (each) => new Ordered(each, (entry) => pick(entry, keys.notEvaluated)),
    ),
    summary: pick(report.summary, ["error", "warning", "info", "waived", "baseline", "notEvaluated", "checked"]),
  };
}

/** What is put in order when it is written: a report may have hundreds of thousands of entries, and a copy of each would double it. */
class Ordered<T> {
  constructor(
    private readonly value: T,
    private readonly order: (value: T) => object,
  ) {}

  toJSON(): object {
    return this.order(this.value);
  }
}

function orderedFinding(value: Finding): object {
  return { ...pick(value, keys.finding), params: sorted(value.params) };
}

function orderedWaived(waived: Waived): object {
  return {
    ...pick(waived, keys.waived),
    params: sorted(waived.params),
    waiver: pick(waived.waiver, ["reason", "owner", "expires"]),
  };
}

function sorted(params: Finding["params"]): object {
  return Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function pick(value: object, names: readonly string[]): object {
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(names.flatMap((name) => (entries.has(name) ? [[name, entries.get(name)]] : [])));
}

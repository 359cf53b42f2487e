import type { Finding, Notice, Report, Severity } from "../report/finding";
import { type Baseline, partByBaseline } from "./baseline";
import { weights } from "./locks";
import type { RuleSeverities, Settings, StandingWaiver } from "./settings";
import { partitionByWaivers } from "./waivers";

export interface ApplyOptions {
  readonly settings: Settings;
  /** Waivers that are in the code of the stacks checked. */
  readonly codeWaivers?: readonly StandingWaiver[];
  /** What `--baseline` contains. */
  readonly baseline?: Baseline;
  /** Names of the inputs of the run. */
  readonly inputs?: readonly string[];
  /** When the run checks, in milliseconds since 1970. */
  readonly evaluatedAt: number;
  readonly rules: RuleSeverities;
}

/** Findings as the settings want them. */
export type Applied = Pick<Report, "findings" | "baseline" | "waived" | "notices">;

/** Sets severities, removes rules that are off, then separates findings that are waived or in the baseline. */
export function applySettings(
  findings: readonly Finding[],
  { settings, codeWaivers = [], baseline = { known: new Map() }, inputs, evaluatedAt, rules }: ApplyOptions,
): Applied {
  const weighed = findings.flatMap((finding) => {
    const severity = severityOf(finding, settings, rules);
    if (severity === "off") return [];
    return severity === finding.severity ? finding : { ...finding, severity };
  });
  const waived = partitionByWaivers(weighed, [...settings.waivers, ...codeWaivers], evaluatedAt);
  const parted = partByBaseline(waived.findings, baseline, inputs);
  const notices = [...settings.notices, ...newerRules(findings, settings, rules), ...waived.notices, ...parted.notices];
  return { ...waived, ...parted, notices };
}

/** Whether the settings switch a rule off. */
export function isOff(rule: string, { severities }: Settings): boolean {
  return severities !== undefined && Object.hasOwn(severities, rule) && severities[rule] === "off";
}

function severityOf({ rule, severity, variant }: Finding, settings: Settings, rules: RuleSeverities): Severity | "off" {
  const { severities } = settings;
  const set = severities && Object.hasOwn(severities, rule) ? severities[rule] : undefined;
  if (set === undefined) return severity === "error" && isNewer(rule, settings, rules) ? "warning" : severity;
  const lighter = variant !== undefined && weights[severity] < weights[rules.get(rule)?.severity ?? severity];
  return lighter && weights[set] > weights[severity] ? severity : set;
}

/** Whether a rule is newer than the version that the team has accepted. */
function isNewer(rule: string, { rulesVersion }: Settings, rules: RuleSeverities): boolean {
  const since = rules.get(rule)?.since;
  if (rulesVersion === undefined || since === undefined) return false;
  const agreed = rulesVersion.split(".").map(Number);
  const parts = since.split(".").map(Number);
  // "1.2" covers every 1.2.x.
  const at = agreed.findIndex((part, index) => part !== parts[index]);
  return at >= 0 && (parts[at] ?? 0) > (agreed[at] ?? 0);
}

function newerRules(findings: readonly Finding[], settings: Settings, rules: RuleSeverities): readonly Notice[] {
  const newer = [...new Set(findings.map(({ rule }) => rule))].filter((rule) => isNewer(rule, settings, rules)).sort();
  if (newer.length === 0) return [];
  const message = `rules newer than ${settings.rulesVersion} report as warnings at most: ${newer.join(", ")}; raise rulesVersion to accept them`;
  return [{ kind: "newer rules", message }];
}

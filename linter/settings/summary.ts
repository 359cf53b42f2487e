import { relative } from "node:path";
import type { SettingsInForce, Severity } from "../report/finding";
import type { Thresholds } from "../rows/facts";
import { isLooser, weights } from "./locks";
import { longestWaiverDays } from "./read";
import type { Declarations, FailOn, RuleSeverities, Settings } from "./settings";

/** What a summary compares the settings with. */
export interface SummaryContext {
  readonly failOn: FailOn;
  readonly rules: RuleSeverities;
  readonly thresholds: Thresholds;
  readonly cwd: string;
}

/** What the settings of a run switch off, lower or declare, for reports: no gate is loosened unseen. */
export function settingsInForce(
  settings: Settings,
  { failOn, rules, thresholds, cwd }: SummaryContext,
): SettingsInForce {
  const severities = Object.entries(settings.severities ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const lowered = severities.filter(([rule, severity]) => severity !== "off" && isLower(severity, rules.get(rule)));
  const looser = Object.entries(settings.thresholds ?? {}).filter(([name, value]) => {
    const threshold = name as keyof Thresholds;
    return isLooser(threshold, value, thresholds[threshold]);
  });
  return {
    files: settings.files.map((file) => relative(cwd, file) || file),
    ...(settings.revision === undefined ? {} : { revision: settings.revision }),
    off: severities.flatMap(([rule, severity]) => (severity === "off" ? [rule] : [])),
    lowered: Object.fromEntries([
      ...lowered,
      ...loosened(settings),
      ...looser.map(([name, value]) => [`thresholds.${name}`, String(value)] as const),
    ]),
    failOn,
    waivers: settings.waivers.length,
    known: declarationCount(settings.known),
  };
}

/** What else the settings may loosen, by its key, with the value in force. */
function loosened(settings: Settings): readonly (readonly [string, string])[] {
  const { environment, environments = {}, longestWaiverDays: days, rulesVersion } = settings;
  const development = Object.entries(environments.accounts ?? {}).filter(([, name]) => name === DEVELOPMENT);
  return [
    ...(environment === DEVELOPMENT ? [["environment", environment] as const] : []),
    ...development.map(([account, name]) => [`environments.accounts.${account}`, name] as const),
    ...(environments.tags?.development
      ? [["environments.tags.development", environments.tags.development.join(" ")] as const]
      : []),
    ...(days !== undefined && days > longestWaiverDays ? [["longestWaiverDays", String(days)] as const] : []),
    ...(rulesVersion === undefined ? [] : [["rulesVersion", rulesVersion] as const]),
  ];
}

/** The one environment that is not checked as production. */
const DEVELOPMENT = "development";

function isLower(severity: Severity | "off", rule: { readonly severity: Severity } | undefined): boolean {
  return rule !== undefined && weights[severity] < weights[rule.severity];
}

/** How many facts the settings declare about what the inputs do not contain. */
function declarationCount(known: Declarations = {}): number {
  const { region, ebsEncryptionByDefault, vpcDomains = [], additionalRoots = [], roles = {}, ...maps } = known;
  const single = [region, ebsEncryptionByDefault, roles.instance, roles.service].filter((value) => value !== undefined);
  const named = [maps.keys, maps.buckets, maps.clusters, maps.bundles].flatMap((map) => Object.keys(map ?? {}));
  return single.length + vpcDomains.length + additionalRoots.length + (roles.emrfs?.length ?? 0) + named.length;
}

import { isDeepStrictEqual } from "node:util";
import { isObject } from "../model/values/json";
import type { Thresholds } from "../rows/facts";
import type { FailOn, Lock, RuleSeverities, Settings } from "./settings";

/** The values that locks compare with if a file does not set one. */
export interface Defaults {
  readonly severities: RuleSeverities;
  readonly thresholds: Thresholds;
}

export const weights = { off: 0, info: 1, warning: 2, error: 3 } as const;
export const reach: { readonly [word in FailOn]: number } = { never: 0, error: 1, warning: 2, info: 3 };
/** Thresholds that are stricter when smaller. */
const smallerIsStricter: ReadonlySet<keyof Thresholds> = new Set(["longValidityDays"]);
const whole = ["environment", "environments", "known", "longestWaiverDays", "rulesVersion", "strict"] as const;

/**
 * Merges settings over those that they extend: the former take precedence, unless a lock of the latter forbids the change, which is a
 * notice.
 */
export function mergeLocked(over: Settings, base: Settings, defaults: Defaults): Settings {
  return merged(base, tightened(over, base, defaults));
}

/**
 * Merges two files that a third extends: the later one takes precedence, and the locks of each apply to the other, whatever their order. If
 * two exports of audits differ in what they declare for every cluster, neither counts: the plan may belong to either account or Region.
 */
export function mergePeers(later: Settings, earlier: Settings, defaults: Defaults): Settings {
  const both = merged(tightened(earlier, later, defaults), tightened(later, earlier, defaults));
  if (later.known?.asOf === undefined || earlier.known?.asOf === undefined) return both;
  const differing = ofOneAccount.filter((name) => !isDeepStrictEqual(later.known?.[name], earlier.known?.[name]));
  const without = Object.fromEntries(differing.map((name) => [name, undefined]));
  return { ...both, known: { ...both.known, ...without } };
}

const ofOneAccount = ["account", "region", "vpcDomains", "roles", "ebsEncryptionByDefault"] as const;

/** Whether no waiver of a rule may come from outside the files that lock it. */
export function waiversLocked(locked: readonly Lock[], rule: string): boolean {
  return locked.includes("waivers") || locked.includes(`waivers:${rule}`);
}

/** Whether a threshold is less strict than a limit. */
export function isLooser(threshold: keyof Thresholds, value: number, limit: number): boolean {
  return smallerIsStricter.has(threshold) ? value > limit : value < limit;
}

function merged(base: Settings, over: Settings): Settings {
  return {
    ...mergedValues(base, over),
    files: distinct([...base.files, ...over.files], String),
    waivers: distinct([...base.waivers, ...over.waivers], JSON.stringify),
    locked: distinct([...base.locked, ...over.locked], String),
    exports: distinct([...base.exports, ...over.exports], JSON.stringify),
    notices: distinct([...base.notices, ...over.notices], JSON.stringify),
  } as Settings;
}

/** Settings without the values that loosen what others lock, and a notice for each. */
function tightened(settings: Settings, locking: Settings, defaults: Defaults): Settings {
  const isLocked = (lock: Lock): boolean => locking.locked.includes(lock);
  const loosened: string[] = [];
  const implied = new Set([
    // What is set for an account takes precedence over the environment.
    ...(isLocked("environment") && locking.environment !== undefined ? ["environments"] : []),
    // It lowers the severity of all rules that are newer.
    ...(isLocked("severities") ? ["rulesVersion"] : []),
  ]);
  const sections = whole.filter(
    (section) =>
      (isLocked(section) || implied.has(section)) &&
      settings[section] !== undefined &&
      !isDeepStrictEqual(settings[section], locking[section]),
  );
  loosened.push(...sections);
  const isLate = isLocked("failOn") && reach[settings.failOn ?? "info"] < reach[locking.failOn ?? "error"];
  if (isLate) loosened.push(`failOn ${settings.failOn}`);
  return {
    ...settings,
    ...Object.fromEntries(sections.map((section) => [section, undefined])),
    ...(isLate ? { failOn: undefined } : {}),
    ...(isLocked("severities") ? { severities: allowedSeverities(settings, locking, defaults, loosened) } : {}),
    ...(isLocked("thresholds") ? { thresholds: allowedThresholds(settings, locking, defaults, loosened) } : {}),
    waivers: allowedWaivers(settings, locking, loosened),
    notices: [
      ...settings.notices,
      ...loosened.map((what) => ({
        kind: "locked setting",
        message: `${settings.files.at(-1)} cannot loosen what ${locking.files.at(-1)} locks: ${what}`,
      })),
    ],
  };
}

function allowedSeverities(
  { severities }: Settings,
  locking: Settings,
  defaults: Defaults,
  loosened: string[],
): Settings["severities"] {
  const allowed = Object.entries(severities ?? {}).filter(([rule, severity]) => {
    const floor = own(locking.severities, rule) ?? defaults.severities.get(rule)?.severity ?? "error";
    const isAllowed = weights[severity] >= weights[floor];
    if (!isAllowed) loosened.push(`severities.${rule} ${severity}, which is less than ${floor}`);
    return isAllowed;
  });
  return Object.fromEntries(allowed);
}

function allowedThresholds(
  { thresholds }: Settings,
  locking: Settings,
  defaults: Defaults,
  loosened: string[],
): Settings["thresholds"] {
  const allowed = Object.entries(thresholds ?? {}).filter(([name, value]) => {
    const threshold = name as keyof Thresholds;
    const limit = locking.thresholds?.[threshold] ?? defaults.thresholds[threshold];
    const isAllowed = !isLooser(threshold, value, limit);
    if (!isAllowed) loosened.push(`thresholds.${name} ${value}, where ${limit} is set`);
    return isAllowed;
  });
  return Object.fromEntries(allowed);
}

function allowedWaivers(settings: Settings, locking: Settings, loosened: string[]): Settings["waivers"] {
  const known = new Set(locking.waivers.map((waiver) => JSON.stringify(waiver)));
  return settings.waivers.filter((waiver) => {
    const isAllowed = known.has(JSON.stringify(waiver)) || !waiversLocked(locking.locked, waiver.rule);
    if (!isAllowed) loosened.push(`the waiver of ${waiver.rule}`);
    return isAllowed;
  });
}

/** Merges objects key by key and replaces everything else; undefined members are ignored. */
function mergedValues(base: object, over: object): object {
  const entries = new Map<string, unknown>(Object.entries(base));
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const former = entries.get(name);
    entries.set(name, isObject(former) && isObject(value) ? mergedValues(former, value) : value);
  }
  return Object.fromEntries([...entries].filter(([, value]) => value !== undefined));
}

/** The first of each value that gives the same key. */
function distinct<T>(values: readonly T[], key: (value: T) => string): readonly T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const name = key(value);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function own<T>(section: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return section && Object.hasOwn(section, name) ? section[name] : undefined;
}

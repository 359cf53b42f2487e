import { isDeepStrictEqual } from "node:util";
import type { Thresholds } from "../rows/facts";
import type { FailOn, Lock, RuleSeverities, Settings } from "./settings";

/** What the locks compare with where a file is silent. */
export interface Defaults {
  readonly severities: RuleSeverities;
  readonly thresholds: Thresholds;
}

const weights = { off: 0, info: 1, warning: 2, error: 3 } as const;
const reach: { readonly [word in FailOn]: number } = { never: 0, error: 1, warning: 2, info: 3 };
/** Thresholds that are stricter when smaller. */
const smallerIsStricter: ReadonlySet<keyof Thresholds> = new Set(["longValidityDays"]);
const whole = ["environment", "environments", "known", "longestWaiverDays", "rulesVersion"] as const;

/** Lays settings over others: they win, save where a lock of the others forbids to loosen; that is said in a notice. */
export function mergeLocked(over: Settings, base: Settings, defaults: Defaults): Settings {
  const loosened: string[] = [];
  const allowed = tightened(over, base, defaults, loosened);
  return {
    ...merged(base, allowed),
    files: [...base.files, ...over.files.filter((file) => !base.files.includes(file))],
    waivers: [...base.waivers, ...allowed.waivers.filter((waiver) => !contains(base.waivers, waiver))],
    locked: [...new Set([...base.locked, ...over.locked])],
    notices: [
      ...base.notices,
      ...over.notices,
      ...loosened.map((what) => ({
        kind: "locked setting",
        message: `${over.files.at(-1)} cannot loosen what ${base.files.at(-1)} locks: ${what}`,
      })),
    ],
  } as Settings;
}

/** Whether no waiver of a rule may come from outside the files that lock it. */
export function waiversLocked(locked: readonly Lock[], rule: string): boolean {
  return locked.includes("waivers") || locked.includes(`waivers:${rule}`);
}

function tightened(over: Settings, base: Settings, defaults: Defaults, loosened: string[]): Settings {
  const locked = (lock: Lock): boolean => base.locked.includes(lock);
  let kept = over;
  for (const section of whole) {
    if (!locked(section) || over[section] === undefined || isDeepStrictEqual(over[section], base[section])) continue;
    loosened.push(section);
    kept = { ...kept, [section]: undefined };
  }
  if (locked("failOn") && over.failOn !== undefined && reach[over.failOn] < reach[base.failOn ?? "error"]) {
    loosened.push(`failOn ${over.failOn}`);
    kept = { ...kept, failOn: undefined };
  }
  if (locked("severities")) {
    const severities = entriesOf(over.severities).filter(([rule, severity]) => {
      const floor = own(base.severities, rule) ?? defaults.severities.get(rule)?.severity ?? "error";
      const fine = weights[severity] >= weights[floor];
      if (!fine) loosened.push(`severities.${rule} ${severity}, which is less than ${floor}`);
      return fine;
    });
    kept = { ...kept, severities: Object.fromEntries(severities) };
  }
  if (locked("thresholds")) {
    const thresholds = entriesOf(over.thresholds).filter(([name, value]) => {
      const threshold = name as keyof Thresholds;
      const limit = base.thresholds?.[threshold] ?? defaults.thresholds[threshold];
      const fine = smallerIsStricter.has(threshold) ? value <= limit : value >= limit;
      if (!fine) loosened.push(`thresholds.${name} ${value}, where ${limit} is set`);
      return fine;
    });
    kept = { ...kept, thresholds: Object.fromEntries(thresholds) };
  }
  const waivers = kept.waivers.filter((waiver) => {
    const fine = contains(base.waivers, waiver) || !waiversLocked(base.locked, waiver.rule);
    if (!fine) loosened.push(`the waiver of ${waiver.rule}`);
    return fine;
  });
  return { ...kept, waivers };
}

/** Objects key by key, everything else whole; what is undefined says nothing. */
function merged(base: unknown, over: unknown): object {
  const entries = new Map<string, unknown>(Object.entries(base as object));
  for (const [name, value] of Object.entries(over as object)) {
    if (value === undefined) continue;
    const former = entries.get(name);
    entries.set(name, isObject(former) && isObject(value) ? merged(former, value) : value);
  }
  return Object.fromEntries(entries);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function contains(waivers: Settings["waivers"], waiver: Settings["waivers"][number]): boolean {
  return waivers.some((other) => isDeepStrictEqual(other, waiver));
}

function entriesOf<T>(section: { readonly [name: string]: T } | Partial<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(section ?? {}) as [string, T][];
}

function own<T>(section: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return section && Object.hasOwn(section, name) ? section[name] : undefined;
}

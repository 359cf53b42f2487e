import { isRecord, type Symbolic } from "../model/values/symbolic";
import type { Finding, Notice, Waived } from "../report/finding";
import { pathName } from "../report/path";
import { globMatches } from "./glob";
import { waiversLocked } from "./locks";
import type { Lock, StandingWaiver, WaiverCarrier } from "./settings";

/** Key under `//` of `cdk.tf.json` where constructs leave their waivers: a list of `{ construct, rule, reason, owner?, expires }`. */
export const waiverMetadata = "emr-encryption:waiver";

const dayMilliseconds = 86_400_000;

/** Findings parted by the waivers. */
export interface WaivedFindings {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly notices: readonly Notice[];
}

/**
 * Sets aside what a waiver covers. A waiver holds until the end of its last day in UTC; one that has expired, or that covers
 * nothing, is said so.
 */
export function partitionByWaivers(
  findings: readonly Finding[],
  waivers: readonly StandingWaiver[],
  evaluatedAt: number,
): WaivedFindings {
  const running = waivers.filter((waiver) => !hasExpired(waiver, evaluatedAt));
  const used = new Set<StandingWaiver>();
  const left: Finding[] = [];
  const waived: Waived[] = [];
  for (const finding of findings) {
    const covering = running.filter((waiver) => covers(waiver, finding));
    for (const waiver of covering) used.add(waiver);
    const [first] = covering;
    if (!first) left.push(finding);
    else {
      const { reason, owner, expires } = first;
      waived.push({ ...finding, waiver: { reason, ...(owner === undefined ? {} : { owner }), expires } });
    }
  }
  const notices = waivers.flatMap((waiver) => {
    if (used.has(waiver)) return [];
    const expired = hasExpired(waiver, evaluatedAt);
    if (expired && findings.some((finding) => covers(waiver, finding))) {
      return [{ kind: "expired waiver", message: `${named(waiver)} ended on ${waiver.expires} and waives no more` }];
    }
    if (waiver.carrier?.planned) return [];
    const ended = expired ? `, and ended on ${waiver.expires}` : "";
    return [{ kind: "stale waiver", message: `${named(waiver)} covers nothing${ended}; remove it` }];
  });
  return { findings: left, waived, notices };
}

/** Waivers that constructs left in a stack, and notices for those that say too little or that a lock forbids. */
export function waiversInCode(
  metadata: Symbolic,
  carrier: Omit<WaiverCarrier, "construct">,
  { locked, rules, evaluatedAt, longestDays }: CodeWaiverLimits,
): { readonly waivers: readonly StandingWaiver[]; readonly notices: readonly Notice[] } {
  const written = isRecord(metadata) ? metadata[waiverMetadata] : undefined;
  const waivers: StandingWaiver[] = [];
  const notices: Notice[] = [];
  for (const entry of Array.isArray(written) ? written : []) {
    const waiver = standingWaiver(entry, carrier);
    if (!waiver) {
      notices.push({
        kind: "malformed waiver",
        message:
          "a waiver in the stack's metadata lacks construct, rule, reason or a day it expires on; it waives nothing",
      });
    } else if (!rules.has(waiver.rule)) {
      notices.push({ kind: "malformed waiver", message: `${named(waiver)} names a rule that there is not` });
    } else if (waiversLocked(locked, waiver.rule)) {
      notices.push({ kind: "locked setting", message: `${named(waiver)} waives nothing: the settings lock it` });
    } else if (lastMoment(waiver) > evaluatedAt + (longestDays + 1) * dayMilliseconds) {
      notices.push({
        kind: "malformed waiver",
        message: `${named(waiver)} expires on ${waiver.expires}, more than ${longestDays} days away; it waives nothing`,
      });
    } else waivers.push(waiver);
  }
  return { waivers, notices };
}

/** What a waiver in code has to keep to. */
export interface CodeWaiverLimits {
  readonly locked: readonly Lock[];
  /** Ids of the rules there are. */
  readonly rules: ReadonlySet<string> | ReadonlyMap<string, unknown>;
  readonly evaluatedAt: number;
  readonly longestDays: number;
}

function covers({ rule, address, input, path, carrier }: StandingWaiver, finding: Finding): boolean {
  if (rule !== finding.rule) return false;
  if (carrier) {
    const { construct } = carrier;
    const here = finding.input === carrier.input && finding.stack === carrier.stack;
    return here && (finding.construct === construct || (finding.construct ?? "").startsWith(`${construct}/`));
  }
  return (
    (address === undefined || globMatches(address, finding.address)) &&
    (input === undefined || globMatches(plain(input), plain(finding.input))) &&
    (path === undefined || globMatches(path, pathName(finding.path)) || globMatches(path, finding.within))
  );
}

function plain(input: string): string {
  return input.replaceAll("\\", "/").replace(/^\.\//, "");
}

function hasExpired(waiver: StandingWaiver, evaluatedAt: number): boolean {
  return evaluatedAt >= lastMoment(waiver);
}

function lastMoment({ expires }: StandingWaiver): number {
  return Date.parse(`${expires}T00:00:00Z`) + dayMilliseconds;
}

function named({ rule, address, input, carrier, from }: StandingWaiver): string {
  const where = carrier === undefined ? ` for ${address ?? input}` : "";
  return `${from}: the waiver of ${rule}${where}`;
}

function standingWaiver(entry: Symbolic, carrier: Omit<WaiverCarrier, "construct">): StandingWaiver | undefined {
  if (!isRecord(entry)) return undefined;
  const { construct, rule, reason, owner, expires } = entry;
  const texts = [construct, rule, reason, expires].every((value) => typeof value === "string" && value !== "");
  if (!texts || !/^\d{4}-\d{2}-\d{2}$/.test(String(expires)) || Number.isNaN(Date.parse(`${expires}T00:00:00Z`))) {
    return undefined;
  }
  return {
    rule: String(rule),
    reason: String(reason),
    ...(typeof owner === "string" ? { owner } : {}),
    expires: String(expires),
    carrier: { ...carrier, construct: String(construct) },
    from: String(construct),
  };
}

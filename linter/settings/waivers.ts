import { DAY, isDay } from "../../formats/day";
import { globMatches } from "../../formats/glob";
import { groupBy } from "../../formats/group-by";
import { nearestName } from "../../formats/nearest";
import type { Model, Resource, SourceWaiver } from "../model/terraform/model";
import { isRecord, type Symbolic } from "../model/values/symbolic";
import type { Finding, Notice, Report, Waived } from "../report/finding";
import { pathName } from "../report/path";
import { plainInput } from "./baseline";
import { waiversLocked } from "./locks";
import type { Lock, StandingWaiver, WaiverCarrier } from "./settings";

/** Key under `//` of `cdk.tf.json` where constructs leave their waivers: a list of `{ construct, rule, reason, owner?, expires }`. */
export const waiverMetadata = "emr-encryption:waiver";

/**
 * Separates the findings that a waiver covers. A waiver is valid until the end of its last day in UTC; one that has expired, or covers
 * nothing, is reported.
 */
export function partitionByWaivers(
  findings: readonly Finding[],
  waivers: readonly StandingWaiver[],
  evaluatedAt: number,
): Pick<Report, "findings" | "waived" | "notices"> {
  const running = groupBy(
    waivers.filter((waiver) => !hasExpired(waiver, evaluatedAt)),
    ({ rule }) => rule,
  );
  const used = new Set<StandingWaiver>();
  const left: Finding[] = [];
  const waived: Waived[] = [];
  for (const finding of findings) {
    const covering = (running.get(finding.rule) ?? []).filter((waiver) => covers(waiver, finding));
    for (const waiver of covering) used.add(waiver);
    const [first] = covering;
    if (!first) left.push(finding);
    else {
      const { reason, owner, expires } = first;
      waived.push({ ...finding, waiver: { reason, ...(owner === undefined ? {} : { owner }), expires } });
    }
  }
  const usedPlaces = new Set([...used].map(named));
  const notices = waivers.flatMap((waiver) => {
    // A comment in a shared module counts as used if any of its callers needs it.
    if (used.has(waiver) || (waiver.comment && usedPlaces.has(named(waiver)))) return [];
    const expired = hasExpired(waiver, evaluatedAt);
    if (expired && findings.some((finding) => covers(waiver, finding))) {
      const message = `${named(waiver)} expired on ${waiver.expires} and no longer applies`;
      return [{ kind: "expired waiver", message }];
    }
    if (waiver.carrier?.planned || waiver.comment?.planned) return [];
    const ended = expired ? `, and expired on ${waiver.expires}` : "";
    return [{ kind: "stale waiver", message: `${named(waiver)} covers nothing${ended}; remove it` }];
  });
  return { findings: left, waived, notices };
}

/** Waivers that constructs left in a stack, and notices for those that are incomplete or that a lock forbids. */
export function waiversInCode(
  metadata: Symbolic,
  carrier: Omit<WaiverCarrier, "construct">,
  limits: CodeWaiverLimits,
): CodeWaivers {
  const written = isRecord(metadata) ? metadata[waiverMetadata] : undefined;
  const message = "a waiver in the stack's metadata lacks a construct, rule, reason or expiry date; it is ignored";
  const incomplete = { kind: "malformed waiver", message };
  const entries = Array.isArray(written) ? written : [];
  return accepted(
    entries.map((entry) => standingWaiver(entry, carrier) ?? incomplete),
    limits,
  );
}

/** Waivers in code that apply, and notices for the others. */
interface CodeWaivers {
  readonly waivers: readonly StandingWaiver[];
  readonly notices: readonly Notice[];
}

function accepted(given: readonly (StandingWaiver | Notice)[], limits: CodeWaiverLimits): CodeWaivers {
  const checked = given.map((each) => ("kind" in each ? each : (refused(each, limits) ?? each)));
  return {
    waivers: checked.filter((each) => "rule" in each),
    notices: checked.filter((each) => "kind" in each),
  };
}

/** Why a complete waiver has no effect. */
function refused(
  waiver: StandingWaiver,
  { locked, rules, evaluatedAt, longestDays }: CodeWaiverLimits,
): Notice | undefined {
  if (!rules.has(waiver.rule)) {
    const near = nearestName(waiver.rule, [...rules.keys()]);
    const instead = near === undefined ? "" : `; write ${near}`;
    return { kind: "malformed waiver", message: `${named(waiver)} names a rule that does not exist${instead}` };
  }
  if (waiversLocked(locked, waiver.rule)) {
    return { kind: "locked setting", message: `${named(waiver)} is ignored: the settings lock it` };
  }
  if (lastMoment(waiver) > evaluatedAt + (longestDays + 1) * DAY) {
    const message = `${named(waiver)} expires on ${waiver.expires}, more than ${longestDays} days away; it is ignored`;
    return { kind: "malformed waiver", message };
  }
  return undefined;
}

/** Waivers that comments of the source ask for, and notices for those that are incomplete or that a lock forbids. */
export function waiversInComments(
  comments: readonly SourceWaiver[],
  { resources, kind }: Pick<Model, "resources" | "kind">,
  limits: CodeWaiverLimits,
): CodeWaivers {
  // Finding the line of a resource may read its file.
  const places = groupBy(comments.length === 0 ? [] : resources, ({ file }) => file);
  const read = comments.map(({ file, line, text, problem, covers: lines }) => {
    const from = `${file}:${line}`;
    const waiver = problem === undefined ? readComment(text) : { problem };
    if ("problem" in waiver) {
      return { kind: "malformed waiver", message: `${from}: the waiver ${waiver.problem}; it is ignored` };
    }
    const comment = { file, ...lines, ...coveredBy(lines, places.get(file) ?? []), planned: kind === "plan" };
    return { ...waiver, from, comment };
  });
  return accepted(read, limits);
}

/** What comes from the blocks that start in lines, and else from the arguments there: their values may be written elsewhere. */
function coveredBy(
  { from, to }: SourceWaiver["covers"],
  resources: readonly Resource[],
): Pick<NonNullable<StandingWaiver["comment"]>, "addresses" | "arguments"> {
  const isCovered = (line = 0) => from <= line && line <= to;
  const starts = resources.filter(({ line }) => isCovered(line));
  const above = Math.max(...resources.map(({ line = 0 }) => (line < from ? line : 0)));
  const around = starts.length > 0 ? [] : resources.filter(({ line }) => line === above);
  const within = around.flatMap((resource) =>
    [...(resource.written ?? [])].flatMap((name) =>
      isCovered(resource.place?.([name])?.line) ? `${resource.address} ${name}` : [],
    ),
  );
  return { addresses: new Set(starts.map(({ address }) => address)), arguments: new Set(within) };
}

const PAIR = /\s*([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/y;

/** `RULE until=2027-01-31 owner=data-platform reason="…"`. */
function readComment(text: string): Omit<StandingWaiver, "from"> | { readonly problem: string } {
  const [rule = ""] = /^[\w.*-]+/.exec(text) ?? [];
  if (rule === "") return { problem: "names no rule" };
  const given = readFields(text.slice(rule.length));
  if (typeof given === "string") return { problem: `of ${rule} ${given}` };
  const expires = given.get("until") ?? "";
  const reason = given.get("reason") ?? "";
  const owner = given.get("owner");
  if (reason.trim() === "") return { problem: `of ${rule} has no reason="…"` };
  if (!isDay(expires)) return { problem: `of ${rule} has no until=YYYY-MM-DD` };
  return { rule, reason, expires, ...(owner === undefined ? {} : { owner }) };
}

/** The fields of a comment; a string is what is wrong with them. */
function readFields(text: string): ReadonlyMap<string, string> | string {
  const given = new Map<string, string>();
  let at = 0;
  while (text.slice(at).trim() !== "") {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(text);
    if (!pair) return "has text that is not name=value, with values of several words in double quotes";
    const [whole, name = "", quoted, bare = ""] = pair;
    if (!["until", "owner", "reason"].includes(name)) return `has an unknown field, ${name}`;
    given.set(name, quoted?.replace(/\\(.)/g, "$1") ?? bare);
    at += whole.length;
  }
  return given;
}

/** What a waiver in code has to keep to. */
export interface CodeWaiverLimits {
  readonly locked: readonly Lock[];
  /** Ids of the rules there are. */
  readonly rules: ReadonlySet<string> | ReadonlyMap<string, unknown>;
  readonly evaluatedAt: number;
  readonly longestDays: number;
}

function covers(waiver: StandingWaiver, finding: Finding): boolean {
  const { rule, comment, carrier } = waiver;
  if (rule !== finding.rule) return false;
  if (comment) return commentCovers(comment, finding);
  return carrier ? carrierCovers(carrier, finding) : settingsCover(waiver, finding);
}

/** A comment covers its block or argument, by lines and by what comes from it. */
function commentCovers(
  { file, from, to, addresses, arguments: args }: NonNullable<StandingWaiver["comment"]>,
  finding: Finding,
): boolean {
  const line = finding.file === file ? (finding.line ?? 0) : 0;
  return (
    (from <= line && line <= to) || addresses.has(finding.address) || args.has(`${finding.address} ${finding.path[0]}`)
  );
}

/** A waiver in a stack's metadata covers its construct and everything below it. */
function carrierCovers({ construct, input, stack }: WaiverCarrier, finding: Finding): boolean {
  const here = finding.input === input && finding.stack === stack;
  return here && (finding.construct === construct || (finding.construct ?? "").startsWith(`${construct}/`));
}

function settingsCover({ address, input, path }: StandingWaiver, finding: Finding): boolean {
  return (
    (address === undefined || globMatches(address, finding.address)) &&
    (input === undefined || globMatches(plainInput(input), plainInput(finding.input))) &&
    (path === undefined || globMatches(path, pathName(finding.path)) || globMatches(path, finding.within))
  );
}

function hasExpired(waiver: StandingWaiver, evaluatedAt: number): boolean {
  return evaluatedAt >= lastMoment(waiver);
}

function lastMoment({ expires }: StandingWaiver): number {
  return Date.parse(`${expires}T00:00:00Z`) + DAY;
}

function named({ rule, address, input, carrier, comment, from }: StandingWaiver): string {
  const where = carrier === undefined && comment === undefined ? ` for ${address ?? input}` : "";
  return `${from}: the waiver of ${rule}${where}`;
}

function standingWaiver(entry: Symbolic, carrier: Omit<WaiverCarrier, "construct">): StandingWaiver | undefined {
  if (!isRecord(entry)) return undefined;
  const { construct, rule, reason, owner, expires } = entry;
  const texts = [construct, rule, reason, expires].every((value) => typeof value === "string" && value !== "");
  if (!texts || !isDay(String(expires))) return undefined;
  return {
    rule: String(rule),
    reason: String(reason),
    ...(typeof owner === "string" ? { owner } : {}),
    expires: String(expires),
    carrier: { ...carrier, construct: String(construct) },
    from: String(construct),
  };
}

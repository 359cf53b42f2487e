import { DAY, isDay } from "../../formats/day";
import { globMatches } from "../../formats/glob";
import { groupBy } from "../../formats/group-by";
import { nearestName } from "../../formats/nearest";
import type { Model, Resource, SourceWaiver } from "../model/terraform/model";
import { isRecord, type Symbolic } from "../model/values/symbolic";
import type { Finding, Notice, Waived } from "../report/finding";
import { pathName } from "../report/path";
import { waiversLocked } from "./locks";
import type { Lock, StandingWaiver, WaiverCarrier } from "./settings";

/** Key under `//` of `cdk.tf.json` where constructs leave their waivers: a list of `{ construct, rule, reason, owner?, expires }`. */
export const waiverMetadata = "emr-encryption:waiver";

/** Findings, separated by the waivers. */
export interface WaivedFindings {
  readonly findings: readonly Finding[];
  readonly waived: readonly Waived[];
  readonly notices: readonly Notice[];
}

/**
 * Separates the findings that a waiver covers. A waiver is valid until the end of its last day in UTC; one that has expired, or covers
 * nothing, is reported.
 */
export function partitionByWaivers(
  findings: readonly Finding[],
  waivers: readonly StandingWaiver[],
  evaluatedAt: number,
): WaivedFindings {
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
      return [
        { kind: "expired waiver", message: `${named(waiver)} expired on ${waiver.expires} and no longer applies` },
      ];
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
): { readonly waivers: readonly StandingWaiver[]; readonly notices: readonly Notice[] } {
  const written = isRecord(metadata) ? metadata[waiverMetadata] : undefined;
  const waivers: StandingWaiver[] = [];
  const notices: Notice[] = [];
  for (const entry of Array.isArray(written) ? written : []) {
    const waiver = standingWaiver(entry, carrier);
    if (!waiver) {
      notices.push({
        kind: "malformed waiver",
        message: "a waiver in the stack's metadata lacks a construct, rule, reason or expiry date; it is ignored",
      });
    } else {
      const refusal = refused(waiver, limits);
      if (refusal) notices.push(refusal);
      else waivers.push(waiver);
    }
  }
  return { waivers, notices };
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
): { readonly waivers: readonly StandingWaiver[]; readonly notices: readonly Notice[] } {
  const waivers: StandingWaiver[] = [];
  const notices: Notice[] = [];
  const places = comments.length === 0 ? new Map<string, readonly Placed[]>() : placesByFile(resources);
  for (const { file, line, text, problem, covers: lines } of comments) {
    const from = `${file}:${line}`;
    const read = problem === undefined ? readComment(text) : { problem };
    if ("problem" in read) {
      notices.push({ kind: "malformed waiver", message: `${from}: the waiver ${read.problem}; it is ignored` });
      continue;
    }
    const comment = { file, ...lines, ...coveredBy(lines, places.get(file) ?? []), planned: kind === "plan" };
    const waiver: StandingWaiver = { ...read, from, comment };
    const refusal = refused(waiver, limits);
    if (refusal) notices.push(refusal);
    else waivers.push(waiver);
  }
  return { waivers, notices };
}

interface Placed {
  readonly resource: Resource;
  readonly line: number;
}

/** What comes from the blocks that start in lines, and else from the arguments there: their values may be written elsewhere. */
function coveredBy(
  { from, to }: SourceWaiver["covers"],
  placed: readonly Placed[],
): Pick<NonNullable<StandingWaiver["comment"]>, "addresses" | "arguments"> {
  const isCovered = (line: number) => from <= line && line <= to;
  const starts = placed.filter(({ line }) => isCovered(line));
  const above = Math.max(...placed.map(({ line }) => (line < from ? line : 0)));
  const around = starts.length > 0 ? [] : placed.filter(({ line }) => line === above);
  const within = around.flatMap(({ resource }) =>
    [...(resource.written ?? [])].flatMap((name) =>
      isCovered(resource.place?.([name])?.line ?? 0) ? `${resource.address} ${name}` : [],
    ),
  );
  return { addresses: new Set(starts.map(({ resource }) => resource.address)), arguments: new Set(within) };
}

/** Lines of resources, by file; finding one may read the file. */
function placesByFile(resources: Model["resources"]): ReadonlyMap<string, readonly Placed[]> {
  const places = new Map<string, Placed[]>();
  for (const resource of resources) {
    const { file, line } = resource;
    if (file === undefined || line === undefined) continue;
    const known = places.get(file);
    if (known) known.push({ resource, line });
    else places.set(file, [{ resource, line }]);
  }
  return places;
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

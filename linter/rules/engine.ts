import { createHash } from "node:crypto";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { UsageError } from "../errors";
import type { Facts } from "../rows/facts";
import type { Referenced, UnknownLeaf } from "../rows/leaf";
import type { Row, WrittenAt } from "../rows/row";
import type { RuleInfo, Telling } from "./catalogue";
import { plainReference } from "./catalogue";

type Path = readonly (string | number)[];

/** What a rule says about one subject. */
export interface Check {
  readonly rule: string;
  /** The row of facts that was checked. */
  readonly subject: string;
  /** Where in the subject, from the resource's argument on. */
  readonly path?: Path;
  /** Where what stands there was meant to stand: what other rules say of those places follows from this mistake. */
  readonly meant?: readonly Path[];
  /** Where it is written, if that is not in the subject; with an empty address it is. */
  readonly at?: WrittenAt;
  /** Which telling of the rule applies. */
  readonly variant?: string;
  /** What templates ask for; may hold wrapped values. */
  readonly params: { readonly [name: string]: unknown };
}

/** A mistake. Rules of users bring their own words, since METADATA is not in WASM. */
export interface Violation extends Check, Partial<Telling> {
  readonly title?: string;
}

/** A subject that a rule could not decide, with the values that would settle it. */
export interface Open {
  readonly rule: string;
  readonly subject: string;
  /** Where all that is open lies, if it is one place. */
  readonly path?: Path;
  readonly at?: WrittenAt;
  readonly gaps: readonly Gap[];
}

/** Why something could not be decided, and what would settle it. */
export interface Gap {
  readonly reason: string;
  readonly resolveWith: string;
}

/** Violations and open questions, sorted by subject, rule, path and variant. */
export interface Judgement {
  readonly violated: readonly Violation[];
  readonly undecided: readonly Open[];
}

/** A compiled policy, ready to check. */
export interface Engine {
  /** SHA-256 of the WASM, in hex. */
  readonly policySha256: string;
  /**
   * Checks every row. Throws a {@link UsageError} where the policy traps, or where a rule has nothing to say about a row that
   * it should check: a rule that fell silent is not a clean result.
   */
  check(facts: Facts): Judgement;
}

/**
 * Opens a policy compiled to WASM with the entry point `lint/result`.
 *
 * @param rules the policy's rules, as their METADATA tells: each must check every row of its kind, and stays silent on a
 *   subject where a more exact one fired. Empty for a user's policy, whose checks bring their own words.
 */
export function openEngine(wasm: Uint8Array<ArrayBuffer>, rules: Iterable<RuleInfo>): Engine {
  const policy = load(wasm);
  const catalogue = [...rules];
  return {
    policySha256: createHash("sha256").update(wasm).digest("hex"),
    check(facts) {
      const results = slices(facts).map((slice) => evaluate(policy, slice, catalogue));
      const violated = results.flatMap((result) => result.violated);
      const undecided = results.flatMap((result) => result.undecided);
      const silenced = silencer(violated, catalogue);
      return {
        violated: violated.filter((check) => !silenced(check)).sort(byPlace),
        undecided: merged(undecided.filter((check) => !silenced(check))).sort(byPlace),
      };
    },
  };
}

/** Rows in one evaluation: WASM never frees memory within one, and time grows faster than rows. */
const sliceSize = 10;

/** WASM pages of 64 KiB: what a slice needs at once, and what no slice may pass. */
const memory = { initial: 256, maximum: 4096 };

interface Undecided extends Check {
  readonly violated: { readonly gaps: readonly (Referenced | UnknownLeaf)[] };
}

interface Result {
  readonly violated: readonly Violation[];
  readonly undecided: readonly Undecided[];
  readonly made: readonly (readonly [rule: string, subject: string])[];
}

function load(wasm: Uint8Array<ArrayBuffer>): LoadedPolicy {
  const { loadPolicySync }: typeof import("@open-policy-agent/opa-wasm") = require("@open-policy-agent/opa-wasm");
  let policy: LoadedPolicy;
  try {
    policy = loadPolicySync(wasm, { ...memory });
  } catch (error) {
    throw new UsageError(`the policy is not one that OPA compiled to WASM: ${words(error)}`);
  }
  if (!Object.hasOwn(policy.entrypoints, "lint/result")) {
    throw new UsageError("the policy has no entry point lint/result; build it with: opa build -t wasm -e lint/result");
  }
  return policy;
}

/** Facts in portions of a few rows, each with every kind. */
function* portions(facts: Facts): Generator<Facts> {
  const kinds = Object.entries(facts).filter((entry): entry is [string, readonly Row[]] => Array.isArray(entry[1]));
  const empty = Object.fromEntries(kinds.map(([kind]) => [kind, []]));
  const rows = kinds.flatMap(([kind, list]) => list.map((row) => ({ kind, row })));
  for (let start = 0; start < rows.length; start += sliceSize) {
    const portion: { [kind: string]: Row[] } = structuredClone(empty);
    for (const { kind, row } of rows.slice(start, start + sliceSize)) portion[kind]?.push(row);
    yield { ...facts, ...portion };
  }
}

function slices(facts: Facts): readonly Facts[] {
  return [...portions(facts)];
}

function evaluate(policy: LoadedPolicy, facts: Facts, rules: readonly RuleInfo[]): Result {
  const subjects = rowsOf(facts);
  let result: Result | undefined;
  try {
    result = policy.evaluate(facts, "lint/result")?.[0]?.result;
  } catch (error) {
    throw new UsageError(`the policy failed on ${subjects.map(({ row }) => row.subject).join(", ")}: ${words(error)}`);
  }
  if (!Array.isArray(result?.violated) || !Array.isArray(result.undecided) || !Array.isArray(result.made)) {
    throw new UsageError("the policy's lint/result is not an object of the lists violated, undecided and made");
  }
  requireEvery(result, subjects, rules);
  requireForm([...result.violated, ...result.undecided], subjects);
  if (rules.length === 0) result.violated.forEach(requireWords);
  return result;
}

function rowsOf(facts: Facts): readonly { readonly kind: string; readonly row: Row }[] {
  return Object.entries(facts).flatMap(([kind, rows]) =>
    Array.isArray(rows) ? rows.map((row) => ({ kind, row })) : [],
  );
}

/** No rule may fall silent, and nothing may be open without a reason. */
function requireEvery(
  { made, undecided }: Result,
  subjects: readonly { readonly kind: string; readonly row: Row }[],
  rules: readonly RuleInfo[],
): void {
  const seen = new Set(made.map(([rule, subject]) => `${rule} ${subject}`));
  for (const rule of rules) {
    for (const { kind, row } of subjects) {
      if (kind === rule.subject && !seen.has(`${rule.id} ${row.subject}`)) {
        throw new UsageError(
          `the rule ${rule.id} came to no verdict about ${row.subject}; it must for every row of ${kind}`,
        );
      }
    }
  }
  const groundless = undecided.find(({ violated }) => !Array.isArray(violated?.gaps) || violated.gaps.length === 0);
  if (groundless) {
    throw new UsageError(
      `the rule ${groundless.rule} left ${groundless.subject} open without saying what is not known`,
    );
  }
}

/** Checks are about rows there are, with parameters that templates can take. */
function requireForm(checks: readonly Check[], subjects: readonly { readonly row: Row }[]): void {
  const rows = new Set(subjects.map(({ row }) => row.subject));
  for (const { rule, subject, params, path = [] } of checks) {
    if (!rows.has(subject))
      throw new UsageError(`the rule ${rule} checks '${subject}', which is no subject of the facts`);
    if (typeof params !== "object" || params === null || !Array.isArray(path)) {
      throw new UsageError(
        `the rule ${rule} made a check of ${subject} without an object \`params\`, or with a path that is no list`,
      );
    }
  }
}

/** What METADATA says of the rules of this package, a user's checks say of themselves. */
function requireWords({ rule, title, severity, message, remedy }: Violation): void {
  if (![title, message, remedy].every((text) => typeof text === "string" && text !== "")) {
    throw new UsageError(`the rule ${rule} made a check without title, message and remedy; METADATA is not in WASM`);
  }
  if (severity !== "error" && severity !== "warning" && severity !== "info") {
    throw new UsageError(`the rule ${rule} has the severity '${severity}'; need error, warning or info`);
  }
}

/** Whether a more exact rule than the check's fired on its subject, or on a row inside of it, and speaks of the same place. */
function silencer(
  violated: readonly Check[],
  rules: readonly RuleInfo[],
): (check: Pick<Check, "rule" | "subject" | "path">) => boolean {
  const silencing = new Set([...rules].flatMap((rule) => rule.unless));
  const fired = new Map<string, Check[]>();
  for (const check of violated.filter(({ rule }) => silencing.has(rule))) {
    for (const subject of around(check.subject)) {
      const key = `${check.rule} ${subject}`;
      fired.set(key, [...(fired.get(key) ?? []), check]);
    }
  }
  const unless = new Map(rules.map((rule) => [rule.id, rule.unless]));
  return ({ rule, subject, path = [] }) => {
    const exact = (unless.get(rule) ?? []).flatMap((id) => fired.get(`${id} ${subject}`) ?? []);
    return exact.some(({ path: place = [], meant = [] }) => {
      if (path.length === 0) return true;
      // Where a part is not where it was meant to be, what asks for it in the object around it follows.
      const follows = (wanted: Path) => isWithin(path, wanted) || isWithin(wanted.slice(0, -1), path, 0);
      return isWithin(path, place) || meant.some(follows);
    });
  };
}

/** A subject, and those that it is a row of: up to each `#`. */
function around(subject: string): readonly string[] {
  const ends = [...subject.matchAll(/#/g)].map(({ index }) => subject.slice(0, index));
  return [subject, ...ends];
}

/** Whether a place is another one or lies inside of it, at most so many steps deep. */
function isWithin(place: Path, other: Path, deepest = Number.POSITIVE_INFINITY): boolean {
  return place.length - other.length <= deepest && other.every((step, index) => step === place[index]);
}

/** One entry for each rule and subject, with everything that is not known. */
function merged(checks: readonly Undecided[]): Open[] {
  const groups = new Map<string, Undecided[]>();
  for (const check of checks) {
    const key = `${check.rule} ${check.subject}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return [...groups.values()].map((group) => {
    const [{ rule, subject, path, at }] = group as [Undecided, ...Undecided[]];
    const place = (check: Undecided | { path: typeof path; at: typeof at }) => JSON.stringify([check.path, check.at]);
    const one = group.every((check) => place(check) === place({ path, at }));
    const gaps = new Map(
      group
        .flatMap((check) => check.violated.gaps)
        .map(gap)
        .map((each) => [`${each.reason}\n${each.resolveWith}`, each]),
    );
    return {
      rule,
      subject,
      ...(one && path ? { path } : {}),
      ...(one && at ? { at } : {}),
      gaps: [...gaps].sort(([a], [b]) => order(a, b)).map(([, each]) => each),
    };
  });
}

function gap(leaf: Referenced | UnknownLeaf): Gap {
  if ("unknown" in leaf) return { reason: leaf.unknown, resolveWith: leaf.resolveWith };
  const name = plainReference(leaf.reference);
  return { reason: `${name} is known after apply`, resolveWith: "lint the plan made after it exists" };
}

function byPlace(a: Violation | Open, b: Violation | Open): number {
  return order(sortKey(a), sortKey(b));
}

function sortKey(check: Violation | Open): string {
  const { subject, rule, at, path = at?.path ?? [] } = check;
  const rest = "params" in check ? [check.variant ?? "", JSON.stringify(check.params)] : [];
  return [
    subject,
    rule,
    ...path.map((step) => (typeof step === "number" ? String(step).padStart(9, "0") : step)),
    ...rest,
  ].join("\0");
}

/** By code unit, whatever the locale. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** opa-wasm throws strings and objects that are no errors. */
function words(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message);
  return String(thrown);
}

import { createHash } from "node:crypto";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { UsageError } from "../errors";
import { LINT_NEXT_PLAN } from "../model/values/unknowns";
import { sortableSteps, sortedBy } from "../report/path";
import type { Facts } from "../rows/facts";
import type { Referenced, UnknownLeaf } from "../rows/leaf";
import type { Row } from "../rows/row";
import { type RuleInfo, type RuleText, readCatalogue, readPolicy, textOf } from "./catalogue";
import type { Check } from "./check";
import { joinPlaces } from "./join-places";
import type { PolicyTime } from "./policy-time";
import { supersededBy } from "./superseded";
import { paramsOf, plainReference } from "./template";

/** A mistake. Rules of users bring their own text, since METADATA is not in WASM. */
export interface Violation extends Check, Partial<RuleText> {
  readonly title?: string;
  /** The values that message and remedy name; may contain leaves. */
  readonly params: { readonly [name: string]: unknown };
}

/** A row that a rule could not evaluate, with the values that would resolve it. */
export interface UnknownVerdict {
  readonly rule: string;
  readonly id: string;
  /** The place of everything that is unknown, if it is one place. */
  readonly path?: Check["path"];
  readonly at?: Check["at"];
  readonly gaps: readonly Gap[];
}

/** Why a rule could not be evaluated, and what would resolve it. */
export interface Gap {
  readonly reason: string;
  readonly resolveWith: string;
}

/** Violations and unknown verdicts, sorted by row, rule, path and variant. */
export interface Verdicts {
  readonly violated: readonly Violation[];
  readonly unknown: readonly UnknownVerdict[];
}

/** A compiled policy, ready to evaluate facts. */
export interface Engine {
  /** SHA-256 of the WASM, in hex. */
  readonly policySha256: string;
  /**
   * Evaluates every rule on every row. Throws a {@link UsageError} where the policy traps, or where a rule gives no verdict on a
   * row of its kind: a rule that skipped a row is not a clean result.
   */
  evaluate(facts: Facts): Verdicts;
}

/**
 * Opens a policy compiled to WASM with the entry point `lint/result`.
 *
 * @param rules METADATA of the policy's rules: each must give a verdict on every row of its kind, and is not reported where a
 *   more exact one is. Empty for a user's policy, whose checks bring their own text.
 */
export function openEngine(wasm: Uint8Array<ArrayBuffer>, rules: Iterable<RuleInfo>, own?: OwnPolicy): Engine {
  const catalogue = new Map([...rules].map((rule) => [rule.id, rule]));
  const policy = own ? loadOwn(wasm, own) : load(wasm, catalogue);
  const superseding = supersededBy([...catalogue.values()]);
  return {
    get policySha256() {
      return createHash("sha256").update(wasm).digest("hex");
    },
    evaluate(facts) {
      const results = [...slices(facts, own !== undefined)].map((slice) =>
        evaluateSlice(policy, slice, catalogue, own),
      );
      const violated = results.flatMap((result) => result.violated);
      const unknown = results.flatMap((result) => result.unknown);
      const isSuperseded = superseding(violated);
      return {
        violated: joinPlaces(
          sortedBy(
            violated.filter((check) => !isSuperseded(check)),
            checkKey,
          ),
        ),
        unknown: sortedBy(merged(unknown.filter((check) => !isSuperseded(check))), checkKey),
      };
    },
  };
}

let packaged: Engine | undefined;

/** The rules of this package. They are opened once in a process, since opening takes longer than checking a small stack. */
export function packagedRules(): Engine {
  packaged ??= openEngine(readPolicy(), readCatalogue().values());
  return packaged;
}

/** A policy of the user. */
export interface OwnPolicy {
  /** How messages name it. */
  readonly name: string;
  /** Ids of the rules of this package, which it may not report under. */
  readonly reserved: ReadonlySet<string>;
  /** Time limit that it shares with the other policies of the run. */
  readonly time: PolicyTime;
}

/** METADATA of rules by id. */
type Catalogue = ReadonlyMap<string, RuleInfo>;

/** A policy as far as it is used here. */
type Policy = Pick<LoadedPolicy, "evaluate"> & { readonly entrypoints: object };

/** Rows in one evaluation: WASM never frees memory within one, and time grows faster than rows. */
const sliceSize = 5;

/** WASM pages of 64 KiB: the initial memory of a slice, and its limit. */
const memory = { initial: 256, maximum: 4096 };

/** Slices whose results are kept: many plans of one run have the same module, and so the same rows. */
const MOST_KEPT = 200;

/** What a policy returns for a violated check; parameters are optional. */
type RawViolation = Omit<Violation, "params"> & Partial<Pick<Violation, "params">>;

interface RawUnknown extends Check {
  readonly violated: { readonly gaps: readonly (Referenced | UnknownLeaf)[] };
}

interface RawResult {
  readonly violated: readonly RawViolation[];
  readonly unknown: readonly RawUnknown[];
  readonly verdicts: readonly (readonly [rule: string, ids: readonly string[]])[];
}

interface Result extends Pick<RawResult, "unknown"> {
  readonly violated: readonly Violation[];
}

/** A row with its kind. */
interface KindRow {
  readonly kind: string;
  readonly row: Row;
  /** Its id for the policy. Rules of this package only return it, and short ids are faster to read, compare and write. */
  readonly key: string;
}

/** A few rows, and facts that contain only these. */
interface Slice {
  readonly rows: readonly KindRow[];
  readonly facts: Facts;
}

function load(wasm: Uint8Array<ArrayBuffer>, catalogue: Catalogue): Policy {
  const { loadPolicySync }: typeof import("@open-policy-agent/opa-wasm") = require("@open-policy-agent/opa-wasm");
  let policy: LoadedPolicy;
  try {
    policy = loadPolicySync(wasm, { ...memory });
  } catch (error) {
    throw new UsageError(`the policy was not compiled to WASM by OPA: ${words(error)}`, "invalid-policy");
  }
  requireEntrypoint(policy);
  if (catalogue.size > 0) policy.setData({ catalogue: { rules: rulesByKind(catalogue) } });
  return remembering(policy);
}

/** A policy gives the same result for the same facts, since it has no clock and no other input. */
function remembering(policy: Policy): Policy {
  const kept = new Map<string, ReturnType<Policy["evaluate"]>>();
  return {
    entrypoints: policy.entrypoints,
    evaluate(facts, entrypoint) {
      const key = JSON.stringify(facts);
      const known = kept.get(key);
      if (known) return known;
      const result = policy.evaluate(facts, entrypoint);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, result);
      return result;
    },
  };
}

/** The package paths of rules by the kind of rows that they evaluate: a slice without such rows need not call them. */
function rulesByKind(catalogue: Catalogue): { readonly [kind: string]: readonly (readonly string[])[] } {
  const kinds: { [kind: string]: string[][] } = {};
  for (const { id, rowKind } of catalogue.values()) {
    kinds[rowKind] ??= [];
    kinds[rowKind].push(id.split("."));
  }
  return kinds;
}

/** Runs a user's policy where it can be stopped. */
function loadOwn(wasm: Uint8Array<ArrayBuffer>, { name, time }: OwnPolicy): Policy {
  const { LimitedPolicy } = require("./limited-policy") as typeof import("./limited-policy");
  const policy = new LimitedPolicy(wasm, name, memory, time);
  requireEntrypoint(policy);
  return { entrypoints: policy.entrypoints, evaluate: (facts) => policy.evaluate(facts) as never };
}

function requireEntrypoint(policy: { readonly entrypoints: object }): void {
  if (!Object.hasOwn(policy.entrypoints, "lint/result")) {
    throw new UsageError(
      "the policy has no entry point lint/result; build it with: opa build -t wasm -e lint/result",
      "invalid-policy",
    );
  }
}

/** Facts in slices of a few rows, each with every kind. */
function* slices(facts: Facts, areOwn: boolean): Generator<Slice> {
  const rows = Object.entries(facts)
    .flatMap(([kind, list]) => (isList(list) ? list.map((row) => ({ kind, row })) : []))
    .map(({ kind, row }, index) => ({ kind, row, key: areOwn ? row.id : `${index}` }));
  const kinds = Object.keys(facts).filter((name) => isList(facts[name as keyof Facts]));
  for (let start = 0; start < rows.length; start += sliceSize) {
    const slice = rows.slice(start, start + sliceSize);
    const lists: { [kind: string]: Row[] } = Object.fromEntries(kinds.map((kind) => [kind, []]));
    for (const { kind, row, key } of slice) lists[kind]?.push({ ...row, id: key });
    yield { rows: slice, facts: { ...facts, ...lists } };
  }
}

function isList(value: unknown): value is readonly Row[] {
  return Array.isArray(value);
}

function evaluateSlice(policy: Policy, { rows, facts }: Slice, catalogue: Catalogue, own?: OwnPolicy): Result {
  let result: RawResult | undefined;
  try {
    result = policy.evaluate(facts, "lint/result")?.[0]?.result;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `the policy failed on ${rows.map(({ row }) => row.id).join(", ")}: ${words(error)}`,
      "invalid-policy",
    );
  }
  if (!Array.isArray(result?.violated) || !Array.isArray(result.unknown) || !Array.isArray(result.verdicts)) {
    throw new UsageError(
      "the policy's lint/result is not an object with the lists violated, unknown and verdicts",
      "invalid-policy",
    );
  }
  if (own) {
    const { requireResultForm } = require("./result-shape") as typeof import("./result-shape");
    requireResultForm(result, own.reserved);
  }
  requireVerdicts(result, rows, catalogue);
  requireForm([...result.violated, ...result.unknown], rows);
  if (catalogue.size === 0) result.violated.forEach(requireText);
  const ids = new Map(rows.map(({ key, row }) => [key, row.id]));
  const withId = <T extends Check>(check: T): T => ({ ...check, id: ids.get(check.id) ?? check.id });
  return {
    violated: result.violated.map((check) => ({
      ...withId(check),
      params: paramsOfCheck(check, facts, rows, catalogue),
    })),
    unknown: result.unknown.map(withId),
  };
}

/** Refuses a rule that skips a row, or leaves a verdict unknown without a reason. */
function requireVerdicts({ verdicts, unknown }: RawResult, rows: readonly KindRow[], catalogue: Catalogue): void {
  const given = new Map(verdicts.map(([rule, ids]) => [rule, new Set(ids)]));
  const kinds = new Set(rows.map(({ kind }) => kind));
  for (const rule of catalogue.values()) {
    if (!kinds.has(rule.rowKind)) continue;
    const ids = given.get(rule.id);
    const missing = rows.find(({ kind, row, key }) => needsVerdict(rule, kind, row) && !ids?.has(key));
    if (missing) {
      throw new UsageError(
        `the rule ${rule.id} gave no verdict on ${missing.row.id}; a verdict on every row of ${rule.rowKind} is required`,
        "invalid-policy",
      );
    }
  }
  const groundless = unknown.find(({ violated }) => !Array.isArray(violated?.gaps) || violated.gaps.length === 0);
  if (groundless) {
    throw new UsageError(
      `the rule ${groundless.rule} made a check of ${groundless.id} without a verdict: \`applies\` and \`violated\` must be true, false or gaps`,
      "invalid-policy",
    );
  }
}

/** A rule that evaluates items of a list gives no verdict on a row without items. */
function needsVerdict({ rowKind, each }: RuleInfo, kind: string, row: Row): boolean {
  if (rowKind !== kind) return false;
  const items = each === undefined ? undefined : (row as unknown as { readonly [name: string]: unknown })[each];
  return !Array.isArray(items) || items.length > 0;
}

/** Refuses checks that are not about a row of the facts, or whose parameters or path have the wrong form. */
function requireForm(checks: readonly (Check & { readonly params?: unknown })[], rows: readonly KindRow[]): void {
  const ids = new Set(rows.map(({ key }) => key));
  for (const { rule, id, params = {}, path = [] } of checks) {
    if (!ids.has(id))
      throw new UsageError(`the rule ${rule} made a check of '${id}', which is not the id of a row`, "invalid-policy");
    if (typeof params !== "object" || params === null || !Array.isArray(path)) {
      throw new UsageError(
        `the rule ${rule} made a check of ${id} with \`params\` that are not an object, or a \`path\` that is not a list`,
        "invalid-policy",
      );
    }
  }
}

/** A user's checks contain the texts that METADATA has for the rules of this package. */
function requireText({ rule, title, severity, message, remedy }: RawViolation): void {
  if (![title, message, remedy].every((text) => typeof text === "string" && text !== "")) {
    throw new UsageError(
      `the rule ${rule} made a check without title, message and remedy; METADATA is not in WASM`,
      "invalid-policy",
    );
  }
  if (severity !== "error" && severity !== "warning" && severity !== "info") {
    throw new UsageError(
      `the rule ${rule} has the severity '${severity}'; use error, warning or info`,
      "invalid-policy",
    );
  }
}

function paramsOfCheck(
  check: RawViolation,
  facts: Facts,
  rows: readonly KindRow[],
  catalogue: Catalogue,
): Violation["params"] {
  const rule = catalogue.get(check.rule);
  const { message = "", remedy = "" } = rule ? textOf(rule, check.variant) : check;
  const ofKind = rows.find(({ kind, key }) => key === check.id && (!rule || kind === rule.rowKind));
  const params = paramsOf([message, remedy], check.params ?? {}, ofKind?.row ?? {}, facts.thresholds);
  if (typeof params !== "string") return params;
  throw new UsageError(
    `the rule ${check.rule} names {${params}} in its text, which is neither a parameter nor a leaf of its row`,
    "invalid-policy",
  );
}

/** One entry for each rule and row, with everything that is not known. */
function merged(checks: readonly RawUnknown[]): UnknownVerdict[] {
  const groups = new Map<string, RawUnknown[]>();
  for (const check of checks) {
    const key = `${check.rule} ${check.id}`;
    const group = groups.get(key);
    if (group) group.push(check);
    else groups.set(key, [check]);
  }
  return [...groups.values()].map((group) => {
    const [{ rule, id, path, at }] = group as [RawUnknown, ...RawUnknown[]];
    const place = (check: Pick<Check, "path" | "at">) => JSON.stringify([check.path, check.at]);
    const one = group.every((check) => place(check) === place({ path, at }));
    const gaps = new Map(
      group
        .flatMap((check) => check.violated.gaps)
        .map(gap)
        .map((each) => [`${each.reason}\n${each.resolveWith}`, each]),
    );
    return {
      rule,
      id,
      ...(one && path ? { path } : {}),
      ...(one && at ? { at } : {}),
      gaps: sortedBy([...gaps], ([key]) => [key]).map(([, each]) => each),
    };
  });
}

function gap(leaf: Referenced | UnknownLeaf): Gap {
  if ("unknown" in leaf) return { reason: leaf.unknown, resolveWith: leaf.resolveWith };
  const name = plainReference(leaf.reference);
  return { reason: `${name} is known after apply`, resolveWith: LINT_NEXT_PLAN };
}

/** Parts of the key that checks are sorted by: row, rule, path and variant. */
function checkKey(check: Violation | UnknownVerdict): readonly string[] {
  const { id, rule, at, path = at?.path ?? [] } = check;
  const rest = "params" in check ? [check.variant ?? "", JSON.stringify(check.params)] : [];
  return [id, rule, ...sortableSteps(path), ...rest];
}

/** The message of what opa-wasm throws: strings, and objects that are not errors. */
function words(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message);
  return String(thrown);
}

import { createHash } from "node:crypto";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { groupBy } from "../../formats/group-by";
import { UsageError } from "../errors";
import { LINT_NEXT_PLAN } from "../model/values/unknowns";
import { sortableSteps, sortedBy } from "../report/path";
import type { Facts } from "../rows/facts";
import type { Referenced, UnknownLeaf } from "../rows/leaf";
import type { Row } from "../rows/row";
import { type RuleInfo, readCatalogue, readPolicy, textOf } from "./catalogue";
import type { Check } from "./check";
import {
  checkedResult,
  jsonOf,
  type KindRow,
  type Policy,
  type RawResult,
  type RawUnknown,
  type RawViolation,
  type Slice,
  words,
} from "./checked-result";
import { joinPlaces } from "./join-places";
import type { PolicyTime } from "./policy-time";
import { sharedText } from "./shared-text";
import { supersededBy } from "./superseded";
import { paramsOf, plainReference } from "./template";

/** A mistake. */
export interface Violation extends RawViolation {
  readonly params: NonNullable<RawViolation["params"]>;
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
  const expected = { rules: byKind(catalogue), ...(own && { reserved: own.reserved }) };
  const evaluateRows: EvaluateRows = (slice, json) => checkedResult(policy, slice, json, expected);
  const evaluate = own ? evaluateRows : remembering(evaluateRows);
  const superseding = supersededBy([...catalogue.values()]);
  return {
    get policySha256() {
      return createHash("sha256").update(wasm).digest("hex");
    },
    evaluate(facts) {
      const results = [...slices(facts, own !== undefined)].map((slice) =>
        withRows(evaluate(slice, jsonOf(slice)), slice, catalogue),
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

type Catalogue = ReadonlyMap<string, RuleInfo>;

/** Evaluates the rows of a slice, whose facts are given as JSON as well. */
type EvaluateRows = (slice: Slice, json: string) => Pick<RawResult, "violated" | "unknown">;

/**
 * Rows in one evaluation. For the rules of this package one: a row that several inputs have is evaluated once. Policies of users
 * work in a thread, and each evaluation there costs more. WASM never frees memory within one, and time grows faster than rows.
 */
const sliceSize = { packaged: 1, own: 5 };

/** WASM pages of 64 KiB: the initial memory of a slice, and its limit. */
const memory = { initial: 256, maximum: 4096 };

/** Rows whose results are kept: many plans of one run have the same module, and so the same rows. */
const MOST_KEPT = 1_000;

interface Result extends Pick<RawResult, "unknown"> {
  readonly violated: readonly Violation[];
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
  if (catalogue.size > 0) policy.setData({ catalogue: { rules: pathsByKind(catalogue) } });
  const encoder = new TextEncoder();
  return {
    entrypoints: policy.entrypoints,
    evaluate: (json) => policy.evaluate(encoder.encode(json).buffer, "lint/result"),
  };
}

/** A policy gives the same result for the same facts, since it has no clock and no other input. */
function remembering(evaluate: EvaluateRows): EvaluateRows {
  const kept = new Map<string, ReturnType<EvaluateRows>>();
  return (slice, json) => {
    const known = kept.get(json);
    if (known) return known;
    const result = compact(evaluate(slice, json));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(json, result);
    return result;
  };
}

/** A result without the texts that another result has already. */
function compact({ violated, unknown }: ReturnType<EvaluateRows>): ReturnType<EvaluateRows> {
  return {
    violated: violated.map((check) => ({ ...check, rule: sharedText(check.rule) })),
    unknown: unknown.map((check) => ({
      ...check,
      rule: sharedText(check.rule),
      violated: { gaps: check.violated.gaps.map(compactGap) },
    })),
  };
}

function compactGap(leaf: Referenced | UnknownLeaf): Referenced | UnknownLeaf {
  if (!("unknown" in leaf)) return leaf;
  return { ...leaf, unknown: sharedText(leaf.unknown), resolveWith: sharedText(leaf.resolveWith) };
}

function byKind(catalogue: Catalogue): ReadonlyMap<string, readonly RuleInfo[]> {
  return groupBy(catalogue.values(), ({ rowKind }) => rowKind);
}

/** The package paths of rules by the kind of rows that they evaluate: a slice without such rows need not call them. */
function pathsByKind(catalogue: Catalogue): { readonly [kind: string]: readonly (readonly string[])[] } {
  return Object.fromEntries(
    [...byKind(catalogue)].map(([kind, rules]) => [kind, rules.map(({ id }) => id.split("."))]),
  );
}

/** Runs a user's policy where it can be stopped. */
function loadOwn(wasm: Uint8Array<ArrayBuffer>, { name, time }: OwnPolicy): Policy {
  const { LimitedPolicy } = require("./limited-policy") as typeof import("./limited-policy");
  const policy = new LimitedPolicy(wasm, name, memory, time);
  requireEntrypoint(policy);
  return policy;
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
  const rows = Object.entries(facts).flatMap(([kind, list]) =>
    isList(list) ? list.map((row) => ({ kind, row, key: areOwn ? row.id : "row" })) : [],
  );
  const kinds = Object.keys(facts).filter((name) => isList(facts[name as keyof Facts]));
  const size = areOwn ? sliceSize.own : sliceSize.packaged;
  for (let start = 0; start < rows.length; start += size) {
    const slice = rows.slice(start, start + size);
    const lists: { [kind: string]: Row[] } = Object.fromEntries(kinds.map((kind) => [kind, []]));
    for (const { kind, row, key } of slice) lists[kind]?.push({ ...row, id: key });
    yield { rows: slice, facts: { ...facts, ...lists } };
  }
}

function isList(value: unknown): value is readonly Row[] {
  return Array.isArray(value);
}

/** The checks of a result with the ids of the rows, and what their texts name. */
function withRows(
  { violated, unknown }: ReturnType<EvaluateRows>,
  { rows, facts }: Slice,
  catalogue: Catalogue,
): Result {
  const ids = new Map(rows.map(({ key, row }) => [key, row.id]));
  const withId = <T extends Check>(check: T): T => ({ ...check, id: ids.get(check.id) ?? check.id });
  return {
    violated: violated.map((check) => ({
      ...withId(check),
      params: paramsOfCheck(check, facts, rows, catalogue),
    })),
    unknown: unknown.map(withId),
  };
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
  const groups = groupBy(checks, ({ rule, id }) => `${rule} ${id}`);
  return [...groups.values()].map((group) => {
    const [{ rule, id, path, at }] = group;
    const place = (check: Pick<Check, "path" | "at">) => JSON.stringify([check.path, check.at]);
    const one = group.length === 1 || group.every((check) => place(check) === place({ path, at }));
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

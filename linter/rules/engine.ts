import { createHash } from "node:crypto";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { groupBy } from "../../formats/group-by";
import { UsageError } from "../errors";
import type { Facts } from "../rows/facts";
import { type RuleInfo, readCatalogue, readPolicy } from "./catalogue";
import { checkedResult, type Policy, type Slice, words } from "./checked-result";
import { joinPlaces } from "./join-places";
import type { PolicyTime } from "./policy-time";
import { ownSlices, rowSlices } from "./slices";
import { supersededBy } from "./superseded";
import {
  type Catalogue,
  merged,
  type PreparedResult,
  prepared,
  type Sortable,
  type UnknownVerdict,
  type Verdicts,
  type Violation,
  verdictsOf,
} from "./verdicts";

export type { Gap, UnknownVerdict, Verdicts, Violation } from "./verdicts";

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
  const policy = own ? loadOwn(wasm, own) : loadedWhenUsed(wasm, catalogue);
  const expected = { rules: byKind(catalogue), ...(own && { reserved: own.reserved }) };
  const evaluateSlice = (slice: Slice) => prepared(checkedResult(policy, slice, expected));
  const evaluate = own ? evaluateSlice : remembering(evaluateSlice);
  const slices = own ? ownSlices : rowSlices;
  const superseding = supersededBy([...catalogue.values()]);
  return {
    get policySha256() {
      return createHash("sha256").update(wasm).digest("hex");
    },
    evaluate(facts) {
      const violated: Sortable<Violation>[] = [];
      const unknown: Sortable<UnknownVerdict>[] = [];
      // One by one: the text of a slice is not needed any longer than its evaluation.
      for (const slice of slices(facts)) {
        const found = verdictsOf(evaluate(slice), slice, facts.thresholds, catalogue);
        for (const each of found.violated) violated.push(each);
        for (const each of found.unknown) unknown.push(each);
      }
      const isSuperseded = superseding(violated.map(({ verdict }) => verdict));
      return {
        violated: joinPlaces(inOrder(violated.filter(({ verdict }) => !isSuperseded(verdict)))),
        unknown: merged(inOrder(unknown.filter(({ verdict }) => !isSuperseded(verdict)))),
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

/**
 * WASM pages of 64 KiB: the initial memory of a slice, and its limit. V8 counts it as memory of JavaScript, and collects all garbage
 * early where a short run begins with much of it. A user's policy may contain data, and cannot begin with less memory than they need.
 */
const memory = { packaged: { initial: 32, maximum: 4096 }, own: { initial: 256, maximum: 4096 } };

/** Rows whose results are kept: many plans of one run have the same module, and so the same rows. */
const MOST_KEPT = 1_000;
/** Results of longer facts are not kept: with {@link MOST_VERDICTS_KEPT}, what hostile inputs keep needs less than 200 MB. */
export const LONGEST_KEPT = 20_000;
/** Results with more verdicts are not kept. */
export const MOST_VERDICTS_KEPT = 100;

/** Opening the rules takes longer than reading a small plan, and an input without EMR resources does not need them. */
function loadedWhenUsed(wasm: Uint8Array<ArrayBuffer>, catalogue: Catalogue): Policy {
  let loaded: Policy | undefined;
  return {
    evaluate(json) {
      loaded ??= load(wasm, catalogue);
      return loaded.evaluate(json);
    },
  };
}

function load(wasm: Uint8Array<ArrayBuffer>, catalogue: Catalogue): Policy {
  const { loadPolicySync }: typeof import("@open-policy-agent/opa-wasm") = require("@open-policy-agent/opa-wasm");
  let policy: LoadedPolicy;
  try {
    policy = loadPolicySync(wasm, { ...memory.packaged });
  } catch (error) {
    throw new UsageError(`the policy was not compiled to WASM by OPA: ${words(error)}`, "invalid-policy");
  }
  requireEntrypoint(policy);
  if (catalogue.size > 0) policy.setData({ catalogue: { rules: pathsByKind(catalogue) } });
  const encoder = new TextEncoder();
  return {
    evaluate: (json) => policy.evaluate(encoder.encode(json).buffer, "lint/result"),
  };
}

/** A policy gives the same result for the same facts, since it has no clock and no other input. */
function remembering(evaluate: (slice: Slice) => PreparedResult): (slice: Slice) => PreparedResult {
  const kept = new Map<string, PreparedResult>();
  return (slice) => {
    const known = kept.get(slice.json);
    if (known) return known;
    const result = evaluate(slice);
    if (kept.size >= MOST_KEPT) kept.clear();
    const verdicts = result.violated.length + result.unknown.length;
    if (slice.json.length <= LONGEST_KEPT && verdicts <= MOST_VERDICTS_KEPT) kept.set(slice.json, result);
    return result;
  };
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
  const policy = new LimitedPolicy(wasm, name, memory.own, time);
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

/** Sorted by row, rule, path and variant. */
function inOrder<T extends { readonly id: string }>(verdicts: readonly Sortable<T>[]): readonly T[] {
  return [...verdicts]
    .sort((a, b) => byCodeUnit(a.verdict.id, b.verdict.id) || byCodeUnit(a.order, b.order))
    .map(({ verdict }) => verdict);
}

/** Whatever the locale. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

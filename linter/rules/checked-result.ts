import { UsageError } from "../errors";
import type { Facts } from "../rows/facts";
import type { Referenced, UnknownLeaf } from "../rows/leaf";
import type { Row } from "../rows/row";
import type { RuleInfo, RuleText } from "./catalogue";
import type { Check } from "./check";

/** A policy as far as it is used here. */
export interface Policy {
  readonly entrypoints: object;
  /** Evaluates `lint/result` for facts as JSON. */
  evaluate(json: string): unknown;
}

/** What a policy returns for a violated check. Rules of users bring their own text, since METADATA is not in WASM. */
export interface RawViolation extends Check, Partial<RuleText> {
  readonly title?: string;
  /** The values that message and remedy name; may contain leaves. */
  readonly params?: { readonly [name: string]: unknown };
}

/** What a policy returns for a check that lacks data. */
export interface RawUnknown extends Check {
  readonly violated: { readonly gaps: readonly (Referenced | UnknownLeaf)[] };
}

/** What `lint/result` returns. */
export interface RawResult {
  readonly violated: readonly RawViolation[];
  readonly unknown: readonly RawUnknown[];
  readonly verdicts: readonly (readonly [rule: string, ids: readonly string[]])[];
}

/** A row with its kind. */
export interface KindRow {
  readonly kind: string;
  readonly row: Row;
  /** Its id for the policy. Rules of this package only return it: it is the same for all rows, so that equal rows are equal facts. */
  readonly key: string;
}

/** A few rows, and facts that contain only these. */
export interface Slice {
  readonly rows: readonly KindRow[];
  readonly facts: Facts;
}

/** The facts of a slice as JSON. */
export function jsonOf({ facts, rows }: Slice): string {
  try {
    return JSON.stringify(facts);
  } catch (error) {
    throw failedOn(rows, error);
  }
}

function failedOn(rows: readonly KindRow[], error: unknown): UsageError {
  if (error instanceof UsageError) return error;
  const ids = rows.map(({ row }) => row.id).join(", ");
  return new UsageError(`the policy failed on ${ids}: ${words(error)}`, "invalid-policy");
}

/** What a result is compared with. */
export interface Expected {
  /** The rules that must give a verdict, by the kind of their rows; none for a user's policy. */
  readonly rules: ReadonlyMap<string, readonly RuleInfo[]>;
  /** For a user's policy: ids of the rules of this package, which it may not report under. */
  readonly reserved?: ReadonlySet<string>;
}

/**
 * What the policy returns for a slice, in the form that is required of it.
 *
 * @param json the facts of the slice
 * @throws UsageError where the policy traps, or its result has another form
 */
export function checkedResult(policy: Policy, { rows }: Slice, json: string, expected: Expected): RawResult {
  const { rules, reserved } = expected;
  let result: RawResult;
  try {
    result = (policy.evaluate(json) as readonly { readonly result: RawResult }[] | undefined)?.[0]?.result as RawResult;
  } catch (error) {
    throw failedOn(rows, error);
  }
  if (reserved) {
    const { requireResultForm } = require("./result-shape") as typeof import("./result-shape");
    requireResultForm(result, reserved);
  }
  requireVerdicts(result, rows, rules);
  requireRows([...result.violated, ...result.unknown], rows);
  return result;
}

/** Refuses a rule that skips a row, or leaves a verdict unknown without a reason. */
function requireVerdicts({ verdicts, unknown }: RawResult, rows: readonly KindRow[], rules: Expected["rules"]): void {
  const given = new Map(verdicts);
  for (const { kind, row, key } of rows) {
    const silent = rules.get(kind)?.find((rule) => needsVerdict(rule, row) && !given.get(rule.id)?.includes(key));
    if (silent) {
      throw new UsageError(
        `the rule ${silent.id} gave no verdict on ${row.id}; a verdict on every row of ${kind} is required`,
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
function needsVerdict({ each }: RuleInfo, row: Row): boolean {
  const items = each === undefined ? undefined : (row as unknown as { readonly [name: string]: unknown })[each];
  return !Array.isArray(items) || items.length > 0;
}

/** Refuses checks that are not about a row of the facts. */
function requireRows(checks: readonly Check[], rows: readonly KindRow[]): void {
  const stray = checks.find(({ id }) => !rows.some(({ key }) => key === id));
  if (stray) {
    throw new UsageError(
      `the rule ${stray.rule} made a check of '${stray.id}', which is not the id of a row`,
      "invalid-policy",
    );
  }
}

/** The message of what opa-wasm throws: strings, and objects that are not errors. */
export function words(thrown: unknown): string {
  if (typeof thrown === "string") return thrown;
  if (typeof thrown === "object" && thrown !== null && "message" in thrown) return String(thrown.message);
  return String(thrown);
}

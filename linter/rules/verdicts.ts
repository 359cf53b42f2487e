import { groupBy } from "../../formats/group-by";
import { UsageError } from "../errors";
import { LINT_NEXT_PLAN } from "../model/values/unknowns";
import { sortableSteps, sortedBy } from "../report/path";
import type { Thresholds } from "../rows/facts";
import type { Referenced, UnknownLeaf } from "../rows/leaf";
import { type RuleInfo, textOf } from "./catalogue";
import type { Check } from "./check";
import type { KindRow, RawResult, RawUnknown, RawViolation, Slice } from "./checked-result";
import { hasName, withNames } from "./row-names";
import { SharedValues, sharedText } from "./shared-text";
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

/** A verdict, and the key that it is sorted by among those of its row, which names are no part of. */
export interface Sortable<T> {
  readonly verdict: T;
  readonly order: string;
}

/** What a policy found in a slice; ids are the keys of its rows. */
interface SliceVerdicts {
  readonly violated: readonly Sortable<Violation>[];
  readonly unknown: readonly Sortable<UnknownVerdict>[];
}

/** A result as it is kept: as much of it as is the same for all rows that differ only in their names. */
export interface PreparedResult {
  readonly violated: readonly RawViolation[];
  readonly unknown: readonly Sortable<UnknownVerdict>[];
  readonly hasNames: boolean;
}

/** Lists of gaps that are kept to be shared, and the length of the longest. */
const MOST_GAP_LISTS = 500;
const LONGEST_GAP_LIST = 5;

const gapLists = new SharedValues<readonly Gap[]>(MOST_GAP_LISTS);

/** METADATA of rules by id. */
export type Catalogue = ReadonlyMap<string, RuleInfo>;

/** Prepares a result, without the texts that another result has already. */
export function prepared({ violated, unknown }: Pick<RawResult, "violated" | "unknown">): PreparedResult {
  return {
    violated: violated.map((check) => ({ ...check, rule: sharedText(check.rule) })),
    unknown: merged(unknown.map(unknownVerdict), eachPlace).map((verdict) => sortable(withSharedGaps(verdict))),
    hasNames: hasName([violated, unknown]),
  };
}

/**
 * The verdicts of a slice with the ids and names of its rows: violations with what their texts name, and one unknown verdict for each rule,
 * row and place.
 */
export function verdictsOf(
  result: PreparedResult,
  { rows, names }: Slice,
  thresholds: Thresholds,
  catalogue: Catalogue,
): SliceVerdicts {
  const { violated, unknown } = result.hasNames && names.length > 0 ? named(result, names) : result;
  const ids = new Map(rows.map(({ key, row }) => [key, row.id]));
  const withId = <T extends { readonly id: string }>({ verdict, order }: Sortable<T>): Sortable<T> => {
    const id = ids.get(verdict.id) ?? verdict.id;
    return { verdict: { ...verdict, id }, order };
  };
  return {
    violated: violated.map((check) =>
      withId(sortable({ ...check, params: paramsOfCheck(check, rows, thresholds, catalogue) })),
    ),
    unknown: unknown.map(withId),
  };
}

function named({ violated, unknown }: PreparedResult, names: readonly string[]): Omit<PreparedResult, "hasNames"> {
  const known = new Map<readonly Gap[], readonly Gap[]>();
  const namedGaps = (gaps: readonly Gap[]) => {
    const found = known.get(gaps) ?? sortedGaps(withNames(gaps, names));
    known.set(gaps, found);
    return found;
  };
  const withPlace = (verdict: UnknownVerdict) => (verdict.at || verdict.path ? withNames(verdict, names) : verdict);
  return {
    violated: withNames(violated, names),
    unknown: unknown.map(({ verdict, order }) => ({
      verdict: { ...withPlace({ ...verdict, gaps: [] }), gaps: namedGaps(verdict.gaps) },
      order,
    })),
  };
}

/** Most rules that are not evaluated on a row lack the same: its names are put into that once. */
function withSharedGaps(verdict: UnknownVerdict): UnknownVerdict {
  if (verdict.gaps.length > LONGEST_GAP_LIST) return verdict;
  return { ...verdict, gaps: gapLists.first(JSON.stringify(verdict.gaps), verdict.gaps) };
}

/** One entry for each rule and row, with everything that is not known. */
export function merged(verdicts: readonly UnknownVerdict[], keyOf = eachRow): readonly UnknownVerdict[] {
  const groups = groupBy(verdicts, keyOf);
  return [...groups.values()].map((group) => {
    const [first, ...others] = group;
    const { rule, id, path, at, gaps } = first;
    if (others.length === 0 && gaps.length < 2) return first;
    const place = JSON.stringify([path, at]);
    const isOne = others.every((other) => JSON.stringify([other.path, other.at]) === place);
    return {
      rule,
      id,
      ...(isOne && path ? { path } : {}),
      ...(isOne && at ? { at } : {}),
      gaps: distinctGaps(group.flatMap(({ gaps }) => gaps)),
    };
  });
}

function eachRow({ rule, id }: UnknownVerdict): string {
  return `${rule} ${id}`;
}

/** A more exact rule may supersede what is not known at one place, and not what is at another. */
function eachPlace({ rule, id, path, at }: UnknownVerdict): string {
  return JSON.stringify([rule, id, path, at]);
}

function sortedGaps(gaps: readonly Gap[]): readonly Gap[] {
  return gaps.length < 2 ? gaps : distinctGaps(gaps);
}

function distinctGaps(gaps: readonly Gap[]): readonly Gap[] {
  const byText = new Map(gaps.map((gap) => [`${gap.reason}\n${gap.resolveWith}`, gap]));
  return sortedBy([...byText], ([key]) => [key]).map(([, gap]) => gap);
}

function unknownVerdict({ rule, id, path, at, violated }: RawUnknown): UnknownVerdict {
  const place = { ...(path ? { path } : {}), ...(at ? { at } : {}) };
  return { rule: sharedText(rule), id, ...place, gaps: violated.gaps.map(gapOf) };
}

function gapOf(leaf: Referenced | UnknownLeaf): Gap {
  if ("unknown" in leaf) return { reason: sharedText(leaf.unknown), resolveWith: sharedText(leaf.resolveWith) };
  return { reason: `${plainReference(leaf.reference)} is known after apply`, resolveWith: LINT_NEXT_PLAN };
}

function paramsOfCheck(
  check: RawViolation,
  rows: readonly KindRow[],
  thresholds: Thresholds,
  catalogue: Catalogue,
): Violation["params"] {
  const rule = catalogue.get(check.rule);
  const { message = "", remedy = "" } = rule ? textOf(rule, check.variant) : check;
  const ofKind = rows.find(({ kind, key }) => key === check.id && (!rule || kind === rule.rowKind));
  const params = paramsOf([message, remedy], check.params ?? {}, ofKind?.row ?? {}, thresholds);
  if (typeof params !== "string") return params;
  throw new UsageError(
    `the rule ${check.rule} names {${params}} in its text, which is neither a parameter nor a leaf of its row`,
    "invalid-policy",
  );
}

/**
 * A verdict with its rule, path and variant as the key. The address is a part of it for violations only, which have their names by then:
 * the order must not depend on the numbers of names. There is one unknown verdict for each rule and row.
 */
function sortable<T extends Violation | UnknownVerdict>(verdict: T): Sortable<T> {
  const { rule, at, path = at?.path ?? [] } = verdict;
  const rest = "params" in verdict ? [verdict.variant ?? "", JSON.stringify(verdict.params), at?.address ?? ""] : [];
  return { verdict, order: [rule, ...sortableSteps(path), ...rest].join("\0") };
}

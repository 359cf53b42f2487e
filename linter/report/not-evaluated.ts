import { groupBy } from "../../formats/group-by";
import { SharedValues } from "../rules/shared-text";
import type { NotEvaluated, NotEvaluatedList } from "./finding";

/** What could not be evaluated for one reason. */
export interface ReasonGroup {
  readonly reason: string;
  readonly resolveWith: string;
  readonly entries: NotEvaluatedList;
}

/** What was not evaluated in one input, in order. Entries that differ only in their rule are kept as one. */
export interface CompactNotEvaluated {
  /** The first entry of each place and reason. */
  readonly gaps: readonly NotEvaluated[];
  readonly entries: EntryOrder;
}

/** Entries as their rule and the index of their place and reason. Inputs with the same content share it. */
interface EntryOrder {
  readonly rules: readonly string[];
  readonly gaps: readonly number[];
}

/** Orders that are kept to be shared. */
const MOST_ORDERS = 100;

const orders = new SharedValues<EntryOrder>(MOST_ORDERS);

/** The compact form of the entries of one input. */
export function compactNotEvaluated(entries: readonly NotEvaluated[]): CompactNotEvaluated {
  const gaps = new Map<string, number>();
  const firsts: NotEvaluated[] = [];
  const indexes = entries.map((entry) => {
    const key = JSON.stringify({ ...entry, rule: "" });
    const index = gaps.get(key) ?? firsts.push(entry) - 1;
    gaps.set(key, index);
    return index;
  });
  const order = { rules: entries.map(({ rule }) => rule), gaps: indexes };
  return { gaps: firsts, entries: orders.first(JSON.stringify(order), order) };
}

/** What was not evaluated in several inputs, given in the order of a report. */
export class NotEvaluatedEntries implements NotEvaluatedList {
  constructor(private readonly inputs: readonly CompactNotEvaluated[]) {}

  get length(): number {
    return this.inputs.reduce((sum, { entries }) => sum + entries.rules.length, 0);
  }

  *[Symbol.iterator](): Iterator<NotEvaluated> {
    for (const input of this.inputs) yield* entriesOf(input, () => true);
  }

  /** Groups in the order of their first entries. */
  byReason(): readonly ReasonGroup[] {
    const gaps = this.inputs.flatMap((input) => input.gaps.map((gap) => ({ input, gap })));
    return [...groupBy(gaps, ({ gap }) => reasonKey(gap))].map(([key, group]) => {
      const { reason, resolveWith } = group[0].gap;
      return { reason, resolveWith, entries: new EntriesOfReason(key, new Set(group.map(({ input }) => input))) };
    });
  }
}

/** The entries with one reason. */
class EntriesOfReason implements NotEvaluatedList {
  readonly length: number;

  /** @param inputs those that have such entries */
  constructor(
    private readonly reason: string,
    private readonly inputs: Iterable<CompactNotEvaluated>,
  ) {
    let length = 0;
    for (const _ of this) length++;
    this.length = length;
  }

  *[Symbol.iterator](): Iterator<NotEvaluated> {
    for (const input of this.inputs) yield* entriesOf(input, (gap) => reasonKey(gap) === this.reason);
  }
}

function* entriesOf(
  { gaps, entries }: CompactNotEvaluated,
  isAsked: (gap: NotEvaluated) => boolean,
): Generator<NotEvaluated> {
  const asked = gaps.map((gap) => (isAsked(gap) ? gap : undefined));
  for (const [at, index] of entries.gaps.entries()) {
    const gap = asked[index];
    if (gap) yield { ...gap, rule: entries.rules[at] as string };
  }
}

/** Groups what could not be evaluated by its reason and remedy, in the order of their first entries. */
export function groupByReason(entries: NotEvaluatedList): readonly ReasonGroup[] {
  if (entries instanceof NotEvaluatedEntries) return entries.byReason();
  return [...groupBy(entries, reasonKey).values()].map((group) => ({ ...group[0], entries: group }));
}

/** The rules of entries, each once, in the order of their first occurrence. */
export function rulesOf(entries: Iterable<Pick<NotEvaluated, "rule">>): readonly string[] {
  return [...new Set(Array.from(entries, ({ rule }) => rule))];
}

function reasonKey({ reason, resolveWith }: NotEvaluated): string {
  return `${reason}\0${resolveWith}`;
}

import { groupBy } from "../../formats/group-by";
import { SharedValues } from "../rules/shared-text";
import type { NotEvaluated, NotEvaluatedList } from "./finding";

/** What could not be evaluated for one reason. */
export interface ReasonGroup {
  readonly reason: string;
  readonly resolveWith: string;
  /** The rules of the entries, each once. */
  readonly rules: readonly string[];
  /** Each place at least once: entries of the group, of which most differ only in their rule. */
  readonly places: readonly NotEvaluated[];
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
  /** The indexes of the entries of each place and reason. */
  readonly ofGap: readonly (readonly number[])[];
}

/** Orders that are kept to be shared. */
const MOST_ORDERS = 100;
/** Entries of the longest order that is kept: a longer one is that of a large input, which is nearly always the only one. */
const LONGEST_ORDER = 2_000;

const orders = new SharedValues<EntryOrder>(MOST_ORDERS);

/** The compact form of the entries of one input. */
export function compactNotEvaluated(entries: readonly NotEvaluated[]): CompactNotEvaluated {
  const indexes = new Map<string, number>();
  const firsts: NotEvaluated[] = [];
  const rules: string[] = [];
  const gaps: number[] = [];
  const ofGap: number[][] = [];
  for (const entry of entries) {
    const key = gapKey(entry);
    const gap = indexes.get(key) ?? firsts.push(entry) - 1;
    indexes.set(key, gap);
    const at = rules.push(entry.rule) - 1;
    gaps.push(gap);
    const others = ofGap[gap];
    if (others) others.push(at);
    else ofGap.push([at]);
  }
  const order = { rules, gaps, ofGap };
  const isShared = rules.length <= LONGEST_ORDER;
  return { gaps: firsts, entries: isShared ? orders.first(JSON.stringify([rules, gaps]), order) : order };
}

/** Everything of an entry but its rule. */
function gapKey({ rule: _, ...gap }: NotEvaluated): string {
  return JSON.stringify(gap);
}

/** What was not evaluated in several inputs, given in the order of a report. */
export class NotEvaluatedEntries implements NotEvaluatedList {
  private groups: readonly ReasonGroup[] | undefined;

  constructor(private readonly inputs: readonly CompactNotEvaluated[]) {}

  get length(): number {
    return this.inputs.reduce((sum, { entries }) => sum + entries.rules.length, 0);
  }

  *[Symbol.iterator](): Iterator<NotEvaluated> {
    for (const { gaps, entries } of this.inputs) {
      for (const [at, gap] of entries.gaps.entries()) yield entryOf(gaps[gap], entries.rules[at]);
    }
  }

  /** Groups in the order of their first entries. */
  byReason(): readonly ReasonGroup[] {
    this.groups ??= this.grouped();
    return this.groups;
  }

  private grouped(): readonly ReasonGroup[] {
    const parts = this.inputs.flatMap((input) =>
      Array.from(
        groupBy(input.gaps.keys(), (gap) => reasonKey(input.gaps[gap] as NotEvaluated)),
        ([key, gaps]) => ({
          key,
          input,
          gaps,
          at: entriesOfGaps(input.entries, gaps),
        }),
      ),
    );
    return Array.from(groupBy(parts, ({ key }) => key).values(), (group) => {
      const places = group.flatMap(({ input, gaps }) => gaps.map((gap) => input.gaps[gap] as NotEvaluated));
      const { reason, resolveWith } = places[0] as NotEvaluated;
      const entries = new EntriesOfReason(group);
      return { reason, resolveWith, rules: entries.rules(), places, entries };
    });
  }
}

/** Some entries of an input. */
interface Part {
  readonly input: CompactNotEvaluated;
  readonly at: readonly number[];
}

/** The entries with one reason. */
class EntriesOfReason implements NotEvaluatedList {
  constructor(private readonly parts: readonly Part[]) {}

  get length(): number {
    return this.parts.reduce((sum, { at }) => sum + at.length, 0);
  }

  /** Their rules, each once. */
  rules(): readonly string[] {
    const rules = new Set<string>();
    for (const { input, at } of this.parts) {
      for (const index of at) rules.add(input.entries.rules[index] as string);
    }
    return [...rules];
  }

  *[Symbol.iterator](): Iterator<NotEvaluated> {
    for (const { input, at } of this.parts) {
      const { rules, gaps } = input.entries;
      for (const index of at) yield entryOf(input.gaps[gaps[index] as number], rules[index]);
    }
  }
}

/** The indexes of the entries of some places and reasons, in order. */
function entriesOfGaps({ ofGap }: EntryOrder, gaps: readonly number[]): readonly number[] {
  const [only] = gaps;
  if (only !== undefined && gaps.length === 1) return ofGap[only] ?? [];
  return gaps.flatMap((gap) => ofGap[gap] ?? []).sort((one, other) => one - other);
}

function entryOf(gap: NotEvaluated | undefined, rule: string | undefined): NotEvaluated {
  return { ...(gap as NotEvaluated), rule: rule as string };
}

/** Groups what could not be evaluated by its reason and remedy, in the order of their first entries. */
export function groupByReason(entries: NotEvaluatedList): readonly ReasonGroup[] {
  if (entries instanceof NotEvaluatedEntries) return entries.byReason();
  return Array.from(groupBy(entries, reasonKey).values(), (group) => {
    const [{ reason, resolveWith }] = group;
    return { reason, resolveWith, rules: rulesOf(group), places: group, entries: group };
  });
}

/** The rules of entries, each once, in the order of their first occurrence. */
export function rulesOf(entries: Iterable<Pick<NotEvaluated, "rule">>): readonly string[] {
  return [...new Set(Array.from(entries, ({ rule }) => rule))];
}

function reasonKey({ reason, resolveWith }: NotEvaluated): string {
  return `${reason}\0${resolveWith}`;
}

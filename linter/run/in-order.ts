import { groupBy } from "../../formats/group-by";
import type { Place } from "../report/finding";
import { type CompactNotEvaluated, compactNotEvaluated, NotEvaluatedEntries } from "../report/not-evaluated";
import { sortableSteps, sortedBy } from "../report/path";

/** Entries in the order of a report: by input, address, rule and path. Each input is sorted alone, so that few keys are in memory. */
export function inOrder<T extends Place & { readonly rule: string }>(entries: readonly T[]): readonly T[] {
  const inputs = groupBy(entries, inputKey);
  const place = ({ address, within, rule, path }: T) => [address, within, rule, ...sortableSteps(path)];
  return sortedBy([...inputs], ([key]) => [key]).flatMap(([, group]) => sortedBy(group, place));
}

/** What was not evaluated in the inputs, in the same order. Nearly always, a name of an input is that of one. */
export function notEvaluatedInOrder(
  checked: readonly {
    readonly status: Pick<Place, "input" | "stack">;
    readonly notEvaluated?: CompactNotEvaluated;
  }[],
): NotEvaluatedEntries {
  const inputs = groupBy(
    checked.flatMap(({ status, notEvaluated }) => (notEvaluated ? { key: inputKey(status), notEvaluated } : [])),
    ({ key }) => key,
  );
  const sorted = sortedBy([...inputs], ([key]) => [key]);
  return new NotEvaluatedEntries(sorted.map(([, group]) => together(group.map(({ notEvaluated }) => notEvaluated))));
}

function together(parts: readonly CompactNotEvaluated[]): CompactNotEvaluated {
  const [only] = parts;
  return only && parts.length === 1 ? only : compactNotEvaluated(inOrder([...new NotEvaluatedEntries(parts)]));
}

function inputKey({ input, stack }: Pick<Place, "input" | "stack">): string {
  return `${input}\0${stack}`;
}

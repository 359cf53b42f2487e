import { groupBy } from "../../formats/group-by";
import type { Check } from "./check";

/** A violation, as far as it decides what it may be joined with. */
interface Placed extends Check {
  readonly params: { readonly [name: string]: unknown };
}

/**
 * Joins the violations of a row that differ only in the place that they name: a key that is wrong for `S3` and for `local disks` is
 * reported once, for `S3 and local disks`.
 */
export function joinPlaces<V extends Placed>(violated: readonly V[]): readonly V[] {
  const groups = groupBy(violated, ({ params: { place, ...others }, ...check }) =>
    JSON.stringify([check, others, wordOf(place) === undefined ? place : ""]),
  );
  return [...groups.values()].map((group) => {
    const [first, ...more] = group;
    if (more.length === 0) return first;
    const words = [...new Set(group.map(({ params: { place } }) => wordOf(place)))];
    const known = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
    return { ...first, params: { ...first.params, place: { known } } };
  });
}

function wordOf(place: unknown): string | undefined {
  if (typeof place !== "object" || place === null || !("known" in place)) return undefined;
  return typeof place.known === "string" ? place.known : undefined;
}

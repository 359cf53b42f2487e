/** A leaf of a fact: known (`null`: known to be absent), a canonical reference, or unknown with what would resolve it. */
export type Leaf<T> = Known<T> | Referenced | UnknownLeaf;

export interface Known<T> {
  readonly known: T | null;
}

export interface Referenced {
  readonly reference: {
    readonly address: string;
    readonly attribute: string;
    /** The input creates the resource it refers to, so it is not one that is given by an ARN. @default false */
    readonly isManagedHere?: true;
    /** It points to a value that another reference may name as well, as a parameter or an output does. @default false */
    readonly isIndirect?: true;
  };
}

export interface UnknownLeaf {
  readonly unknown: string;
  readonly resolveWith: string;
}

/** Wraps a value that is known; `undefined` becomes known absence. */
export function known<T>(value: T | null | undefined): Known<T> {
  return { known: value ?? null };
}

/** A leaf that is known to be absent. */
export const ABSENT: Known<never> = known<never>(null);

/** Wraps a value that the input does not contain. */
export function unknownLeaf(unknown: string, resolveWith: string): UnknownLeaf {
  return { unknown, resolveWith };
}

/** Whether a leaf is known to be absent. */
export function isAbsent(leaf: Leaf<unknown>): boolean {
  return "known" in leaf && leaf.known === null;
}

/** The value of a leaf; undefined where it is absent, a reference, or unknown. */
export function knownValue<T>(leaf: Leaf<T> | undefined): T | undefined {
  return leaf && "known" in leaf ? (leaf.known ?? undefined) : undefined;
}

/** The first leaf of a list that is unknown. */
export function firstUnknown(leaves: readonly Leaf<unknown>[]): UnknownLeaf | undefined {
  return leaves.find((leaf): leaf is UnknownLeaf => "unknown" in leaf);
}

/**
 * A leaf computed from the value of another; absent or unknown where that is.
 *
 * @param ofReference the result for a reference, which has no value yet; the reference itself unless given
 */
export function mapLeaf<T, R>(
  leaf: Leaf<T>,
  compute: (value: T) => R | null | undefined,
  ofReference?: Leaf<R>,
): Leaf<R> {
  if ("unknown" in leaf) return leaf;
  if ("reference" in leaf) return ofReference ?? leaf;
  return leaf.known === null ? ABSENT : known(compute(leaf.known));
}

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

/** Wraps a value that the input does not contain. */
export function unknownLeaf(unknown: string, resolveWith: string): UnknownLeaf {
  return { unknown, resolveWith };
}

import type { UnknownLeaf } from "../rows/leaf";
import type { SymbolicString } from "./symbolic-string";

/** The value of one condition key in a request: one value, several (a multivalued key), none, or not known. */
export type ContextValue =
  | { readonly one: SymbolicString }
  | { readonly many: readonly SymbolicString[] }
  | "absent"
  | UnknownLeaf;

/** The condition context of a request. Keys are looked up in lower case. */
export type Context = (key: string) => ContextValue;

/** A context of known keys, in any case; `otherwise` answers for the rest. */
export function contextOf(
  values: { readonly [key: string]: ContextValue },
  otherwise: (key: string) => ContextValue,
): Context {
  const byKey = new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
  return (key) => byKey.get(key) ?? otherwise(key);
}

/** The answer for a key about which the input says nothing. */
export function unseenKey(key: string): UnknownLeaf {
  return {
    unknown: `the request's ${key} is not known`,
    resolveWith: `find out what ${key} is when EMR calls AWS KMS`,
  };
}

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** A case of x509-limbo, as far as the tests read it. */
export interface LimboCase {
  readonly id: string;
  readonly tier: "must" | "name-constraints" | "note";
  readonly expect: "accept" | "reject" | "note";
  readonly why: string;
  readonly peerName: { readonly kind: string; readonly value: string } | null;
  readonly validationTime: string | null;
  readonly leaf: string;
  readonly leafKey: string | null;
  readonly intermediates: readonly string[];
  readonly trusted: readonly string[];
}

/** A path of NIST PKITS, anchor first. */
export interface PkitsCase {
  readonly id: string;
  readonly section: string;
  readonly expect: "accept" | "reject";
  readonly path: readonly string[];
}

/** The cases of a file of published vectors. */
export function readVectors<T>(file: string): readonly T[] {
  return JSON.parse(readFileSync(resolve("test/fixtures/vectors", file), "utf8")).cases;
}

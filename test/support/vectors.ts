import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

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

/**
 * The cases of a file of published vectors: from the folder that `VECTORS` names, else from `shared/vectors` beside the checkout.
 *
 * @throws Error if they are not there; a run without them proves nothing.
 */
export function readVectors<T>(file: string): readonly T[] {
  const folder = process.env.VECTORS ?? resolve(__dirname, "../../../shared/vectors");
  const path = join(folder, file);
  if (!existsSync(path)) throw new Error(`no vectors at '${path}'; set VECTORS to the folder that holds ${file}`);
  return JSON.parse(readFileSync(path, "utf8")).cases;
}

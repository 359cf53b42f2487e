import { isAbsolute, resolve } from "node:path";
import type { Model } from "../model/terraform/model";
import { Unknown } from "../model/values/symbolic";

/** What is at a path that the input gives. */
export type LookUp =
  | { readonly file: string }
  /** `missing` only if it is in none of the folders and all of them may be read. */
  | { readonly problem: "missing" }
  | { readonly problem: "refused"; readonly reason: string };

/** Looks a file up in the folders of an input. */
export function lookUp({ roots, files }: Model, path: string): LookUp {
  let refused: LookUp | undefined;
  for (const candidate of isAbsolute(path) ? [path] : roots.map((root) => resolve(root, path))) {
    const status = files.status(candidate);
    if (status.kind === "file") return { file: candidate };
    if (status.kind === "refused") refused ??= { problem: "refused", reason: status.reason };
  }
  return refused ?? { problem: "missing" };
}

/** Why a file's content is not known. */
export function unreadableFile(path: string, found: Exclude<LookUp, { readonly file: string }>): Unknown {
  if (found.problem === "missing") {
    return new Unknown(
      `the file ${shortened(path)} does not exist here`,
      "lint where it exists, or pass its folder with --root",
    );
  }
  return new Unknown(
    `the file ${shortened(path)} cannot be read: ${found.reason}`,
    "put the file itself into the checkout, or allow its folder with --allow-outside",
  );
}

/** Paths are shown in full up to a length that file systems take, and are not cut within a surrogate pair. */
export function shortened(path: string): string {
  return path.length > 260 ? `${path.slice(0, 260).replace(/\p{Cs}$/u, "")}…` : path;
}

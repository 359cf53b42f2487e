import type { ReadInput, ReadOptions } from "./read";
import { explainFileError } from "./refusal";

/** Folders where relative paths of an input are looked up. */
export function rootsOf(folder: string, options: ReadOptions): readonly string[] {
  return [...new Set([...(options.root === undefined ? [] : [options.root]), folder, options.cwd])];
}

/** Turns what a reader refuses into an entry of its own. */
export function guarded(input: string, read: () => readonly ReadInput[]): readonly ReadInput[] {
  try {
    return read();
  } catch (error) {
    return [{ input, stack: "", kind: "unknown", error: explainFileError(error) }];
  }
}

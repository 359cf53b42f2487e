import { join, relative, resolve } from "node:path";
import type { Onward, PlaceSearch } from "../model/expressions/source";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { Lines } from "./line-and-column";

/** Finds what a path leads to in a file that an expression names. */
export function findInNamedFile(
  { name, path, variables, isYaml = false }: Extract<Onward, { kind: "file" }>,
  { evaluate }: PlaceSearch,
  root: { readonly folder: string; readonly shown: string },
  files: GuardedFiles,
) {
  const file = resolve(root.folder, name);
  try {
    const text = files.text(file, FILE_LIMITS.text);
    const { ValueFinder } = require("./hcl/find-in-value") as typeof import("./hcl/find-in-value");
    const search = variables && evaluate ? { evaluate: (template: string) => evaluate(template, variables) } : {};
    const [found] = new ValueFinder(text, { ...search, isYaml }).findInText({ start: 0, end: text.length }, path);
    const { at, left } = found ?? { at: 0, left: path.length };
    return { file: join(root.shown, relative(root.folder, file)), line: new Lines(text).at(at).line, left };
  } catch {
    // A file that cannot be read has no places.
    return undefined;
  }
}

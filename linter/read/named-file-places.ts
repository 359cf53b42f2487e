import { join, normalize } from "node:path";
import type { ValuePath } from "./file-places";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { Lines } from "./line-and-column";

/** A folder, and how reports name it. */
interface ShownFolder {
  readonly folder: string;
  readonly shown: string;
}

/** Finds what a path leads to in a file that an expression names, as `path.module` and `path.root` have it. */
export function findInNamedFile(
  name: string,
  path: ValuePath,
  { module, root, files }: { readonly module: ShownFolder; readonly root: ShownFolder; readonly files: GuardedFiles },
) {
  const { folder, shown } = name.startsWith("${path.module}") ? module : root;
  const relative = normalize(`./${name.replace(/^\$\{[^}]*\}/, "")}`);
  try {
    const text = files.text(join(folder, relative), FILE_LIMITS.text);
    const { findInText } = require("./hcl/find-in-value") as typeof import("./hcl/find-in-value");
    const [found] = findInText(text, { start: 0, end: text.length }, path);
    return found && { file: join(shown, relative), line: new Lines(text).at(found.at).line, left: found.left };
  } catch {
    // A file that cannot be read has no places.
    return undefined;
  }
}

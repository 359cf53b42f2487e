import { join, resolve } from "node:path";
import { type ExpressionFiles, FAILED, type FolderEntry, type UnreadFile } from "../model/expressions/result";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { explainFileError, MissingFile, Refusal } from "./refusal";

/**
 * The files that expressions name (`file`, `templatefile`, hashes, `fileset`), from the folder where Terraform would run; each is read once.
 *
 * @param folder undefined where the sources of a plan are not at hand
 */
export function expressionFiles(folder: () => string | undefined, files: GuardedFiles): ExpressionFiles {
  const read = once((place) => files.bytes(place, FILE_LIMITS.text), FAILED);
  const list = once((place) => entriesOf(place, files), []);
  const below = <T>(path: string, look: (place: string) => T): T | UnreadFile => {
    const root = folder();
    return root === undefined
      ? { reason: "a file that the plan does not keep", isRefused: false }
      : look(resolve(root, path));
  };
  return { read: (path) => below(path, read), list: (path) => below(path, list) };
}

function once<T, Missing>(look: (place: string) => T, missing: Missing): (place: string) => T | Missing | UnreadFile {
  const known = new Map<string, T | Missing | UnreadFile>();
  return (place) => {
    const found = known.get(place) ?? lookOr(() => look(place), missing);
    known.set(place, found);
    return found;
  };
}

function lookOr<T, Missing>(look: () => T, missing: Missing): T | Missing | UnreadFile {
  try {
    return look();
  } catch (error) {
    if (error instanceof MissingFile) return missing;
    return { reason: `a file that is not read: ${explainFileError(error)}`, isRefused: true };
  }
}

/** What is in a folder; git's own files, links that lead nowhere and what is not a regular file are left out. */
function entriesOf(folder: string, files: GuardedFiles): readonly FolderEntry[] {
  return files.entries(folder).flatMap((entry) => {
    const { name } = entry;
    if (name.toLowerCase() === ".git") return [];
    const kind = entry.isSymbolicLink() ? kindOf(join(folder, name), files) : undefined;
    const isFolder = kind === "folder" || entry.isDirectory();
    return isFolder || kind === "file" || entry.isFile() ? [{ name, isFolder }] : [];
  });
}

/** What a link leads to. @throws Refusal where it may not be followed */
function kindOf(link: string, files: GuardedFiles): "file" | "folder" | undefined {
  const status = files.status(link);
  if (status.kind === "refused") throw new Refusal(status.reason);
  return status.kind === "missing" ? undefined : status.kind;
}

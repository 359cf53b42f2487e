import { isAbsolute, posix } from "node:path";
import type { Place } from "./finding";

/** A file of the run as its repository names it; `base` is the folder of the run in the repository. */
export function repositoryPath(file: string, base = ""): string {
  return base === "" || isAbsolute(file) ? file : posix.join(base, file.replaceAll("\\", "/"));
}

/** Path as Terraform and jq write it: `configuration.Overrides[0].BucketName`. */
export function pathName(path: Place["path"]): string {
  return pathSegments(path).join("");
}

/** Its segments, each with the dot or the brackets that join it to the one before. */
export function pathSegments(path: Place["path"]): readonly string[] {
  return path.map((segment, index) => {
    if (typeof segment === "number") return `[${segment}]`;
    if (!/^[\w-]+$/.test(segment)) return `[${JSON.stringify(segment)}]`;
    return index === 0 ? segment : `.${segment}`;
  });
}

/** The steps of a path as texts that sort like it: indexes by their number. */
export function sortableSteps(path: Place["path"]): readonly string[] {
  return path.map((step) => (typeof step === "number" ? String(step).padStart(9, "0") : step));
}

/** Sorted by the parts of a key, by code unit whatever the locale; each key is made once. */
export function sortedBy<T>(entries: readonly T[], keyOf: (entry: T) => readonly string[]): readonly T[] {
  return entries
    .map((entry) => ({ entry, key: keyOf(entry).join("\0") }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ entry }) => entry);
}

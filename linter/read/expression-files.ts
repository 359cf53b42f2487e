import { resolve } from "node:path";
import { FAILED, type FileContent } from "../model/expressions/result";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { explainFileError, MissingFile } from "./refusal";

/** Reads the files that expressions name (`file`, `templatefile`, hashes), from the folder where Terraform would run; each once. */
export function expressionFiles(folder: string, files: GuardedFiles): (path: string) => FileContent {
  const read = new Map<string, FileContent>();
  return (path) => {
    const place = resolve(folder, path);
    const known = read.get(place) ?? readForExpression(place, files);
    read.set(place, known);
    return known;
  };
}

function readForExpression(path: string, files: GuardedFiles): FileContent {
  try {
    return files.bytes(path, FILE_LIMITS.text);
  } catch (error) {
    if (error instanceof MissingFile) return FAILED;
    return { reason: `a file that is not read: ${explainFileError(error)}`, isRefused: true };
  }
}

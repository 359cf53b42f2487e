import { resolve } from "node:path";
import { FAILED } from "../model/expressions/result";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { explainFileError, MissingFile } from "./refusal";

/** What reading a file for an expression gives: its bytes, FAILED where there is none, else the reason why it is not read. */
type ReadForExpression = Uint8Array | string | typeof FAILED;

/** Reads the files that expressions name (`file`, `templatefile`, hashes), from the folder where Terraform would run; each once. */
export function expressionFiles(folder: string, files: GuardedFiles): (path: string) => ReadForExpression {
  const read = new Map<string, ReadForExpression>();
  return (path) => {
    const place = resolve(folder, path);
    const known = read.get(place) ?? readForExpression(place, files);
    read.set(place, known);
    return known;
  };
}

function readForExpression(path: string, files: GuardedFiles): ReadForExpression {
  try {
    return files.bytes(path, FILE_LIMITS.text);
  } catch (error) {
    if (error instanceof MissingFile) return FAILED;
    return `a file that is not read: ${explainFileError(error)}`;
  }
}

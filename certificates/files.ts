import { ZIP_LIMITS } from "../formats/zip/read";
import { GuardedFiles } from "../linter/read/guarded-files";
import { MissingFile, OutsideFile, Refusal } from "../linter/read/refusal";
import { CertificateError } from "./errors";
import { reading } from "./folder";

/** Files that a command names, through the reader that refuses devices, pipes and links out of the checkout. */
export function namedFiles(...paths: readonly string[]): GuardedFiles {
  const files = new GuardedFiles({ cwd: process.cwd() });
  for (const path of paths) files.admit(path);
  return files;
}

/**
 * Bytes of a file, up to what a bundle may have.
 *
 * @throws CertificateError for what is not a regular file, is larger or may not be read.
 */
export function readFile(path: string, files = namedFiles(path)): Buffer {
  return opened(path, () => files.bytes(path, ZIP_LIMITS.archiveBytes));
}

/** Runs operations that read; what the reader refuses becomes one sentence with the path that the user gave. */
export function opened<T>(path: string, work: () => T): T {
  try {
    return reading(path, work);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CertificateError(`'${path}' cannot be read: ${reason(error)}`);
  }
}

function reason(error: Refusal): string {
  if (error instanceof MissingFile) return "it does not exist";
  return error instanceof OutsideFile ? "its symbolic links lead out of the checkout" : error.message;
}

import { UsageError, type UsageErrorCode } from "../errors";

/** The reason why an input cannot be checked: one sentence, with the command that helps. */
export class Refusal extends Error {}

/** A readable file that is not an input of the linter: in a folder, it is skipped. */
export class NoInput extends Refusal {}

/** There is nothing at a path. */
export class MissingFile extends Refusal {
  constructor() {
    super("no such file or folder");
  }
}

/** A path leads out of the folders that may be read. */
export class OutsideFile extends Refusal {
  constructor() {
    super("it is outside of the checkout; to read it, allow its folder with --allow-outside");
  }
}

const REASONS: { readonly [code: string]: string } = {
  ENOENT: "no such file or folder",
  EACCES: "this user is not allowed to read it; change its mode or owner",
  EPERM: "this user is not allowed to read it; change its mode or owner",
  EISDIR: "this is a folder",
  ELOOP: "its symbolic links form a loop",
  ENOTDIR: "a part of its path is a file, not a folder",
  ENAMETOOLONG: "its name is longer than the file system allows",
  ERR_FS_FILE_TOO_LARGE: "it is larger than 2 GiB, which is more than can be read at once",
  ERR_STRING_TOO_LONG: "it is larger than 512 MiB, which is more than can be read at once",
};

/** The sentence for anything that went wrong while reading an input. */
export function explainFileError(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const reason = REASONS[code];
  if (reason) return reason;
  if (/^E[A-Z0-9]+$/.test(code)) return `it cannot be read (${code})`;
  if (error instanceof RangeError) return "it is nested too deeply, or is too large";
  throw error;
}

/**
 * Reads a required file that the user or the settings name.
 *
 * @throws UsageError that begins with what names it
 */
export function readNamed<T>(named: string, read: () => T, code: UsageErrorCode = "unreadable-input"): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${named} cannot be read: ${explainFileError(error)}`, code);
  }
}

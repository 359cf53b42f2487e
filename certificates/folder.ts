import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { leadsOut } from "../linter/read/guarded-files";
import { CertificateError } from "./errors";

/** Files to write, by name; private ones are readable only by their owner. */
export interface FolderFiles {
  readonly [name: string]: { readonly content: string | Uint8Array; readonly private: boolean };
}

const ignoreAll =
  "# Contains a private key: only the public sidecars of this folder belong in git.\n*\n!*.bundle.json\n";

/**
 * Creates a folder with its files in one atomic step: they are written beside it, flushed, and the folder gets its name by one rename. A
 * failure before that leaves the previous content untouched. Only the owner has access to the folder (0700), which contains its own
 * `.gitignore`.
 *
 * @param replace folder of the same name that may be replaced, all of whose files are among `files`
 * @throws CertificateError if the folder exists and may not be replaced, or cannot be written.
 */
export function writeFolder(folder: string, files: FolderFiles, replace: boolean): void {
  const all = { ".gitignore": { content: ignoreAll, private: false }, ...files };
  const present = checkFolder(folder, Object.keys(files), replace);
  writing(folder, () => {
    const parent = dirname(resolve(folder));
    mkdirSync(parent, { recursive: true });
    sweep(parent, `.${basename(folder)}-`);
    const making = mkdtempSync(join(parent, `.${basename(folder)}-`));
    try {
      for (const [name, file] of Object.entries(all)) writeNew(join(making, name), file.content, file.private);
      put(making, folder, present);
    } catch (error) {
      rmSync(making, { recursive: true, force: true });
      throw error;
    }
  });
}

/**
 * Whether the folder exists, asked before anything slow is done.
 *
 * @throws CertificateError if it may not be replaced by the files named.
 */
export function checkFolder(folder: string, names: readonly string[], replace: boolean): boolean {
  const present = folderEntries(folder);
  const stranger = present?.find((name) => name !== ".gitignore" && !names.includes(name));
  if (stranger !== undefined) {
    throw new CertificateError(
      `folder '${folder}' contains '${stranger}', which this command did not create; give another folder`,
    );
  }
  if (present && present.length > 0 && !replace) {
    throw new CertificateError(`folder '${folder}' is not empty; give another folder, or --force to replace its files`);
  }
  return present !== undefined;
}

/**
 * Names of the entries of a folder; undefined if there is nothing of that name.
 *
 * @throws CertificateError for a file or a symbolic link.
 */
export function folderEntries(folder: string): readonly string[] | undefined {
  requireInside(folder);
  return reading(folder, () => {
    const found = lstatSync(folder, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (found.isSymbolicLink()) {
      throw new CertificateError(`'${folder}' is a symbolic link; give the folder it leads to`);
    }
    if (!found.isDirectory()) throw new CertificateError(`'${folder}' is a file; give a folder`);
    return readdirSync(folder);
  });
}

/** Writes a file that must not exist yet, with its mode from its first moment, and waits until the disk has it. */
export function writeNew(path: string, content: string | Uint8Array, secret: boolean): void {
  const file = openSync(path, "wx", secret ? 0o600 : 0o644);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Writes a file in one atomic step: beside its place, flushed, then renamed. A failure leaves the previous file untouched.
 *
 * @throws CertificateError if something of that name is there and may not be replaced, or it cannot be written.
 */
export function replaceFile(
  path: string,
  content: string | Uint8Array,
  { secret, replace }: { readonly secret: boolean; readonly replace: boolean },
): void {
  checkFile(path, replace);
  writing(path, () => {
    const folder = dirname(resolve(path));
    mkdirSync(folder, { recursive: true });
    const making = join(mkdtempSync(join(folder, `.${basename(path)}-`)), basename(path));
    try {
      writeNew(making, content, secret);
      renameSync(making, path);
    } finally {
      rmSync(dirname(making), { recursive: true, force: true });
    }
  });
}

/**
 * Whether a file may be written, asked before anything slow is done.
 *
 * @throws CertificateError if it may not.
 */
export function checkFile(path: string, replace: boolean): void {
  requireInside(path);
  const found = reading(path, () => lstatSync(path, { throwIfNoEntry: false }));
  if (found?.isDirectory()) throw new CertificateError(`'${path}' is a folder; give the name of a file in it`);
  if (found?.isSymbolicLink()) throw new CertificateError(`'${path}' is a symbolic link; give the file it leads to`);
  if (found && !replace) throw new CertificateError(`'${path}' exists; give another name, or --force to replace it`);
}

/** A link of the checkout could lead a private key to where others read it. */
function requireInside(path: string): void {
  if (!leadsOut(dirname(resolve(path)))) return;
  throw new CertificateError(
    `'${path}' cannot be written: its folder is a symbolic link that leads out of the checkout`,
  );
}

/**
 * Removes what an interrupted run left behind, since it contains a private key. A folder younger than a minute may belong to a run in
 * progress.
 */
function sweep(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || !/^\w{6}$/.test(name.slice(prefix.length))) continue;
    const left = join(parent, name);
    if (Date.now() - lstatSync(left).mtimeMs > 60_000) rmSync(left, { recursive: true, force: true });
  }
}

/** Gives the new folder its name; an existing folder is renamed first, and restored if that fails. */
function put(making: string, folder: string, present: boolean): void {
  if (!present) {
    renameSync(making, folder);
    return;
  }
  const former = `${making}-former`;
  renameSync(folder, former);
  try {
    renameSync(making, folder);
  } catch (error) {
    renameSync(former, folder);
    throw error;
  }
  rmSync(former, { recursive: true });
}

const causes: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file",
  ENAMETOOLONG: "the path is too long",
  EEXIST: "it exists already",
  ENOTEMPTY: "it exists already",
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links form a loop",
};

/** Runs operations that read; a failure of the system becomes one sentence with the path the user gave. */
export function reading<T>(path: string, work: () => T): T {
  return explained(work, (cause) => `'${path}' cannot be read: ${cause}`);
}

/** The same for operations that write, beside the place that they are for. */
function writing<T>(path: string, work: () => T): T {
  return explained(work, (cause) => `'${path}' cannot be written: ${cause}; nothing was changed`);
}

function explained<T>(work: () => T, sentence: (cause: string) => string): T {
  try {
    return work();
  } catch (error) {
    const cause = causes[(error as NodeJS.ErrnoException | undefined)?.code ?? ""];
    if (cause === undefined) throw error;
    throw new CertificateError(sentence(cause));
  }
}

import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../errors";
import { leadsOut } from "../read/guarded-files";

/** Places of the inputs of a run that are files or folders. */
export function inputFiles(inputs: readonly string[], cwd: string): readonly string[] {
  return inputs.flatMap((input) => placeOf(resolve(cwd, input)) ?? []);
}

/**
 * Writes a file in one step: a reader sees the former content or the new one. Never writes through a link, out of the checkout through a folder
 * that is a link, or over an input.
 *
 * @throws UsageError with a clause
 */
export function writeReport(file: string, text: string, inputs: readonly string[] = []): void {
  if (/^\/dev\/(?:null|stdout|stderr|fd\/\d+)$/.test(file)) {
    writeFileSync(file, text);
    return;
  }
  const folder = folderOf(file);
  const target = join(folder, basename(file));
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) throw new UsageError("it is a symbolic link; name the file itself", "unwritable-output");
  if (stats && !stats.isFile())
    throw new UsageError(stats.isDirectory() ? "it is a folder" : "it is not a regular file", "unwritable-output");
  if (inputs.includes(target)) throw new UsageError("it is an input of this run", "unwritable-output");
  const temporary = join(folder, `.${basename(file)}.${process.pid}.tmp`);
  rmSync(temporary, { force: true });
  const opened = openSync(temporary, "wx", stats ? stats.mode & 0o777 : 0o666);
  try {
    writeFileSync(opened, text);
    fsyncSync(opened);
    closeSync(opened);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Writes a file that an option names; a failure becomes a sentence that starts with the option. */
export function writeNamed(
  { option, file, cwd }: { readonly option: string; readonly file: string; readonly cwd: string },
  text: string,
  inputs: readonly string[] = [],
): void {
  try {
    writeReport(resolve(cwd, file), text, inputs);
  } catch (error) {
    throw new UsageError(`${option}: '${file}' cannot be written: ${writeProblem(error)}`, "unwritable-output");
  }
}

/** Makes a folder inside one that exists. */
export function makeFolder(folder: string): void {
  mkdirSync(join(folderOf(folder), basename(folder)), { recursive: true });
}

/** Why a file cannot be written, as a clause. */
export function writeProblem(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return (
    { ENOENT: "its folder does not exist", EACCES: "this user may not write there", ENOSPC: "the disk is full" }[
      code
    ] ?? message
  );
}

/** The folder that a file is written into; one inside the checkout may not lead out of it. */
function folderOf(file: string): string {
  const folder = dirname(file);
  if (leadsOut(folder))
    throw new UsageError("its folder is a symbolic link that leads out of the checkout", "unwritable-output");
  return realpathSync(folder);
}

function placeOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

import { resolve } from "node:path";
import { isRegion } from "../../formats/vpc-domain";
import { UsageError } from "../errors";
import type { GuardedFiles } from "../read/guarded-files";
import type { LintOptions } from "./options";

/**
 * Resolves the options of a run, with paths relative to `cwd`. Invalid values are refused even if this input would not need them.
 *
 * @throws UsageError for an invalid Region or environment, and for a folder or file that does not exist
 */
export function checkOptions(options: LintOptions, cwd: string, files: GuardedFiles): LintOptions {
  const { environment, region, root, defaultRoots, settings } = options;
  // From JavaScript, `settings: false` may be meant as noSettings.
  if (settings !== undefined && typeof settings !== "string") {
    throw new UsageError("settings is not the path of a file; to ignore settings files, set noSettings to true");
  }
  if (root !== undefined) files.admit(resolve(cwd, root));
  if (environment?.trim() === "") throw new UsageError("--environment is empty; give a name, such as production");
  if (region !== undefined && !isRegion(region)) {
    throw new UsageError(`--region is '${region}', which is not the name of a Region; write it like us-west-2`);
  }
  if (root !== undefined && !files.isFolder(resolve(cwd, root))) {
    throw new UsageError(`--root is '${root}', which is not a folder; give the folder with the sources`);
  }
  if (defaultRoots !== undefined && !isReadable(resolve(cwd, defaultRoots), files)) {
    throw new UsageError(
      `--default-roots is '${defaultRoots}', which cannot be read; name a file of PEM certificates`,
      "unreadable-input",
    );
  }
  return { ...options, root: root === undefined ? undefined : resolve(cwd, root) };
}

function isReadable(file: string, files: GuardedFiles): boolean {
  try {
    files.start(file, 1);
    return true;
  } catch {
    return false;
  }
}

import { accessSync, constants, statSync } from "node:fs";
import { resolve } from "node:path";
import { isRegion } from "../../formats/vpc-domain";
import { UsageError } from "../errors";
import type { LintOptions } from "./options";

/**
 * Options as a run takes them, with paths below `cwd`: what could not be meant is refused even where this input would not need it.
 *
 * @throws UsageError for an invalid Region or environment, and for a folder or file that does not exist
 */
export function checkOptions(options: LintOptions, cwd: string): LintOptions {
  const { environment, region, root, defaultRoots } = options;
  if (environment?.trim() === "") throw new UsageError("--environment is empty; give a name, such as production");
  if (region !== undefined && !isRegion(region)) {
    throw new UsageError(`--region is '${region}', which is not written like a Region; write it like us-west-2`);
  }
  if (root !== undefined && !statSync(resolve(cwd, root), { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`--root is '${root}', which is no folder; name the one with the sources`);
  }
  if (defaultRoots !== undefined && !isReadable(resolve(cwd, defaultRoots))) {
    throw new UsageError(
      `--default-roots is '${defaultRoots}', which cannot be read; name a file of PEM certificates`,
      "unreadable-input",
    );
  }
  const missing = (options.varFiles ?? []).find((file) => !isReadable(resolve(cwd, file)));
  if (missing !== undefined) {
    throw new UsageError(
      `--var-file is '${missing}', which cannot be read; name a file of variable values (*.tfvars)`,
      "unreadable-input",
    );
  }
  return { ...options, root: root === undefined ? undefined : resolve(cwd, root) };
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

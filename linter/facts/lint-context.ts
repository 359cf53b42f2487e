import type { GuardedFiles } from "../read/guarded-files";
import type { FoundBundle } from "../read/input";
import type { Thresholds } from "../rows/facts";
import type { LintOptions } from "../run/options";
import type { Settings } from "../settings";

/** What decides how an input is checked, besides the input. */
export interface LintContext {
  readonly now: Date;
  /** Only `development` relaxes anything. */
  readonly environment: string;
  readonly thresholds: Thresholds;
  readonly settings: Settings;
  readonly options: LintOptions;
  /** Bundles that are checked in the same run: a stack is joined with the one whose file name is that of its object. */
  readonly beside: readonly FoundBundle[];
  readonly files: GuardedFiles;
  /** Folder that paths of options start from. */
  readonly cwd: string;
}

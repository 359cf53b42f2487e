import type { GuardedFiles } from "../read/guarded-files";
import type { FoundBundle } from "../read/input";
import type { InputStatus } from "../report/finding";
import type { Thresholds } from "../rows/facts";
import type { Settings } from "../settings";

/** What decides how an input is checked, besides the input. */
export interface LintContext {
  readonly now: Date;
  /** Only `development` relaxes rules. */
  readonly environment: InputStatus["environment"];
  readonly thresholds: Thresholds;
  readonly settings: Settings;
  readonly options: FactOptions;
  /** Bundles that are checked in the same run: a stack is joined with the one whose file name is that of its object. */
  readonly beside: readonly FoundBundle[];
  readonly files: GuardedFiles;
  /** Folder that paths of options start from. */
  readonly cwd: string;
}

/** Options of a run that facts depend on. */
export interface FactOptions {
  /** Region of the cluster. @default - from the input */
  readonly region?: string;
  /** Domains that the certificate must cover. @default - by Region */
  readonly vpcDomains?: readonly string[];
  /** PEM file of the certificates that the nodes' Java trusts by default. @default - Mozilla's roots as shipped with Node */
  readonly defaultRoots?: string;
  /** Folder where relative paths of a plan are looked up first, and its sources. @default - the input's folder, then cwd */
  readonly root?: string;
  /** Whether to check KMS keys that no EMR resource refers to. @default false */
  readonly allKeys?: boolean;
}

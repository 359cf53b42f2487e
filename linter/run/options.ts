import type { Severity } from "../report/finding";

/** What a run is told besides its inputs. */
export interface LintOptions {
  /** Folder that relative paths start from. @default process.cwd() */
  readonly cwd?: string;
  /** Reads standard input, for the input `-`. @default - `-` is refused */
  readonly stdin?: () => Uint8Array;
  /** Anything but `development` is checked as production. @default - settings, tags, then production */
  readonly environment?: string;
  /** Region of the cluster. @default - from the input */
  readonly region?: string;
  /** Domains that the certificate must cover. @default - by Region */
  readonly vpcDomains?: readonly string[];
  /** When to check. @default - the clock */
  readonly now?: Date;
  /** PEM file of what the nodes' Java trusts by default. @default - Mozilla's roots as shipped with Node */
  readonly defaultRoots?: string;
  /** From which severity a run has failed. @default "error" */
  readonly failOn?: Severity | "never";
  /** Whether a rule that could not be evaluated fails the run. @default false */
  readonly strict?: boolean;
  /** Folder where relative paths of a plan are looked up first, and its sources. @default - the input's folder, then cwd */
  readonly root?: string;
  /** Files of values for the variables of a configuration, as `terraform plan -var-file` takes them. @default - those that Terraform reads of itself */
  readonly varFiles?: readonly string[];
  /** Folders outside of the checkout from which files may be read. @default - none */
  readonly allowOutside?: readonly string[];
  /** Whether to check KMS keys that nothing of EMR refers to. @default false */
  readonly allKeys?: boolean;
  /** WASM files with rules of one's own. @default - none */
  readonly policies?: readonly string[];
  /** Only these rules, globs allowed. @default - all */
  readonly rules?: readonly string[];
  /** All but these rules, globs allowed. @default - none */
  readonly skip?: readonly string[];
  /** Settings file. @default - emr-encryption.config.{json,yaml,yml} in cwd or above */
  readonly settings?: string;
  /** File of findings that are known and do not fail the run. @default - none */
  readonly baseline?: string;
  /** File that the findings of this run are written to as a baseline. @default - none */
  readonly writeBaseline?: string;
  /** For plans: whether to check what was there before as well, and fail only for what the plan introduces. @default false */
  readonly changed?: boolean;
  /** Whether to draw the picture of each input, for formats that show it. @default false */
  readonly draw?: boolean;
}

import type { FactOptions } from "../facts/lint-context";
import type { Severity } from "../report/finding";

/** Options of a run. */
export interface LintOptions extends FactOptions {
  /** Folder that relative paths start from. @default process.cwd() */
  readonly cwd?: string;
  /** Reads standard input, for the input `-`. @default - `-` is refused */
  readonly stdin?: () => Uint8Array;
  /** Inputs that are in memory, by the name under which they are given. @default - none */
  readonly contents?: ReadonlyMap<string, Uint8Array>;
  /** Every environment except `development` is treated as production. @default - settings, tags, then production */
  readonly environment?: string;
  /** Time that certificates and waivers are compared with. @default - the clock */
  readonly now?: Date;
  /** Lowest severity that fails the run. @default "error" */
  readonly failOn?: Severity | "never";
  /** Whether a rule that could not be evaluated fails the run: any rule, or one of these; globs allowed. @default false */
  readonly strict?: boolean | readonly string[];
  /** Files of values for the variables of a configuration, in the format of `terraform plan -var-file`. @default - the files that Terraform reads by itself */
  readonly varFiles?: readonly string[];
  /** Folders outside of the checkout from which files may be read. @default - none */
  readonly allowOutside?: readonly string[];
  /** WASM files with the user's own rules. @default - none */
  readonly policies?: readonly string[];
  /** Only these rules, globs allowed. @default - all */
  readonly rules?: readonly string[];
  /** All but these rules, globs allowed. @default - none */
  readonly skip?: readonly string[];
  /** Settings file. @default - emr-encryption.config.{json,yaml,yml} in cwd or above */
  readonly settings?: string;
  /** Whether settings files are ignored. @default false */
  readonly noSettings?: boolean;
  /** Revision of the repository from which settings, and a baseline in the repository, are read. @default - the working tree */
  readonly settingsFrom?: string;
  /** File or files of known findings, which do not fail the run. @default - none */
  readonly baseline?: string | readonly string[];
  /** File to write the findings of this run to, as a baseline. @default - none */
  readonly writeBaseline?: string;
  /** For plans: whether to check the state before as well, and fail only for findings that the plan introduces. @default false */
  readonly changed?: boolean;
  /** Whether to draw the picture of each input, for formats that show it. @default false */
  readonly draw?: boolean;
  /** Whether findings have fingerprints where only the report needs them: loading `node:crypto` takes longer than evaluating a rule. @default true */
  readonly fingerprints?: boolean;
  /** Whether to return the rows that rules see. @default false */
  readonly facts?: boolean;
  /** State or saved audit of existing resources, compared with the inputs and with the effects of plans. @default - none */
  readonly against?: string;
  /** Is called before each input is checked. @default - no progress is shown */
  readonly progress?: (progress: Progress) => void;
}

/** Progress of a run. */
export interface Progress {
  /** Inputs that are checked already. */
  readonly done: number;
  readonly total: number;
  /** The next input. */
  readonly input: string;
}

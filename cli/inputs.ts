import type { LintOptions } from "../linter/run/options";
import type { Terminal } from "./terminal";
import { timeOf } from "./time";

/** Flags that decide how inputs are checked, as far as commands have them. */
export interface InputFlags extends Pick<LintOptions, "environment" | "region" | "root" | "allKeys"> {
  readonly vpcDomain?: readonly string[];
  readonly now?: string;
  readonly varFile?: readonly string[];
  readonly rule?: readonly string[];
  readonly skip?: readonly string[];
}

/** The options of a run for them. */
export function inputOptions(flags: InputFlags, { cwd, stdin }: Terminal): LintOptions {
  const { environment, region, vpcDomain, now, root, varFile, allKeys, rule, skip } = flags;
  return {
    cwd,
    stdin,
    environment,
    region,
    vpcDomains: vpcDomain,
    now: timeOf(now),
    root,
    varFiles: varFile,
    allKeys,
    rules: rule,
    skip,
  };
}

/** Options that several commands have. */
export const ENVIRONMENT = [
  "--environment <name>",
  "every environment except development is treated as production",
] as const;
export const SETTINGS = [
  "--settings <file>",
  "settings file (default: emr-encryption.config.{json,yaml,yml} in this folder or above)",
] as const;

import { isDay } from "../formats/day";
import { UsageError } from "../linter/errors";
import type { Severity } from "../linter/report/finding";
import type { LintOptions } from "../linter/run/options";
import type { Terminal } from "./terminal";

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

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Help of `--fail-on`. */
export const FAIL_ON = "lowest severity for which the exit code is 1: error, warning, info or never";

/**
 * Reads `--fail-on`.
 *
 * @throws UsageError for anything but a severity or `never`
 */
export function parseThreshold(text: string): Severity | "never" {
  if (text === "error" || text === "warning" || text === "info" || text === "never") return text;
  throw new UsageError(`--fail-on is '${text}'; give error, warning, info or never`);
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?!24)\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The time that `--now` gives; the clock's where it is not given.
 *
 * @throws UsageError for another form than RFC 3339's, and for a day that does not exist
 */
export function timeOf(now: string | undefined): Date {
  if (now === undefined) return new Date();
  const time = new Date(now);
  const [, day] = rfc3339.exec(now) ?? [];
  if (day === undefined || Number.isNaN(time.getTime()) || !isDay(day)) {
    throw new UsageError(`--now is '${now}'; give an RFC 3339 time, such as 2026-11-23T12:00:00Z`);
  }
  return time;
}

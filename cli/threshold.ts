import { UsageError } from "../linter/errors";
import type { Severity } from "../linter/report/finding";

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

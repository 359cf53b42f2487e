import { UsageError } from "../linter/errors";
import type { Severity } from "../linter/report/finding";

/**
 * Reads `--fail-on`.
 *
 * @throws UsageError for anything but a severity or `never`
 */
export function parseThreshold(text: string): Severity | "never" {
  if (text === "error" || text === "warning" || text === "info" || text === "never") return text;
  throw new UsageError(`--fail-on is '${text}'; give error, warning, info or never`);
}

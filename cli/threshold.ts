import { JudgeError } from "../linter/errors";
import type { Severity } from "../linter/report/report";

/**
 * Reads `--fail-on`.
 *
 * @throws JudgeError for anything but a severity or `never`
 */
export function parseThreshold(text: string): Severity | "never" {
  if (text === "error" || text === "warning" || text === "info" || text === "never") return text;
  throw new JudgeError(`--fail-on is '${text}'; give error, warning, info or never`);
}

import type { Report } from "../linter/report/finding";
import { shortcoming } from "../linter/report/words";
import type { Terminal } from "./terminal";

/** Prints why inputs were not checked as a whole, and returns the exit code: 2 if there is such an input. */
export function printUnchecked({ inputs }: Report, terminal: Terminal): 0 | 2 {
  const unchecked = inputs.flatMap((input) => {
    const short = shortcoming(input);
    return short ? [`${input.input}: ${short.reason}`] : [];
  });
  for (const words of unchecked) terminal.err(`emr-encryption: ${words}\n`);
  return unchecked.length > 0 ? 2 : 0;
}

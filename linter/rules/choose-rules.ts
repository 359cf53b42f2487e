import { nearestName } from "../../formats/nearest";
import { UsageError } from "../errors";

/**
 * The rules that a run reports.
 *
 * @param only ids or globs (`cert.*`); empty means all
 * @param skip ids or globs that are left out
 * @throws UsageError for an id or glob that matches no rule
 */
export function chooseRules(
  ids: readonly string[],
  only: readonly string[],
  skip: readonly string[],
  off: (id: string) => boolean,
): ReadonlySet<string> {
  const wanted = matchingRules(ids, only, "--rule");
  const unwanted = matchingRules(ids, skip, "--skip");
  return new Set(ids.filter((id) => (only.length === 0 || wanted.has(id)) && !unwanted.has(id) && !off(id)));
}

const LONGEST_SHOWN = 80;

/** The rules that ids or globs name. @throws UsageError for an id or glob that fits no rule */
export function matchingRules(ids: readonly string[], globs: readonly string[], flag: string): ReadonlySet<string> {
  return new Set(
    globs.flatMap((glob) => {
      const parts = glob.split("*");
      const matched = ids.filter((id) => fits(id, parts));
      if (matched.length > 0) return matched;
      const near = nearestName(glob, ids);
      const shown = glob.length > LONGEST_SHOWN ? `${glob.slice(0, LONGEST_SHOWN)}…` : glob;
      throw new UsageError(
        `${flag} '${shown}' matches no rule; ${near === undefined ? "" : `did you mean ${near}? `}'emr-encryption rules' lists them`,
      );
    }),
  );
}

/** Whether a text is the parts in order with any text in between; linear in the text. */
function fits(text: string, [first = "", ...rest]: readonly string[]): boolean {
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}

/** Whether an id or glob names at least one rule. */
export function namesRule(ids: readonly string[], glob: string): boolean {
  return ids.some((id) => fits(id, glob.split("*")));
}

import type { CompactReport } from "../report/finding";
import { rulesOf } from "../report/not-evaluated";
import { matchingRules, namesRule } from "../rules/choose-rules";
import type { Settings } from "../settings";
import type { RunContext } from "./check-input";
import type { LintOptions } from "./options";

interface Strictness {
  readonly globs: LintOptions["strict"];
  /** Where they are written, for messages. */
  readonly from: string;
}

/** The rules that `--strict` names, or else those of the settings. */
export function strictness({ strict }: LintOptions, settings: Settings): Strictness {
  return strict === undefined
    ? { globs: settings.strict, from: "strict in the settings:" }
    : { globs: strict, from: "--strict" };
}

/**
 * Rules that fail the run where they are not evaluated: those that demand it themselves, and those that are named; `true` means all. The ids of
 * a user's own rules are known only from the report, so a name in an area of their own is accepted.
 */
export function strictRules(
  { globs, from }: Strictness,
  unchecked: ReadonlySet<string>,
  { catalogue, policies }: RunContext,
  { notEvaluated }: CompactReport,
): true | ReadonlySet<string> {
  if (globs === true) return true;
  const strict = globs || [];
  const ids = [...catalogue.keys()];
  const isOwn = (glob: string) =>
    policies.length > 1 && !namesRule(ids, glob) && !ids.some((id) => id.startsWith(`${glob.split(".", 1)[0]}.`));
  const isNamed = (rule: string) => strict.some((glob) => namesRule([rule], glob));
  return new Set([
    ...matchingRules(
      ids,
      strict.filter((glob) => !isOwn(glob)),
      from,
    ),
    ...(strict.length > 0 ? rulesOf(notEvaluated).filter(isNamed) : []),
    ...unchecked,
  ]);
}

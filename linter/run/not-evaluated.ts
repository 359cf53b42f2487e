import type { NotEvaluated, Place } from "../report/finding";
import type { RuleInfo } from "../rules/catalogue";
import type { UnknownVerdict } from "../rules/engine";

/**
 * An entry for each value that keeps a rule from a verdict. A run may keep hundreds of thousands: V8 has the members of a literal in the
 * object itself, and those of a spread beside it.
 */
export function notEvaluatedAt(
  { input, stack, address, within, path, ...source }: Place,
  { rule, gaps }: UnknownVerdict,
  info: RuleInfo | undefined,
): readonly NotEvaluated[] {
  const fails = info?.strict ? { fails: true as const } : {};
  return gaps.map(({ reason, resolveWith }) => ({
    input,
    stack,
    address,
    within,
    path,
    rule,
    reason,
    resolveWith,
    ...source,
    ...fails,
  }));
}

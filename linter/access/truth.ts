import { ABSENT, known, type Leaf, type UnknownLeaf } from "../rows/leaf";

/** Why something is neither true nor false: what is not known, and how to resolve it. */
export class UnknownTruth {
  constructor(readonly reasons: readonly UnknownLeaf[]) {}
}

/** True, false, or the gaps that keep it from being decided (Kleene's logic with reasons). */
export type Truth = boolean | UnknownTruth;

/** One gap. */
export function unknownTruth(unknown: string, resolveWith: string): UnknownTruth {
  return new UnknownTruth([{ unknown, resolveWith }]);
}

/** True when every value is; false as soon as one is, whatever is unknown. */
export function all(values: readonly Truth[]): Truth {
  if (values.includes(false)) return false;
  return gathered(values) ?? true;
}

/** True as soon as one value is, whatever is unknown. */
export function any(values: readonly Truth[]): Truth {
  if (values.includes(true)) return true;
  return gathered(values) ?? false;
}

/** The opposite; a gap stays a gap. */
export function not(value: Truth): Truth {
  return typeof value === "boolean" ? !value : value;
}

/** A truth as a leaf of facts. */
export function truthLeaf(truth: Truth): Leaf<boolean> {
  return typeof truth === "boolean" ? known(truth) : (truth.reasons[0] ?? ABSENT);
}

/** Every reason of the gaps among the values, once. */
export function reasonsOf(values: readonly Truth[]): readonly UnknownLeaf[] {
  const seen = new Map<string, UnknownLeaf>();
  for (const value of values) {
    if (typeof value === "boolean") continue;
    for (const reason of value.reasons) seen.set(`${reason.unknown}\n${reason.resolveWith}`, reason);
  }
  return [...seen.values()];
}

function gathered(values: readonly Truth[]): UnknownTruth | undefined {
  if (values.every((value) => typeof value === "boolean")) return undefined;
  const reasons = reasonsOf(values);
  return reasons.length > 0 ? new UnknownTruth(reasons) : undefined;
}

import type { Budget } from "../expressions/budget";
import type { Symbolic } from "../values/symbolic";
import { notFollowed, unknownValue } from "../values/unknowns";

const LONGEST_CHAIN = 500;

/** Values that are evaluated once, by the name of what they belong to. */
export class Memo {
  private readonly values = new Map<string, Symbolic>();
  /** The values in evaluation, each within the one before, with their depths. */
  private readonly open = new Map<string, number>();
  /** Depth of the outermost value that depends on itself, while it is evaluated. */
  private circle = Number.POSITIVE_INFINITY;

  constructor(private readonly budget: Budget) {}

  /**
   * Evaluates a value once; one that depends on itself is not known. Values that were evaluated within such a circle are evaluated again
   * later, since they may not be part of it.
   */
  once(key: string, evaluate: () => Symbolic): Symbolic {
    const known = this.values.get(key);
    if (known !== undefined) return known;
    const within = this.open.get(key);
    if (within !== undefined) {
      this.circle = Math.min(this.circle, within);
      return unknownValue("a cycle of references", "break the cycle; terraform refuses it");
    }
    const depth = this.open.size;
    if (depth > LONGEST_CHAIN)
      return notFollowed(this.budget.exceed(`a chain of more than ${LONGEST_CHAIN} references`));
    this.open.set(key, depth);
    try {
      const value = evaluate();
      if (this.circle >= depth) {
        this.circle = Number.POSITIVE_INFINITY;
        this.values.set(key, value);
      }
      return value;
    } finally {
      this.open.delete(key);
    }
  }
}

import type { WrittenAt } from "../rows/row";

type Path = readonly (string | number)[];

/** The verdict of a rule on one row. */
export interface Check {
  readonly rule: string;
  /** The row of facts. */
  readonly id: string;
  /** Where in the resource, from its argument on. */
  readonly path?: Path;
  /** Where a misplaced part was meant to be: findings of other rules at those places follow from this mistake. */
  readonly meant?: readonly Path[];
  /** Where it is written, if another resource writes it; an empty address means that of the row. */
  readonly at?: WrittenAt;
  /** Which text of the rule applies. */
  readonly variant?: string;
}

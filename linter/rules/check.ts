import type { WrittenAt } from "../rows/row";

type Path = readonly (string | number)[];

/** What a rule says about one row. */
export interface Check {
  readonly rule: string;
  /** The row of facts. */
  readonly id: string;
  /** Where in the resource, from its argument on. */
  readonly path?: Path;
  /** Where a misplaced part was meant to be: what other rules report about those places follows from this mistake. */
  readonly meant?: readonly Path[];
  /** Where it is written, if another resource writes it; an empty address represents the row's own. */
  readonly at?: WrittenAt;
  /** Which text of the rule applies. */
  readonly variant?: string;
}

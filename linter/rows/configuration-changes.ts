import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** What a plan does to a configuration; `succeed`: OpenTofu creates a new one and forgets the former, which stays. */
export type ConfigurationChange = "create" | "replace" | "succeed" | "delete" | "none";

/** What happens to one security configuration, including those that the plan destroys. */
export interface ConfigurationChangeFact extends Row {
  /** Name as declared; absent if Terraform generates it. */
  readonly name: Leaf<string>;
  /** Name before the change. */
  readonly formerName: Leaf<string>;
  /** What the plan does to it; absent where the input is not a plan. */
  readonly change: Leaf<ConfigurationChange>;
  /** Whether its replacement is created before it is destroyed. */
  readonly createBeforeDestroy: Leaf<boolean>;
  /** Addresses of the clusters that use it (before the change, where the plan destroys it); absent where the input has none. */
  readonly usedBy: Leaf<string>;
  /** Properties that AWS added to the stored document, where they are the only reason for the replacement. */
  readonly replacedByEcho: Leaf<string>;
}

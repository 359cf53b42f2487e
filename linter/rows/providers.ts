import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** What a custom provider provides for. */
export type ProviderUse = "S3" | "local disks" | "traffic between nodes";

/**
 * One custom provider of keys or certificates: the class that a security configuration names, and its JAR. If no JAR is
 * named, its content is known to be absent; if the JAR is not available, its content is unknown.
 */
export interface ProviderFact extends Row {
  /** Leads to the class's name. */
  readonly path: readonly (string | number)[];
  readonly place: Leaf<ProviderUse>;
  readonly className: Leaf<string>;
  /** The type that a class in this place has to be of. */
  readonly expected: Leaf<string>;
  /** Where the JAR is. */
  readonly jar: Leaf<string>;
  /** Why the JAR cannot be read. */
  readonly problem: Leaf<string>;
  /** Why Java refuses to load the class because of the JAR's signature. */
  readonly refused: Leaf<string>;
  readonly hasClass: Leaf<boolean>;
  /** A class in the JAR with the same simple name. */
  readonly nearest: Leaf<string>;
  /** Whether the class is of the type expected. */
  readonly fits: Leaf<boolean>;
  /** Why the class cannot be instantiated: `it is abstract`, `it has no constructor without arguments`. */
  readonly notConstructible: Leaf<string>;
  /** Whether its constructor without arguments is not public. */
  readonly hiddenConstructor: Leaf<boolean>;
  /** Version of Java that the class, or one that it extends, was compiled for. */
  readonly classJava: Leaf<number>;
  /** The oldest Java among the clusters that use the configuration; absent where every Java of EMR can load the class. */
  readonly clusterJava: Leaf<number>;
  /** The cluster that runs it. */
  readonly cluster: Leaf<string>;
  /** Entries of the JAR that are key material. */
  readonly materials: Leaf<string>;
  /** Version of the AWS SDK for Java in the JAR. */
  readonly sdk: Leaf<string>;
  /** The same as a number that grows with it: 1012700 for 1.12.700. */
  readonly sdkNumber: Leaf<number>;
}

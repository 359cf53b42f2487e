import type { KeyPolicyFact, KeyStatementFact } from "./key-policy";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/**
 * One KMS key that EMR uses, created in the input or given by its ARN. For a key that is created elsewhere, values that the input does not
 * contain are known to be absent and `seen` is false, so that rules do not report them.
 */
export interface KeyFact extends Row {
  /** The key: its ARN, or a reference to the resource that creates it. */
  readonly key: Leaf<string>;
  /** Whether the input contains the key's settings. */
  readonly seen: Leaf<boolean>;
  readonly region: Leaf<string>;
  readonly account: Leaf<string>;
  readonly partition: Leaf<string>;
  /** Whether it is a multi-Region key, a primary or a replica. */
  readonly multiRegion: Leaf<boolean>;
  /** Where its material comes from: `AWS_KMS`, `EXTERNAL`, `AWS_CLOUDHSM`, `EXTERNAL_KEY_STORE`. */
  readonly origin: Leaf<string>;
  /** `SYMMETRIC_DEFAULT`, `RSA_2048`, `HMAC_256` … */
  readonly spec: Leaf<string>;
  /** `ENCRYPT_DECRYPT`, `SIGN_VERIFY` … */
  readonly usage: Leaf<string>;
  readonly enabled: Leaf<boolean>;
  /** Whether yearly rotation is on. */
  readonly rotation: Leaf<boolean>;
  /** Days that a deletion waits. */
  readonly deletionWindowDays: Leaf<number>;
  readonly destroyed: Leaf<boolean>;
  /** Security configuration that still exists after the plan and used the key before the plan destroys (or replaces) it. */
  readonly stillUsedBy: Leaf<string>;
  /** Security configuration or cluster that used the key and is removed together with it, while data in S3 is still encrypted with the key. */
  readonly formerlyUsedBy: Leaf<string>;
  readonly policy: KeyPolicyFact;
  /** Statements of its policy, in order; one row of unknown leaves where the policy is not known. */
  readonly statements: readonly KeyStatementFact[];
  /** Where EMR uses it. */
  readonly places: readonly KeyPlaceFact[];
}

/** The four names of a KMS key. */
export type KeyNameForm = "key ARN" | "alias ARN" | "key id" | "alias name";

/** A place where EMR uses a key. */
export interface KeyPlaceFact {
  /** The place in words: `S3`, `the bucket logs`, `local disks`. */
  readonly place: Leaf<string>;
  /** What names the key there: an address. */
  readonly configuration: Leaf<string>;
  readonly named: Leaf<KeyNameForm>;
  /** Region that the place needs its key in. */
  readonly region: Leaf<string>;
  /** Account that the place belongs to. */
  readonly account: Leaf<string>;
  /** Partition that the place is in. */
  readonly partition: Leaf<string>;
  /** Whether key and place are created in the same Region, even if that Region is not known. */
  readonly together: Leaf<boolean>;
}

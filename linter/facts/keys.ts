import type { Row } from "./facts";
import type { Leaf } from "./leaf";

/**
 * One KMS key that EMR uses, made in the input or named by its ARN. What the input does not hold of a key that is made elsewhere
 * is known to be absent, and `seen` says so: what is not in the input is not wrong.
 */
export interface KeyFact extends Row {
  /** The key: its ARN, or a reference to the resource that makes it. */
  readonly key: Leaf<string>;
  /** Whether the input holds the key's settings. */
  readonly seen: Leaf<boolean>;
  /** Region that it lies in. */
  readonly region: Leaf<string>;
  /** Account that it belongs to. */
  readonly account: Leaf<string>;
  /** Partition that it lies in. */
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
  /** Whether the plan destroys it. */
  readonly destroyed: Leaf<boolean>;
  readonly policy: KeyPolicyFact;
  /** Statements of its policy, in order; one row of unknown leaves where the policy is not known. */
  readonly statements: readonly KeyStatementFact[];
  /** Where EMR uses it. */
  readonly places: readonly KeyPlaceFact[];
}

/** The key's policy as a whole. */
export interface KeyPolicyFact {
  /** Whether one is written; else KMS gives the default policy. */
  readonly written: Leaf<boolean>;
  /** Address and argument that write it. */
  readonly where: Leaf<string>;
  /** Every place that writes one, where there are more than one. */
  readonly conflict: Leaf<string>;
  /** Length in bytes, blanks aside; references are not counted. */
  readonly bytes: Leaf<number>;
  /** First character that is not Latin-1. */
  readonly foreignCharacter: Leaf<string>;
  /** Whether a statement lets somebody change the policy. */
  readonly administered: Leaf<boolean>;
  /** Whether the check against locking oneself out is bypassed. */
  readonly bypass: Leaf<boolean>;
}

/** One statement of a key policy. */
export interface KeyStatementFact {
  /** Its Sid, or its number. */
  readonly name: Leaf<string>;
  /** Whether it allows every account of AWS, no condition naming who. */
  readonly public: Leaf<boolean>;
  /** Element it lacks, without which it does nothing. */
  readonly lacks: Leaf<string>;
  /** Principal that KMS refuses. */
  readonly invalidPrincipal: Leaf<string>;
  /** Why KMS refuses it, and what to write. */
  readonly invalidBecause: Leaf<string>;
  /** Actions other than grants' that it allows under kms:GrantIsForAWSResource, which their requests never carry. */
  readonly neverAllows: Leaf<string>;
}

/** A place where EMR uses a key. */
export interface KeyPlaceFact {
  /** The place in words: `S3`, `the bucket logs`, `local disks`. */
  readonly place: Leaf<string>;
  /** What names the key there: an address. */
  readonly configuration: Leaf<string>;
  /** How it is named there: `key ARN`, `alias ARN`, `id`, `alias name`. */
  readonly named: Leaf<string>;
  /** Region that the place needs its key in. */
  readonly region: Leaf<string>;
  /** Account that the place belongs to. */
  readonly account: Leaf<string>;
  /** Partition that the place lies in. */
  readonly partition: Leaf<string>;
  /** Whether key and place are made in one Region, whichever it is. */
  readonly together: Leaf<boolean>;
}

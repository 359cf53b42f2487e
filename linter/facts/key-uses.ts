import type { Row } from "./facts";
import type { Leaf } from "./leaf";

/** A role (or service) that needs a key for a purpose, and whether it may use it as far as is visible. */
export interface KeyUseFact extends Row {
  /** The key: its ARN, or a reference to the resource that makes it. */
  readonly key: Leaf<string>;
  /** Who needs it: an ARN, or a reference to the role. */
  readonly user: Leaf<string>;
  /** `instance role`, `service role`, `mapped role` or `service`. */
  readonly as: Leaf<string>;
  /** `s3`, `local-disk`, `ebs`, `logs`, `wal` or `bundle`. */
  readonly purpose: Leaf<string>;
  /** The place in words: `S3`, `the bucket logs`, `local disks`. */
  readonly place: Leaf<string>;
  /** `allow` or `deny`, over all actions that the purpose needs. */
  readonly decision: Leaf<string>;
  /** Actions that are denied. */
  readonly lacking: Leaf<string>;
  /** What keeps a statement from allowing: `deny`, or the condition key `kms:ViaService` or `kms:EncryptionContext`. */
  readonly blocker: Leaf<string>;
  /** The statement that does not allow. */
  readonly blockedBy: Leaf<string>;
  /** Whether it may create grants for others than AWS services. */
  readonly grantsFreely: Leaf<boolean>;
  /** Whether the policies that are visible let it change the key's policy. */
  readonly administers: Leaf<boolean>;
  /** Release of the cluster that needs it, where the purpose needs a certain one and this one is older. */
  readonly releaseTooOld: Leaf<string>;
}

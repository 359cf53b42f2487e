import type { KeyPurpose } from "../../formats/key-policy/purposes";
import type { Leaf } from "./leaf";
import type { Row, WrittenAt } from "./row";

/** Role of a key's user in the cluster. */
export type KeyUserKind = "instance role" | "service role" | "mapped role" | "service";

/** Whether policies allow what a purpose needs, where they decide it. */
export type KeyDecision = "allow" | "deny";

/** What prevents a statement from allowing: a Deny, or a condition key. */
export type Blocker = "deny" | "kms:ViaService" | "kms:EncryptionContext";

/** How a Deny applies to a user, which decides what must change: its principals, its condition, or the policy that contains it. */
export type Denial =
  | "names the user"
  | "names everyone"
  | "lists exceptions"
  | "condition"
  | "NotPrincipal"
  | "own policy"
  | "boundary";

/** A role (or service) that needs a key for a purpose, and whether it may use it as far as is visible. */
export interface KeyUseFact extends Row {
  /** The key: its ARN, or a reference to the resource that creates it. */
  readonly key: Leaf<string>;
  /** Who needs it: an ARN, or a reference to the role. */
  readonly user: Leaf<string>;
  readonly as: Leaf<KeyUserKind>;
  readonly purpose: Leaf<KeyPurpose>;
  /** The place in words: `S3`, `the bucket logs`, `local disks`. */
  readonly place: Leaf<string>;
  /** Whether the nodes call KMS themselves, not S3 or EC2 on their behalf. */
  readonly direct: Leaf<boolean>;
  /** Over all actions that the purpose needs. */
  readonly decision: Leaf<KeyDecision>;
  /** Actions that are denied and that the purpose requires. */
  readonly lacking: Leaf<string>;
  /** The same for messages, with the reason why a statement about an action does not allow it. */
  readonly lackingWithReason: Leaf<string>;
  /** Actions that are denied, and that AWS's guides list for users of the key although the purpose does not need them. */
  readonly lackingOfGuide: Leaf<string>;
  /**
   * For a key of another account, whose key policy alone is not enough: actions of the purpose that the user's IAM policies do not allow.
   * Absent if they allow all, if the decision is not known, and for a key of the user's own account.
   */
  readonly lackingOfOwnAccount: Leaf<string>;
  /**
   * For a key of another account, which half does not allow what is denied: `the key policy`, `the IAM policies of the role`, or both in
   * words; absent where nothing is denied, and for keys of the user's account.
   */
  readonly missingHalf: Leaf<string>;
  readonly blocker: Leaf<Blocker>;
  /** The statement that does not allow. */
  readonly blockedBy: Leaf<string>;
  readonly blockedAt: WrittenAt;
  /** How that statement denies; absent where it is an Allow whose conditions are not met. */
  readonly denial: Leaf<Denial>;
  /** Its condition that decides, as `ArnNotLike on aws:PrincipalArn`. */
  readonly blockedCondition: Leaf<string>;
  /** The key's policy, or where it is not written in the input the place that names the key. */
  readonly policyAt: WrittenAt;
  /** Place of the release of the cluster that needs it. */
  readonly releaseAt: WrittenAt;
  /** Whether it may create grants for others than AWS services. */
  readonly grantsFreely: Leaf<boolean>;
  /** Whether the policies that are visible let it change the key's policy. */
  readonly administers: Leaf<boolean>;
  /** Release of the cluster that needs it, where the purpose needs a certain one and this one is older. */
  readonly releaseTooOld: Leaf<string>;
}

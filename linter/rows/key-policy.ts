import type { Leaf } from "./leaf";
import type { WrittenAt } from "./row";

/** The key's policy as a whole. */
export interface KeyPolicyFact {
  /** Whether one is set; otherwise KMS creates the default policy. */
  readonly written: Leaf<boolean>;
  /** Address and argument that write it. */
  readonly where: Leaf<string>;
  readonly writtenAt: WrittenAt;
  /** Every place that writes one, where there are more than one. */
  readonly conflict: Leaf<string>;
  /** Length in bytes, blanks aside; references are not counted. */
  readonly bytes: Leaf<number>;
  /** First character that is not Latin-1. */
  readonly foreignCharacter: Leaf<string>;
  /** Whether a statement lets any principal change the policy. */
  readonly administered: Leaf<boolean>;
  /** Whether KMS's lockout safety check is bypassed. */
  readonly bypass: Leaf<boolean>;
  readonly bypassedAt: WrittenAt;
}

/** One statement of a key policy. */
export interface KeyStatementFact {
  readonly writtenAt: WrittenAt;
  /** Its Sid, or its number. */
  readonly name: Leaf<string>;
  /** Whether it allows every AWS account, without a condition on the caller. */
  readonly public: Leaf<boolean>;
  /** Element that it lacks and without which it has no effect. */
  readonly lacks: Leaf<string>;
  /** Principal that KMS refuses. */
  readonly invalidPrincipal: Leaf<string>;
  /** Why KMS refuses it, and what to write instead. */
  readonly invalidBecause: Leaf<string>;
  /** Actions other than grants' that it allows under kms:GrantIsForAWSResource, which their requests never carry. */
  readonly neverAllows: Leaf<string>;
  /** Actions that are not KMS actions, but surely meant as such, joined by `and`: `kms=Decrypt`. */
  readonly misspelt: Leaf<string>;
  /** The actions that were meant, in the same order. */
  readonly meant: Leaf<string>;
}

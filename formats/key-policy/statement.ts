/** Principals of a statement. KMS refuses IAM groups, and a role's instance profile is not the role. */
export interface Principals {
  /** ARNs of roles, users and accounts, if any. */
  readonly AWS?: string | readonly string[];
  /** Services of AWS, if any, such as `emrwal.amazonaws.com`. */
  readonly Service?: string | readonly string[];
}

/** A statement of a key policy. */
export interface KeyPolicyStatement {
  /** Name of the statement, if it has one. */
  readonly Sid?: string;
  /** Whether the statement allows or denies the actions. */
  readonly Effect: "Allow" | "Deny";
  /** Whom the statement is about. */
  readonly Principal: Principals;
  /** Actions of KMS, such as `kms:Decrypt`. */
  readonly Action: string | readonly string[];
  /** The key that the policy belongs to; a key policy has no other resource. */
  readonly Resource: "*";
  /**
   * When the statement applies, as values by operator and key: `{ Bool: { "kms:GrantIsForAWSResource": "true" } }`.
   *
   * @default - always
   */
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** A key policy (AWS KMS Developer Guide, "Key policies in AWS KMS"). */
export interface KeyPolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly KeyPolicyStatement[];
}

/** Bytes that KMS accepts for one key policy. */
export const keyPolicyLimit = 32_768;

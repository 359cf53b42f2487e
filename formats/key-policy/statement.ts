/** Who a statement speaks of. KMS refuses IAM groups, and a role's instance profile is not the role. */
export interface Principals {
  /** ARNs of roles, users and accounts, where there are any. */
  readonly AWS?: string | readonly string[];
  /** Services of AWS, where there are any: `emrwal.amazonaws.com`. */
  readonly Service?: string | readonly string[];
}

/** A statement of a key policy. `Resource` is always the key that the policy hangs on. */
export interface KeyPolicyStatement {
  /** Name of the statement, where it has one. */
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: Principals;
  readonly Action: string | readonly string[];
  readonly Resource: "*";
  /** When it speaks; always, where absent. Values by operator and key: `{ Bool: { "kms:GrantIsForAWSResource": "true" } }`. */
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string | readonly string[] } };
}

/** A key policy (AWS KMS Developer Guide, "Key policies in AWS KMS"). */
export interface KeyPolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly KeyPolicyStatement[];
}

/** Largest number of bytes of a key policy. */
export const keyPolicyLimit = 32_768;

import { type KeyPurpose, keyPurposes, purposeStatements } from "./purposes";
import type { KeyPolicyDocument, KeyPolicyStatement } from "./statement";

/** Permissions of a key administrator in the KMS console: everything except the use of the key. */
const administration = [
  "kms:CancelKeyDeletion",
  "kms:Create*",
  "kms:Delete*",
  "kms:Describe*",
  "kms:Disable*",
  "kms:Enable*",
  "kms:Get*",
  "kms:List*",
  "kms:Put*",
  "kms:ReplicateKey",
  "kms:Revoke*",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:Update*",
];

/** Permissions on a key. */
export interface KeyGrants {
  /**
   * ARN of the account's root, `arn:aws:iam::111122223333:root`: enables IAM policies of the account to give permissions on the key.
   *
   * @default - IAM policies give no permissions on the key
   */
  readonly root?: string;
  /**
   * ARNs of the administrators: they can change the key and its policy, but not encrypt or decrypt with it.
   *
   * @default - none
   */
  readonly administrators?: readonly string[];
  /**
   * ARNs of the users, by purpose.
   *
   * @default - none
   */
  readonly users?: Partial<Record<KeyPurpose, readonly string[]>>;
  /**
   * Further statements, added as they are.
   *
   * @default - none
   */
  readonly statements?: readonly KeyPolicyStatement[];
  /**
   * Whether administrators import the key material (origin EXTERNAL), which requires a separate permission.
   *
   * @default false
   */
  readonly importsMaterial?: boolean;
}

/** The key policy with these permissions: principals are sorted, and each is named once in a statement. */
export function keyPolicy({
  root,
  administrators = [],
  users = {},
  statements = [],
  importsMaterial = false,
}: KeyGrants): KeyPolicyDocument {
  const purposes = Object.keys(keyPurposes).filter((purpose): purpose is KeyPurpose => purpose in users);
  const actions = importsMaterial ? [...administration, "kms:ImportKeyMaterial"].sort() : administration;
  return {
    Version: "2012-10-17",
    Statement: [
      ...(root === undefined ? [] : [allow("AccountRoot", [root], "kms:*")]),
      ...(administrators.length === 0 ? [] : [allow("KeyAdministrators", distinct(administrators), actions)]),
      ...purposes.flatMap((purpose) => purposeStatements(purpose, distinct(users[purpose] ?? []))),
      ...statements,
    ],
  };
}

function allow(sid: string, principals: readonly string[], actions: string | readonly string[]): KeyPolicyStatement {
  return { Sid: sid, Effect: "Allow", Principal: { AWS: principals }, Action: actions, Resource: "*" };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

import { type KeyPurpose, keyPurposes, purposeStatements } from "./purposes";
import type { KeyPolicyDocument, KeyPolicyStatement } from "./statement";

/** What "key administrator" means in the KMS console: everything but using the key. */
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

/** Who may do what with a key. */
export interface KeyRights {
  /**
   * ARN of the account's root, `arn:aws:iam::111122223333:root`: lets IAM policies of the account speak of the key.
   *
   * @default - IAM policies say nothing about the key
   */
  readonly root?: string;
  /**
   * ARNs of those who may change the key and its policy, but not use it.
   *
   * @default - none
   */
  readonly administrators?: readonly string[];
  /**
   * ARNs of those who use the key, by what for.
   *
   * @default - none
   */
  readonly users?: { readonly [P in KeyPurpose]?: readonly string[] };
  /**
   * Further statements, word for word.
   *
   * @default - none
   */
  readonly statements?: readonly KeyPolicyStatement[];
}

/** The key policy that gives these rights: one statement for each right, principals sorted and each named once. */
export function keyPolicy({ root, administrators = [], users = {}, statements = [] }: KeyRights): KeyPolicyDocument {
  const purposes = Object.keys(keyPurposes).filter((purpose): purpose is KeyPurpose => purpose in users);
  return {
    Version: "2012-10-17",
    Statement: [
      ...(root === undefined ? [] : [allow("AccountRoot", [root], "kms:*")]),
      ...(administrators.length === 0 ? [] : [allow("KeyAdministrators", distinct(administrators), administration)]),
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

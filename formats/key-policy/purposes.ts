import type { KeyPolicyStatement, Principals } from "./statement";

/** What a key is used for in EMR, each with its own permissions. */
export type KeyPurpose = "s3" | "local-disk" | "ebs" | "logs" | "wal" | "bundle";

interface PurposeRights {
  /** The use, as a noun clause. */
  readonly title: string;
  /** Who uses the key this way, in EMR's words. */
  readonly users: string;
  readonly statements: readonly { readonly sid: string; readonly actions: readonly string[]; readonly forAws?: true }[];
  /** Operations of a KMS grant with the same effect. */
  readonly operations: readonly string[];
  /** Services that use the key in addition to the roles. */
  readonly services?: readonly string[];
  /** The page that lists the permissions. */
  readonly source: string;
}

/** The actions of a "key user", which EMR's guide requires (KMS Developer Guide, "Allows key users to use the KMS key"). */
const keyUser = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
const keyUserOperations = [
  "Decrypt",
  "DescribeKey",
  "Encrypt",
  "GenerateDataKey",
  "GenerateDataKeyWithoutPlaintext",
  "ReEncryptFrom",
  "ReEncryptTo",
];

const guide = "https://docs.aws.amazon.com/emr/latest/ManagementGuide";

/** The permissions that each purpose requires on a key, as AWS publishes them. */
export const keyPurposes: Readonly<Record<KeyPurpose, PurposeRights>> = {
  s3: {
    title: "objects of EMRFS in S3, by SSE-KMS or CSE-KMS",
    users: "the instance profile's role and the roles of EMRFS mappings",
    statements: [{ sid: "EmrS3Data", actions: keyUser }],
    operations: keyUserOperations,
    source: `${guide}/emr-encryption-enable.html`,
  },
  "local-disk": {
    title: "local disks of the nodes, by LUKS",
    users: "the instance profile's role",
    statements: [{ sid: "EmrLocalDisk", actions: keyUser }],
    operations: keyUserOperations,
    source: `${guide}/emr-encryption-enable.html`,
  },
  ebs: {
    title: "EBS volumes of the nodes, the root volume included",
    users: "the service role",
    statements: [
      { sid: "EmrEbs", actions: keyUser },
      // The condition has its own statement: requests other than these three have no such context and would never match.
      { sid: "EmrEbsGrants", actions: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], forAws: true },
    ],
    operations: ["CreateGrant", ...keyUserOperations],
    source: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html",
  },
  logs: {
    title: "log files in S3",
    users: "the instance profile's role and the service role",
    statements: [{ sid: "EmrLogs", actions: ["kms:DescribeKey", "kms:GenerateDataKey"] }],
    operations: ["DescribeKey", "GenerateDataKey"],
    source: `${guide}/emr-plan-debugging.html`,
  },
  wal: {
    title: "the write-ahead log of HBase",
    users: "the instance profile's role and the service of EMR WAL",
    statements: [{ sid: "EmrWal", actions: ["kms:Decrypt", "kms:GenerateDataKey*"] }],
    operations: ["Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
    services: ["emrwal.amazonaws.com"],
    source: `${guide}/encryption-at-rest-kms.html`,
  },
  bundle: {
    title: "the bundle of certificates in S3",
    users: "the roles that download it: the instance profile's, and the service role",
    statements: [{ sid: "EmrBundle", actions: ["kms:Decrypt"] }],
    operations: ["Decrypt"],
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
};

/** The statements of a key policy that let `roles` use the key for `purpose`, with the services that the purpose needs. */
export function purposeStatements(purpose: KeyPurpose, roles: readonly string[]): readonly KeyPolicyStatement[] {
  const { statements, services } = keyPurposes[purpose];
  const principal: Principals = {
    ...(roles.length > 0 ? { AWS: roles } : {}),
    ...(services ? { Service: services } : {}),
  };
  return statements.map(({ sid, actions, forAws }) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: principal,
    Action: actions,
    Resource: "*",
    ...(forAws ? { Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } } : {}),
  }));
}

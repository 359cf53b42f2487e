/** A call that the audit makes. */
export interface AuditedAction {
  /** The IAM action that allows it. */
  readonly action: string;
  /** What it is needed for, in a few words. */
  readonly purpose: string;
  /** Kinds of rows that cannot be complete without it, where it lists resources. */
  readonly lists?: readonly string[];
  /** Made only with this option. */
  readonly only?: "--network" | "--bundles" | "--all-keys";
}

/** Kinds of rows that a bundle gives. */
const IN_BUNDLES = ["bundles", "bundleFiles", "certificates", "certificateDomains"] as const;

/** Kinds of rows about what a security configuration names. */
const IN_CONFIGURATIONS = ["keys", "keyUses", "objects", "providers", ...IN_BUNDLES] as const;

/** Kinds of rows that depend on the clusters: on their roles, log keys and releases. */
const OF_CLUSTERS = [
  "clusters",
  "configurations",
  "keys",
  "keyUses",
  "objects",
  "certificates",
  "certificateDomains",
] as const;

/** Every call of the audit, by service and operation of the AWS SDK. All of them are read-only. */
export const ACTIONS = {
  "sts.GetCallerIdentity": { action: "sts:GetCallerIdentity", purpose: "the account" },
  "emr.ListSecurityConfigurations": {
    action: "elasticmapreduce:ListSecurityConfigurations",
    purpose: "security configurations",
    lists: [...IN_CONFIGURATIONS, "configurations", "properties"],
  },
  "emr.DescribeSecurityConfiguration": {
    action: "elasticmapreduce:DescribeSecurityConfiguration",
    purpose: "security configurations",
    lists: IN_CONFIGURATIONS,
  },
  "emr.ListClusters": {
    action: "elasticmapreduce:ListClusters",
    purpose: "clusters",
    lists: OF_CLUSTERS,
  },
  "emr.DescribeCluster": {
    action: "elasticmapreduce:DescribeCluster",
    purpose: "clusters",
    lists: OF_CLUSTERS,
  },
  "kms.ListAliases": { action: "kms:ListAliases", purpose: "aliases of keys", lists: ["keys", "keyUses"] },
  "kms.ListKeys": {
    action: "kms:ListKeys",
    purpose: "keys that EMR does not name",
    lists: ["keys"],
    only: "--all-keys",
  },
  "kms.DescribeKey": { action: "kms:DescribeKey", purpose: "keys", lists: ["keys", "keyUses"] },
  "kms.GetKeyPolicy": { action: "kms:GetKeyPolicy", purpose: "key policies" },
  "kms.GetKeyRotationStatus": { action: "kms:GetKeyRotationStatus", purpose: "key rotation" },
  "kms.ListGrants": { action: "kms:ListGrants", purpose: "grants on keys" },
  "s3.GetBucketLocation": { action: "s3:GetBucketLocation", purpose: "buckets of bundles, JARs and logs" },
  "s3.GetBucketVersioning": { action: "s3:GetBucketVersioning", purpose: "buckets of bundles, JARs and logs" },
  "s3.GetBucketEncryption": {
    action: "s3:GetEncryptionConfiguration",
    purpose: "buckets of bundles, JARs and logs",
    lists: ["keys", "keyUses"],
  },
  "s3.GetPublicAccessBlock": {
    action: "s3:GetBucketPublicAccessBlock",
    purpose: "buckets of bundles, JARs and logs",
  },
  "s3.GetBucketPolicy": { action: "s3:GetBucketPolicy", purpose: "buckets of bundles, JARs and logs" },
  "s3control.GetPublicAccessBlock": {
    action: "s3:GetAccountPublicAccessBlock",
    purpose: "public access of buckets with an open policy",
  },
  "s3.HeadObject": { action: "s3:GetObject", purpose: "bundles and JARs", lists: ["objects", ...IN_BUNDLES] },
  "s3.GetObject": { action: "s3:GetObject", purpose: "bundles and JARs", only: "--bundles" },
  "iam.GetInstanceProfile": { action: "iam:GetInstanceProfile", purpose: "roles of nodes", lists: ["keyUses"] },
  "iam.GetRole": { action: "iam:GetRole", purpose: "roles of clusters", lists: ["keyUses"] },
  "iam.ListRolePolicies": { action: "iam:ListRolePolicies", purpose: "policies of roles" },
  "iam.GetRolePolicy": { action: "iam:GetRolePolicy", purpose: "policies of roles" },
  "iam.ListAttachedRolePolicies": { action: "iam:ListAttachedRolePolicies", purpose: "policies of roles" },
  "iam.GetPolicy": { action: "iam:GetPolicy", purpose: "managed policies", lists: ["keyUses"] },
  "iam.GetPolicyVersion": { action: "iam:GetPolicyVersion", purpose: "managed policies", lists: ["keyUses"] },
  "ec2.DescribeSubnets": {
    action: "ec2:DescribeSubnets",
    purpose: "the network of clusters",
    lists: ["certificateDomains"],
    only: "--network",
  },
  "ec2.DescribeVpcs": {
    action: "ec2:DescribeVpcs",
    purpose: "the network of clusters",
    lists: ["certificateDomains"],
    only: "--network",
  },
  "ec2.DescribeDhcpOptions": {
    action: "ec2:DescribeDhcpOptions",
    purpose: "domains of hosts",
    lists: ["certificateDomains"],
    only: "--network",
  },
  "ec2.DescribeRouteTables": {
    action: "ec2:DescribeRouteTables",
    purpose: "network paths to KMS",
    lists: ["clusters"],
    only: "--network",
  },
  "ec2.DescribeVpcEndpoints": {
    action: "ec2:DescribeVpcEndpoints",
    purpose: "network paths to KMS",
    lists: ["clusters"],
    only: "--network",
  },
  "ec2.GetEbsEncryptionByDefault": {
    action: "ec2:GetEbsEncryptionByDefault",
    purpose: "encryption of volumes by default",
    lists: ["configurations"],
    only: "--network",
  },
} as const satisfies { readonly [operation: string]: AuditedAction };

/** `kms.DescribeKey` and the like. */
export type Operation = keyof typeof ACTIONS;

/** Which parts of an account are read. */
export interface AuditScope {
  /** The network of clusters as well. */
  readonly network?: boolean;
  /** The content of bundles as well, which is never written to disk. */
  readonly bundles?: boolean;
  /** Keys that EMR does not name as well. */
  readonly allKeys?: boolean;
}

/** The smallest IAM policy that lets an audit read everything it asks for. */
export function auditPolicy({ network, bundles, allKeys }: AuditScope): string {
  const asked = { "--network": network, "--bundles": bundles, "--all-keys": allKeys };
  const rows: readonly AuditedAction[] = Object.values(ACTIONS);
  const needed = rows.filter(({ only }) => only === undefined || asked[only] === true);
  const actions = [...new Set(needed.map(({ action }) => action))].sort();
  // S3 distinguishes a missing object from a forbidden one only for those who may list the bucket.
  const Action = [...actions, "s3:ListBucket"].sort();
  const Statement = [{ Sid: "EmrEncryptionAudit", Effect: "Allow", Action, Resource: "*" }];
  return `${JSON.stringify({ Version: "2012-10-17", Statement }, null, 2)}\n`;
}

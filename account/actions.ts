import type { Operation } from "./answers";

/** A call that the audit makes. */
export interface AuditedAction {
  /** The IAM action that allows it. */
  readonly action: string;
  /** Kinds of rows that cannot be complete without it, where it lists resources. */
  readonly lists?: readonly string[];
  /** Made only with this option. */
  readonly only?: "--network" | "--bundles" | "--all-keys";
  /** The member that an answer must have to be of use. */
  readonly needs?: string;
  /** Names of errors that mean that there is nothing. */
  readonly absent?: readonly string[];
}

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

const NO_ENTITY = ["NoSuchEntityException", "NoSuchEntity"];
const NO_REQUEST = ["InvalidRequestException"];
const NO_BLOCK = ["NoSuchPublicAccessBlockConfiguration"];
const NO_KEY = ["NotFoundException", "InvalidArnException"];
const NO_OBJECT = ["NotFound", "NoSuchKey", "NoSuchBucket"];
const OF_DOMAINS = { lists: ["certificateDomains"], only: "--network" } as const;
const OF_PATHS = { lists: ["clusters"], only: "--network" } as const;

/** What is known of each call; the IAM action has the name of the operation unless it is named here. */
const CALLS: { readonly [operation in Operation]: Partial<AuditedAction> } = {
  "sts.GetCallerIdentity": {},
  "emr.ListSecurityConfigurations": { lists: [...IN_CONFIGURATIONS, "configurations", "properties"] },
  "emr.DescribeSecurityConfiguration": { lists: IN_CONFIGURATIONS, needs: "SecurityConfiguration", absent: NO_REQUEST },
  "emr.ListClusters": { lists: OF_CLUSTERS },
  "emr.DescribeCluster": { lists: OF_CLUSTERS, needs: "Cluster", absent: NO_REQUEST },
  "kms.ListAliases": { lists: ["keys", "keyUses"] },
  "kms.ListKeys": { lists: ["keys"], only: "--all-keys" },
  "kms.DescribeKey": { lists: ["keys", "keyUses"], needs: "KeyMetadata", absent: NO_KEY },
  "kms.GetKeyPolicy": { needs: "Policy" },
  "kms.GetKeyRotationStatus": { absent: ["UnsupportedOperationException"] },
  "kms.ListGrants": {},
  "s3.GetBucketLocation": { absent: ["NoSuchBucket"] },
  "s3.GetBucketVersioning": {},
  "s3.GetBucketEncryption": {
    action: "s3:GetEncryptionConfiguration",
    lists: ["keys", "keyUses"],
    absent: ["ServerSideEncryptionConfigurationNotFoundError"],
  },
  "s3.GetPublicAccessBlock": { action: "s3:GetBucketPublicAccessBlock", absent: NO_BLOCK },
  "s3.GetBucketPolicy": { absent: ["NoSuchBucketPolicy"] },
  "s3control.GetPublicAccessBlock": { action: "s3:GetAccountPublicAccessBlock", absent: NO_BLOCK },
  "s3.HeadObject": { action: "s3:GetObject", lists: ["objects", ...IN_BUNDLES], absent: NO_OBJECT },
  "s3.GetObject": { only: "--bundles" },
  "iam.GetInstanceProfile": { lists: ["keyUses"], needs: "InstanceProfile", absent: NO_ENTITY },
  "iam.GetRole": { lists: ["keyUses"], needs: "Role", absent: NO_ENTITY },
  "iam.ListRolePolicies": {},
  "iam.GetRolePolicy": { absent: NO_ENTITY },
  "iam.ListAttachedRolePolicies": {},
  "iam.GetPolicy": { lists: ["keyUses"], needs: "Policy", absent: NO_ENTITY },
  "iam.GetPolicyVersion": { lists: ["keyUses"], needs: "PolicyVersion", absent: NO_ENTITY },
  "ec2.DescribeSubnets": OF_DOMAINS,
  "ec2.DescribeVpcs": OF_DOMAINS,
  "ec2.DescribeDhcpOptions": OF_DOMAINS,
  "ec2.DescribeRouteTables": OF_PATHS,
  "ec2.DescribeVpcEndpoints": OF_PATHS,
  "ec2.GetEbsEncryptionByDefault": { lists: ["configurations"], only: "--network" },
};

/** Every call of the audit. All of them are read-only. */
export const ACTIONS = Object.fromEntries(
  Object.entries(CALLS).map(([operation, call]) => {
    const action = operation.replace(/^emr/, "elasticmapreduce").replace(".", ":");
    return [operation, { action, ...call }];
  }),
) as { readonly [operation in Operation]: AuditedAction };

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
  const needed = Object.values(ACTIONS).filter(({ only }) => only === undefined || asked[only] === true);
  const actions = [...new Set(needed.map(({ action }) => action))].sort();
  // S3 distinguishes a missing object from a forbidden one only for those who may list the bucket.
  const Action = [...actions, "s3:ListBucket"].sort();
  const Statement = [{ Sid: "EmrEncryptionAudit", Effect: "Allow", Action, Resource: "*" }];
  return `${JSON.stringify({ Version: "2012-10-17", Statement }, null, 2)}\n`;
}

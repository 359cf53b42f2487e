import { arnParts } from "../../access/arn";
import type { Policy } from "../../access/statement";
import { asLiteral, type SymbolicString } from "../../access/symbolic-string";
import type { Symbolic } from "../../model/values/symbolic";

/** A statement that allows, on every resource unless it names some. */
type Allowed = ({ readonly Action: readonly string[] } | { readonly NotAction: readonly string[] }) & {
  readonly Resource?: readonly string[];
};

/** The version of a policy with its day, and what it allows of KMS and S3. */
type AwsManagedPolicy = readonly [version: string, ...statements: Allowed[]];

/**
 * Policies that AWS manages and that roles of EMR have, reduced to what they allow of KMS and S3. Read on 2026-11-28 from the documents
 * that moto 5.2.1 contains; each has a page in the AWS Managed Policy Reference Guide
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/).
 */
const POLICIES: { readonly [name: string]: AwsManagedPolicy } = {
  AdministratorAccess: ["v1 of 2015-02-06", { Action: ["*"] }],
  AmazonAthenaFullAccess: [
    "v15 of 2026-02-12",
    { Action: ["s3:GetBucketLocation", "s3:ListAllMyBuckets", "s3:ListBucket"] },
    {
      Action: [
        "s3:AbortMultipartUpload",
        "s3:CreateBucket",
        "s3:GetObject",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutObject",
      ],
      Resource: ["arn:aws:s3:::aws-athena-query-results-*"],
    },
    { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::athena-examples*"] },
  ],
  AmazonDynamoDBFullAccess: ["v15 of 2021-01-29", { Action: ["kms:DescribeKey", "kms:ListAliases"] }],
  AmazonDynamoDBFullAccess_v2: ["v3 of 2026-02-12", { Action: ["kms:DescribeKey", "kms:ListAliases"] }],
  AmazonDynamoDBReadOnlyAccess: ["v15 of 2024-11-18", { Action: ["kms:DescribeKey", "kms:ListAliases"] }],
  AmazonEC2ContainerRegistryPullOnly: ["v1 of 2024-10-04"],
  AmazonEC2ContainerRegistryReadOnly: ["v3 of 2019-12-10"],
  AmazonEC2FullAccess: ["v5 of 2018-11-27"],
  AmazonEC2ReadOnlyAccess: ["v5 of 2026-02-12"],
  AmazonEC2RoleforSSM: [
    "v8 of 2019-01-24",
    {
      Action: [
        "s3:AbortMultipartUpload",
        "s3:GetBucketLocation",
        "s3:GetEncryptionConfiguration",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
    },
  ],
  AmazonEMRFullAccessPolicy_v2: ["v7 of 2026-02-12", { Action: ["s3:ListAllMyBuckets"] }],
  AmazonEMRReadOnlyAccessPolicy_v2: ["v3 of 2023-08-02"],
  AmazonEMRServicePolicy_v2: ["v6 of 2026-02-12"],
  AmazonElasticMapReduceEditorsRole: ["v2 of 2023-02-09"],
  AmazonElasticMapReduceFullAccess: ["v7 of 2019-10-11", { Action: ["kms:List*", "s3:*"] }],
  AmazonElasticMapReduceReadOnlyAccess: [
    "v3 of 2020-07-29",
    { Action: ["s3:GetObject", "s3:ListAllMyBuckets", "s3:ListBucket"] },
  ],
  AmazonElasticMapReduceRole: ["v10 of 2020-06-24", { Action: ["s3:CreateBucket", "s3:Get*", "s3:List*"] }],
  AmazonElasticMapReduceforAutoScalingRole: ["v1 of 2016-11-18"],
  AmazonElasticMapReduceforEC2Role: ["v3 of 2017-08-11", { Action: ["s3:*"] }],
  AmazonKinesisFullAccess: ["v1 of 2015-02-06"],
  AmazonS3FullAccess: ["v2 of 2021-09-27", { Action: ["s3:*"] }],
  AmazonS3ReadOnlyAccess: ["v3 of 2023-08-10", { Action: ["s3:Get*", "s3:List*", "s3:Describe*"] }],
  AmazonSNSFullAccess: ["v2 of 2024-09-24"],
  AmazonSQSFullAccess: ["v1 of 2015-02-06"],
  AmazonSSMManagedInstanceCore: ["v2 of 2019-05-23"],
  AmazonSSMPatchAssociation: ["v1 of 2020-05-13"],
  AWSGlueServiceRole: [
    "v5 of 2023-09-11",
    { Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListAllMyBuckets", "s3:ListBucket"] },
    { Action: ["s3:CreateBucket", "s3:GetObject"], Resource: ["arn:aws:s3:::aws-glue-*"] },
    { Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::crawler-public*"] },
    {
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: ["arn:aws:s3:::aws-glue-*/*", "arn:aws:s3:::*/*aws-glue-*/*"],
    },
  ],
  AWSKeyManagementServicePowerUser: [
    "v2 of 2017-03-07",
    {
      Action: [
        "kms:CreateAlias",
        "kms:CreateKey",
        "kms:DeleteAlias",
        "kms:Describe*",
        "kms:GenerateRandom",
        "kms:Get*",
        "kms:List*",
        "kms:TagResource",
        "kms:UntagResource",
      ],
    },
  ],
  AWSLakeFormationDataAdmin: [
    "v6 of 2026-02-12",
    { Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListAllMyBuckets", "s3:ListBucket"] },
  ],
  AWSXRayDaemonWriteAccess: ["v2 of 2024-02-13"],
  CloudWatchAgentAdminPolicy: ["v2 of 2024-02-05"],
  CloudWatchAgentServerPolicy: ["v3 of 2024-02-06"],
  CloudWatchFullAccess: ["v4 of 2022-11-27"],
  CloudWatchLogsFullAccess: ["v8 of 2026-02-12"],
  PowerUserAccess: ["v12 of 2026-02-12", { NotAction: ["iam:*", "organizations:*", "account:*"] }],
  ReadOnlyAccess: [
    "v182 of 2026-04-03",
    { Action: ["kms:Describe*", "kms:Get*", "kms:List*", "s3:DescribeJob", "s3:Get*", "s3:List*"] },
  ],
  SecretsManagerReadWrite: [
    "v5 of 2024-02-22",
    { Action: ["kms:DescribeKey", "kms:ListAliases", "kms:ListKeys"] },
    {
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::awsserverlessrepo-changesets*", "arn:aws:s3:::secrets-manager-rotation-apps-*/*"],
    },
  ],
};

/** The policy of that ARN, if AWS manages it and its document is known. */
export function awsManagedPolicy(arn: SymbolicString | undefined): Policy | undefined {
  const parts = arn && arnParts(arn);
  if (!parts || asLiteral(parts.account) !== "aws") return undefined;
  const name = asLiteral(parts.resource)?.split("/").at(-1);
  return name === undefined ? undefined : awsManagedPolicyNamed(name);
}

/** The policy of that name, if AWS manages it and its document is known. */
export function awsManagedPolicyNamed(name: string): Policy | undefined {
  const policy = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
  if (!policy) return undefined;
  const [version, ...allowed] = policy;
  const Statement = allowed.map((statement) => ({ Effect: "Allow", Resource: "*", ...statement }));
  return {
    where: `the AWS-managed policy ${name} (${version})`,
    document: { Version: "2012-10-17", Statement } as Symbolic,
  };
}

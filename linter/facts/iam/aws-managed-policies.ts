import { arnParts } from "../../access/arn";
import type { Policy } from "../../access/statement";
import { asLiteral, type SymbolicString } from "../../access/symbolic-string";
import type { Symbolic } from "../../model/values/symbolic";

/** What a policy allows, and its version when it was read. */
type AwsManagedPolicy = ({ readonly Action: readonly string[] } | { readonly NotAction: readonly string[] }) & {
  /** The version, and the day from which it counts. */
  readonly version: string;
};

/**
 * Policies that AWS manages and that roles of EMR carry, reduced to what they allow of KMS and S3, on every resource. Compared on
 * 2026-11-28 with the documents that https://github.com/z0ph/MAMIP keeps; each has a page in the AWS Managed Policy Reference Guide
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/).
 */
const POLICIES: { readonly [name: string]: AwsManagedPolicy } = {
  AdministratorAccess: { version: "v1 of 2015-02-06", Action: ["*"] },
  AmazonEMRServicePolicy_v2: { version: "v3 of 2024-05-02", Action: [] },
  AmazonElasticMapReduceRole: {
    version: "v10 of 2020-06-24",
    Action: ["s3:CreateBucket", "s3:Get*", "s3:List*"],
  },
  AmazonElasticMapReduceforAutoScalingRole: { version: "v1 of 2016-11-18", Action: [] },
  AmazonElasticMapReduceforEC2Role: { version: "v3 of 2017-08-11", Action: ["s3:*"] },
  AmazonS3FullAccess: { version: "v2 of 2021-09-27", Action: ["s3:*"] },
  AmazonS3ReadOnlyAccess: { version: "v3 of 2023-08-10", Action: ["s3:Get*", "s3:List*", "s3:Describe*"] },
  AmazonSSMManagedInstanceCore: { version: "v2 of 2019-05-23", Action: [] },
  CloudWatchAgentServerPolicy: { version: "v3 of 2024-02-06", Action: [] },
  PowerUserAccess: { version: "v6 of 2024-08-19", NotAction: ["iam:*", "organizations:*", "account:*"] },
  ReadOnlyAccess: {
    version: "v128 of 2025-01-23",
    Action: ["kms:Describe*", "kms:Get*", "kms:List*", "s3:DescribeJob", "s3:Get*", "s3:List*"],
  },
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
  const allowed = Object.hasOwn(POLICIES, name) ? POLICIES[name] : undefined;
  if (!allowed) return undefined;
  const { version, ...actions } = allowed;
  const statement = { Effect: "Allow", ...actions, Resource: "*" };
  return {
    where: `the AWS-managed policy ${name} (${version})`,
    document: { Version: "2012-10-17", Statement: [statement] } as Symbolic,
  };
}

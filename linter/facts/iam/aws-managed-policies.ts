import { arnParts } from "../../access/arn";
import type { Policy } from "../../access/statement";
import { asLiteral, type SymbolicString } from "../../access/symbolic-string";
import type { Symbolic } from "../../model/values/symbolic";

/**
 * Policies that AWS manages and that roles of EMR carry, reduced to what they allow of KMS and S3, on every resource. As of 2026-11-28;
 * each has a page in the AWS Managed Policy Reference Guide (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/).
 */
const POLICIES: {
  readonly [name: string]: { readonly Action: readonly string[] } | { readonly NotAction: readonly string[] };
} = {
  AdministratorAccess: { Action: ["*"] },
  AmazonEMRServicePolicy_v2: { Action: [] },
  AmazonElasticMapReduceRole: { Action: ["s3:CreateBucket", "s3:Get*", "s3:List*"] },
  AmazonElasticMapReduceforAutoScalingRole: { Action: [] },
  AmazonElasticMapReduceforEC2Role: { Action: ["s3:*"] },
  AmazonS3FullAccess: { Action: ["s3:*"] },
  AmazonS3ReadOnlyAccess: { Action: ["s3:Get*", "s3:List*", "s3:Describe*"] },
  AmazonSSMManagedInstanceCore: { Action: [] },
  CloudWatchAgentServerPolicy: { Action: [] },
  PowerUserAccess: { NotAction: ["iam:*", "organizations:*", "account:*"] },
  ReadOnlyAccess: { Action: ["kms:Describe*", "kms:Get*", "kms:List*", "s3:DescribeJob", "s3:Get*", "s3:List*"] },
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
  const statement = { Effect: "Allow", ...allowed, Resource: "*" };
  return {
    where: `the AWS-managed policy ${name}`,
    document: { Version: "2012-10-17", Statement: [statement] } as Symbolic,
  };
}

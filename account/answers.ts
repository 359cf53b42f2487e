import type * as ec2 from "@aws-sdk/client-ec2";
import type * as emr from "@aws-sdk/client-emr";
import type * as iam from "@aws-sdk/client-iam";
import type * as kms from "@aws-sdk/client-kms";
import type * as s3 from "@aws-sdk/client-s3";
import type * as s3control from "@aws-sdk/client-s3-control";
import type * as sts from "@aws-sdk/client-sts";

/** What AWS answers to each call of the audit, by service and operation of the AWS SDK. */
export interface Answers {
  readonly "sts.GetCallerIdentity": sts.GetCallerIdentityResponse;
  readonly "emr.ListSecurityConfigurations": emr.ListSecurityConfigurationsOutput;
  readonly "emr.DescribeSecurityConfiguration": emr.DescribeSecurityConfigurationOutput;
  readonly "emr.ListClusters": emr.ListClustersOutput;
  readonly "emr.DescribeCluster": emr.DescribeClusterOutput;
  readonly "kms.ListAliases": kms.ListAliasesResponse;
  readonly "kms.ListKeys": kms.ListKeysResponse;
  readonly "kms.DescribeKey": kms.DescribeKeyResponse;
  readonly "kms.GetKeyPolicy": kms.GetKeyPolicyResponse;
  readonly "kms.GetKeyRotationStatus": kms.GetKeyRotationStatusResponse;
  readonly "kms.ListGrants": kms.ListGrantsResponse;
  readonly "s3.GetBucketLocation": s3.GetBucketLocationOutput;
  readonly "s3.GetBucketVersioning": s3.GetBucketVersioningOutput;
  readonly "s3.GetBucketEncryption": s3.GetBucketEncryptionOutput;
  readonly "s3.GetPublicAccessBlock": s3.GetPublicAccessBlockOutput;
  readonly "s3.GetBucketPolicy": s3.GetBucketPolicyOutput;
  readonly "s3control.GetPublicAccessBlock": s3control.GetPublicAccessBlockOutput;
  readonly "s3.HeadObject": s3.HeadObjectOutput;
  readonly "s3.GetObject": s3.GetObjectOutput;
  readonly "iam.GetInstanceProfile": iam.GetInstanceProfileResponse;
  readonly "iam.GetRole": iam.GetRoleResponse;
  readonly "iam.ListRolePolicies": iam.ListRolePoliciesResponse;
  readonly "iam.GetRolePolicy": iam.GetRolePolicyResponse;
  readonly "iam.ListAttachedRolePolicies": iam.ListAttachedRolePoliciesResponse;
  readonly "iam.GetPolicy": iam.GetPolicyResponse;
  readonly "iam.GetPolicyVersion": iam.GetPolicyVersionResponse;
  readonly "ec2.DescribeSubnets": ec2.DescribeSubnetsResult;
  readonly "ec2.DescribeVpcs": ec2.DescribeVpcsResult;
  readonly "ec2.DescribeDhcpOptions": ec2.DescribeDhcpOptionsResult;
  readonly "ec2.DescribeRouteTables": ec2.DescribeRouteTablesResult;
  readonly "ec2.DescribeVpcEndpoints": ec2.DescribeVpcEndpointsResult;
  readonly "ec2.GetEbsEncryptionByDefault": ec2.GetEbsEncryptionByDefaultResult;
}

/** `kms.DescribeKey` and the like. */
export type Operation = keyof Answers;

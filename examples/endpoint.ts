import type { AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";

/** Arguments of the provider for another server that speaks AWS's API, such as moto: no account, no real credentials. */
export function endpoint(url: string): Partial<AwsProviderConfig> {
  return {
    accessKey: "test",
    secretKey: "test",
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    s3UsePathStyle: true,
    endpoints: [{ kms: url, s3: url, emr: url, sts: url, iam: url, ssm: url, ec2: url }],
  };
}

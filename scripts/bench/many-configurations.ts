/** Terraform JSON of so many security configurations, each with two keys of its own, half of them wrong in one way. */
export function manyConfigurations(count: number): object {
  const numbers = Array.from({ length: count }, (_, number) => number);
  const named = (of: (number: number) => object) =>
    Object.fromEntries(numbers.map((number) => [`c${number}`, of(number)]));
  return {
    provider: { aws: [{ region: "us-east-1" }] },
    resource: {
      aws_kms_key: Object.fromEntries(
        numbers.flatMap((number) => [
          [`s3_${number}`, { enable_key_rotation: true }],
          [`disk_${number}`, { enable_key_rotation: true }],
        ]),
      ),
      aws_emr_security_configuration: named((number) => ({ configuration: JSON.stringify(document(number)) })),
    },
  };
}

function document(number: number): object {
  const disk = number % 2 === 0 ? `disk_${number}` : `s3_${number}`;
  return {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: `\${aws_kms_key.s3_${number}.arn}` },
        LocalDiskEncryptionConfiguration: {
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: `\${aws_kms_key.${disk}.arn}`,
          EnableEbsEncryption: true,
        },
      },
    },
  };
}

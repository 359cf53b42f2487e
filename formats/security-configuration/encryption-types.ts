// Generated from grammar.ts by `npm run generate`; do not edit.

/** Encryption at rest and in transit. */
export interface EncryptionConfiguration {
  /** Whether traffic between nodes is encrypted; false when omitted. @default - left out */
  readonly EnableInTransitEncryption?: boolean;
  /** Whether data is encrypted at rest; false when omitted. @default - left out */
  readonly EnableAtRestEncryption?: boolean;
  /** Encryption in transit; requires EnableInTransitEncryption. @default - left out */
  readonly InTransitEncryptionConfiguration?: InTransitEncryptionConfiguration;
  /** Encryption at rest; requires EnableAtRestEncryption. @default - left out */
  readonly AtRestEncryptionConfiguration?: AtRestEncryptionConfiguration;
  /** Encryption of the write-ahead log of HBase; with a key of the service when AwsKmsKey is omitted. @default - left out */
  readonly EMRWALEncryptionConfiguration?: WalEncryptionConfiguration;
}

/** Encryption of the write-ahead log of HBase; with a key of the service when AwsKmsKey is omitted. */
export interface WalEncryptionConfiguration {
  /** ARN of a KMS key in the cluster's Region. @default - left out */
  readonly AwsKmsKey?: string;
}

/** Encryption at rest; requires EnableAtRestEncryption. */
export interface AtRestEncryptionConfiguration {
  /** How EMRFS encrypts objects in S3. @default - left out */
  readonly S3EncryptionConfiguration?: S3EncryptionConfiguration;
  /** How the volumes of the nodes are encrypted. @default - left out */
  readonly LocalDiskEncryptionConfiguration?: LocalDiskEncryptionConfiguration;
}

/** How the volumes of the nodes are encrypted. */
export type LocalDiskEncryptionConfiguration =
  | AwsKmsLocalDiskEncryptionConfiguration
  | CustomLocalDiskEncryptionConfiguration;

/** How the volumes of the nodes are encrypted: Custom. */
export interface CustomLocalDiskEncryptionConfiguration {
  /** EncryptionKeyProviderType Custom. */
  readonly EncryptionKeyProviderType: "Custom";
  /** JAR of the provider: s3://bucket/key or the object's ARN. */
  readonly S3Object: string;
  /** Full name of the class in the JAR, such as com.example.MyProvider. */
  readonly EncryptionKeyProviderClass: string;
}

/** How the volumes of the nodes are encrypted: AwsKms. */
export interface AwsKmsLocalDiskEncryptionConfiguration {
  /** EncryptionKeyProviderType AwsKms. */
  readonly EncryptionKeyProviderType: "AwsKms";
  /** ARN of a customer managed KMS key. */
  readonly AwsKmsKey: string;
  /** Whether EBS volumes are encrypted as well, the root volume included; false when omitted. @default - left out */
  readonly EnableEbsEncryption?: boolean;
}

/** How EMRFS encrypts objects in S3. */
export type S3EncryptionConfiguration =
  | SSES3S3EncryptionConfiguration
  | SSEKMSS3EncryptionConfiguration
  | CSEKMSS3EncryptionConfiguration
  | CSECustomS3EncryptionConfiguration;

/** How EMRFS encrypts objects in S3: CSE-Custom. */
export interface CSECustomS3EncryptionConfiguration {
  /** EncryptionMode CSE-Custom. */
  readonly EncryptionMode: "CSE-Custom";
  /** Buckets with another encryption mode. @default - left out */
  readonly Overrides?: readonly S3EncryptionOverride[];
  /** JAR of the provider: s3://bucket/key or the object's ARN. */
  readonly S3Object: string;
  /** Full name of the class in the JAR, such as com.example.MyProvider. */
  readonly EncryptionKeyProviderClass: string;
}

/** How EMRFS encrypts objects in S3: CSE-KMS. */
export interface CSEKMSS3EncryptionConfiguration {
  /** EncryptionMode CSE-KMS. */
  readonly EncryptionMode: "CSE-KMS";
  /** Buckets with another encryption mode. @default - left out */
  readonly Overrides?: readonly S3EncryptionOverride[];
  /** ARN of the KMS key that encrypts the data keys of the nodes. */
  readonly AwsKmsKey: string;
}

/** How EMRFS encrypts objects in S3: SSE-KMS. */
export interface SSEKMSS3EncryptionConfiguration {
  /** EncryptionMode SSE-KMS. */
  readonly EncryptionMode: "SSE-KMS";
  /** Buckets with another encryption mode. @default - left out */
  readonly Overrides?: readonly S3EncryptionOverride[];
  /** ARN of the KMS key that S3 encrypts with. */
  readonly AwsKmsKey: string;
}

/** How EMRFS encrypts objects in S3: SSE-S3. */
export interface SSES3S3EncryptionConfiguration {
  /** EncryptionMode SSE-S3. */
  readonly EncryptionMode: "SSE-S3";
  /** Buckets with another encryption mode. @default - left out */
  readonly Overrides?: readonly S3EncryptionOverride[];
}

/** How EMRFS encrypts objects of one bucket. */
export type S3EncryptionOverride =
  | SSES3S3EncryptionOverride
  | SSEKMSS3EncryptionOverride
  | CSEKMSS3EncryptionOverride
  | CSECustomS3EncryptionOverride;

/** How EMRFS encrypts objects of one bucket: CSE-Custom. */
export interface CSECustomS3EncryptionOverride {
  /** EncryptionMode CSE-Custom. */
  readonly EncryptionMode: "CSE-Custom";
  /** Name of the bucket, without s3:// and without a path. */
  readonly BucketName: string;
  /** JAR of the provider: s3://bucket/key or the object's ARN. */
  readonly S3Object: string;
  /** Full name of the class in the JAR, such as com.example.MyProvider. */
  readonly EncryptionKeyProviderClass: string;
}

/** How EMRFS encrypts objects of one bucket: CSE-KMS. */
export interface CSEKMSS3EncryptionOverride {
  /** EncryptionMode CSE-KMS. */
  readonly EncryptionMode: "CSE-KMS";
  /** Name of the bucket, without s3:// and without a path. */
  readonly BucketName: string;
  /** ARN of the KMS key that encrypts the data keys of the nodes. */
  readonly AwsKmsKey: string;
}

/** How EMRFS encrypts objects of one bucket: SSE-KMS. */
export interface SSEKMSS3EncryptionOverride {
  /** EncryptionMode SSE-KMS. */
  readonly EncryptionMode: "SSE-KMS";
  /** Name of the bucket, without s3:// and without a path. */
  readonly BucketName: string;
  /** ARN of the KMS key that S3 encrypts with. */
  readonly AwsKmsKey: string;
}

/** How EMRFS encrypts objects of one bucket: SSE-S3. */
export interface SSES3S3EncryptionOverride {
  /** EncryptionMode SSE-S3. */
  readonly EncryptionMode: "SSE-S3";
  /** Name of the bucket, without s3:// and without a path. */
  readonly BucketName: string;
}

/** Encryption in transit; requires EnableInTransitEncryption. */
export interface InTransitEncryptionConfiguration {
  /** Where the nodes' certificates come from. */
  readonly TLSCertificateConfiguration: TlsCertificateConfiguration;
}

/** Where the nodes' certificates come from. */
export type TlsCertificateConfiguration =
  | PEMTlsCertificateConfiguration
  | CustomTlsCertificateConfiguration
  | EMRTlsCertificateConfiguration;

/** Where the nodes' certificates come from: EMR. */
export interface EMRTlsCertificateConfiguration {
  /** CertificateProviderType EMR. */
  readonly CertificateProviderType: "EMR";
  /** ARN of the KMS key that encrypts the secret with the CA; the account's default when omitted. @default - left out */
  readonly AwsKmsKey?: string;
  /** Tags of the secret that holds the CA. @default - left out */
  readonly SecretTags?: readonly SecretTag[];
  /** Days for which the CA is valid; 20 years when omitted. @default - left out */
  readonly ValidityInDays?: number;
  /** Domain that the certificate covers in addition to the default one, without a wildcard. @default - left out */
  readonly WildcardDnsSuffix?: string;
}

/** A tag. */
export interface SecretTag {
  /** Name of the tag. */
  readonly Key: string;
  /** Value of the tag. */
  readonly Value: string;
}

/** Where the nodes' certificates come from: Custom. */
export interface CustomTlsCertificateConfiguration {
  /** CertificateProviderType Custom. */
  readonly CertificateProviderType: "Custom";
  /** JAR of the provider: s3://bucket/key or the object's ARN. */
  readonly S3Object: string;
  /** Full name of the class in the JAR, such as com.example.MyProvider. */
  readonly CertificateProviderClass: string;
}

/** Where the nodes' certificates come from: PEM. */
export interface PEMTlsCertificateConfiguration {
  /** CertificateProviderType PEM. */
  readonly CertificateProviderType: "PEM";
  /** Zip of PEM files: s3://bucket/key or the object's ARN. */
  readonly S3Object: string;
}

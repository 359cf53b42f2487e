import type { Row } from "./facts";
import type { Leaf } from "./leaf";

/**
 * One security configuration: its document, leaf by leaf, as far as it can be read. Where a part of the document is not
 * there, its leaves are known to be absent; where the document cannot be read, they are unknown.
 */
export interface ConfigurationFact extends Row {
  /** Name as declared; absent where Terraform makes one up. */
  readonly name: Leaf<string>;
  /** What the document is: `object`, another JSON type, or `not JSON`. */
  readonly document: Leaf<string>;
  /** `EnableAtRestEncryption`; absent means false. A boolean written as a string counts as that boolean. */
  readonly atRest: Leaf<boolean>;
  /** `EnableInTransitEncryption`; absent means false. A boolean written as a string counts as that boolean. */
  readonly inTransit: Leaf<boolean>;
  /** Whether `AtRestEncryptionConfiguration` is there. */
  readonly atRestSettings: Leaf<boolean>;
  /** Whether `InTransitEncryptionConfiguration` with a `TLSCertificateConfiguration` is there. */
  readonly inTransitSettings: Leaf<boolean>;
  /** `S3EncryptionConfiguration`, the default for every bucket. */
  readonly s3: S3Encryption;
  /** `Overrides` of single buckets, in order; one row of unknown leaves where only the list is not known. */
  readonly s3Overrides: readonly S3Override[];
  /** `LocalDiskEncryptionConfiguration`. */
  readonly localDisk: LocalDiskEncryption;
  /** `TLSCertificateConfiguration`. */
  readonly tls: TlsCertificates;
  /** `EMRWALEncryptionConfiguration`. */
  readonly wal: WalEncryption;
  /**
   * The one KMS key that a document of unknown text refers to twice or more, and to no other: what a shared key looks like in
   * a plan made from HCL. Absent where the document can be read or refers to keys in any other way.
   */
  readonly onlyKey: Leaf<string>;
}

/** How objects in S3 are encrypted. Keys are canonical: an ARN, or a reference to the `aws_kms_key` behind id, alias or data source. */
export interface S3Encryption {
  /** Whether this part is there. */
  readonly present: Leaf<boolean>;
  /** `EncryptionMode`. */
  readonly mode: Leaf<string>;
  /** `AwsKmsKey`. */
  readonly key: Leaf<string>;
  /** `EncryptionKeyProviderClass`. */
  readonly providerClass: Leaf<string>;
  /** `S3Object`, the JAR of the provider. */
  readonly object: Leaf<string>;
}

/** Encryption of one bucket in place of the default. */
export interface S3Override extends S3Encryption {
  /** `BucketName`. */
  readonly bucket: Leaf<string>;
}

/** How the nodes' disks are encrypted. */
export interface LocalDiskEncryption {
  /** Whether `LocalDiskEncryptionConfiguration` is there. */
  readonly present: Leaf<boolean>;
  /** `EncryptionKeyProviderType`. */
  readonly provider: Leaf<string>;
  /** `AwsKmsKey`, canonical. */
  readonly key: Leaf<string>;
  /** `EnableEbsEncryption`; absent means false. */
  readonly ebs: Leaf<boolean>;
  /** `EncryptionKeyProviderClass`. */
  readonly providerClass: Leaf<string>;
  /** `S3Object`, the JAR of the provider. */
  readonly object: Leaf<string>;
}

/** Where the certificates for traffic between nodes come from. */
export interface TlsCertificates {
  /** `CertificateProviderType`. */
  readonly provider: Leaf<string>;
  /** `S3Object`, the zip (PEM) or the JAR (Custom). */
  readonly object: Leaf<string>;
  /** `CertificateProviderClass`. */
  readonly providerClass: Leaf<string>;
  /** `AwsKmsKey` of the CA that EMR manages, canonical. */
  readonly key: Leaf<string>;
  /** `ValidityInDays` of the CA that EMR manages. */
  readonly validityDays: Leaf<number>;
  /** `WildcardDnsSuffix` of the CA that EMR manages. */
  readonly wildcardSuffix: Leaf<string>;
  /** Whether `SecretTags` is there. */
  readonly secretTags: Leaf<boolean>;
}

/** How HBase's write-ahead log is encrypted. */
export interface WalEncryption {
  /** Whether `EMRWALEncryptionConfiguration` is there. */
  readonly present: Leaf<boolean>;
  /** `AwsKmsKey`, canonical. */
  readonly key: Leaf<string>;
}

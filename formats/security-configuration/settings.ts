import type {
  AuthenticationConfiguration,
  AuthorizationConfiguration,
  EncryptionConfiguration,
  InstanceMetadataServiceConfiguration,
  SamlLakeFormationConfiguration,
  SecurityConfigurationDocument,
} from "./types";

/** What represents a key, a bundle and a JAR: strings in a document, constructs in a stack. */
export interface Leaves {
  readonly key: unknown;
  readonly bundle: unknown;
  readonly jar: unknown;
}

/** Leaves of a document: ARNs and S3 locations. */
export interface TextLeaves extends Leaves {
  readonly key: string;
  readonly bundle: string;
  readonly jar: string;
}

/** S3 encrypts with its own keys. */
export interface SseS3Mode {
  /** S3 encrypts with its own keys. */
  readonly mode: "SSE-S3";
}

/** S3 encrypts with a KMS key. */
export interface SseKmsMode<L extends Leaves = TextLeaves> {
  /** S3 encrypts with a KMS key. */
  readonly mode: "SSE-KMS";
  /** A customer managed key, other than the one for local disks. */
  readonly key: L["key"];
}

/** The nodes encrypt, with data keys that a KMS key encrypts. */
export interface CseKmsMode<L extends Leaves = TextLeaves> {
  /** The nodes encrypt, with data keys that a KMS key encrypts. */
  readonly mode: "CSE-KMS";
  /** A customer managed key, other than the one for local disks. */
  readonly key: L["key"];
}

/** The nodes encrypt, with keys from a class of your own. */
export interface CseCustomMode<L extends Leaves = TextLeaves> {
  /** The nodes encrypt, with keys from a class of your own. */
  readonly mode: "CSE-Custom";
  /** JAR with the class. */
  readonly jar: L["jar"];
  /** Full name of the class, such as `com.example.ObjectKeys`. It must not be the one for local disks. */
  readonly providerClass: string;
}

/** How EMRFS encrypts objects in S3, with EMR's own names. */
export type S3Mode<L extends Leaves = TextLeaves> = SseS3Mode | SseKmsMode<L> | CseKmsMode<L> | CseCustomMode<L>;

/** How EMRFS encrypts objects of one bucket. */
export type S3Override<L extends Leaves = TextLeaves> = S3Mode<L> & {
  /** Name of the bucket, without `s3://` and without a path. */
  readonly bucket: string;
};

/** Other modes for some buckets. */
export interface S3Overrides<L extends Leaves = TextLeaves> {
  /**
   * Buckets with another encryption mode.
   *
   * @default - none
   */
  readonly overrides?: readonly S3Override<L>[];
}

/** How EMRFS encrypts objects in S3, with other modes for some buckets. */
export type S3Encryption<L extends Leaves = TextLeaves> = S3Mode<L> & S3Overrides<L>;

/** A KMS key encrypts the keys of the nodes' volumes. */
export interface KmsLocalDiskEncryption<L extends Leaves = TextLeaves> extends KmsLocalDiskSettings {
  /** A customer managed key, other than the one for S3. */
  readonly key: L["key"];
}

/** Encryption of the nodes' volumes by a KMS key, but for the key. */
export interface KmsLocalDiskSettings {
  /** A KMS key encrypts the keys of the volumes. */
  readonly provider: "AwsKms";
  /**
   * Whether EBS volumes are encrypted as well, the root volume included. Requires EMR 5.24.0 or later.
   *
   * @default - left out of the document, which EMR treats as false; the constructs write true
   */
  readonly ebs?: boolean;
}

/** The keys of the nodes' volumes come from a class of your own. */
export interface CustomLocalDiskEncryption<L extends Leaves = TextLeaves> {
  /** The keys come from a class of your own. */
  readonly provider: "Custom";
  /** JAR with the class. */
  readonly jar: L["jar"];
  /** Full name of the class, such as `com.example.DiskKeys`. It must not be the one for S3. */
  readonly providerClass: string;
}

/** How the volumes of the nodes are encrypted. */
export type LocalDiskEncryption<L extends Leaves = TextLeaves> =
  | KmsLocalDiskEncryption<L>
  | CustomLocalDiskEncryption<L>;

/** Encryption of objects in S3, and of local disks if they are given. */
export interface S3AtRestEncryption<L extends Leaves = TextLeaves> {
  /** Objects of EMRFS in S3. */
  readonly s3: S3Encryption<L>;
  /**
   * Local disks of the nodes.
   *
   * @default - not encrypted by EMR
   */
  readonly localDisk?: LocalDiskEncryption<L>;
}

/** Encryption of local disks alone. */
export interface LocalDiskAtRestEncryption<L extends Leaves = TextLeaves> {
  /** Absent: objects in S3 are not encrypted by EMR. */
  readonly s3?: undefined;
  /** Local disks of the nodes. */
  readonly localDisk: LocalDiskEncryption<L>;
}

/** Encryption at rest: of objects in S3, of local disks, or of both. */
export type AtRestEncryption<L extends Leaves = TextLeaves> = S3AtRestEncryption<L> | LocalDiskAtRestEncryption<L>;

/** The certificates are in a zip that the nodes download. */
export interface PemInTransitEncryption<L extends Leaves = TextLeaves> {
  /** The certificates are in a zip that the nodes download. */
  readonly provider: "PEM";
  /** The zip with the private key and the certificates. */
  readonly bundle: L["bundle"];
}

/** The certificates come from a class of your own. */
export interface CustomInTransitEncryption<L extends Leaves = TextLeaves> {
  /** The certificates come from a class of your own. */
  readonly provider: "Custom";
  /** JAR with the class. */
  readonly jar: L["jar"];
  /** Full name of the class that extends TLSArtifactsProvider. */
  readonly providerClass: string;
}

/** EMR creates a CA for each security configuration. */
export interface EmrInTransitEncryption<L extends Leaves = TextLeaves> {
  /** EMR creates a CA for each security configuration. */
  readonly provider: "EMR";
  /**
   * Key that encrypts the secret with the CA.
   *
   * @default - Secrets Manager's own key
   */
  readonly key?: L["key"];
  /**
   * Tags of that secret.
   *
   * @default - none
   */
  readonly secretTags?: { readonly [name: string]: string };
  /**
   * Days for which the CA is valid.
   *
   * @default 7300 (20 years, EMR's own default)
   */
  readonly validityDays?: number;
  /**
   * Domain that the certificates cover in addition to the VPC's default one, without a wildcard: `emr.corp.example`.
   *
   * @default - none
   */
  readonly wildcardDnsSuffix?: string;
}

/** Where the certificates for traffic between nodes come from. */
export type InTransitEncryption<L extends Leaves = TextLeaves> =
  | PemInTransitEncryption<L>
  | CustomInTransitEncryption<L>
  | EmrInTransitEncryption<L>;

/** Settings of a security configuration; EMR's flags follow from the sections that are present. */
export interface SecuritySettings<L extends Leaves = TextLeaves> {
  /**
   * Encryption at rest.
   *
   * @default - off
   */
  readonly atRest?: AtRestEncryption<L>;

  /**
   * Encryption in transit.
   *
   * @default - off
   */
  readonly inTransit?: InTransitEncryption<L>;

  /**
   * Encryption of HBase's write-ahead log. It cannot be changed after a log was created.
   *
   * @default - left out; the service encrypts with its own key
   */
  readonly wal?: {
    /**
     * Key in the cluster's Region.
     *
     * @default - the service's own key
     */
    readonly key?: L["key"];
  };

  /**
   * Instance metadata service of the nodes, with AWS's own names.
   *
   * @default - left out; versions 1 and 2 are available
   */
  readonly instanceMetadata?: InstanceMetadataServiceConfiguration;

  /**
   * Kerberos and IAM Identity Center, with AWS's own names.
   *
   * @default - none
   */
  readonly authentication?: AuthenticationConfiguration;

  /**
   * EMRFS roles, runtime roles, Lake Formation and Ranger, with AWS's own names.
   *
   * @default - none
   */
  readonly authorization?: AuthorizationConfiguration;

  /**
   * Lake Formation with SAML, for EMR 5.31 to the end of 5.x, with AWS's own names.
   *
   * @default - none
   */
  readonly samlLakeFormation?: SamlLakeFormationConfiguration;
}

/** The string in the document for each kind of leaf. */
export type LeafTexts<L extends Leaves> = { readonly [K in keyof Leaves]: (leaf: L[K]) => string };

const plain: LeafTexts<TextLeaves> = { key: String, bundle: String, jar: String };

/** The document with these settings. */
export function securityConfigurationDocument(settings: SecuritySettings): SecurityConfigurationDocument;
/** The document with these settings, with a string for each key, bundle and JAR. */
export function securityConfigurationDocument<L extends Leaves>(
  settings: SecuritySettings<L>,
  texts: LeafTexts<L>,
): SecurityConfigurationDocument;
export function securityConfigurationDocument<L extends Leaves>(
  settings: SecuritySettings<L>,
  texts: LeafTexts<L> = plain as unknown as LeafTexts<L>,
): SecurityConfigurationDocument {
  const { atRest, inTransit, wal, instanceMetadata, authentication, authorization, samlLakeFormation } = settings;
  return {
    ...(atRest || inTransit || wal ? { EncryptionConfiguration: encryption(settings, texts) } : {}),
    ...(authentication ? { AuthenticationConfiguration: authentication } : {}),
    ...(authorization ? { AuthorizationConfiguration: authorization } : {}),
    ...(instanceMetadata ? { InstanceMetadataServiceConfiguration: instanceMetadata } : {}),
    ...(samlLakeFormation ? { LakeFormationConfiguration: samlLakeFormation } : {}),
  };
}

function encryption<L extends Leaves>(
  { atRest, inTransit, wal }: SecuritySettings<L>,
  texts: LeafTexts<L>,
): EncryptionConfiguration {
  return {
    EnableInTransitEncryption: inTransit !== undefined,
    EnableAtRestEncryption: atRest !== undefined,
    ...(inTransit && {
      InTransitEncryptionConfiguration: { TLSCertificateConfiguration: certificates(inTransit, texts) },
    }),
    ...(atRest && {
      AtRestEncryptionConfiguration: {
        ...(atRest.s3 && { S3EncryptionConfiguration: s3Encryption(atRest.s3, texts) }),
        ...(atRest.localDisk && { LocalDiskEncryptionConfiguration: localDisk(atRest.localDisk, texts) }),
      },
    }),
    ...(wal && {
      EMRWALEncryptionConfiguration: wal.key === undefined ? {} : { AwsKmsKey: texts.key(wal.key) },
    }),
  };
}

function s3Encryption<L extends Leaves>(s3: S3Encryption<L>, texts: LeafTexts<L>) {
  const overrides = s3.overrides?.map((override) => ({
    BucketName: override.bucket,
    ...s3Mode(override, texts),
  }));
  return { ...s3Mode(s3, texts), ...(overrides && { Overrides: overrides }) };
}

function s3Mode<L extends Leaves>(s3: S3Mode<L>, texts: LeafTexts<L>) {
  switch (s3.mode) {
    case "SSE-S3":
      return { EncryptionMode: s3.mode };
    case "SSE-KMS":
    case "CSE-KMS":
      return { EncryptionMode: s3.mode, AwsKmsKey: texts.key(s3.key) };
    case "CSE-Custom":
      return { EncryptionMode: s3.mode, S3Object: texts.jar(s3.jar), EncryptionKeyProviderClass: s3.providerClass };
    default:
      // A value that JavaScript code passes in spite of the types is kept, so that the grammar refuses it by name.
      return { EncryptionMode: (s3 as { readonly mode: string }).mode } as never;
  }
}

function localDisk<L extends Leaves>(disk: LocalDiskEncryption<L>, texts: LeafTexts<L>) {
  if (disk.provider === "AwsKms") {
    return {
      EncryptionKeyProviderType: disk.provider,
      AwsKmsKey: texts.key(disk.key),
      ...(disk.ebs === undefined ? {} : { EnableEbsEncryption: disk.ebs }),
    };
  }
  if (disk.provider !== "Custom")
    return { EncryptionKeyProviderType: (disk as { readonly provider: string }).provider } as never;
  return {
    EncryptionKeyProviderType: disk.provider,
    S3Object: texts.jar(disk.jar),
    EncryptionKeyProviderClass: disk.providerClass,
  };
}

function certificates<L extends Leaves>(inTransit: InTransitEncryption<L>, texts: LeafTexts<L>) {
  switch (inTransit.provider) {
    case "PEM":
      return { CertificateProviderType: inTransit.provider, S3Object: texts.bundle(inTransit.bundle) };
    case "Custom":
      return {
        CertificateProviderType: inTransit.provider,
        S3Object: texts.jar(inTransit.jar),
        CertificateProviderClass: inTransit.providerClass,
      };
    case "EMR": {
      const { key, secretTags, validityDays, wildcardDnsSuffix } = inTransit;
      const tags = secretTags && Object.entries(secretTags).map(([Key, Value]) => ({ Key, Value }));
      return {
        CertificateProviderType: inTransit.provider,
        ...(key === undefined ? {} : { AwsKmsKey: texts.key(key) }),
        ...(tags && { SecretTags: tags }),
        ...(validityDays === undefined ? {} : { ValidityInDays: validityDays }),
        ...(wildcardDnsSuffix === undefined ? {} : { WildcardDnsSuffix: wildcardDnsSuffix }),
      };
    }
    default:
      return { CertificateProviderType: (inTransit as { readonly provider: string }).provider } as never;
  }
}

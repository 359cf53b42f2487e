import type { KeyNameForm } from "./keys";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/**
 * One security configuration: its document, leaf by leaf, as far as it can be read. Where a part of the document is not
 * there, its leaves are known to be absent; where the document cannot be read, they are unknown. One that the plan destroys
 * has no row.
 */
export interface ConfigurationFact extends Row {
  readonly document: Leaf<DocumentKind>;
  /**
   * What keeps the document from being read, or the flags that turn encryption on; absent where these can be read,
   * and unknown if the sources of a plan are missing and may contain it.
   */
  readonly obstacle: Leaf<Obstacle>;
  /** Why the document or flag is not known, as a noun phrase: `var.document, which has no value here`; absent where it can be read. */
  readonly obstacleReason: Leaf<string>;
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
  /** `InstanceMetadataServiceConfiguration`. */
  readonly imds: InstanceMetadata;
  /** `KerberosConfiguration`. */
  readonly kerberos: Kerberos;
  /** `IdentityCenterConfiguration`. */
  readonly identityCenter: IdentityCenter;
  /** `RoleMappings` of EMRFS, in order; one row of unknown leaves where only the list is not known. */
  readonly roleMappings: readonly RoleMapping[];
  /** Whether `RangerConfiguration` is there. */
  readonly ranger: Leaf<boolean>;
  /** Whether Ranger's plug-in `EMRFS-S3` is configured. */
  readonly rangerEmrfs: Leaf<boolean>;
  /** Whether Ranger's plug-in for Trino is configured. */
  readonly rangerTrino: Leaf<boolean>;
  /** `EnableApplicationScopedIAMRole`; absent means false. */
  readonly runtimeRoles: Leaf<boolean>;
  /**
   * The one KMS key that a document of unknown text refers to twice or more, and to no other: what a shared key looks like in
   * a plan made from HCL. Absent where the document can be read or refers to keys in any other way.
   */
  readonly onlyKey: Leaf<string>;
}

/**
 * What keeps a document from being read: the `sources` of a plan of HCL are not at hand; it comes from `another state` or `a data
 * source`; it depends on a `variable` without a value, on one that the `caller` of the module sets, or on a `module` that is
 * not installed; or on an `expression` whose value is not known.
 */
export type Obstacle = "another state" | "a data source" | "variable" | "caller" | "module" | "expression" | "a flag";

/** What the text of a document is as JSON. */
export type DocumentKind = "object" | "not JSON" | "a list" | "a string" | "a number" | "a boolean" | "null";

/** How an argument for the ARN of a KMS key names the key. */
export type KeyIdentifierForm = KeyNameForm | "other";

/** How `AwsKmsKey` is written; `AWS managed alias` is any name of a key that AWS manages. */
export type KeyForm =
  | KeyIdentifierForm
  | "AWS managed alias"
  | "ARN with a wrong account"
  | "ARN with another id"
  | "empty";

/** How `S3Object` is written. */
export type ObjectForm = "s3 URI" | "S3 ARN" | "no bucket" | "no key" | "empty" | "other";

/** `AwsKmsKey`, in any place. */
export interface KeyField {
  /** Canonical: an ARN, or a reference to the `aws_kms_key` behind id, alias or data source. */
  readonly key: Leaf<string>;
  /** As it is written, for messages: a reference to the id of a key differs from one to its ARN. */
  readonly keyWritten: Leaf<string>;
  /** How it is written; known for a reference as well, by the attribute it names. */
  readonly keyForm: Leaf<KeyForm>;
  /** How many digits the account id in its ARN has, if not twelve. */
  readonly keyAccountDigits: Leaf<number>;
}

/** `S3Object`, in any place. */
export interface ObjectField {
  readonly object: Leaf<string>;
  /** Known from its beginning if the rest is not known. */
  readonly objectForm: Leaf<ObjectForm>;
  /** Extension in lower case without its dot, empty without one; known from its end if the rest is not known. */
  readonly objectExtension: Leaf<string>;
}

/** `EncryptionKeyProviderClass` or `CertificateProviderClass`. */
export interface ClassField {
  readonly providerClass: Leaf<string>;
  /** Whether a class of Java may have that name. */
  readonly mayBeClass: Leaf<boolean>;
}

/** How objects in S3 are encrypted. */
export interface S3Encryption extends KeyField, ObjectField, ClassField {
  /** Whether this part is there. */
  readonly present: Leaf<boolean>;
  /** `EncryptionMode`. */
  readonly mode: Leaf<string>;
}

/** Encryption of one bucket in place of the default. */
export interface S3Override extends S3Encryption {
  /** `BucketName`. */
  readonly bucket: Leaf<string>;
  /** Whether a bucket may have that name. */
  readonly mayBeBucket: Leaf<boolean>;
  /** Whether an earlier override names the same bucket. */
  readonly repeated: Leaf<boolean>;
}

/** How the nodes' disks are encrypted. */
export interface LocalDiskEncryption extends KeyField, ObjectField, ClassField {
  /** Whether `LocalDiskEncryptionConfiguration` is there. */
  readonly present: Leaf<boolean>;
  /** `EncryptionKeyProviderType`. */
  readonly provider: Leaf<string>;
  /** `EnableEbsEncryption`; absent means false. */
  readonly ebs: Leaf<boolean>;
  /** Whether account and Region encrypt EBS volumes by default; absent if neither the input nor the settings contain it. */
  readonly ebsByDefault: Leaf<boolean>;
  /** Whether every cluster of the input that uses it starts from an encrypted machine image; absent without clusters. */
  readonly imageEncrypted: Leaf<boolean>;
}

/** Where the certificates for traffic between nodes come from. */
export interface TlsCertificates extends KeyField, ObjectField, ClassField {
  /** `CertificateProviderType`. */
  readonly provider: Leaf<string>;
  /** `ValidityInDays` of the CA that EMR manages. */
  readonly validityDays: Leaf<number>;
  /** `WildcardDnsSuffix` of the CA that EMR manages. */
  readonly wildcardSuffix: Leaf<string>;
  /** Whether `SecretTags` is there. */
  readonly secretTags: Leaf<boolean>;
}

/** How HBase's write-ahead log is encrypted. */
export interface WalEncryption extends KeyField {
  /** Whether `EMRWALEncryptionConfiguration` is there. */
  readonly present: Leaf<boolean>;
}

/** What nodes may ask the instance metadata service. */
export interface InstanceMetadata {
  /** Whether `InstanceMetadataServiceConfiguration` is there. */
  readonly present: Leaf<boolean>;
  /** `MinimumInstanceMetadataServiceVersion`. */
  readonly version: Leaf<number>;
  /** `HttpPutResponseHopLimit`. */
  readonly hopLimit: Leaf<number>;
}

/** How users authenticate. */
export interface Kerberos {
  /** Whether `KerberosConfiguration` is there. */
  readonly present: Leaf<boolean>;
  /** `Provider`. */
  readonly provider: Leaf<string>;
  /** Whether `ClusterDedicatedKdcConfiguration` is there. */
  readonly dedicated: Leaf<boolean>;
  /** Whether `ExternalKdcConfiguration` is there. */
  readonly external: Leaf<boolean>;
  /** Whether `CrossRealmTrustConfiguration` of a dedicated KDC is there. */
  readonly trust: Leaf<boolean>;
  /** Whether `AdIntegrationConfiguration` of an external KDC is there. */
  readonly activeDirectory: Leaf<boolean>;
  /** `KdcServerType` of an external KDC. */
  readonly serverType: Leaf<string>;
}

/** Trusted identities of IAM Identity Center. */
export interface IdentityCenter {
  /** `EnableIdentityCenter`; absent means false. */
  readonly enabled: Leaf<boolean>;
  /** `IAMRoleForEMRIdentityCenterApplicationARN`. */
  readonly role: Leaf<string>;
  readonly roleForm: Leaf<RoleForm>;
  /** `EnableUserBackgroundSession`; absent means false. */
  readonly backgroundSessions: Leaf<boolean>;
  /** Whether `LakeFormationConfiguration` of the authorization is there, and not switched off. */
  readonly lakeFormation: Leaf<boolean>;
  /** Where it is enabled: whether every cluster of the input that uses it switches S3 Access Grants on; unknown without clusters. */
  readonly accessGrants: Leaf<boolean>;
}

/** How the role of a mapping is written. */
export type RoleForm = "role ARN" | "role name" | "other";

/** A role that EMRFS assumes for some users, groups or prefixes. */
export interface RoleMapping {
  /** `Role`; a reference to a role counts as its ARN. */
  readonly role: Leaf<string>;
  /** Known for a reference as well. */
  readonly roleForm: Leaf<RoleForm>;
  /** How many digits the account id in the ARN has, if not twelve. */
  readonly roleAccountDigits: Leaf<number>;
  /** `IdentifierType`. */
  readonly identifierType: Leaf<string>;
  /** How many `Identifiers` there are. */
  readonly identifiers: Leaf<number>;
  /** The first identifier of type Prefix that does not start with `s3://`; absent where all do. */
  readonly strayPrefix: Leaf<string>;
  /** Position (from 0) of the earlier mapping of broader prefixes that matches everything this one matches; otherwise absent. */
  readonly shadowedBy: Leaf<number>;
}

/**
 * What is wrong with a property. `misplaced properties` are several that belong in one other section; `property of AWS` is one
 * that a person wrote although AWS adds it; `secret` is one whose value must not be in a document.
 */
export type PropertyProblem =
  | "unknown property"
  | "misspelt property"
  | "misplaced property"
  | "misplaced properties"
  | "lower-case document"
  | "wrong type"
  | "boolean in quotes"
  | "number in quotes"
  | "property of AWS"
  | "property of EMR on EKS"
  | "secret";

/**
 * A property of a document that EMR's grammar does not allow as written; one row of unknown leaves for a document, or a part of one, that
 * cannot be read.
 */
export interface PropertyFact extends Row {
  /** Leads to the property, from the argument on. */
  readonly path: readonly (string | number)[];
  /** Section that the property most likely belongs in: the rest of the document is checked without it. */
  readonly meant: readonly (readonly (string | number)[])[];
  readonly problem: Leaf<PropertyProblem>;
  /** Its name; the names of several that belong in one other section. */
  readonly property: Leaf<string>;
  /** Section that contains it: `AtRestEncryptionConfiguration.S3EncryptionConfiguration`, or `the document`. */
  readonly section: Leaf<string>;
  /** The property of this section that was most likely meant. */
  readonly nearest: Leaf<string>;
  /** The section that has a property of this very name. */
  readonly belongsIn: Leaf<string>;
  /** For a wrong type: what EMR expects there (`boolean`, `object`, `list`, `string`, `integer`). */
  readonly expected: Leaf<string>;
  /** For a wrong type: the type that was found. */
  readonly found: Leaf<string>;
}

import "./peers";

export {
  BundleBucket,
  type BundleBucketConfig,
  type BundleFolderConfig,
  type BundleUploadConfig,
  type BundleZipConfig,
  CertificateBundle,
  type ExternalObjectConfig,
  type IBucket,
  type ICertificateBundle,
  type PublishedBundleConfig,
} from "./certificate-bundle";
export {
  type ClusterConfiguration,
  EmrEncryption,
  type EmrEncryptionAtRest,
  type EmrEncryptionConfig,
  type EmrEncryptionSettings,
  type EmrGeneration,
  type EmrLocalDiskEncryption,
  type EmrLogEncryption,
  type EmrS3Encryption,
  type EmrS3KmsEncryption,
  type KeyUsers,
  type OptionalKey,
} from "./emr-encryption";
export {
  type CloudHsmMaterial,
  EncryptionKey,
  type EncryptionKeyConfig,
  EncryptionKeyReplica,
  type EncryptionKeyReplicaConfig,
  type ExternalStoreMaterial,
  type IEncryptionKey,
  type ImportedKeyConfig,
  type ImportedMaterial,
  type KeyGrant,
  type KeyMaterial,
  type KeyPolicyConfig,
  type KeyResource,
  type KmsMaterial,
  type ManagedKey,
  type ManagedKeyBase,
  type ManagedKeyConfig,
  type RemovalPolicy,
  type ReplicaByProvider,
  type ReplicaByRegion,
  type ReplicaKeyConfig,
  type ReplicaPlacement,
} from "./encryption-key";
export type { ExistingConfiguration } from "./imported-configuration";
export type { KeyUser } from "./key-user";
export type { Placement } from "./placement";
export { PolicyCheck, type PolicyCheckConfig, type PolicyCheckReports } from "./policy-check";
export { type IProviderJar, ProviderJar, type ProviderJarConfig } from "./provider-jar";
export {
  type GenerationSettings,
  SecurityConfiguration,
  type SecurityConfigurationConfig,
} from "./security-configuration";
export type { ConstructLeaves } from "./security-configuration-leaves";
export { Waiver, type WaiverConfig } from "./waiver";

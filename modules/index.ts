import "./peers";

export {
  BundleBucket,
  type BundleBucketConfig,
  type BundleFolderConfig,
  CertificateBundle,
  type IBucket,
  type ICertificateBundle,
  type PublishedBundleConfig,
} from "./certificate-bundle";
export {
  EmrEncryption,
  type EmrEncryptionAtRest,
  type EmrEncryptionConfig,
  type EmrEncryptionSettings,
  type EmrGeneration,
  type KeyUsers,
} from "./emr-encryption";
export type { ClusterConfiguration } from "./emrfs-site";
export {
  type CloudHsmMaterial,
  EncryptionKey,
  type EncryptionKeyConfig,
  EncryptionKeyReplica,
  type EncryptionKeyReplicaConfig,
  type ExternalStoreMaterial,
  type IEncryptionKey,
  type ImportedMaterial,
  type KeyMaterial,
  type KmsMaterial,
  type OutsideKeyConfig,
  type OwnKey,
  type OwnKeyConfig,
  type ReplicaPlacement,
} from "./encryption-key";
export type { KeyUser } from "./key-user";
export type { Placement } from "./placement";
export { PolicyCheck, type PolicyCheckConfig } from "./policy-check";
export { type IProviderJar, ProviderJar, type ProviderJarConfig } from "./provider-jar";
export { SecurityConfiguration, type SecurityConfigurationConfig } from "./security-configuration";
export type { ConstructLeaves } from "./security-configuration-leaves";
export { Waiver, type WaiverConfig } from "./waiver";

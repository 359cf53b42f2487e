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
  type ClusterConfiguration,
  EmrEncryption,
  type EmrEncryptionAtRest,
  type EmrEncryptionConfig,
  type EmrEncryptionSettings,
  type KeyUsers,
} from "./emr-encryption";
export {
  EncryptionKey,
  type EncryptionKeyConfig,
  EncryptionKeyReplica,
  type EncryptionKeyReplicaConfig,
  type IEncryptionKey,
  type OutsideKeyConfig,
  type OwnKeyConfig,
} from "./encryption-key";
export type { KeyUser } from "./key-user";
export { PolicyCheck, type PolicyCheckConfig } from "./policy-check";
export { type IProviderJar, ProviderJar, type ProviderJarConfig } from "./provider-jar";
export {
  type ConstructLeaves,
  SecurityConfiguration,
  type SecurityConfigurationConfig,
} from "./security-configuration";
export { Waiver, type WaiverConfig } from "./waiver";

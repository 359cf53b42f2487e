import "./peers";

export {
  BundleBucket,
  type BundleBucketConfig,
  type BundleFolderConfig,
  CertificateBundle,
  type IBucket,
  type ICertificateBundle,
} from "./certificate-bundle";
export { EmrEncryption, type EmrEncryptionAtRest, type EmrEncryptionConfig, type KeyUsers } from "./emr-encryption";
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
export {
  type ConstructLeaves,
  SecurityConfiguration,
  type SecurityConfigurationConfig,
} from "./security-configuration";

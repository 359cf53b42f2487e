export type {
  EmrEncryptionAtRest,
  EmrEncryptionConfig,
  EmrEncryptionSettings,
  EmrGeneration,
  EmrLocalDiskEncryption,
  EmrLogEncryption,
  EmrS3Encryption,
  EmrS3KmsEncryption,
  KeyUsers,
  OptionalKey,
} from "./config";
export { EmrEncryption } from "./emr-encryption";
export type { ClusterConfiguration } from "./emrfs-site";

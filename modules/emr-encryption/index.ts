export type {
  EmrEncryptionAtRest,
  EmrEncryptionConfig,
  EmrEncryptionSettings,
  EmrGeneration,
  EmrLocalDiskEncryption,
  EmrLogEncryption,
  EmrS3Encryption,
  KeyUsers,
} from "./config";
export { EmrEncryption } from "./emr-encryption";
export type { ClusterConfiguration } from "./emrfs-site";

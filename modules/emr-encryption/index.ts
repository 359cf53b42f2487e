export type {
  EmrEncryptionAtRest,
  EmrEncryptionConfig,
  EmrEncryptionSettings,
  EmrGeneration,
  EmrLogEncryption,
  KeyUsers,
} from "./config";
export { EmrEncryption } from "./emr-encryption";
export type { ClusterConfiguration } from "./emrfs-site";

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
export * from "./emr-encryption";
export * from "./encryption-key";
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

export type { ICertificateBundle } from "./bundle";
export { BundleBucket, type BundleBucketConfig, type IBucket, withBucket } from "./bundle-bucket";
export {
  type BundleFolderConfig,
  type BundleUploadConfig,
  type BundleZipConfig,
  CertificateBundle,
} from "./certificate-bundle";
export { ExternalObject, type ExternalObjectConfig } from "./external-object";
export type { PublishedBundleConfig } from "./published-bundle";

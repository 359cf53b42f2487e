export type { ICertificateBundle } from "./bundle";
export { BundleBucket, type BundleBucketConfig, type IBucket, withBucket } from "./bundle-bucket";
export { type BundleFolderConfig, CertificateBundle } from "./certificate-bundle";
export type { PublishedBundleConfig } from "./published-bundle";

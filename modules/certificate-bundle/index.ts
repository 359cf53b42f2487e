export { BundleBucket, type BundleBucketConfig, type IBucket } from "./bundle-bucket";
export { type BundleFolderConfig, CertificateBundle, type ICertificateBundle } from "./certificate-bundle";
export type { PublishedBundleConfig } from "./published-bundle";

/** The documents that EMR, KMS and Java read, as pure functions: no I/O, no cdktf. */

export { type Arn, parseArn, partitionOf, renderArn } from "./arn";
export type { BundleFileName } from "./bundle/files";
export {
  type BundleCertificate,
  type BundleFile,
  type BundleReading,
  type FileProblem,
  readBundle,
} from "./bundle/read";
export * from "./key-policy";
export * from "./security-configuration";
export { type BundleObject, type BundleSidecar, readSidecar, sidecarFits, writeSidecar } from "./sidecar";
export { vpcDomain } from "./vpc-domain";
export type { Certificate, KeyUsage } from "./x509/certificate";
export { type BundleFiles, writeBundle } from "./zip/bundle";

/** Names of the files that EMR looks for at the root of a bundle, exactly so. */
export const BUNDLE_FILES = ["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"] as const;

/** One of the files that EMR looks for. */
export type BundleFileName = (typeof BUNDLE_FILES)[number];

/** Whether EMR looks for a file of this name. */
export function isBundleFile(name: string): name is BundleFileName {
  return BUNDLE_FILES.some((known) => known === name);
}

/** Files without which EMR cannot use a bundle. */
export const REQUIRED_BUNDLE_FILES = BUNDLE_FILES.slice(0, 2);

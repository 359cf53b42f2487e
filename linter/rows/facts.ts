import type { BundleFact, BundleFileFact } from "./bundles";
import type { CertificateDomainFact } from "./certificate-domains";
import type { CertificateFact } from "./certificates";
import type { ClusterFact } from "./clusters";
import type { ConfigurationChangeFact } from "./configuration-changes";
import type { ConfigurationFact, PropertyFact } from "./configurations";
import type { KeyUseFact } from "./key-uses";
import type { KeyFact } from "./keys";
import type { ObjectFact } from "./objects";
import type { ProviderFact } from "./providers";

/**
 * Everything the rules see: rows of a few subject kinds with wrapped leaves. TypeScript establishes them, Rego rules evaluate them.
 * Published as `schemas/facts.schema.json`; one file of this folder per kind.
 */
export interface Facts {
  /** When the run checks, in milliseconds since 1970 (Rego in WASM has no clock and no date parser). */
  readonly evaluatedAt: number;
  /** Only `development` relaxes rules. */
  readonly environment: string;
  /** Whether nothing declares the environment, so that it is production by default. */
  readonly environmentAssumed: boolean;
  readonly thresholds: Thresholds;
  readonly configurations: readonly ConfigurationFact[];
  readonly configurationChanges: readonly ConfigurationChangeFact[];
  readonly keys: readonly KeyFact[];
  readonly keyUses: readonly KeyUseFact[];
  readonly clusters: readonly ClusterFact[];
  readonly objects: readonly ObjectFact[];
  readonly providers: readonly ProviderFact[];
  readonly properties: readonly PropertyFact[];
  readonly bundles: readonly BundleFact[];
  readonly bundleFiles: readonly BundleFileFact[];
  readonly certificates: readonly CertificateFact[];
  readonly certificateDomains: readonly CertificateDomainFact[];
}

/** Limits that the rules compare with; `policies/settings/thresholds.json` contains the defaults, settings replace them. */
export interface Thresholds {
  /** Smallest RSA modulus, in bits. */
  readonly rsaBits: number;
  /** Days before its end from which a certificate is reported. */
  readonly expiresSoonDays: number;
  /** Days of validity beyond which a certificate is reported. */
  readonly longValidityDays: number;
  /** Shortest deletion window of a KMS key, in days. */
  readonly deletionWindowDays: number;
}

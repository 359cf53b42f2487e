import type { PathEnd } from "../../formats/x509/path";
import type { PublicKeyType } from "../../formats/x509/public-key";
import type { ModulusWeakness } from "../../formats/x509/weak-key";
import type { Leaf } from "./leaf";
import type { Row } from "./row";

/** Role of a certificate: the nodes' own, one of its issuers, the trusted root of its path, or none. */
export type CertificateRole = "leaf" | "issuer" | "anchor" | "unused";

/** One certificate of a bundle. What only the leaf has is known to be absent on the others. */
export interface CertificateFact extends Row {
  /** File and number within it: `certificateChain.pem[0]`; the resource type for one that a plan creates. */
  readonly place: Leaf<string>;
  readonly role: Leaf<CertificateRole>;
  /** Whether it is in `trustedCertificates.pem`. */
  readonly inTrust: Leaf<boolean>;
  /** Whether it is in `certificateChain.pem`. */
  readonly inChain: Leaf<boolean>;
  /** Whether it is in `certificateChain.pem` more than once. */
  readonly doubled: Leaf<boolean>;
  readonly subjectName: Leaf<string>;
  readonly issuerName: Leaf<string>;
  readonly key: PublicKeyFact;
  readonly signature: SignatureFact;
  /** Milliseconds since 1970. */
  readonly notBefore: Leaf<number>;
  readonly notAfter: Leaf<number>;
  /** Whole days from its start to its end. */
  readonly validDays: Leaf<number>;
  readonly selfSigned: Leaf<boolean>;
  /** What X.509 forbids and some readers tolerate; absent where there is nothing. */
  readonly malformed: Leaf<string>;
  /** What RFC 5280 forbids and strict readers refuse, although the path verifies; absent where there is nothing. */
  readonly forbidden: Leaf<string>;
  /** Critical extensions that no reader of a node understands; absent where there are none. */
  readonly unknownCritical: Leaf<string>;
  /** Why it may not issue what it issued in the path; absent where it may, or issued nothing. */
  readonly mayNotIssue: Leaf<string>;
  /** Why the anchor of a path may not issue it, although Java does not check that: its path length; absent if it may. */
  readonly pathTooLong: Leaf<string>;
  /** Why a CA above it may not certify one of its names; absent if all are allowed. */
  readonly outsideConstraints: Leaf<string>;
  /** The same of the anchor's name constraints, which Java does not apply. */
  readonly outsideAnchorConstraints: Leaf<string>;
  /** Why a name of it is permitted only by a domain with a leading dot; absent where none is. */
  readonly dottedConstraint: Leaf<string>;
  readonly isCa: Leaf<boolean>;
  /** Whether nodes accept what its private key issues: of a leaf, by its constraints, key usage and the path lengths above it. */
  readonly canIssue: Leaf<boolean>;
  /** Whether its extended key usage lets a TLS server use it (absent allows everything). */
  readonly serverPurpose: Leaf<boolean>;
  /** Whether its extended key usage names anyExtendedKeyUsage, but not serverAuth. */
  readonly anyPurposeOnly: Leaf<boolean>;
  /** Whether its extended key usage lets a TLS client use it (absent allows everything). */
  readonly clientPurpose: Leaf<boolean>;
  /** Whether nodes present it as clients, too. */
  readonly shownByClients: Leaf<boolean>;
  /** Whether its key usage lets it sign a handshake (absent allows everything). */
  readonly signingPurpose: Leaf<boolean>;
  readonly names: NamesFact;
  readonly path: PathFact;
}

/** The public key of a certificate. */
export interface PublicKeyFact {
  readonly type: Leaf<PublicKeyType>;
  /** Of the modulus' value, or of the curve's field. */
  readonly bits: Leaf<number>;
  readonly curve: Leaf<string>;
  /** Public exponent of an RSA key. */
  readonly exponent: Leaf<number>;
  readonly exponentIsEven: Leaf<boolean>;
  /** How the modulus can be factored; absent if no way is known. */
  readonly weakness: Leaf<ModulusWeakness>;
  /** Whether the certificate's issuer uses the same key. */
  readonly sharedWithIssuer: Leaf<boolean>;
  /** Whether a node that reads it may run Java 8. */
  readonly readByJava8: Leaf<boolean>;
}

/** The signature on a certificate. */
export interface SignatureFact {
  /** `SHA-256`. */
  readonly hash: Leaf<string>;
  /** Whether its issuer signed it; absent if no certificate of the path has the issuer's name. */
  readonly verifies: Leaf<boolean>;
}

/** The names that a leaf is valid for. */
export interface NamesFact {
  /** Whether the subject alternative name contains a DNS name. */
  readonly inSan: Leaf<boolean>;
  /** The most specific common name. */
  readonly commonName: Leaf<string>;
  /** Whether a common name is a wildcard. */
  readonly commonNameIsWildcard: Leaf<boolean>;
  /** Whether one of the names that count is a wildcard. */
  readonly wildcard: Leaf<boolean>;
  /** A name whose `*` is not the whole leftmost label, or that is no DNS name. */
  readonly invalid: Leaf<string>;
  /** A wildcard over more than one VPC: `*.compute.internal`. */
  readonly broad: Leaf<string>;
  /** Whether all names that count are such wildcards. */
  readonly onlyBroad: Leaf<boolean>;
  /** Whether a name can be in public DNS. */
  readonly publicName: Leaf<boolean>;
  /** Whether Presto or Trino serve people by public names. */
  readonly servesPublic: Leaf<boolean>;
}

/** The best path from a leaf to what the nodes trust. */
export interface PathFact {
  readonly end: Leaf<PathEnd>;
  /** Subject of the last certificate that was found. */
  readonly last: Leaf<string>;
  /** Issuer name in the last certificate. */
  readonly wanted: Leaf<string>;
  /** Whether the bundle contains its own trusted certificates, in `trustedCertificates.pem`. */
  readonly ownTrust: Leaf<boolean>;
  /** Whether it ends at a root that Java trusts by default: the CA is public. */
  readonly publicRoot: Leaf<boolean>;
  /** Whether the chain file is in the order of the path: leaf first, each issued by the next. */
  readonly ordered: Leaf<boolean>;
  /** Earliest end of the certificates above the leaf, in milliseconds since 1970. */
  readonly issuersEnd: Leaf<number>;
  /** Whether the development CA of this tool is in it. */
  readonly developmentCa: Leaf<boolean>;
  /** Certificates of `trustedCertificates.pem` that no path uses. */
  readonly unusedAnchors: readonly UnusedAnchor[];
}

/** A certificate of `trustedCertificates.pem` that no path uses. */
export interface UnusedAnchor {
  readonly name: Leaf<string>;
  readonly keyType: Leaf<PublicKeyType>;
  readonly keyBits: Leaf<number>;
}

import type { BundleCertificate, BundleReading } from "../../formats/bundle/read";
import { DEVELOPMENT_CA_MARKER } from "../../formats/development-ca";
import { type Certificate, EXTENDED_KEY_USAGE, isSelfSigned, isSignedBy } from "../../formats/x509/certificate";
import { broadWildcards, dnsNames, hostNames, invalidWildcards } from "../../formats/x509/hosts";
import {
  type CertificatePath,
  findPath,
  type PathEnd,
  type PathFaultKind,
  unknownCriticalExtensions,
} from "../../formats/x509/path";
import { modulusWeakness, sharedPrimes } from "../../formats/x509/weak-key";
import { absence, leafAbsence, subjectOf } from "./bundles";
import type { Row } from "./facts";
import { known, type Leaf, type Unsettled, unsettled } from "./leaf";

/** Part that a certificate plays: the nodes' own, one that issued it, the one that is trusted for it, or none. */
export type CertificateRole = "leaf" | "issuer" | "anchor" | "unused";

/** One certificate of a bundle. What only the leaf has is known to be absent on the others. */
export interface CertificateFact extends Row {
  /** File and number within it: `certificateChain.pem[0]`; the resource type for one that a plan makes. */
  readonly place: Leaf<string>;
  readonly role: Leaf<CertificateRole>;
  /** Whether it stands in `trustedCertificates.pem`. */
  readonly inTrust: Leaf<boolean>;
  /** Whether it stands in `certificateChain.pem` more than once. */
  readonly doubled: Leaf<boolean>;
  readonly subjectName: Leaf<string>;
  readonly issuerName: Leaf<string>;
  readonly key: PublicKeyFact;
  readonly signature: SignatureFact;
  /** Milliseconds since 1970. */
  readonly notBefore: Leaf<number>;
  readonly notAfter: Leaf<number>;
  readonly selfSigned: Leaf<boolean>;
  /** What X.509 forbids and some readers tolerate; absent where there is nothing. */
  readonly malformed: Leaf<string>;
  /** Critical extensions that no reader of a node understands; absent where there are none. */
  readonly unknownCritical: Leaf<string>;
  /** Why it may not issue what it issued in the path; absent where it may, or issued nothing. */
  readonly mayNotIssue: Leaf<string>;
  /** Why a name of it lies outside what a CA above it may certify; absent where none does. */
  readonly outsideConstraints: Leaf<string>;
  /** Whether it is a CA certificate. */
  readonly isCa: Leaf<boolean>;
  /** Whether its extended key usage lets a TLS server use it (absent allows everything). */
  readonly serverPurpose: Leaf<boolean>;
  /** Whether its extended key usage lets a TLS client use it (absent allows everything). */
  readonly clientPurpose: Leaf<boolean>;
  /** Whether its key usage lets it sign a handshake (absent allows everything). */
  readonly signingPurpose: Leaf<boolean>;
  readonly names: NamesFact;
  readonly path: PathFact;
}

/** The public key of a certificate. */
export interface PublicKeyFact {
  /** `RSA`, `EC`, `Ed25519` …; `RSA-PSS` for keys that may make nothing else. */
  readonly type: Leaf<string>;
  /** Of the modulus' value, or of the curve's field. */
  readonly bits: Leaf<number>;
  readonly curve: Leaf<string>;
  /** Public exponent of an RSA key. */
  readonly exponent: Leaf<number>;
  readonly exponentIsEven: Leaf<boolean>;
  /** How the modulus can be factored; absent where we know no way. */
  readonly weakness: Leaf<string>;
  /** Whether the certificate's issuer uses the same key. */
  readonly sharedWithIssuer: Leaf<boolean>;
}

/** The signature on a certificate. */
export interface SignatureFact {
  /** `SHA-256`. */
  readonly hash: Leaf<string>;
  /** Whether a certificate of the bundle that bears the issuer's name made it; absent where none bears it. */
  readonly verifies: Leaf<boolean>;
}

/** The names that a leaf is good for. */
export interface NamesFact {
  /** Whether a DNS name stands in the subject alternative name. */
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
}

/** The best path from a leaf to what the nodes trust. */
export interface PathFact {
  readonly end: Leaf<PathEnd>;
  /** Subject of the last certificate that was found. */
  readonly last: Leaf<string>;
  /** Issuer name that the last certificate asks for. */
  readonly wanted: Leaf<string>;
  /** Whether the nodes trust it by a root that Java brings along, not by the bundle. */
  readonly defaultRoot: Leaf<boolean>;
  /** Whether the chain file stands in the order of the path: leaf first, each issued by the next. */
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
  readonly keyType: Leaf<string>;
  readonly keyBits: Leaf<number>;
}

/** What the nodes trust, and when the question is asked. */
export interface TrustContext {
  /** Milliseconds since 1970. */
  readonly evaluatedAt: number;
  /** Roots that the nodes' Java brings along; undefined where that is not known, as with an image of one's own. */
  readonly defaultRoots: (() => readonly Certificate[]) | undefined;
  /** Roots that are declared to be on the nodes. */
  readonly additionalRoots: readonly Certificate[];
}

/** Rows of the certificates of a bundle, each certificate once; one row of unknown leaves where the leaf is not known. */
export function certificateFacts(
  bundle: BundleReading | Unsettled,
  subject: string,
  trust: TrustContext,
): readonly CertificateFact[] {
  if ("unknown" in bundle) return [unknownCertificate(subject, bundle)];
  const [leaf] = bundle.chain;
  if (!leaf) return [unknownCertificate(subject, leafAbsence(bundle))];
  return new BundleCertificates(bundle, leaf, subject, trust).rows();
}

/** The certificate that a plan makes or asks for, of which only some leaves are known. */
export function plannedCertificate(
  subject: string,
  leaves: Partial<Omit<CertificateFact, "key" | "names" | "path" | "signature">> & {
    readonly key?: Partial<PublicKeyFact>;
  },
): CertificateFact {
  const absent = everyLeaf(known<never>(null));
  return { subject, ...absent, ...leaves, key: { ...absent.key, ...leaves.key } };
}

function unknownCertificate(subject: string, why: Unsettled): CertificateFact {
  const row = everyLeaf(why);
  return {
    subject: subjectOf(subject, "certificateChain.pem[0]"),
    ...row,
    place: known("certificateChain.pem[0]"),
    role: known("leaf"),
  };
}

function everyLeaf(leaf: Leaf<never>): Omit<CertificateFact, "subject"> {
  return {
    place: leaf,
    role: leaf,
    inTrust: leaf,
    doubled: leaf,
    subjectName: leaf,
    issuerName: leaf,
    key: {
      type: leaf,
      bits: leaf,
      curve: leaf,
      exponent: leaf,
      exponentIsEven: leaf,
      weakness: leaf,
      sharedWithIssuer: leaf,
    },
    signature: { hash: leaf, verifies: leaf },
    notBefore: leaf,
    notAfter: leaf,
    selfSigned: leaf,
    malformed: leaf,
    unknownCritical: leaf,
    mayNotIssue: leaf,
    outsideConstraints: leaf,
    isCa: leaf,
    serverPurpose: leaf,
    clientPurpose: leaf,
    signingPurpose: leaf,
    names: everyName(leaf),
    path: everyStep(leaf),
  };
}

function everyName(leaf: Leaf<never>): NamesFact {
  return { inSan: leaf, commonName: leaf, commonNameIsWildcard: leaf, wildcard: leaf, invalid: leaf, broad: leaf };
}

function everyStep(leaf: Leaf<never>): PathFact {
  return {
    end: leaf,
    last: leaf,
    wanted: leaf,
    defaultRoot: leaf,
    ordered: leaf,
    issuersEnd: leaf,
    developmentCa: leaf,
    unusedAnchors: [],
  };
}

/** The certificates of one bundle, the path among them, and the rows they make. */
class BundleCertificates {
  private readonly path: CertificatePath;
  private readonly shared: ReadonlySet<bigint>;
  /** Every certificate once, by fingerprint, where it stands first. */
  private readonly distinct: ReadonlyMap<string, BundleCertificate>;

  constructor(
    private readonly bundle: BundleReading,
    private readonly leaf: BundleCertificate,
    private readonly subject: string,
    private readonly trust: TrustContext,
  ) {
    const all = [...bundle.chain, ...bundle.trusted];
    this.distinct = new Map(all.toReversed().map((one) => [one.certificate.fingerprint, one]));
    const others = all.map(({ certificate }) => certificate);
    this.path = findPath({ leaf: leaf.certificate, others, anchors: this.anchors(), at: trust.evaluatedAt });
    this.shared = sharedPrimes(others.flatMap(({ key }) => key.modulus ?? []));
  }

  rows(): readonly CertificateFact[] {
    const rows = [...this.distinct.values()].toReversed().map((one) => this.row(one));
    return this.bundle.chain.length > 0 ? rows : [];
  }

  /** What the nodes trust: the bundle's own anchors, or Java's roots where it brings none; and declared roots. */
  private anchors(): readonly Certificate[] {
    const { additionalRoots, defaultRoots } = this.trust;
    const own = this.bundle.trusted.map(({ certificate }) => certificate);
    if (this.bringsTrust()) return [...own, ...additionalRoots];
    return [...additionalRoots, ...(defaultRoots?.() ?? [])];
  }

  private bringsTrust(): boolean {
    return this.bundle.names.includes("trustedCertificates.pem");
  }

  /** Why it is not known what the nodes trust, where the path does not settle it. */
  private trustUnknown(): Unsettled | undefined {
    if (this.path.end === "anchor") return undefined;
    const file = this.bundle.files.find(({ name }) => name === "trustedCertificates.pem");
    if (this.bringsTrust()) {
      if (!file) return absence(this.bundle, "trustedCertificates.pem");
      const damaged = file.problems.some(({ kind }) => kind !== "text after the last block");
      return damaged
        ? unsettled("trustedCertificates.pem cannot be read in full", "repair trustedCertificates.pem")
        : undefined;
    }
    if (this.trust.defaultRoots) return undefined;
    return unsettled(
      "the roots on a custom image are not known",
      "declare them as known.additionalRoots in the settings",
    );
  }

  private row({ file, index, certificate }: BundleCertificate): CertificateFact {
    const place = `${file}[${index}]`;
    const isLeaf = certificate === this.leaf.certificate;
    const fingerprint = certificate.fingerprint;
    const times = this.bundle.chain.filter((one) => one.certificate.fingerprint === fingerprint).length;
    const critical = unknownCriticalExtensions(certificate);
    const absent = known<never>(null);
    const purposes = certificate.extendedKeyUsage;
    const allows = (purpose: string): boolean =>
      purposes === undefined || purposes.includes(purpose) || purposes.includes(EXTENDED_KEY_USAGE.any);
    return {
      subject: subjectOf(this.subject, place),
      place: known(place),
      role: known(this.roleOf(certificate)),
      inTrust: known(this.bundle.trusted.some((one) => one.certificate.fingerprint === fingerprint)),
      doubled: known(times > 1),
      subjectName: known(certificate.subject.text),
      issuerName: known(certificate.issuer.text),
      key: this.keyOf(certificate),
      signature: { hash: known(certificate.signatureHash), verifies: known(this.verifies(certificate)) },
      notBefore: known(certificate.notBefore),
      notAfter: known(certificate.notAfter),
      selfSigned: known(isSelfSigned(certificate)),
      malformed: known(this.malformation(certificate)),
      unknownCritical: known(critical.length > 0 ? critical.join(", ") : undefined),
      mayNotIssue: known(this.fault(certificate, "not a CA", "may not sign certificates", "path length")),
      outsideConstraints: known(this.fault(certificate, "name constraints")),
      isCa: known(certificate.basicConstraints?.ca ?? false),
      serverPurpose: known(allows(EXTENDED_KEY_USAGE.serverAuth)),
      clientPurpose: known(allows(EXTENDED_KEY_USAGE.clientAuth)),
      signingPurpose: known(certificate.keyUsage?.includes("digitalSignature") ?? true),
      names: isLeaf ? namesOf(certificate) : everyName(absent),
      path: isLeaf ? this.pathFact() : everyStep(absent),
    };
  }

  private roleOf(certificate: Certificate): CertificateRole {
    const { certificates, end } = this.path;
    const at = certificates.findIndex(({ fingerprint }) => fingerprint === certificate.fingerprint);
    if (at === 0) return "leaf";
    if (at === -1) return "unused";
    return end === "anchor" && at === certificates.length - 1 ? "anchor" : "issuer";
  }

  /** The certificates of the bundle that bear the name of a certificate's issuer. */
  private namedIssuers(certificate: Certificate): readonly Certificate[] {
    const wanted = JSON.stringify(certificate.issuer.comparable);
    const all = [...this.distinct.values()].map((one) => one.certificate);
    return all.filter(({ subject }) => JSON.stringify(subject.comparable) === wanted);
  }

  private verifies(certificate: Certificate): boolean | undefined {
    const issuers = this.namedIssuers(certificate);
    return issuers.length === 0 ? undefined : issuers.some((issuer) => isSignedBy(certificate, issuer));
  }

  private keyOf(certificate: Certificate): PublicKeyFact {
    const { type, bits, curve, exponent, modulus, spkiSha256 } = certificate.key;
    const weakness =
      modulus === undefined
        ? undefined
        : (modulusWeakness(modulus) ?? (this.shared.has(modulus) ? "shared prime" : undefined));
    const sharing = this.namedIssuers(certificate).some(
      (issuer) => issuer.fingerprint !== certificate.fingerprint && issuer.key.spkiSha256 === spkiSha256,
    );
    return {
      type: known(type),
      bits: known(bits),
      curve: known(curve),
      exponent: known(exponent === undefined ? undefined : Number(exponent)),
      exponentIsEven: known(exponent === undefined ? undefined : exponent % 2n === 0n),
      weakness: known(weakness),
      sharedWithIssuer: known(sharing && !isSelfSigned(certificate)),
    };
  }

  private malformation(certificate: Certificate): string | undefined {
    const { version, extensions, serial, signatureAlgorithmsAgree, authorityKeyId } = certificate;
    if (version !== 3) return `it is of version ${version}, need 3`;
    const ids = extensions.map(({ oid }) => oid);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice) return `extension ${twice} stands twice`;
    if (serial <= 0n) return "its serial number is not positive";
    if (serial >= 1n << 159n) return "its serial number has more than 20 bytes";
    if (!signatureAlgorithmsAgree) return "its inner and outer signature algorithms differ";
    const issuer = this.namedIssuers(certificate).find((one) => isSignedBy(certificate, one));
    if (authorityKeyId && issuer?.subjectKeyId && issuer.subjectKeyId !== authorityKeyId) {
      return "its authority key identifier is not the key identifier of its issuer";
    }
    return undefined;
  }

  private fault(certificate: Certificate, ...kinds: readonly PathFaultKind[]): string | undefined {
    return this.path.faults.find(
      (fault) => fault.certificate.fingerprint === certificate.fingerprint && kinds.includes(fault.kind),
    )?.detail;
  }

  private pathFact(): PathFact {
    const { certificates, end } = this.path;
    const last = certificates[certificates.length - 1] ?? this.leaf.certificate;
    const above = certificates.slice(1);
    const unknownTrust = this.trustUnknown();
    const development = certificates.some(({ subject, issuer }) =>
      [...subject.organizationalUnits, ...issuer.organizationalUnits].includes(DEVELOPMENT_CA_MARKER),
    );
    return {
      end: unknownTrust ?? known(end),
      last: known(last.subject.text),
      wanted: known(last.issuer.text),
      defaultRoot: unknownTrust ?? known(end === "anchor" && !this.distinct.has(last.fingerprint)),
      ordered: known(this.isOrdered()),
      issuersEnd: known(above.length === 0 ? undefined : Math.min(...above.map(({ notAfter }) => notAfter))),
      developmentCa: known(development),
      unusedAnchors: this.unusedAnchors(),
    };
  }

  /** Whether each certificate of the chain file is issued by the next, and none stands twice: what a PKCS#12 key store demands. */
  private isOrdered(): boolean {
    const chain = this.bundle.chain.map(({ certificate }) => certificate);
    const inPath = chain.filter((one) =>
      this.path.certificates.some(({ fingerprint }) => fingerprint === one.fingerprint),
    );
    return inPath.every((one, index) => index === 0 || one.fingerprint === this.path.certificates[index]?.fingerprint);
  }

  private unusedAnchors(): readonly UnusedAnchor[] {
    return this.bundle.trusted
      .filter(({ certificate }) => this.roleOf(certificate) === "unused")
      .map(({ certificate: { subject, key } }) => ({
        name: known(subject.text),
        keyType: known(key.type),
        keyBits: known(key.bits),
      }));
  }
}

function namesOf(certificate: Certificate): NamesFact {
  const { commonNames } = certificate.subject;
  return {
    inSan: known(dnsNames(certificate).length > 0),
    commonName: known(commonNames[commonNames.length - 1]),
    commonNameIsWildcard: known(commonNames.some((name) => name.startsWith("*."))),
    wildcard: known(hostNames(certificate).some((name) => name.startsWith("*."))),
    invalid: known(invalidWildcards(certificate)[0]),
    broad: known(broadWildcards(certificate)[0]),
  };
}

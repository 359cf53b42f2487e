import type { BundleCertificate, BundleReading } from "../../../formats/bundle/read";
import { DAY } from "../../../formats/day";
import { DEVELOPMENT_CA_MARKER } from "../../../formats/development-ca";
import { uniqueBy } from "../../../formats/group-by";
import { type Certificate, EXTENDED_KEY_USAGE, isSelfSigned } from "../../../formats/x509/certificate";
import {
  broadWildcards,
  dnsNames,
  type HostNames,
  hostNames,
  invalidWildcards,
  isOnlyBroad,
} from "../../../formats/x509/hosts";
import {
  type CertificatePath,
  findPath,
  type PathFaultKind,
  unknownCriticalExtensions,
} from "../../../formats/x509/path";
import { modulusWeakness, sharedPrimes } from "../../../formats/x509/weak-key";
import type {
  CertificateFact,
  CertificateRole,
  NamesFact,
  PathFact,
  PublicKeyFact,
  UnusedAnchor,
} from "../../rows/certificates";
import { ABSENT, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import type { NodesContext } from "../cluster/node-traits";
import { absence, leafAbsence, subjectOf } from "./file-rows";
import { everyName, everyStep, unknownCertificate } from "./unknown-certificate";

/** Rows of the certificates of a bundle, each certificate once; one row of unknown leaves where the leaf is not known. */
export function certificateFacts(
  bundle: BundleReading | UnknownLeaf,
  subject: string,
  nodes: NodesContext,
): readonly CertificateFact[] {
  if ("unknown" in bundle) return [unknownCertificate(subject, bundle)];
  const { leaf } = bundle;
  if (!leaf) return [unknownCertificate(subject, leafAbsence(bundle))];
  return new BundleCertificates(bundle, leaf, subject, nodes).rows();
}

/** The certificates of one bundle, the path among them, and the rows they make. */
class BundleCertificates {
  private readonly path: CertificatePath;
  private readonly shared: ReadonlySet<bigint>;
  /** Every certificate once, by fingerprint, at its first place. */
  private readonly distinct: ReadonlyMap<string, BundleCertificate>;

  constructor(
    private readonly bundle: BundleReading,
    private readonly leaf: BundleCertificate,
    private readonly subject: string,
    private readonly nodes: NodesContext,
  ) {
    const all = [...bundle.chain, ...bundle.trusted];
    this.distinct = new Map(all.toReversed().map((one) => [one.certificate.fingerprint, one]));
    const others = all.map(({ certificate }) => certificate);
    this.path = findPath({ leaf: leaf.certificate, others, anchors: this.anchors(), at: nodes.evaluatedAt });
    this.shared = sharedPrimes(others.flatMap(({ key }) => key.modulus ?? []));
  }

  rows(): readonly CertificateFact[] {
    return [...this.distinct.values()].toReversed().map((one) => this.row(one));
  }

  /** What the nodes trust: the bundle's own anchors, or Java's roots where it brings none; and declared roots. */
  private anchors(): readonly Certificate[] {
    const { additionalRoots, defaultRoots } = this.nodes;
    const own = this.bundle.trusted.map(({ certificate }) => certificate);
    if (this.bringsTrust()) return [...own, ...additionalRoots];
    return [...additionalRoots, ...(defaultRoots?.() ?? [])];
  }

  private bringsTrust(): boolean {
    return this.bundle.names.includes("trustedCertificates.pem");
  }

  /** The file that may hide certificates, unless the path shows that none is missing. */
  private hidden(): UnknownLeaf | undefined {
    if (this.path.end === "anchor") return undefined;
    for (const name of ["certificateChain.pem", "trustedCertificates.pem"] as const) {
      if (!this.bundle.names.includes(name)) continue;
      const file = this.bundle.files.find((one) => one.name === name);
      if (!file) return absence(this.bundle, name);
      const damaged = file.problems.some(({ kind }) => kind !== "text after the last block");
      if (damaged) return unknownLeaf(`${name} cannot be read in full`, `repair ${name}`);
    }
    return undefined;
  }

  /** Why it is not known what the nodes trust, unless the path decides it. */
  private trustUnknown(): UnknownLeaf | undefined {
    const hidden = this.hidden();
    if (hidden || this.path.end === "anchor" || this.bringsTrust() || this.nodes.defaultRoots) return hidden;
    return unknownLeaf(
      "the roots on a custom image are not known",
      "declare them as known.additionalRoots in the settings",
    );
  }

  private row({ file, index, certificate }: BundleCertificate): CertificateFact {
    const place = `${file}[${index}]`;
    const isLeaf = certificate === this.leaf.certificate;
    const { fingerprint } = certificate;
    const times = this.bundle.chain.filter((one) => one.certificate.fingerprint === fingerprint).length;
    const critical = unknownCriticalExtensions(certificate);
    const role = this.roleOf(certificate);
    const purposes = certificate.extendedKeyUsage;
    const allows = (purpose: string): boolean =>
      purposes === undefined || purposes.includes(purpose) || purposes.includes(EXTENDED_KEY_USAGE.any);
    return {
      id: subjectOf(this.subject, place),
      place: known(place),
      role: (role === "unused" ? this.hidden() : undefined) ?? known(role),
      inTrust: known(this.bundle.trusted.some((one) => one.certificate.fingerprint === fingerprint)),
      inChain: known(times > 0),
      doubled: known(times > 1),
      subjectName: known(certificate.subject.text),
      issuerName: known(certificate.issuer.text),
      key: this.keyOf(certificate),
      signature: { hash: known(certificate.signatureHash), verifies: known(this.verifies(certificate)) },
      notBefore: known(certificate.notBefore),
      notAfter: known(certificate.notAfter),
      validDays: known(Math.floor((certificate.notAfter - certificate.notBefore) / DAY)),
      selfSigned: known(isSelfSigned(certificate)),
      malformed: known(this.malformation(certificate)),
      // RFC 5280 4.2.1.2. Java and OpenSSL refuse it; they accept other extensions whose criticality violates the RFC.
      forbidden: known(isCritical(certificate, "2.5.29.14") ? "its subject key identifier is critical" : undefined),
      unknownCritical: known(critical.length > 0 ? critical.join(", ") : undefined),
      mayNotIssue: known(this.fault(certificate, "not a CA", "may not sign certificates", "path length")),
      pathTooLong: known(this.fault(certificate, "path length of an anchor")),
      outsideConstraints: known(this.fault(certificate, "name constraints")),
      outsideAnchorConstraints: known(this.fault(certificate, "name constraints of an anchor")),
      dottedConstraint: known(this.fault(certificate, "dotted name constraint")),
      // Version 1 cannot express it.
      isCa: known(certificate.basicConstraints?.ca ?? (certificate.version === 1 && isSelfSigned(certificate))),
      canIssue: isLeaf ? known(this.canIssue(certificate)) : ABSENT,
      serverPurpose: known(allows(EXTENDED_KEY_USAGE.serverAuth)),
      anyPurposeOnly: known(
        purposes?.includes(EXTENDED_KEY_USAGE.any) === true && !purposes.includes(EXTENDED_KEY_USAGE.serverAuth),
      ),
      clientPurpose: known(allows(EXTENDED_KEY_USAGE.clientAuth)),
      shownByClients: ofNodes(
        this.nodes.clientCertificates,
        "whether nodes show certificates as clients",
        LINT_WITH_PLAN,
      ),
      signingPurpose: known(certificate.keyUsage?.includes("digitalSignature") ?? true),
      names: isLeaf ? this.namesOf(certificate) : everyName(ABSENT),
      path: isLeaf ? this.pathFact() : everyStep(ABSENT),
    };
  }

  private roleOf(certificate: Certificate): CertificateRole {
    const { certificates, end } = this.path;
    const at = certificates.findIndex(({ fingerprint }) => fingerprint === certificate.fingerprint);
    if (at === 0) return "leaf";
    if (at === -1) return "unused";
    return end === "anchor" && at === certificates.length - 1 ? "anchor" : "issuer";
  }

  /** The certificates of the bundle that have the name of a certificate's issuer. */
  private namedIssuers(certificate: Certificate): readonly Certificate[] {
    const wanted = JSON.stringify(certificate.issuer.comparable);
    const all = [...this.distinct.values()].map((one) => one.certificate);
    return all.filter(({ subject }) => JSON.stringify(subject.comparable) === wanted);
  }

  private issuerOf(certificate: Certificate): Certificate | undefined {
    const { certificates } = this.path;
    const at = certificates.findIndex(({ fingerprint }) => fingerprint === certificate.fingerprint);
    return at === -1 ? undefined : certificates[at + 1];
  }

  /** Known within the path, and for self-signed certificates. */
  private verifies(certificate: Certificate): boolean | undefined {
    if (this.issuerOf(certificate) || isSelfSigned(certificate)) return true;
    return this.path.end === "signature" && this.path.certificates.at(-1) === certificate ? false : undefined;
  }

  private keyOf(certificate: Certificate): PublicKeyFact {
    const { type, bits, curve, exponent, modulus, spkiSha256 } = certificate.key;
    // The primality test is slow, and nothing relies on a certificate that no path uses.
    const tryPrime = modulus !== undefined && !this.isFactored(modulus) && this.roleOf(certificate) !== "unused";
    const weakness =
      modulus === undefined
        ? undefined
        : (modulusWeakness(modulus, tryPrime) ?? (this.shared.has(modulus) ? "shared prime" : undefined));
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
      readByJava8: ofNodes(this.nodes.java8, "the EMR release of the nodes", LINT_WITH_PLAN),
    };
  }

  private namesOf(certificate: Certificate): NamesFact {
    const { publicNames } = this.nodes;
    return namesFact(certificate, ofNodes(publicNames, "whether the cluster runs Presto or Trino", LINT_WITH_PLAN));
  }

  private malformation(certificate: Certificate): string | undefined {
    const { version, serial, signatureAlgorithmsAgree, authorityKeyId } = certificate;
    if (version !== 3) return `it has version ${version}; version 3 is required`;
    if (serial <= 0n) return "its serial number is not positive";
    if (serial >= 1n << 159n) return "its serial number has more than 20 bytes";
    if (!signatureAlgorithmsAgree) return "its inner and outer signature algorithms differ";
    if (isCritical(certificate, "2.5.29.35")) return "its authority key identifier is critical";
    if (certificate.nameConstraints && !isCritical(certificate, "2.5.29.30"))
      return "its name constraints are not critical";
    const issuer = this.issuerOf(certificate);
    if (authorityKeyId && issuer?.subjectKeyId && issuer.subjectKeyId !== authorityKeyId) {
      return "its authority key identifier is not the key identifier of its issuer";
    }
    return undefined;
  }

  private isFactored(modulus: bigint): boolean {
    return this.bundle.privateKeys.some(({ factored, facts }) => factored && facts?.modulus === modulus);
  }

  private fault(certificate: Certificate, ...kinds: readonly PathFaultKind[]): string | undefined {
    return this.path.faults.find(
      (fault) => fault.certificate.fingerprint === certificate.fingerprint && kinds.includes(fault.kind),
    )?.detail;
  }

  /** Whether Java accepts a certificate that the leaf's key issues: it ignores the path length of an anchor. */
  private canIssue({ basicConstraints, keyUsage }: Certificate): boolean {
    if (!basicConstraints?.ca || (keyUsage && !keyUsage.includes("keyCertSign"))) return false;
    const { certificates, end } = this.path;
    const issuers = certificates.slice(1, end === "anchor" ? -1 : undefined);
    return issuers.every((issuer, below) => (issuer.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY) > below);
  }

  private pathFact(): PathFact {
    const { certificates, end } = this.path;
    const last = certificates.at(-1) ?? this.leaf.certificate;
    const above = certificates.slice(1);
    const unknownTrust = this.trustUnknown();
    const development = certificates.some(({ subject, issuer }) =>
      [...subject.organizationalUnits, ...issuer.organizationalUnits].includes(DEVELOPMENT_CA_MARKER),
    );
    return {
      end: unknownTrust ?? known(end),
      last: known(last.subject.text),
      wanted: known(last.issuer.text),
      ownTrust: known(this.bringsTrust()),
      publicRoot: unknownTrust ?? this.publicRoot(last),
      ordered: known(this.isOrdered()),
      issuersEnd: known(above.length === 0 ? undefined : Math.min(...above.map(({ notAfter }) => notAfter))),
      developmentCa: known(development),
      unusedAnchors: this.unusedAnchors(),
    };
  }

  /** No public CA certifies names below `.internal`, so the roots need not be read for them. */
  private publicRoot(last: Certificate): Leaf<boolean> {
    const internal = hostNames(this.leaf.certificate).every(isInternal);
    if (this.path.end !== "anchor" || internal) return known(false);
    const { defaultRoots } = this.nodes;
    if (!defaultRoots) return unknownLeaf("the roots on a custom image are not known", "give --default-roots");
    return known(defaultRoots().some(({ fingerprint }) => fingerprint === last.fingerprint));
  }

  /** Whether each certificate of the chain file is issued by the next, repeated ones aside: what TLS 1.2 demands. */
  private isOrdered(): boolean {
    const all = this.bundle.chain.map(({ certificate }) => certificate);
    const chain = uniqueBy(all, ({ fingerprint }) => fingerprint);
    if (chain[0]?.fingerprint !== this.leaf.certificate.fingerprint) return false;
    const inPath = chain.filter((one) =>
      this.path.certificates.some(({ fingerprint }) => fingerprint === one.fingerprint),
    );
    return inPath.every((one, index) => index === 0 || one.fingerprint === this.path.certificates[index]?.fingerprint);
  }

  private unusedAnchors(): readonly UnusedAnchor[] {
    const hidden = this.hidden();
    if (hidden) return [{ name: hidden, keyType: hidden, keyBits: hidden }];
    return this.bundle.trusted
      .filter(({ certificate }) => this.roleOf(certificate) === "unused")
      .map(({ certificate: { subject, key } }) => ({
        name: known(subject.text),
        keyType: known(key.type),
        keyBits: known(key.bits),
      }));
  }
}

function isCritical({ extensions }: Certificate, id: string): boolean {
  return extensions.some((extension) => extension.oid === id && extension.critical);
}

/** Leaves of the names of a certificate. */
export function namesFact(names: HostNames, servesPublic: Leaf<boolean>): NamesFact {
  const { commonNames } = names.subject;
  const hosts = hostNames(names);
  return {
    inSan: known(dnsNames(names).length > 0),
    commonName: known(commonNames.at(-1)),
    commonNameIsWildcard: known(commonNames.some((name) => name.startsWith("*."))),
    wildcard: known(hosts.some((name) => name.startsWith("*."))),
    invalid: known(invalidWildcards(names)[0]),
    broad: known(broadWildcards(names)[0]),
    onlyBroad: known(isOnlyBroad(names)),
    publicName: known(hosts.some((name) => name.includes(".") && !isInternal(name))),
    servesPublic,
  };
}

function isInternal(name: string): boolean {
  return /(^|\.)internal$/i.test(name);
}

/** What only the cluster shows. */
export function ofNodes(value: boolean | undefined, what: string, resolveWith: string): Leaf<boolean> {
  return value === undefined ? unknownLeaf(`${what} is not in the input`, resolveWith) : known(value);
}

const LINT_WITH_PLAN = "lint the bundle with the plan of its cluster";

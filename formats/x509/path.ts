import { groupBy } from "../group-by";
import { type Certificate, isSignedBy } from "./certificate";
import { sameName } from "./name";
import { outsideConstraints } from "./name-constraints";

/** Limits of {@link findPath}; a real bundle needs a handful of each. */
export const PATH_LIMITS = {
  /** Certificates that are considered, leaf and anchors included. */
  certificates: 1000,
  /** Certificates in one path. */
  length: 30,
  /** Steps from a certificate to a possible issuer, over all branches. */
  steps: 2000,
  /** Signatures that are looked at, over all branches. */
  verifications: 2000,
  /** Names that are compared with name constraints, over all branches. */
  comparisons: 1_000_000,
} as const;

/** What makes a path invalid although its signatures verify. */
export type PathFaultKind =
  | "expired"
  | "not yet valid"
  | "not a CA"
  | "may not sign certificates"
  | "path length"
  | "name constraints"
  | "critical extension"
  /** Only some readers refuse the three below: Java uses only the name and the key of an anchor. */
  | "path length of an anchor"
  | "name constraints of an anchor"
  /** A permitted domain begins with a dot, which Java, OpenSSL and Go accept. */
  | "dotted name constraint";

/** Faults in spite of which the Java of the nodes accepts a path. */
export const ACCEPTED_BY_JAVA: ReadonlySet<PathFaultKind> = new Set<PathFaultKind>([
  "path length of an anchor",
  "name constraints of an anchor",
  "dotted name constraint",
]);

/** A fault and the certificate that has it. */
export interface PathFault {
  readonly kind: PathFaultKind;
  readonly certificate: Certificate;
  /** The fact, as a clause. */
  readonly detail: string;
}

/** How a path ends: at a trust anchor, or why it does not. */
export type PathEnd =
  /** The last certificate is a trust anchor. */
  | "anchor"
  /** The last certificate is self-signed and not an anchor. */
  | "untrusted root"
  /** No certificate has the name of the last certificate's issuer. */
  | "missing issuer"
  /** A certificate of that name exists, but it did not make the signature. */
  | "signature"
  /** There are more branches than {@link PATH_LIMITS} lets be tried. */
  | "limit";

/** A path from a leaf towards a trust anchor. */
export interface CertificatePath {
  /** Leaf first. */
  readonly certificates: readonly Certificate[];
  readonly end: PathEnd;
  /** Without any, and with an anchor at its end, the path is valid. */
  readonly faults: readonly PathFault[];
}

/** Input of {@link findPath}. */
export interface PathQuestion {
  readonly leaf: Certificate;
  /** Certificates that may be between leaf and anchor. */
  readonly others: readonly Certificate[];
  readonly anchors: readonly Certificate[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Extensions that are understood here, or that change nothing about the paths of a cluster (revocation, policies). */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  "2.5.29.14",
  "2.5.29.15",
  "2.5.29.17",
  "2.5.29.18",
  "2.5.29.19",
  "2.5.29.30",
  "2.5.29.31",
  "2.5.29.32",
  "2.5.29.33",
  "2.5.29.35",
  "2.5.29.36",
  "2.5.29.37",
  "2.5.29.54",
]);

/** Critical extensions of a certificate that no reader of a node understands. */
export function unknownCriticalExtensions({ extensions }: Certificate): readonly string[] {
  return extensions.filter(({ oid, critical }) => critical && !UNDERSTOOD.has(oid)).map(({ oid }) => oid);
}

/** Self-issued certificates do not count against path lengths (RFC 5280 6.1.4 (l)). */
function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return sameName(subject, issuer);
}

/**
 * The best path from a leaf to a trust anchor (RFC 5280 6.1): a valid one where there is one, in whatever order the
 * certificates stand; else the one that comes closest, with what is wrong with it.
 */
export function findPath({ leaf, others, anchors, at }: PathQuestion): CertificatePath {
  return new Search(others, anchors, at).run(leaf);
}

class Search {
  private readonly anchors: ReadonlySet<string>;
  private readonly bySubject: ReadonlyMap<string, readonly Certificate[]>;
  private steps = 0;
  private verifications = 0;
  private comparisons = 0;
  private best: CertificatePath | undefined;

  constructor(
    others: readonly Certificate[],
    anchors: readonly Certificate[],
    private readonly at: number,
  ) {
    this.anchors = new Set(anchors.map(({ fingerprint }) => fingerprint));
    const considered = groupBy([...anchors, ...others].slice(0, PATH_LIMITS.certificates), (one) => one.fingerprint);
    const distinct = [...considered.values()].map(([first]) => first);
    this.bySubject = groupBy(distinct, ({ subject }) => nameOf(subject.comparable));
  }

  run(leaf: Certificate): CertificatePath {
    this.extend([leaf], ownFaults(leaf, this.at, this.anchors.has(leaf.fingerprint)));
    return this.best ?? { certificates: [leaf], end: "limit", faults: [] };
  }

  /** Returns whether a valid path was found. */
  private extend(path: readonly Certificate[], faults: readonly PathFault[]): boolean {
    const last = path[path.length - 1] as Certificate;
    if (this.anchors.has(last.fingerprint)) return this.offer({ certificates: path, end: "anchor", faults });
    const named = (this.bySubject.get(nameOf(last.issuer.comparable)) ?? []).filter(
      (issuer) => !path.some((one) => one === issuer || sameKeyAndName(one, issuer)),
    );
    if (path.length >= PATH_LIMITS.length || this.isSpent()) {
      return this.offer({ certificates: path, end: "limit", faults });
    }
    const issuers = named.filter((issuer) => this.signed(last, issuer));
    if (issuers.length === 0) {
      const end =
        isSelfIssued(last) && isSignedBy(last, last)
          ? "untrusted root"
          : named.length > 0
            ? "signature"
            : "missing issuer";
      return this.offer({ certificates: path, end, faults });
    }
    const steps = issuers.map((issuer) => ({ issuer, more: this.faultsOf(issuer, path) }));
    if (this.isSpent()) return this.offer({ certificates: path, end: "limit", faults });
    // The sort is stable: anchors come first, then the order of the files.
    steps.sort((a, b) => a.more.length - b.more.length);
    return steps.some(({ issuer, more }) => {
      this.steps++;
      return this.extend([...path, issuer], [...faults, ...more]);
    });
  }

  private isSpent(): boolean {
    return (
      this.steps >= PATH_LIMITS.steps ||
      this.verifications >= PATH_LIMITS.verifications ||
      this.comparisons >= PATH_LIMITS.comparisons
    );
  }

  private offer(path: CertificatePath): boolean {
    if (this.best === undefined || closer(path, this.best)) this.best = path;
    return path.end === "anchor" && path.faults.length === 0;
  }

  /** Takes from the budget: a thousand CAs with the same name would take seconds. */
  private signed(certificate: Certificate, issuer: Certificate): boolean {
    if (this.verifications >= PATH_LIMITS.verifications) return false;
    this.verifications++;
    return isSignedBy(certificate, issuer);
  }

  /** Why an issuer may not be above the certificates of a path. */
  private faultsOf(issuer: Certificate, below: readonly Certificate[]): readonly PathFault[] {
    const anchor = this.anchors.has(issuer.fingerprint);
    const faults = [...ownFaults(issuer, this.at, anchor)];
    const report = (kind: PathFaultKind, detail: string): void => {
      faults.push({ kind, certificate: issuer, detail });
    };
    const { basicConstraints, keyUsage, nameConstraints } = issuer;
    // Version 1 has no basic constraints: as an anchor it is a CA because it is trusted as one.
    if (!basicConstraints?.ca && !(anchor && issuer.version === 1)) {
      report("not a CA", basicConstraints ? "its basic constraints say CA:FALSE" : "it has no basic constraints");
    }
    if (keyUsage && !keyUsage.includes("keyCertSign"))
      report("may not sign certificates", "its key usage lacks keyCertSign");
    const between = below.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
    if (basicConstraints?.pathLength !== undefined && between > basicConstraints.pathLength) {
      report(
        anchor ? "path length of an anchor" : "path length",
        `it allows ${basicConstraints.pathLength} CAs below it, the path has ${between}`,
      );
    }
    if (!nameConstraints) return faults;
    const names = below.reduce((count, { subjectAltNames = [] }) => count + subjectAltNames.length + 1, 0);
    this.comparisons += names * (nameConstraints.permitted.length + nameConstraints.excluded.length);
    if (this.isSpent()) return faults;
    return [...faults, ...constraintFaults(issuer, nameConstraints, below, anchor)];
  }
}

/** Certificates below an issuer whose names it may not certify; RFC 5280 6.1.4 passes over self-issued ones, but for the leaf. */
function constraintFaults(
  issuer: Certificate,
  constraints: NonNullable<Certificate["nameConstraints"]>,
  below: readonly Certificate[],
  anchor: boolean,
): readonly PathFault[] {
  return below.flatMap((certificate, index): readonly PathFault[] => {
    if (index > 0 && isSelfIssued(certificate)) return [];
    const outside = outsideConstraints(certificate, constraints);
    if (!outside) return [];
    const ofIssuer = anchor ? "name constraints of an anchor" : "name constraints";
    const kind = outside.dotted ? "dotted name constraint" : ofIssuer;
    return [{ kind, certificate, detail: `${outside.detail} by ${issuer.subject.text}` }];
  });
}

/** What is wrong with a certificate wherever it is in a path; of an anchor, only key and name matter. */
function ownFaults(certificate: Certificate, at: number, anchor: boolean): readonly PathFault[] {
  const faults: PathFault[] = [];
  const report = (kind: PathFaultKind, detail: string): void => {
    faults.push({ kind, certificate, detail });
  };
  if (at < certificate.notBefore) report("not yet valid", "it is not valid yet");
  if (at > certificate.notAfter) report("expired", "it is expired");
  const unknown = anchor ? [] : unknownCriticalExtensions(certificate);
  if (unknown.length > 0) report("critical extension", `it carries the critical extension ${unknown.join(" and ")}`);
  return faults;
}

const END_ORDER: readonly PathEnd[] = ["anchor", "untrusted root", "missing issuer", "signature", "limit"];

function closer(a: CertificatePath, b: CertificatePath): boolean {
  if (a.end !== b.end) return END_ORDER.indexOf(a.end) < END_ORDER.indexOf(b.end);
  const refused = ({ faults }: CertificatePath) => faults.filter(({ kind }) => !ACCEPTED_BY_JAVA.has(kind)).length;
  if (refused(a) !== refused(b)) return refused(a) < refused(b);
  if (a.faults.length !== b.faults.length) return a.faults.length < b.faults.length;
  return a.end === "anchor"
    ? a.certificates.length < b.certificates.length
    : a.certificates.length > b.certificates.length;
}

function nameOf(comparable: readonly string[]): string {
  return JSON.stringify(comparable);
}

function sameKeyAndName(a: Certificate, b: Certificate): boolean {
  return a.key.spkiSha256 === b.key.spkiSha256 && sameName(a.subject, b.subject);
}

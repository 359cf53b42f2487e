import type { Certificate } from "../formats/x509/certificate";
import { isIssuedBy, isSelfSigned } from "../formats/x509/certificate";

/** Certificates that are tried before the search gives up: certificates that sign each other in circles have factorially many paths. */
const STEP_LIMIT = 200;

/** A leaf and the certificates above it. */
export interface Path {
  /** Leaf first, each issued by the next, as far as issuers were found. */
  readonly certificates: readonly Certificate[];
  /** Whether its end is, or was issued by, a trusted certificate. */
  readonly trusted: boolean;
  /** Whether its last certificate is self-signed, or its issuer was not found. */
  readonly end: "root" | "issuer missing" | "trusted issuer";
}

/**
 * Finds a path from a leaf through the candidates, by signature. Tries every branch within a limit, and returns the first path that ends at a
 * trusted certificate, or else the longest.
 */
export function pathFrom(leaf: Certificate, candidates: readonly Certificate[], trusted: readonly Certificate[]): Path {
  let best: Path = { certificates: [leaf], trusted: false, end: "issuer missing" };
  let steps = 0;
  const known = new Map<string, readonly Certificate[]>();
  const issuersOf = (certificate: Certificate): readonly Certificate[] => {
    const issuers = known.get(certificate.fingerprint) ?? candidates.filter((other) => isIssuedBy(certificate, other));
    known.set(certificate.fingerprint, issuers);
    return issuers;
  };
  const follow = (path: readonly Certificate[], last: Certificate): boolean => {
    steps += 1;
    if (trusted.some((anchor) => same(anchor, last))) return found({ certificates: path, trusted: true, end: "root" });
    if (isSelfSigned(last)) return found({ certificates: path, trusted: false, end: "root" });
    const issuers = issuersOf(last).filter((issuer) => !path.some((seen) => same(seen, issuer)));
    if (steps < STEP_LIMIT && issuers.some((issuer) => follow([...path, issuer], issuer))) return true;
    const vouched = trusted.some((anchor) => isIssuedBy(last, anchor));
    return found({ certificates: path, trusted: vouched, end: vouched ? "trusted issuer" : "issuer missing" });
  };
  const found = (path: Path): boolean => {
    if (path.trusted || path.certificates.length > best.certificates.length || best.certificates.length === 1)
      best = path;
    return path.trusted;
  };
  follow([leaf], leaf);
  return best;
}

/** Whether two certificates are the same, byte by byte. */
export function same(one: Certificate, other: Certificate): boolean {
  return one.fingerprint === other.fingerprint;
}

import type { CertificateFact, NamesFact, PathFact, PublicKeyFact } from "../../rows/certificates";
import { known, type Leaf, type UnknownLeaf } from "../../rows/leaf";

/** A certificate that a plan creates or requests, of which only some leaves are known. */
export function plannedCertificate(
  subject: string,
  leaves: Partial<Omit<CertificateFact, "id" | "key">> & {
    readonly key?: Partial<PublicKeyFact>;
  },
): CertificateFact {
  const absent = everyLeaf(known<never>(null));
  return { id: subject, ...absent, ...leaves, key: { ...absent.key, ...leaves.key } };
}

/** The row of a leaf of which nothing is known. */
export function unknownCertificate(subject: string, why: UnknownLeaf): CertificateFact {
  const row = everyLeaf(why);
  return {
    id: `${subject}#certificateChain.pem[0]`,
    ...row,
    place: known("certificateChain.pem[0]"),
    role: known("leaf"),
  };
}

function everyLeaf(leaf: Leaf<never>): Omit<CertificateFact, "id"> {
  return {
    place: leaf,
    role: leaf,
    inTrust: leaf,
    inChain: leaf,
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
      readByJava8: leaf,
    },
    signature: { hash: leaf, verifies: leaf },
    notBefore: leaf,
    notAfter: leaf,
    validDays: leaf,
    selfSigned: leaf,
    malformed: leaf,
    forbidden: leaf,
    unknownCritical: leaf,
    mayNotIssue: leaf,
    pathTooLong: leaf,
    outsideConstraints: leaf,
    outsideAnchorConstraints: leaf,
    dottedConstraint: leaf,
    isCa: leaf,
    canIssue: leaf,
    serverPurpose: leaf,
    anyPurposeOnly: leaf,
    clientPurpose: leaf,
    shownByClients: leaf,
    signingPurpose: leaf,
    names: everyName(leaf),
    path: everyStep(leaf),
  };
}

/** Leaves that only the leaf certificate has. */
export function everyName(leaf: Leaf<never>): NamesFact {
  return {
    inSan: leaf,
    commonName: leaf,
    commonNameIsWildcard: leaf,
    wildcard: leaf,
    invalid: leaf,
    broad: leaf,
    onlyBroad: leaf,
    publicName: leaf,
    servesPublic: leaf,
  };
}

/** Leaves that only the leaf certificate has. */
export function everyStep(leaf: Leaf<never>): PathFact {
  return {
    end: leaf,
    last: leaf,
    wanted: leaf,
    ownTrust: leaf,
    publicRoot: leaf,
    ordered: leaf,
    issuersEnd: leaf,
    developmentCa: leaf,
    unusedAnchors: "unknown" in leaf ? [{ name: leaf, keyType: leaf, keyBits: leaf }] : [],
  };
}

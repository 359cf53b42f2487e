import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { DAY } from "../formats/day";
import { DEVELOPMENT_CA_MARKER } from "../formats/development-ca";
import { CertificateError } from "./errors";
import { wildcardNames } from "./names";
import { signCertificate } from "./sign";
import { commonNameAttribute, organizationalUnit, type SubjectAttribute } from "./subject";

/** Longest validity of a development bundle, in days. */
export const DEVELOPMENT_DAYS = 90;

/** Clocks of nodes may be behind by this much. */
const clockSkewMinutes = 5;

/** A key pair of node:crypto. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Makes the key pair of the CA or of the leaf. */
export type MakeKeyPair = (of: "CA" | "leaf") => KeyPair;

/** What a development bundle must contain. */
export interface DevelopmentOrder {
  /** VPC domains whose nodes the leaf names; the first gives the common name. */
  readonly domains: readonly string[];
  /** Validity of leaf and CA, in days, 1 to 90. */
  readonly days: number;
  /** Attributes of leaf and CA besides the common name. */
  readonly subject: readonly SubjectAttribute[];
  /** CA certificates in PEM that nodes are to trust besides the new one: those of the generation before. */
  readonly formerTrust: readonly string[];
  readonly now: Date;
  /** @default RSA of 3072 bits */
  readonly makeKeyPair?: MakeKeyPair;
}

/** The three PEM files of a bundle, as text. */
export interface BundleTexts {
  readonly "privateKey.pem": string;
  readonly "certificateChain.pem": string;
  readonly "trustedCertificates.pem": string;
}

/**
 * Makes a CA, a leaf for the VPC domains, and the three files of a bundle for a proof of concept. The CA signs this one leaf and its private key
 * is never written anywhere, so no second certificate that nodes would trust can be signed.
 *
 * @throws CertificateError for domains or days that are not allowed.
 */
export function developmentFiles(order: DevelopmentOrder): BundleTexts {
  if (!Number.isInteger(order.days) || order.days < 1 || order.days > DEVELOPMENT_DAYS) {
    throw new CertificateError(
      `--days is ${order.days}; a development bundle is valid for 1 to ${DEVELOPMENT_DAYS} whole days; for a longer validity, use a real CA (certs request)`,
    );
  }
  const dnsNames = wildcardNames(order.domains);
  const makeKeyPair = order.makeKeyPair ?? rsa3072;
  const ca = makeKeyPair("CA");
  const leaf = makeKeyPair("leaf");
  const life = lifeFrom(order.now, order.days);
  const issuer = [
    ...order.subject.filter(({ shortName }) => shortName !== "OU"),
    organizationalUnit(DEVELOPMENT_CA_MARKER),
    // Each generation has a CA of its own; two CAs with one name could be distinguished by trial only.
    commonNameAttribute(`${DEVELOPMENT_CA_MARKER} ${randomBytes(4).toString("hex")}`),
  ];
  const caPem = signCertificate({
    subject: issuer,
    issuer,
    publicKey: ca.publicKey,
    signer: ca,
    ...life,
    dnsNames: [],
    serial: randomSerial(),
  });
  const leafPem = signCertificate({
    subject: [...order.subject, commonNameAttribute(dnsNames[0])],
    issuer,
    publicKey: leaf.publicKey,
    signer: ca,
    ...life,
    dnsNames,
    serial: randomSerial(),
  });
  return {
    "privateKey.pem": leaf.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    "certificateChain.pem": leafPem + caPem,
    "trustedCertificates.pem": [caPem, ...order.formerTrust].join(""),
  };
}

/**
 * Starts a little before now, so that a node whose clock is behind accepts it. CA and leaf are valid for exactly the requested number of
 * days.
 */
function lifeFrom(now: Date, days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const start = Math.floor(now.getTime() / 1000) * 1000 - clockSkewMinutes * 60_000;
  return { notBefore: new Date(start), notAfter: new Date(start + days * DAY) };
}

/** 16 random bytes that read as a positive number without a leading zero (RFC 5280 section 4.1.2.2). */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString("hex");
}

function rsa3072(): KeyPair {
  return generateKeyPairSync("rsa", { modulusLength: 3072 });
}

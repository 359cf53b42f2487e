import { DerError, members, readDer, TAG } from "../x509/der";
import { type PemBlock, readPem } from "./read";

/** Labels of a block that contains one certificate: the plain one, and two of OpenSSL's own. */
const CERTIFICATE_LABELS: ReadonlySet<string> = new Set(["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"]);

/** Labels of a block that contains several. */
const CONTAINER_LABELS: ReadonlySet<string> = new Set(["PKCS7", "CMS"]);

/** Whether a block of that label contains a certificate. */
export function isCertificateLabel(label: string): boolean {
  return CERTIFICATE_LABELS.has(label);
}

/**
 * How readers treat a block with another label than CERTIFICATE: `refused` if Java does not read it. Measured with `CertificateFactory` of
 * Java 17, which has the same code for labels as Java 8. It accepts any label: it reads the content as a certificate, and a file with a single
 * container as the certificates in it.
 */
export function otherLabel({
  label,
  der,
}: PemBlock): { readonly detail: string; readonly refused: boolean } | undefined {
  switch (label) {
    case "X509 CERTIFICATE":
      return {
        detail: `it has a block labelled ${label}, an old name of CERTIFICATE that Java 8 and 17 read and other readers refuse`,
        refused: false,
      };
    case "TRUSTED CERTIFICATE":
      return hasTrustSettings(der)
        ? {
            detail: `it has a block labelled ${label}, OpenSSL's own form, with trust settings after the certificate, which Java 8 and 17 refuse`,
            refused: true,
          }
        : {
            detail: `it has a block labelled ${label}, OpenSSL's own form, which Java 8 and 17 read and other readers refuse`,
            refused: false,
          };
    case "PKCS7":
    case "CMS":
      return {
        detail: `it has a block labelled ${label}, a container, which Java 8 and 17 read only where a program asks for a collection`,
        refused: true,
      };
    default:
      return undefined;
  }
}

function hasTrustSettings(der: Buffer): boolean {
  try {
    return firstValue(der).length < der.length;
  } catch (error) {
    if (error instanceof DerError) return false;
    throw error;
  }
}

/** The first of several consecutive values: a certificate before its trust settings. @throws DerError */
function firstValue(der: Buffer): Buffer {
  const [first] = members({ tag: TAG.sequence, content: der, raw: der });
  if (!first) throw new DerError("there is no value");
  return first.raw;
}

/**
 * A PEM file with every certificate in a plain block of its own, and what was changed; the unchanged bytes if nothing had to be changed or
 * a container cannot be read.
 */
export function plainCertificates(bytes: Uint8Array): {
  readonly bytes: Uint8Array;
  readonly changes: readonly string[];
} {
  const { blocks, problems } = readPem(bytes);
  const labels = new Set(blocks.map(({ label }) => label).filter((label) => label !== "CERTIFICATE" && isKnown(label)));
  if (labels.size === 0 || problems.length > 0) return { bytes, changes: [] };
  try {
    const text = blocks.flatMap((block) => plainBlocks(block)).join("");
    return { bytes: Buffer.from(text), changes: [...labels].map((label) => `${label} written as CERTIFICATE`) };
  } catch (error) {
    if (error instanceof DerError) return { bytes, changes: [] };
    throw error;
  }
}

function isKnown(label: string): boolean {
  return CERTIFICATE_LABELS.has(label) || CONTAINER_LABELS.has(label);
}

function plainBlocks({ label, der }: PemBlock): readonly string[] {
  if (CONTAINER_LABELS.has(label)) return certificatesOf(der).map((one) => pemOf("CERTIFICATE", one));
  return CERTIFICATE_LABELS.has(label) ? [pemOf("CERTIFICATE", firstValue(der))] : [pemOf(label, der)];
}

/** The certificates of a SignedData (RFC 2315, 9.1). @throws DerError */
function certificatesOf(der: Buffer): readonly Buffer[] {
  const [, content] = members(readDer(der));
  const [signedData] = content ? members(content) : [];
  const parts = signedData ? members(signedData) : [];
  const certificates = parts.find(({ tag }) => tag === 0xa0);
  if (!certificates) throw new DerError("the container has no certificates");
  return members(certificates).flatMap(({ tag, raw }) => (tag === TAG.sequence ? [raw] : []));
}

/** The block with this content, in lines of 64 characters (RFC 7468). */
export function pemOf(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

import { createHash, type KeyObject, sign, X509Certificate } from "node:crypto";
import forge from "node-forge";
import type { SubjectAttribute } from "./subject";

/** Content of a certificate, and the private key that signs it. */
export interface CertificateOrder {
  readonly subject: readonly SubjectAttribute[];
  readonly issuer: readonly SubjectAttribute[];
  readonly publicKey: KeyObject;
  readonly signer: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DNS names of a TLS server and client; none for a CA that issues such leaves. */
  readonly dnsNames: readonly string[];
  /** 16 random bytes, in hexadecimal. */
  readonly serial: string;
}

/**
 * Signs an X.509 v3 certificate (RSA, SHA-256) after RFC 5280 and returns its PEM. The private key stays inside its KeyObject.
 *
 * @throws Error for keys that are not RSA.
 */
export function signCertificate(order: CertificateOrder): string {
  const certificate = forge.pki.createCertificate();
  const publicKey = order.publicKey.export({ type: "spki", format: "pem" }).toString();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = order.serial;
  certificate.validity.notBefore = order.notBefore;
  certificate.validity.notAfter = order.notAfter;
  certificate.setSubject(order.subject.map(attribute));
  certificate.setIssuer(order.issuer.map(attribute));
  certificate.setExtensions(extensions(order));
  // forge asks the "key" to sign the digest; node signs the bytes, so no private number ever becomes a string here.
  const signer = {
    sign: () => {
      const body = Buffer.from(forge.asn1.toDer(certificate.tbsCertificate).getBytes(), "binary");
      return sign("sha256", body, order.signer.privateKey).toString("binary");
    },
  };
  certificate.sign(signer as unknown as forge.pki.rsa.PrivateKey, forge.md.sha256.create());
  return new X509Certificate(forge.pki.certificateToPem(certificate)).toString();
}

function extensions({ dnsNames, publicKey, signer }: CertificateOrder): object[] {
  const identifiers = [
    { name: "subjectKeyIdentifier", value: forge.asn1.create(0, 4, false, keyIdentifier(publicKey)) },
    { name: "authorityKeyIdentifier", keyIdentifier: keyIdentifier(signer.publicKey) },
  ];
  if (dnsNames.length === 0) {
    return [
      { name: "basicConstraints", critical: true, cA: true, pathLenConstraint: 0 },
      { name: "keyUsage", critical: true, keyCertSign: true, cRLSign: true },
      ...identifiers,
    ];
  }
  return [
    { name: "basicConstraints", critical: true, cA: false },
    { name: "keyUsage", critical: true, digitalSignature: true, keyEncipherment: true },
    { name: "extKeyUsage", serverAuth: true, clientAuth: true },
    { name: "subjectAltName", altNames: dnsNames.map((value) => ({ type: 2, value })) },
    ...identifiers,
  ];
}

/** RFC 5280 section 4.2.1.2, method 1. */
function keyIdentifier(publicKey: KeyObject): string {
  return createHash("sha1")
    .update(publicKey.export({ type: "pkcs1", format: "der" }))
    .digest("binary");
}

/** A country is a PrintableString by RFC 5280 appendix A; `*` is not printable in that sense, so all others are UTF-8. */
function attribute({ oid, shortName, value }: SubjectAttribute): forge.pki.CertificateField {
  const type = shortName === "C" ? forge.asn1.Type.PRINTABLESTRING : forge.asn1.Type.UTF8;
  return { type: oid, value, valueTagClass: type as unknown as forge.asn1.Class };
}

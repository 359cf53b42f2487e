import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { Attributes, CertificationRequest, CertificationRequestInfo } from "@peculiar/asn1-csr";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/asn1-x509";
import { pemOf } from "../formats/pem/certificate-blocks";
import type { KeyPair } from "./development";
import { CertificateError } from "./errors";
import { wildcardNames } from "./names";
import { commonNameAttribute, type SubjectAttribute } from "./subject";

const extensionRequest = "1.2.840.113549.1.9.14";

interface KeyKind {
  readonly words: string;
  make(): KeyPair;
  readonly digest: "sha256" | "sha384";
  /** Signature algorithm, and the NULL that RFC 4055 wants after RSA's. */
  readonly signature: { readonly algorithm: string; readonly parameters?: null };
  readonly usage: number;
}

const rsa = (bits: number): KeyKind => ({
  words: `RSA ${bits}`,
  make: () => generateKeyPairSync("rsa", { modulusLength: bits }),
  digest: "sha256",
  signature: { algorithm: "1.2.840.113549.1.1.11", parameters: null },
  usage: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
});

const ec = (bits: 256 | 384): KeyKind => ({
  words: `EC P-${bits}`,
  make: () => generateKeyPairSync("ec", { namedCurve: `P-${bits}` }),
  digest: `sha${bits}`,
  signature: { algorithm: bits === 256 ? "1.2.840.10045.4.3.2" : "1.2.840.10045.4.3.3" },
  // RFC 8813 section 3: keyEncipherment is not for EC keys.
  usage: x509.KeyUsageFlags.digitalSignature,
});

const keyKinds: { readonly [keyType: string]: KeyKind } = {
  rsa2048: rsa(2048),
  rsa3072: rsa(3072),
  rsa4096: rsa(4096),
  ec256: ec(256),
  ec384: ec(384),
};

/** Key types a request may be made for. */
export const KEY_TYPES: readonly string[] = Object.keys(keyKinds);

/** What a CA is asked to certify. */
export interface RequestOrder {
  /** VPC domains whose nodes the certificate names; the first gives the common name. */
  readonly domains: readonly string[];
  readonly keyType: string;
  readonly subject: readonly SubjectAttribute[];
  /** @default a new one of the key type */
  readonly keyPair?: KeyPair;
}

/** A private key and what its owner sends to a CA. */
export interface RequestFiles {
  readonly "privateKey.pem": string;
  readonly "request.csr": string;
  /** The key in words: `RSA 3072`. */
  readonly key: string;
  readonly names: readonly string[];
}

/**
 * Makes a private key (PKCS#8) and a PKCS#10 request (RFC 2986) for it: wildcard names in common name and subjectAltName, digitalSignature, TLS
 * server and client.
 *
 * @throws CertificateError for domains or a key type that are not allowed.
 */
export function requestFiles(order: RequestOrder): RequestFiles {
  const kind = Object.hasOwn(keyKinds, order.keyType) ? keyKinds[order.keyType] : undefined;
  if (!kind) throw new CertificateError(`key type '${order.keyType}' is not one of ${KEY_TYPES.join(", ")}`);
  const names = wildcardNames(order.domains);
  const { publicKey, privateKey } = order.keyPair ?? kind.make();
  const subject = [...order.subject, commonNameAttribute(names[0])];
  const info = new CertificationRequestInfo({
    subject: new x509.Name(subject.map(relativeName)),
    subjectPKInfo: AsnConvert.parse(publicKey.export({ type: "spki", format: "der" }), x509.SubjectPublicKeyInfo),
    attributes: new Attributes([extensionsAsked(names, kind.usage)]),
  });
  const request = new CertificationRequest({
    certificationRequestInfo: info,
    signatureAlgorithm: new x509.AlgorithmIdentifier(kind.signature),
    signature: signed(Buffer.from(AsnConvert.serialize(info)), kind, privateKey),
  });
  return {
    "privateKey.pem": privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    "request.csr": pemOf("CERTIFICATE REQUEST", Buffer.from(AsnConvert.serialize(request))),
    key: kind.words,
    names,
  };
}

function signed(body: Buffer, { digest }: KeyKind, privateKey: KeyObject): ArrayBuffer {
  return Uint8Array.from(sign(digest, body, privateKey)).buffer;
}

function extensionsAsked(names: readonly string[], usage: number): x509.Attribute {
  const alternatives = new x509.SubjectAlternativeName(names.map((dNSName) => new x509.GeneralName({ dNSName })));
  const extensions = new x509.Extensions([
    extension(x509.id_ce_keyUsage, new x509.KeyUsage(usage), true),
    extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage([x509.id_kp_serverAuth, x509.id_kp_clientAuth]), false),
    extension(x509.id_ce_subjectAltName, alternatives, false),
  ]);
  return new x509.Attribute({ type: extensionRequest, values: [AsnConvert.serialize(extensions)] });
}

function extension(extnID: string, value: unknown, critical: boolean): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** A country is a PrintableString by RFC 5280 appendix A; `*` is not printable in that sense, so all others are UTF-8. */
function relativeName({ oid, shortName, value }: SubjectAttribute): x509.RelativeDistinguishedName {
  const text = new x509.AttributeValue(shortName === "C" ? { printableString: value } : { utf8String: value });
  return new x509.RelativeDistinguishedName([new x509.AttributeTypeAndValue({ type: oid, value: text })]);
}

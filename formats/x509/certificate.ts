import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import {
  bitString,
  boolean,
  type Der,
  DerError,
  expect,
  integer,
  members,
  membersOf,
  namedBits,
  oid,
  readDer,
  TAG,
  time,
} from "./der";
import { type GeneralName, type Name, readGeneralName, readGeneralNames, readName, sameName } from "./name";
import { type PublicKeyFacts, readPublicKey } from "./public-key";
import { signatureHash } from "./signature";

/** Longest certificate that is read, in bytes; real ones have one to four thousand. */
export const CERTIFICATE_BYTES = 64 * 1024;

/** Purposes of a key (RFC 5280 4.2.1.3), in the order of their bits. */
export const KEY_USAGES = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
] as const;

/** A use of the key of a certificate, as in its extension `keyUsage`. */
export type KeyUsage = (typeof KEY_USAGES)[number];

/** Extended key usages by object identifier (RFC 5280 4.2.1.12). */
export const EXTENDED_KEY_USAGE = {
  any: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
} as const;

/** What a CA may certify (RFC 5280 4.2.1.10). */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

/** A certificate as its issuer wrote it; all of it is public. */
export interface Certificate {
  readonly der: Buffer;
  /** SHA-256 of the whole certificate, in hex. */
  readonly fingerprint: string;
  /** 1 to 3. */
  readonly version: number;
  readonly serial: bigint;
  readonly issuer: Name;
  readonly subject: Name;
  /** Milliseconds since 1970; valid at both ends (RFC 5280 4.1.2.5). */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKeyFacts;
  /** Object identifier of the algorithm of the signature. */
  readonly signatureAlgorithm: string;
  /** `SHA-256`, or the object identifier of a hash without a name here. */
  readonly signatureHash: string;
  /** Whether the signed part names the same algorithm (RFC 5280 4.1.1.2). */
  readonly signatureAlgorithmsAgree: boolean;
  /** Undefined where the extension is absent, here and below. */
  readonly subjectAltNames: readonly GeneralName[] | undefined;
  readonly keyUsage: readonly KeyUsage[] | undefined;
  /** Object identifiers. */
  readonly extendedKeyUsage: readonly string[] | undefined;
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | undefined } | undefined;
  readonly nameConstraints: NameConstraints | undefined;
  /** In hex. */
  readonly authorityKeyId: string | undefined;
  readonly subjectKeyId: string | undefined;
  /** Every extension, in order. */
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean }[];
  /** The same certificate for node:crypto. */
  readonly x509: X509Certificate;
}

const EXTENSION = {
  subjectKeyId: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltNames: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  authorityKeyId: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

/** Reads a certificate (RFC 5280 4.1). Never throws: for anything else, it returns the reason as a clause. */
export function readCertificate(der: Buffer): Certificate | { readonly problem: string } {
  if (der.length > CERTIFICATE_BYTES) {
    return { problem: `it has ${der.length} bytes, at most ${CERTIFICATE_BYTES} are read` };
  }
  const text = der.toString("latin1");
  const before = recent.get(text);
  try {
    const certificate = before ?? read(der);
    keep(text, certificate);
    return certificate;
  } catch (error) {
    if (error instanceof DerError) return { problem: `${error.message} (RFC 5280)` };
    if (isOpensslError(error)) return { problem: "OpenSSL does not read it as a certificate" };
    throw error;
  }
}

/** CAs recur in every bundle of a run, and in both files of a bundle, so the last few certificates are cached. */
const recent = new Map<string, Certificate>();
const MOST_RECENT = 32;

function keep(text: string, certificate: Certificate): void {
  recent.delete(text);
  recent.set(text, certificate);
  const [oldest] = recent.keys();
  if (recent.size > MOST_RECENT && oldest !== undefined) recent.delete(oldest);
}

/** Whether name and key both show that the issuer issued the certificate. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return sameName(certificate.issuer, issuer.subject) && isSignedBy(certificate, issuer);
}

/** Whether the certificate is signed by the key of another (RFC 5280 6.1.3 (a)(1)); each pair is verified once. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  const verdicts = signatures.get(certificate) ?? new WeakMap<Certificate, boolean>();
  signatures.set(certificate, verdicts);
  const before = verdicts.get(issuer);
  if (before !== undefined) return before;
  const verdict = verifies(certificate, issuer);
  verdicts.set(issuer, verdict);
  return verdict;
}

const signatures = new WeakMap<Certificate, WeakMap<Certificate, boolean>>();

function verifies(certificate: Certificate, issuer: Certificate): boolean {
  const key = publicKeyOf(issuer);
  if (!key) return false;
  try {
    return certificate.x509.verify(key);
  } catch {
    return false;
  }
}

/** Self-signed: it names itself as issuer, and its own key made the signature. Names alone prove nothing. */
export function isSelfSigned(certificate: Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

/** The public key; undefined where OpenSSL cannot use it. */
export function publicKeyOf(certificate: Certificate): KeyObject | undefined {
  if (publicKeys.has(certificate)) return publicKeys.get(certificate);
  let key: KeyObject | undefined;
  try {
    key = certificate.x509.publicKey;
  } catch {
    key = undefined;
  }
  publicKeys.set(certificate, key);
  return key;
}

const publicKeys = new WeakMap<Certificate, KeyObject | undefined>();

function isOpensslError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && String(error.code).startsWith("ERR_");
}

function read(der: Buffer): Certificate {
  const [signed, outerAlgorithm, signature, ...more] = membersOf(readDer(der), TAG.sequence);
  if (more.length > 0) throw new DerError("a certificate has more than three parts");
  bitString(signature);
  const fields = [...membersOf(signed, TAG.sequence)];
  const version = fields[0]?.tag === 0xa0 ? Number(integer(members(fields.shift() as Der)[0])) + 1 : 1;
  if (version < 1 || version > 3) throw new DerError(`version ${version} does not exist`);
  const [serial, innerAlgorithm, issuer, validity, subject, spki, ...rest] = fields;
  const [notBefore, notAfter] = membersOf(validity, TAG.sequence);
  const wrapped = rest.filter(({ tag }) => tag === 0xa3);
  if (wrapped.length > 1 || rest.some(({ tag }) => tag !== 0xa3 && tag !== 0x81 && tag !== 0x82)) {
    throw new DerError("the signed part contains unknown fields");
  }
  const extensions = wrapped.flatMap((one) => readExtensions(members(one)[0]));
  const subjectName = readName(subject);
  const decoded = known(extensions);
  refuseForm(subjectName, extensions, decoded.basicConstraints?.ca ?? false);
  return {
    der,
    fingerprint: createHash("sha256").update(der).digest("hex"),
    version,
    serial: integer(serial),
    issuer: readName(issuer),
    subject: subjectName,
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    key: readPublicKey(expect(spki, TAG.sequence)),
    signatureAlgorithm: oid(membersOf(outerAlgorithm, TAG.sequence)[0]),
    signatureHash: signatureHash(expect(outerAlgorithm, TAG.sequence)),
    signatureAlgorithmsAgree: outerAlgorithm?.raw.equals(innerAlgorithm?.raw ?? Buffer.alloc(0)) ?? false,
    ...decoded,
    extensions: extensions.map(({ oid: id, critical }) => ({ oid: id, critical })),
    x509: new X509Certificate(der),
  };
}

/** What Java's certificate reader refuses beyond the encoding (RFC 5280 4.2, 4.1.2.6, 4.2.1.6). */
function refuseForm(subject: Name, extensions: readonly Extension[], ca: boolean): void {
  const ids = extensions.map((extension) => extension.oid);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new DerError(`extension ${twice} occurs twice`);
  if (subject.comparable.length > 0) return;
  if (ca) throw new DerError("a CA has an empty subject");
  if (!extensions.some((one) => one.oid === EXTENSION.subjectAltNames && one.critical)) {
    throw new DerError("its subject is empty, and no critical alternative name replaces it");
  }
}

interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

function readExtensions(list: Der | undefined): readonly Extension[] {
  return membersOf(list, TAG.sequence).map((extension) => {
    const [id, ...parts] = membersOf(extension, TAG.sequence);
    // Writers that spell out the default FALSE are common, and every reader accepts it.
    const critical = parts[0]?.tag === TAG.boolean ? boolean(parts.shift() as Der) : false;
    return { oid: oid(id), critical, value: expect(parts[0], TAG.octetString).content };
  });
}

/** The extensions that matter here; the first of each kind. */
function known(extensions: readonly Extension[]) {
  const decode = <T>(id: string, read: (value: Der) => T): T | undefined => {
    const extension = extensions.find((one) => one.oid === id);
    return extension && read(readDer(extension.value));
  };
  return {
    subjectAltNames: decode(EXTENSION.subjectAltNames, readGeneralNames),
    keyUsage: decode(EXTENSION.keyUsage, readKeyUsage),
    extendedKeyUsage: decode(EXTENSION.extendedKeyUsage, (value) => membersOf(value, TAG.sequence).map(oid)),
    basicConstraints: decode(EXTENSION.basicConstraints, readBasicConstraints),
    nameConstraints: decode(EXTENSION.nameConstraints, readNameConstraints),
    subjectKeyId: decode(EXTENSION.subjectKeyId, (value) => expect(value, TAG.octetString).content.toString("hex")),
    authorityKeyId: decode(EXTENSION.authorityKeyId, readAuthorityKeyId),
  };
}

function readKeyUsage(value: Der): readonly KeyUsage[] {
  const bits = namedBits(value);
  return KEY_USAGES.filter((_, index) => bits[index] === true);
}

function readBasicConstraints(value: Der): Certificate["basicConstraints"] {
  const parts = [...membersOf(value, TAG.sequence)];
  const ca = parts[0]?.tag === TAG.boolean ? boolean(parts.shift() as Der) : false;
  if (parts.length > 1) throw new DerError("basic constraints contain unknown fields");
  const length = parts[0] && integer(parts[0]);
  if (length !== undefined && length < 0n) throw new DerError("a path length is negative");
  return { ca, pathLength: length === undefined ? undefined : Number(length) };
}

function readNameConstraints(value: Der): NameConstraints {
  const constraints = { permitted: [] as GeneralName[], excluded: [] as GeneralName[] };
  const lists = membersOf(value, TAG.sequence);
  if (lists.length === 0 || lists.some(({ content }) => content.length === 0)) {
    throw new DerError("name constraints are empty");
  }
  for (const list of lists) {
    if (list.tag !== 0xa0 && list.tag !== 0xa1) throw new DerError("name constraints contain unknown fields");
    const side = list.tag === 0xa0 ? constraints.permitted : constraints.excluded;
    side.push(...members(list).map(readSubtree));
  }
  return constraints;
}

function readSubtree(subtree: Der): GeneralName {
  const [base, ...distances] = membersOf(subtree, TAG.sequence);
  if (!base) throw new DerError("a name constraint has no base");
  // RFC 5280 4.2.1.10: minimum is 0 and maximum absent; no reader applies any other constraint.
  if (distances.some((one) => one.tag !== 0x80 || one.content.some((byte) => byte !== 0))) {
    throw new DerError("a name constraint has a distance");
  }
  return readGeneralName(base);
}

function readAuthorityKeyId(value: Der): string | undefined {
  return membersOf(value, TAG.sequence)
    .find(({ tag }) => tag === 0x80)
    ?.content.toString("hex");
}

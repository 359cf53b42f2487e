import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readPem } from "../pem/read";
import { isPrivateKeyLabel, readPrivateKey } from "../x509/private-key";
import { readZip } from "../zip/read";

/** Bytes that are read at most of a file beside the three of a bundle. */
const MOST_BYTES = 1024 * 1024;

/** A file beside the three of a bundle, as far as its content matters. */
export interface OtherFile {
  readonly name: string;
  /** The form of the private key in it; absent without one. */
  readonly privateKey?: {
    readonly form: "private key" | "encrypted private key" | "key store with a private key" | "zip with a private key";
    /** Of the public half, in hex, where the key can be read. */
    readonly spkiSha256?: string;
  };
  readonly hasCertificate: boolean;
}

/** Looks for private keys and certificates in a file by its content, whatever its name. Never throws, and keeps no private byte. */
export function readOtherFile(name: string, bytes: Uint8Array): OtherFile {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MOST_BYTES));
  // UTF-16 is ASCII with zeros between.
  const text = content.toString("latin1").replace(/\0/g, "");
  const hasCertificate = /-----BEGIN (X509 |TRUSTED )?CERTIFICATE-----/.test(text);
  const privateKey = inText(content, text) ?? inBytes(content) ?? inZip(content);
  return { name, hasCertificate, ...(privateKey && { privateKey }) };
}

function inText(content: Buffer, text: string): OtherFile["privateKey"] {
  if (/PuTTY-User-Key-File-\d/.test(text)) return { form: "private key" };
  if (!/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/.test(text)) return undefined;
  const block = readPem(content).blocks.find(({ label }) => isPrivateKeyLabel(label));
  const read = block && readPrivateKey(block);
  if (read?.encrypted) return { form: "encrypted private key" };
  return { form: "private key", ...(read?.facts && { spkiSha256: read.facts.spkiSha256 }) };
}

/** Object identifiers, in DER, that key stores leave unencrypted beside password-protected private keys. */
const KEY_STORE_OIDS = [
  // PKCS#12: keyBag and pkcs8ShroudedKeyBag (RFC 7292, appendix D).
  "060b2a864886f70d010c0a0101",
  "060b2a864886f70d010c0a0102",
  // Java key stores: the protectors of JKS and JCEKS.
  "060a2b060104012a02110101",
  "060a2b060104012a02130101",
];

function inBytes(content: Buffer): OtherFile["privateKey"] {
  if (KEY_STORE_OIDS.some((oid) => content.includes(oid, 0, "hex"))) return { form: "key store with a private key" };
  if (content[0] !== 0x30) return undefined;
  for (const type of ["pkcs8", "pkcs1", "sec1"] as const) {
    const key = openKey(content, type);
    if (key) return { form: "private key", spkiSha256: spkiSha256(key) };
  }
  return isEncryptedPkcs8(content) ? { form: "encrypted private key" } : undefined;
}

function openKey(der: Buffer, type: "pkcs8" | "pkcs1" | "sec1"): KeyObject | undefined {
  try {
    return createPrivateKey({ key: der, format: "der", type });
  } catch {
    return undefined;
  }
}

function spkiSha256(key: KeyObject): string {
  return createHash("sha256")
    .update(createPublicKey(key).export({ format: "der", type: "spki" }))
    .digest("hex");
}

/** EncryptedPrivateKeyInfo starts with an algorithm of PKCS#5 or PKCS#12 (RFC 5958, 3). */
function isEncryptedPkcs8(content: Buffer): boolean {
  const start = content.subarray(0, 24).toString("hex");
  return /^30(?:8[1-4](?:..){1,4}|..)30(?:8[1-4](?:..){1,2}|..)06(?:092a864886f70d0105|0a2a864886f70d010c01)/.test(
    start,
  );
}

function inZip(content: Buffer): OtherFile["privateKey"] {
  if (content.length < 4 || content.readUInt32LE(0) !== 0x04034b50) return undefined;
  const { entries } = readZip(content);
  const holds = entries.some(({ bytes }) => inText(bytes, bytes.toString("latin1")) ?? inBytes(bytes));
  return holds ? { form: "zip with a private key" } : undefined;
}

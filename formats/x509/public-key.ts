import { createHash } from "node:crypto";
import { bitString, type Der, integer, membersOf, oid, readDer, TAG } from "./der";

/** Types of public keys that a certificate may carry. */
export type PublicKeyType = "RSA" | "RSA-PSS" | "EC" | "DSA" | "Ed25519" | "Ed448" | "other";

/** The public key of a certificate or private key. */
export interface PublicKeyFacts {
  readonly type: PublicKeyType;
  /** Bit length of the modulus' value (RSA), or of the field (EC); undefined where neither applies. */
  readonly bits: number | undefined;
  readonly modulus: bigint | undefined;
  readonly exponent: bigint | undefined;
  /** Name of the curve, its object identifier where we have no name, or `explicit` for parameters written out. */
  readonly curve: string | undefined;
  /** SHA-256 of the subject public key info, in hex. */
  readonly spkiSha256: string;
}

const TYPES: ReadonlyMap<string, PublicKeyType> = new Map([
  ["1.2.840.113549.1.1.1", "RSA"],
  ["1.2.840.113549.1.1.10", "RSA-PSS"],
  ["1.2.840.10045.2.1", "EC"],
  ["1.2.840.10040.4.1", "DSA"],
  ["1.3.101.112", "Ed25519"],
  ["1.3.101.113", "Ed448"],
]);

const CURVES: ReadonlyMap<string, readonly [string, number]> = new Map([
  ["1.2.840.10045.3.1.1", ["P-192", 192]],
  ["1.3.132.0.33", ["P-224", 224]],
  ["1.2.840.10045.3.1.7", ["P-256", 256]],
  ["1.3.132.0.34", ["P-384", 384]],
  ["1.3.132.0.35", ["P-521", 521]],
  ["1.3.132.0.10", ["secp256k1", 256]],
  ["1.3.36.3.3.2.8.1.1.7", ["brainpoolP256r1", 256]],
  ["1.3.36.3.3.2.8.1.1.11", ["brainpoolP384r1", 384]],
  ["1.3.36.3.3.2.8.1.1.13", ["brainpoolP512r1", 512]],
]);

/** Reads a SubjectPublicKeyInfo (RFC 5280 4.1.2.7, RFC 3279, RFC 5480). @throws DerError */
export function readPublicKey(spki: Der): PublicKeyFacts {
  const [algorithm, keyBits] = membersOf(spki, TAG.sequence);
  const [identifier, parameters] = membersOf(algorithm, TAG.sequence);
  const type = TYPES.get(oid(identifier)) ?? "other";
  const content = bitString(keyBits);
  const spkiSha256 = createHash("sha256").update(spki.raw).digest("hex");
  const plain = { type, bits: undefined, modulus: undefined, exponent: undefined, curve: undefined, spkiSha256 };
  if (type === "RSA" || type === "RSA-PSS") {
    const [n, e] = membersOf(readDer(content), TAG.sequence);
    const modulus = integer(n);
    return { ...plain, modulus, exponent: integer(e), bits: modulus > 0n ? modulus.toString(2).length : 0 };
  }
  if (type === "EC") {
    if (parameters?.tag !== TAG.oid) return { ...plain, curve: "explicit" };
    const curve = oid(parameters);
    const [name, bits] = CURVES.get(curve) ?? [curve, undefined];
    return { ...plain, curve: name, bits };
  }
  return plain;
}

import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from "node:crypto";
import type { PemBlock } from "../pem/read";
import { DerError, membersOf, readDer, TAG } from "./der";
import { type PublicKeyFacts, readPublicKey } from "./public-key";

/** How a private key is encoded. */
export type PrivateKeyEncoding = "PKCS#8" | "PKCS#1" | "SEC1" | "DSA" | "OpenSSH";

/** What may be known of a private key outside `formats/`: nothing of the private half. */
export interface PrivateKey {
  readonly encoding: PrivateKeyEncoding;
  /** It is encrypted with a passphrase; its public half is then unknown. */
  readonly encrypted: boolean;
  /** Line of its block, from 1. */
  readonly line: number;
  readonly facts: PublicKeyFacts | undefined;
  /** The public half, for matching. */
  readonly publicKey: KeyObject | undefined;
  /** Whether the public half verifies what the private half signs; undefined where that was not tried. */
  readonly works: boolean | undefined;
  /** Whether it contains a factor of its modulus, which then is not a prime. */
  readonly factored: boolean;
  /** Why it could not be read, as a clause. */
  readonly problem: string | undefined;
}

/** Beyond this modulus a signature takes longer than any reader should wait. */
const LARGEST_RSA_BITS = 8192;

const ENCODINGS: ReadonlyMap<string, PrivateKeyEncoding> = new Map([
  ["PRIVATE KEY", "PKCS#8"],
  ["ENCRYPTED PRIVATE KEY", "PKCS#8"],
  ["RSA PRIVATE KEY", "PKCS#1"],
  ["EC PRIVATE KEY", "SEC1"],
  ["DSA PRIVATE KEY", "DSA"],
  ["OPENSSH PRIVATE KEY", "OpenSSH"],
]);

const NOT_A_KEY = "its content is not a private key of the kind that its label names";

/** What follows the version: an algorithm (PKCS#8), a modulus (PKCS#1), the key itself (SEC1). */
const SECOND_MEMBER = { pkcs8: TAG.sequence, pkcs1: TAG.integer, sec1: TAG.octetString } as const;

const DER_TYPES = { "PKCS#8": "pkcs8", "PKCS#1": "pkcs1", SEC1: "sec1" } as const;

/** Whether a block's label says that it contains a private key. */
export function isPrivateKeyLabel(label: string): boolean {
  return label.endsWith("PRIVATE KEY");
}

/** Reads the block of a private key; undefined for other blocks. Never throws, and keeps no private byte. */
export function readPrivateKey(block: PemBlock): PrivateKey | undefined {
  const encoding = ENCODINGS.get(block.label);
  if (encoding === undefined) return undefined;
  const unread = {
    encoding,
    encrypted: false,
    line: block.line,
    facts: undefined,
    publicKey: undefined,
    works: undefined,
    factored: false,
  };
  if (
    block.label === "ENCRYPTED PRIVATE KEY" ||
    block.headers.some((header) => /^(Proc-Type:.*ENCRYPTED|DEK-Info:)/i.test(header))
  ) {
    return { ...unread, encrypted: true, problem: undefined };
  }
  if (encoding === "OpenSSH" || encoding === "DSA") return { ...unread, problem: `it is a key in ${encoding} form` };
  const opened = open(block.der, DER_TYPES[encoding]);
  return "problem" in opened ? { ...unread, ...opened } : { ...unread, ...opened, problem: undefined };
}

/** Whether a private key belongs to a public one: all of the public key, never the modulus alone; undefined where it is unknown. */
export function belongsTo(privateKey: PrivateKey, publicKey: KeyObject | undefined): boolean | undefined {
  if (!privateKey.publicKey || !publicKey) return undefined;
  const own = privateKey.publicKey;
  // Comparing keys of different kinds leaves an error in OpenSSL, which the next call throws.
  if (own.asymmetricKeyType !== publicKey.asymmetricKeyType) return false;
  if (own.asymmetricKeyDetails?.namedCurve !== publicKey.asymmetricKeyDetails?.namedCurve) return false;
  return own.equals(publicKey);
}

type Opened = Pick<PrivateKey, "facts" | "publicKey" | "works" | "factored"> | { readonly problem: string };

function open(der: Buffer, type: "pkcs8" | "pkcs1" | "sec1"): Opened {
  try {
    // OpenSSL takes any form under any label; Java goes by the label.
    const [, second] = membersOf(readDer(der), TAG.sequence);
    if (second?.tag !== SECOND_MEMBER[type]) return { problem: NOT_A_KEY };
  } catch (error) {
    if (error instanceof DerError) return { problem: `${error.message} (DER)` };
    throw error;
  }
  let privateKey: KeyObject;
  let publicKey: KeyObject;
  let facts: PublicKeyFacts;
  try {
    privateKey = createPrivateKey({ key: der, format: "der", type });
    publicKey = createPublicKey(privateKey);
    facts = readPublicKey(readDer(publicKey.export({ format: "der", type: "spki" })));
  } catch {
    // The message of OpenSSL is not repeated: it may quote what it failed on.
    return { problem: NOT_A_KEY };
  }
  return { facts, publicKey, works: works(privateKey, publicKey, facts), factored: isFactored(privateKey, facts) };
}

function isFactored(privateKey: KeyObject, { type, modulus }: PublicKeyFacts): boolean {
  if (type !== "RSA" || modulus === undefined) return false;
  // RFC 8017 A.1.2: version, modulus, public and private exponent, first prime.
  const [, , , , prime] = membersOf(readDer(privateKey.export({ format: "der", type: "pkcs1" })), TAG.sequence);
  const factor = prime?.tag === TAG.integer ? BigInt(`0x${prime.content.toString("hex")}`) : 0n;
  return factor > 1n && factor < modulus && modulus % factor === 0n;
}

function works(privateKey: KeyObject, publicKey: KeyObject, facts: PublicKeyFacts): boolean | undefined {
  if (facts.type === "other") return undefined;
  if (facts.modulus !== undefined && (facts.bits ?? 0) > LARGEST_RSA_BITS) return undefined;
  const digest = facts.type === "Ed25519" || facts.type === "Ed448" ? null : "sha256";
  const message = randomBytes(32);
  try {
    return verify(digest, message, publicKey, sign(digest, message, privateKey));
  } catch {
    return false;
  }
}

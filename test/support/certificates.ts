import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeZip } from "../../formats/zip/write";

/** A small writer of certificates for tests, independent of what the product makes and able to write invalid ones. */

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Issued {
  readonly der: Buffer;
  readonly pem: string;
  readonly subject: string;
  readonly keys: KeyPair;
  readonly privateKeyPem: string;
}

export interface IssueOptions {
  /** `O=Example, CN=*.ec2.internal`; empty for no attributes. */
  readonly subject?: string;
  /** Name of the issuer where it is not the subject of `by`. */
  readonly issuer?: string;
  /** Who signs; the certificate itself unless given. */
  readonly by?: Issued;
  readonly keys?: KeyPair;
  /** Signs with a key that is not the issuer's. */
  readonly signWith?: KeyPair;
  readonly hash?: "sha256" | "sha384" | "sha1" | "md5";
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly serial?: Buffer;
  readonly version?: number;
  readonly ca?: boolean;
  readonly pathLength?: number;
  readonly dns?: readonly string[];
  readonly ip?: readonly Buffer[];
  /** Bits from 0 (digitalSignature). */
  readonly keyUsage?: readonly number[];
  readonly extendedKeyUsage?: readonly string[];
  readonly permittedDns?: readonly string[];
  readonly excludedDns?: readonly string[];
  readonly authorityKeyId?: Buffer;
  /** More extensions: identifier, critical, DER of the value. */
  readonly more?: readonly (readonly [string, boolean, Buffer])[];
  /** Algorithm that the signed part names, where it differs from the outer one. */
  readonly innerAlgorithm?: Buffer;
  /** Replaces the subject public key info. */
  readonly spki?: Buffer;
}

export const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
export const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

export function ecKeys(namedCurve = "P-256"): KeyPair {
  return generateKeyPairSync("ec", { namedCurve });
}

const rsaPairs = new Map<string, KeyPair>();

/** An RSA pair, made once for each size (and `which`, for two of one size). */
export function rsaKeys(modulusLength = 2048, which = 0): KeyPair {
  const name = `${modulusLength}/${which}`;
  const pair = rsaPairs.get(name) ?? generateKeyPairSync("rsa", { modulusLength });
  rsaPairs.set(name, pair);
  return pair;
}

export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : length < 0x10000
          ? [tag, 0x82, length >> 8, length & 0xff]
          : [tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from(header), body]);
}

export function oidDer(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(0x06, Buffer.from(bytes));
}

export function integerDer(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return der(0x02, Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, "hex"));
}

/** Subject public key info of an RSA key that need not exist. */
export function rsaSpki(modulus: bigint, exponent = 65537n): Buffer {
  const algorithm = der(0x30, oidDer("1.2.840.113549.1.1.1"), der(0x05));
  const key = der(0x30, integerDer(modulus), integerDer(exponent));
  return der(0x30, algorithm, der(0x03, Buffer.from([0]), key));
}

const TYPES: { readonly [name: string]: string } = {
  C: "2.5.4.6",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  CN: "2.5.4.3",
};

export function nameDer(text: string): Buffer {
  const parts = text === "" ? [] : text.split(", ");
  return der(
    0x30,
    ...parts.map((part) => {
      const [type = "", value = ""] = part.split(/=(.*)/s);
      return der(0x31, der(0x30, oidDer(TYPES[type] ?? type), der(type === "C" ? 0x13 : 0x0c, Buffer.from(value))));
    }),
  );
}

const SIGNATURES: { readonly [name: string]: string } = {
  "rsa/md5": "1.2.840.113549.1.1.4",
  "rsa/sha1": "1.2.840.113549.1.1.5",
  "rsa/sha256": "1.2.840.113549.1.1.11",
  "rsa/sha384": "1.2.840.113549.1.1.12",
  "ec/sha1": "1.2.840.10045.4.1",
  "ec/sha256": "1.2.840.10045.4.3.2",
  "ec/sha384": "1.2.840.10045.4.3.3",
  "dsa/sha256": "2.16.840.1.101.3.4.3.2",
  "ed25519/sha256": "1.3.101.112",
};

function algorithmDer(keys: KeyPair, hash: string): Buffer {
  const type = keys.privateKey.asymmetricKeyType ?? "";
  const id = oidDer(SIGNATURES[`${type}/${hash}`] ?? "");
  return type === "rsa" ? der(0x30, id, der(0x05)) : der(0x30, id);
}

export function extensionDer(id: string, critical: boolean, value: Buffer): Buffer {
  return der(0x30, oidDer(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
}

/** DER of a key usage from its bit numbers. */
function bitsDer(bits: readonly number[]): Buffer {
  const highest = Math.max(...bits);
  const bytes = Buffer.alloc(Math.floor(highest / 8) + 1);
  for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return der(0x03, Buffer.from([7 - (highest & 7)]), bytes);
}

function subtrees(tag: number, names: readonly string[] | undefined): readonly Buffer[] {
  return names ? [der(tag, ...names.map((name) => der(0x30, der(0x82, Buffer.from(name)))))] : [];
}

function extensions(options: IssueOptions): readonly Buffer[] {
  const { ca, pathLength, dns = [], ip = [], keyUsage, extendedKeyUsage, permittedDns, excludedDns } = options;
  const list: (readonly [string, boolean, Buffer])[] = [];
  if (ca !== undefined) {
    const length = pathLength === undefined ? [] : [integerDer(BigInt(pathLength))];
    list.push(["2.5.29.19", true, der(0x30, ...(ca ? [der(0x01, Buffer.from([0xff]))] : []), ...length)]);
  }
  const usage = keyUsage ?? (ca ? [5, 6] : undefined);
  if (usage) list.push(["2.5.29.15", true, bitsDer(usage)]);
  if (extendedKeyUsage) list.push(["2.5.29.37", false, der(0x30, ...extendedKeyUsage.map(oidDer))]);
  if (dns.length + ip.length > 0) {
    const names = [...dns.map((name) => der(0x82, Buffer.from(name))), ...ip.map((address) => der(0x87, address))];
    list.push(["2.5.29.17", false, der(0x30, ...names)]);
  }
  if (permittedDns || excludedDns) {
    list.push(["2.5.29.30", true, der(0x30, ...subtrees(0xa0, permittedDns), ...subtrees(0xa1, excludedDns))]);
  }
  if (options.authorityKeyId) list.push(["2.5.29.35", false, der(0x30, der(0x80, options.authorityKeyId))]);
  return [...list, ...(options.more ?? [])].map(([id, critical, value]) => extensionDer(id, critical, value));
}

function timeDer(instant: string): Buffer {
  const digits = instant.replace(/[-:T]/g, "").replace(/\.\d+/, "");
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

/** Makes and signs a certificate: by default a self-signed EC one, valid from 2026 to 2027. */
export function issue(options: IssueOptions = {}): Issued {
  const { subject = "CN=test", by, hash = "sha256", version = 3 } = options;
  const keys = options.keys ?? ecKeys();
  const signer = options.signWith ?? by?.keys ?? keys;
  const algorithm = algorithmDer(signer, hash);
  const extra = extensions(options);
  const signed = der(
    0x30,
    ...(version > 1 ? [der(0xa0, integerDer(BigInt(version - 1)))] : []),
    der(0x02, options.serial ?? Buffer.from([0x01, ...randomBytes(8)])),
    options.innerAlgorithm ?? algorithm,
    nameDer(options.issuer ?? by?.subject ?? subject),
    der(
      0x30,
      timeDer(options.notBefore ?? "2026-01-01T00:00:00Z"),
      timeDer(options.notAfter ?? "2027-12-31T00:00:00Z"),
    ),
    nameDer(subject),
    options.spki ?? keys.publicKey.export({ format: "der", type: "spki" }),
    ...(extra.length > 0 ? [der(0xa3, der(0x30, ...extra))] : []),
  );
  const digest = signer.privateKey.asymmetricKeyType === "ed25519" ? null : hash;
  const signature = sign(digest, signed, signer.privateKey);
  const whole = der(0x30, signed, algorithm, der(0x03, Buffer.from([0]), signature));
  const privateKeyPem = keys.privateKey.export({ format: "pem", type: "pkcs8" }) as string;
  return { der: whole, pem: pem("CERTIFICATE", whole), subject, keys, privateKeyPem };
}

export function pem(label: string, content: Buffer): string {
  const lines = content.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The zip of a bundle, from text by file name. */
export function bundleZip(files: { readonly [name: string]: string | Buffer }): Buffer {
  return Buffer.from(writeZip(Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }))));
}

/** A private CA with a leaf for a domain, as a good bundle has them. */
export function authorityAndLeaf(
  domain = "ec2.internal",
  leaf: IssueOptions = {},
): { readonly root: Issued; readonly leaf: Issued } {
  const root = issue({ subject: "O=Example, CN=Example Root", ca: true });
  return {
    root,
    leaf: issue({
      subject: `CN=*.${domain}`,
      by: root,
      dns: [`*.${domain}`],
      ca: false,
      keyUsage: [0, 2],
      extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
      ...leaf,
    }),
  };
}

/** The public half of a private key in PEM. */
export function publicHalf(privateKeyPem: string): KeyObject {
  return createPublicKey(privateKeyPem);
}

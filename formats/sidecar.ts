import { createHash, createPublicKey, type KeyObject } from "node:crypto";
import { BUNDLE_FILES, type BundleFileName } from "./bundle/files";
import { type BundleFile, type BundleReading, readBundle, readBundleFiles } from "./bundle/read";
import { flag, leaf, list, matching, object, type Shape, shapePath, text, word } from "./shape";
import { readDer } from "./x509/der";
import type { PrivateKey, PrivateKeyEncoding } from "./x509/private-key";
import { readPublicKey } from "./x509/public-key";

/** Location of a bundle in S3. */
export interface BundleObject {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** Version of the object; absent if the bucket keeps none. */
  readonly versionId?: string;
  /** ARN of the KMS key that encrypts the object, as S3 reported it; absent without one. */
  readonly kmsKey?: string;
}

/**
 * What may be known about a published bundle without the zip: `certs publish` writes it beside the zip, Terraform and the linter read it.
 * It contains nothing private: of the private key, only its public half.
 */
export interface BundleSidecar {
  readonly sidecarVersion: 1;
  readonly object: BundleObject;
  /** SHA-256 of the zip, in hex, which binds this file to the object. */
  readonly sha256: string;
  /**
   * SHA-256 of the certificate files in the zip, in hex; absent from sidecars that were written without. `privateKey.pem` has none: the hash of its public half
   * distinguishes it from every other, and nothing that is made from the private half leaves the machine.
   */
  readonly files?: {
    readonly "certificateChain.pem": string;
    /** Absent where the bundle has none. */
    readonly "trustedCertificates.pem"?: string;
  };
  /** Names in the zip, in its order. */
  readonly names: readonly string[];
  readonly privateKey: {
    readonly encoding: PrivateKeyEncoding;
    /** Public half, in PEM. */
    readonly publicKey: string;
    /** SHA-256 of the public half (SubjectPublicKeyInfo), in hex. */
    readonly spkiSha256: string;
    /**
     * Whether the public key verified a signature of the private key when the bundle was published; absent for a key that is too large to
     * try.
     */
    readonly works?: boolean;
  };
  /** Text of `certificateChain.pem`. */
  readonly certificateChain: string;
  /** Text of `trustedCertificates.pem`, where the bundle has one. */
  readonly trustedCertificates?: string;
}

/**
 * Writes the sidecar of a bundle that was read from `zip`.
 *
 * @throws Error if the bundle has no readable private key or no chain: such a bundle is not published.
 */
export function writeSidecar(zip: Uint8Array, bundle: BundleReading, object: BundleObject): string {
  const [privateKey] = bundle.privateKeys;
  if (!privateKey?.publicKey || !privateKey.facts || bundle.chain.length === 0) {
    throw new Error("a bundle without a readable private key or chain has no sidecar; repair the bundle first");
  }
  const pem = (certificates: BundleReading["chain"]) =>
    certificates.map(({ certificate }) => String(certificate.x509)).join("");
  const [chainHash, trustHash] = certificateFiles.map((name) => fileHash(bundle, name));
  const sidecar: BundleSidecar = {
    sidecarVersion: 1,
    object,
    sha256: sha256(zip),
    ...(chainHash !== undefined && {
      files: {
        "certificateChain.pem": chainHash,
        ...(trustHash !== undefined && { "trustedCertificates.pem": trustHash }),
      },
    }),
    names: bundle.names,
    privateKey: {
      encoding: privateKey.encoding,
      publicKey: privateKey.publicKey.export({ type: "spki", format: "pem" }).toString(),
      spkiSha256: privateKey.facts.spkiSha256,
      ...(privateKey.works !== undefined && { works: privateKey.works }),
    },
    certificateChain: pem(bundle.chain),
    ...(bundle.trusted.length > 0 && { trustedCertificates: pem(bundle.trusted) }),
  };
  return `${JSON.stringify(sidecar, null, 2)}\n`;
}

/** Reads a sidecar. Never throws: for anything else, it returns the reason as a clause. */
export function readSidecar(text: string): BundleSidecar | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "it is not JSON" };
  }
  const fault = versioned.fault(value) ?? sidecarShape.fault(value);
  if (!fault) return value as BundleSidecar;
  const place = fault.path.length === 0 ? "it" : `'${shapePath(fault.path)}'`;
  return { problem: `${place} ${fault.problem}` };
}

/** Whether these are the bytes of the bundle that the sidecar describes. */
export function sidecarFits(sidecar: BundleSidecar, zip: Uint8Array): boolean {
  return sidecar.sha256 === sha256(zip);
}

/** How a zip differs from a sidecar, as clauses; if its files are the same, that they were zipped again. */
export function sidecarDifferences(sidecar: BundleSidecar, zip: Uint8Array): readonly string[] {
  const bundle = readBundle(zip);
  const { files, privateKey } = sidecar;
  const others = certificateFiles.filter((name) => files && files[name] !== fileHash(bundle, name));
  const differs = [
    ...(bundle.privateKeys[0]?.facts?.spkiSha256 === privateKey.spkiSha256
      ? []
      : ["privateKey.pem contains another key"]),
    ...others.map((name) => `${name} is not the same file`),
  ];
  if (differs.length > 0) return differs;
  return [files ? "its files are the same, zipped again" : "their SHA-256 differ"];
}

const certificateFiles = ["certificateChain.pem", "trustedCertificates.pem"] as const;

function fileHash({ files }: BundleReading, wanted: BundleFileName): string | undefined {
  return files.find(({ name }) => name === wanted)?.sha256;
}

/**
 * A published bundle as its sidecar describes it: the certificates, and the public half of the private key with the result of trying
 * the private half when the bundle was published.
 */
export function readSidecarBundle(sidecar: BundleSidecar): BundleReading {
  const contents = new Map<BundleFileName, Uint8Array>([
    ["certificateChain.pem", Buffer.from(sidecar.certificateChain)],
  ]);
  if (sidecar.trustedCertificates !== undefined) {
    contents.set("trustedCertificates.pem", Buffer.from(sidecar.trustedCertificates));
  }
  const bundle = readBundleFiles(contents);
  const files = [privateKeyFile(sidecar), ...bundle.files];
  return { ...bundle, files, names: sidecar.names, privateKeys: [publicHalf(sidecar)] };
}

/** `privateKey.pem` as `certs publish` accepted it: one private key that can be read, and nothing else. */
function privateKeyFile({ privateKey: { encoding } }: BundleSidecar): BundleFile {
  const label = { "PKCS#1": "RSA PRIVATE KEY", SEC1: "EC PRIVATE KEY" }[String(encoding)] ?? "PRIVATE KEY";
  return { name: "privateKey.pem", sha256: "", blocks: [{ label, line: 1 }], problems: [] };
}

function publicHalf({ privateKey: { encoding, publicKey, works } }: BundleSidecar): PrivateKey {
  const key = readKey(publicKey);
  return {
    encoding,
    encrypted: false,
    line: 1,
    facts: key && readPublicKey(readDer(key.export({ type: "spki", format: "der" }))),
    publicKey: key,
    works,
    factored: false,
    problem: key ? undefined : "its public half cannot be read",
  };
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

const sha256Hex = matching(/^[0-9a-f]{64}$/, "a SHA-256 in hex");
/** A sidecar is public, so one that contains a private key was not written by this tool, and is refused. */
const publicPem: Shape<string> = {
  need: text.need,
  fits: (value): value is string => publicPem.fault(value) === undefined,
  fault: (value, words, path = []) =>
    text.fault(value, words, path) ??
    (String(value).includes("PRIVATE KEY") ? { path, problem: "contains a private key" } : undefined),
};

const sidecarVersion = leaf<1>("1, the only version that this release reads", (value) => value === 1, "a number");
/** Another version may have other members, so it is looked at first. */
const versioned = object<Pick<BundleSidecar, "sidecarVersion">>({ sidecarVersion }, ["sidecarVersion"], true);
const sidecarShape = object<BundleSidecar>(
  {
    sidecarVersion,
    object: object<BundleObject>({ bucket: text, key: text, region: text, versionId: text, kmsKey: text }, [
      "bucket",
      "key",
      "region",
    ]),
    sha256: sha256Hex,
    files: object({ "certificateChain.pem": sha256Hex, "trustedCertificates.pem": sha256Hex }, [
      "certificateChain.pem",
    ]),
    names: list(word(...BUNDLE_FILES)),
    privateKey: object<BundleSidecar["privateKey"]>(
      { encoding: word("PKCS#8", "PKCS#1", "SEC1"), publicKey: publicPem, spkiSha256: sha256Hex, works: flag },
      ["encoding", "publicKey", "spkiSha256"],
    ),
    certificateChain: publicPem,
    trustedCertificates: publicPem,
  },
  ["sidecarVersion", "object", "sha256", "names", "privateKey", "certificateChain"],
);

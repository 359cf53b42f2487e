import { createPrivateKey } from "node:crypto";
import type { BundleFileName } from "../formats/bundle/files";
import { type BundleCertificate, type BundleReading, readBundleFiles } from "../formats/bundle/read";
import { plainCertificates } from "../formats/pem/certificate-blocks";
import { type Certificate, publicKeyOf } from "../formats/x509/certificate";
import { dnsNames } from "../formats/x509/hosts";
import { belongsTo, type PrivateKey } from "../formats/x509/private-key";
import { writeBundle } from "../formats/zip/bundle";
import { pathFrom, same } from "./chain";
import { CertificateError } from "./errors";

/** Files to bundle, each with the path to name in messages. */
export interface BundleSources {
  readonly privateKey: Source;
  readonly certificateChain: Source;
  readonly trustedCertificates?: Source;
}

/** A file and where it came from. */
export interface Source {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A bundle ready to be written. */
export interface AssembledBundle {
  readonly zip: Uint8Array;
  /** What was changed on the way, each a sentence. */
  readonly changes: readonly string[];
  /** DNS names of the leaf. */
  readonly names: readonly string[];
  readonly notAfter: Date;
}

/**
 * Creates a bundle from a private key, its certificates in any order, and the trusted ones: the private key is written as PKCS#8, the chain
 * from the leaf up, and nothing but PEM blocks.
 *
 * @throws CertificateError if a file cannot be read strictly, or the private key belongs to none of the certificates.
 */
export function assembleBundle(given: BundleSources): AssembledBundle {
  const { sources, converted } = plain(given);
  const read = readSources(sources);
  const privateKey = theKey(read, sources.privateKey.path);
  const leaf = leafOf(privateKey, read, sources);
  const { chain, changes } = ordered(leaf, read);
  const encoded = pkcs8(privateKey, sources.privateKey);
  const trusted = distinct(read.trusted.map(({ certificate }) => certificate));
  const zip = writeBundle({
    "privateKey.pem": encoded.pem,
    "certificateChain.pem": pem(chain),
    ...(sources.trustedCertificates && { "trustedCertificates.pem": pem(trusted) }),
  });
  return {
    zip,
    changes: [...converted, ...encoded.changes, ...changes],
    names: dnsNames(leaf),
    notAfter: new Date(leaf.notAfter),
  };
}

/** The same sources with containers and OpenSSL's own labels written as plain certificates. */
function plain(given: BundleSources): { readonly sources: BundleSources; readonly converted: readonly string[] } {
  const converted: string[] = [];
  const convert = ({ path, bytes }: Source): Source => {
    const { bytes: written, changes } = plainCertificates(bytes);
    converted.push(...changes.map((change) => `${path}: ${change}`));
    return { path, bytes: written };
  };
  const { privateKey, certificateChain, trustedCertificates } = given;
  return {
    sources: {
      privateKey,
      certificateChain: convert(certificateChain),
      ...(trustedCertificates && { trustedCertificates: convert(trustedCertificates) }),
    },
    converted,
  };
}

function readSources(sources: BundleSources): BundleReading {
  const byName: { readonly [name in BundleFileName]: Source | undefined } = {
    "privateKey.pem": sources.privateKey,
    "certificateChain.pem": sources.certificateChain,
    "trustedCertificates.pem": sources.trustedCertificates,
  };
  const contents = Object.entries(byName).flatMap(([name, source]) => (source ? [[name, source.bytes] as const] : []));
  const read = readBundleFiles(new Map(contents));
  for (const { name, problems, blocks } of read.files) {
    const path = byName[name]?.path ?? name;
    const [problem] = problems.filter(({ kind }) => kind !== "text after the last block");
    if (problem) throw new CertificateError(`'${path}', line ${problem.line}: ${problem.detail}; repair the file`);
    const stray = name !== "privateKey.pem" && blocks.find(({ label }) => label.endsWith("PRIVATE KEY"));
    if (stray) {
      throw new CertificateError(
        `'${path}', line ${stray.line}: a private key among certificates, which Java refuses; remove it`,
      );
    }
    if (name !== "privateKey.pem" && !blocks.some(({ label }) => label === "CERTIFICATE")) {
      throw new CertificateError(`'${path}' contains no certificate; give the file that the CA sent`);
    }
  }
  return read;
}

function theKey({ privateKeys }: BundleReading, path: string): PrivateKey {
  const [privateKey, another] = privateKeys;
  if (!privateKey)
    throw new CertificateError(`'${path}' contains no private key; give the file that certs request created`);
  if (another)
    throw new CertificateError(
      `'${path}' contains ${privateKeys.length} private keys; keep only the one that belongs to the leaf`,
    );
  if (privateKey.encrypted) {
    throw new CertificateError(
      `'${path}' is encrypted, and EMR has no field for a passphrase; decrypt it: openssl pkey -in ${path} -out <file>`,
    );
  }
  if (privateKey.works === false)
    throw new CertificateError(`'${path}' contains a private key that does not work; create a new one`);
  return privateKey;
}

/** The certificate that carries the private key's public half: first in the chain file, or elsewhere in it. */
function leafOf(privateKey: PrivateKey, read: BundleReading, sources: BundleSources): Certificate {
  const leaf = read.chain.find(({ certificate }) => belongsTo(privateKey, publicKeyOf(certificate)));
  if (leaf) return leaf.certificate;
  throw new CertificateError(
    `the private key of '${sources.privateKey.path}' belongs to no certificate of '${sources.certificateChain.path}'; give a private key and its certificate`,
  );
}

function ordered(leaf: Certificate, read: BundleReading) {
  const given = distinct(read.chain.map(({ certificate }) => certificate));
  const anchors = read.trusted.map(({ certificate }) => certificate);
  const { certificates: chain } = pathFrom(leaf, given, anchors);
  const strangers = given.filter((one) => !chain.some((certificate) => same(one, certificate)));
  const changes: string[] = [];
  if (read.chain.length > given.length) changes.push("removed duplicate certificates from the chain");
  for (const { subject } of strangers) changes.push(`left out ${subject.text}: it is on no path from the leaf`);
  if (!inOrder(chain, read.chain)) changes.push("put the chain in order: the leaf first, each issued by the next");
  return { chain, changes };
}

function inOrder(chain: readonly Certificate[], given: readonly BundleCertificate[]): boolean {
  const places = chain.map((one) => given.findIndex(({ certificate }) => same(one, certificate)));
  return places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
}

function pkcs8(
  privateKey: PrivateKey,
  { bytes }: Source,
): { readonly pem: string; readonly changes: readonly string[] } {
  const key = createPrivateKey(Buffer.from(bytes));
  const changes =
    privateKey.encoding === "PKCS#8" ? [] : [`wrote the private key as PKCS#8; it was ${privateKey.encoding}`];
  return { pem: key.export({ type: "pkcs8", format: "pem" }).toString(), changes };
}

function distinct(certificates: readonly Certificate[]): readonly Certificate[] {
  return certificates.filter((one, index) => certificates.findIndex((other) => same(one, other)) === index);
}

function pem(certificates: readonly Certificate[]): string {
  return certificates.map(({ x509 }) => x509.toString()).join("");
}

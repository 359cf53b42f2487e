import { createHash } from "node:crypto";
import { isCertificateLabel, otherLabel } from "../pem/certificate-blocks";
import { type PemBlock, type PemProblemKind, readPem } from "../pem/read";
import { type Certificate, isSignedBy, publicKeyOf, readCertificate } from "../x509/certificate";
import { sameName } from "../x509/name";
import { belongsTo, isPrivateKeyLabel, type PrivateKey, readPrivateKey } from "../x509/private-key";
import { readZip, type ZipProblem } from "../zip/read";
import { BUNDLE_FILES, type BundleFileName, isBundleFile, REQUIRED_BUNDLE_FILES } from "./files";
import { type OtherFile, readOtherFile } from "./other-files";

/** Why EMR's readers do not accept a file, or a block in it. */
export interface FileProblem {
  readonly kind: PemProblemKind | "unexpected block" | "other label" | "not a certificate" | "not a private key";
  /** Its line, from 1. */
  readonly line: number;
  /** The fact, as a clause that quotes nothing of the content. */
  readonly detail: string;
}

/** One of the three files of a bundle. */
export interface BundleFile {
  readonly name: BundleFileName;
  /** Of the whole file, in hex; empty for a private key that only a sidecar describes. */
  readonly sha256: string;
  /** Blocks in order, by label and line. */
  readonly blocks: readonly { readonly label: string; readonly line: number }[];
  readonly problems: readonly FileProblem[];
}

/** A certificate and its place. */
export interface BundleCertificate {
  readonly file: BundleFileName;
  /** Among the certificates of the file, those that cannot be read included, from 0. */
  readonly index: number;
  /** Line of its block, from 1. */
  readonly line: number;
  readonly certificate: Certificate;
}

/** Everything that may be known about a bundle; it contains no private byte. */
export interface BundleReading {
  /** Every name in the zip or folder. */
  readonly names: readonly string[];
  /** Why the zip, or an entry of it, is refused; empty for a folder. */
  readonly zipProblems: readonly ZipProblem[];
  /** The files that could be read. */
  readonly files: readonly BundleFile[];
  /** Private keys of `privateKey.pem`, encrypted and damaged ones included. */
  readonly privateKeys: readonly PrivateKey[];
  /** Certificates of `certificateChain.pem` that can be read, in their order. */
  readonly chain: readonly BundleCertificate[];
  /**
   * The nodes' own certificate: the one that belongs to the private key and is not a CA. Without it the first one; if that is a CA, the only
   * certificate that is not a CA and was issued by a CA of the chain. Absent if the first one cannot be read.
   */
  readonly leaf?: BundleCertificate;
  /** Certificates of `trustedCertificates.pem`. */
  readonly trusted: readonly BundleCertificate[];
  /** Files beside the three, if their content is available. */
  readonly others: readonly OtherFile[];
}

/** Reads a bundle as EMR downloads it. Never throws; problems are part of the reading. */
export function readBundle(zip: Uint8Array): BundleReading {
  const { entries, names, problems } = readZip(zip);
  return { ...readBundleFiles(new Map(entries.map(({ name, bytes }) => [name, bytes]))), names, zipProblems: problems };
}

/** Reads the same from files by name, as in a folder. Never throws. */
export function readBundleFiles(contents: ReadonlyMap<string, Uint8Array>): BundleReading {
  const read = BUNDLE_FILES.flatMap((name) => {
    const bytes = contents.get(name);
    return bytes === undefined ? [] : [readFile(name, bytes)];
  });
  const certificates = read.flatMap((one) => one.certificates);
  const chain = certificates.filter(({ file }) => file === "certificateChain.pem");
  const privateKeys = read.flatMap((one) => one.privateKeys);
  const { problems = [] } = read.find(({ file }) => file.name === "certificateChain.pem")?.file ?? {};
  const first = firstOf(chain, problems);
  const leaf = ownOf(chain, privateKeys) ?? (first && endEntityBelow(first, chain)) ?? first;
  return {
    names: [...contents.keys()],
    zipProblems: [],
    files: read.map((one) => one.file),
    privateKeys,
    chain,
    ...(leaf && { leaf }),
    trusted: certificates.filter(({ file }) => file === "trustedCertificates.pem"),
    others: [...contents].flatMap(([name, bytes]) => (isBundleFile(name) ? [] : [readOtherFile(name, bytes)])),
  };
}

/** A chain in the wrong order is reported as such, not as a leaf with wrong names and a wrong private key. */
function ownOf(
  chain: readonly BundleCertificate[],
  [privateKey]: readonly PrivateKey[],
): BundleCertificate | undefined {
  const spki = privateKey?.facts?.spkiSha256;
  return chain.find(({ certificate: { key, basicConstraints } }) => key.spkiSha256 === spki && !basicConstraints?.ca);
}

/** Certificates of a chain that may be in reverse; each is compared with each. */
const LONGEST_REVERSED = 10;

/** If a CA is first, so that the chain may be in reverse: the only certificate that is not a CA and that a CA of the chain issued. */
function endEntityBelow(
  { certificate: first }: BundleCertificate,
  chain: readonly BundleCertificate[],
): BundleCertificate | undefined {
  if (!first.basicConstraints?.ca) return undefined;
  const few = chain.slice(0, LONGEST_REVERSED);
  const below = few.filter(
    ({ certificate }) =>
      !certificate.basicConstraints?.ca &&
      few.some(
        ({ certificate: issuer }) =>
          issuer !== certificate && sameName(issuer.subject, certificate.issuer) && isSignedBy(certificate, issuer),
      ),
  );
  const [only] = below;
  return below.every(({ certificate }) => certificate.fingerprint === only?.certificate.fingerprint) ? only : undefined;
}

/** The first certificate of a file, unless something is refused before it: that may have been the first. */
function firstOf(chain: readonly BundleCertificate[], problems: readonly FileProblem[]): BundleCertificate | undefined {
  const [first] = chain;
  const refused = problems.some(({ kind, line }) => kind !== "byte order mark" && first && line < first.line);
  return refused ? undefined : first;
}

/** Whether `privateKey.pem` and `certificateChain.pem` contain each other's content. */
export function filesSwapped({ files }: BundleReading): boolean {
  const labels = (name: BundleFileName) => files.find((file) => file.name === name)?.blocks.map(({ label }) => label);
  const [inKey = [], inChain = []] = [labels("privateKey.pem"), labels("certificateChain.pem")];
  return (
    inKey.some(isCertificateLabel) &&
    !inKey.some(isPrivateKeyLabel) &&
    inChain.some(isPrivateKeyLabel) &&
    !inChain.some(isCertificateLabel)
  );
}

/** Required files that are missing; undefined if the archive could not be listed. */
export function missingFiles(bundle: BundleReading): readonly BundleFileName[] | undefined {
  if (bundle.names.length === 0 && bundle.zipProblems.length > 0) return undefined;
  return REQUIRED_BUNDLE_FILES.filter((name) => !bundle.names.includes(name));
}

/** Whether the private key belongs to the leaf; undefined where either is not readable. */
export function leafFitsPrivateKey({ privateKeys, leaf }: BundleReading): boolean | undefined {
  const [privateKey] = privateKeys;
  return privateKey && leaf && belongsTo(privateKey, publicKeyOf(leaf.certificate));
}

interface FileReading {
  readonly file: BundleFile;
  readonly privateKeys: readonly PrivateKey[];
  readonly certificates: readonly BundleCertificate[];
}

function readFile(name: BundleFileName, bytes: Uint8Array): FileReading {
  const pem = readPem(bytes);
  const begun = pem.begun.filter(({ label }) => isCertificateLabel(label));
  const read = pem.blocks.map((block): BlockReading => {
    const unexpected = unexpectedBlock(name, block);
    if (unexpected) return problemOf("unexpected block", block, unexpected);
    if (name === "privateKey.pem") return privateKeyBlock(block);
    if (!isCertificateLabel(block.label)) return {};
    return certificateBlock(name, block, () => begun.findIndex(({ line }) => line === block.line));
  });
  const problems = [...pem.problems, ...read.flatMap((each) => each.problems ?? [])];
  const privateKeys = read.flatMap(({ privateKey }) => privateKey ?? []);
  const certificates = read.flatMap(({ certificate }) => certificate ?? []);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const blocks = pem.blocks.map(({ label, line }) => ({ label, line }));
  return { file: { name, sha256, blocks, problems }, privateKeys, certificates };
}

/** The result of reading one block of a file. */
interface BlockReading {
  readonly problems?: readonly FileProblem[];
  readonly privateKey?: PrivateKey;
  readonly certificate?: BundleCertificate;
}

function problemOf(
  kind: FileProblem["kind"],
  { line }: PemBlock,
  detail: string,
): Required<Pick<BlockReading, "problems">> {
  return { problems: [{ kind, line, detail }] };
}

function privateKeyBlock(block: PemBlock): BlockReading {
  const privateKey = readPrivateKey(block);
  if (!privateKey) return {};
  return { privateKey, ...(privateKey.problem ? problemOf("not a private key", block, privateKey.problem) : {}) };
}

function certificateBlock(file: BundleFileName, block: PemBlock, indexOf: () => number): BlockReading {
  const label = otherLabel(block);
  const { problems = [] } = label ? problemOf("other label", block, label.detail) : {};
  const certificate = readCertificate(block.der);
  if ("problem" in certificate) {
    return { problems: [...problems, ...problemOf("not a certificate", block, certificate.problem).problems] };
  }
  return { problems, certificate: { file, index: indexOf(), line: block.line, certificate } };
}

const OTHER_KINDS: ReadonlyMap<string, string> = new Map([
  ["CERTIFICATE REQUEST", "a certificate request (CSR), not a signed certificate"],
  ["NEW CERTIFICATE REQUEST", "a certificate request (CSR), not a signed certificate"],
  ["PUBLIC KEY", "a public key"],
  ["RSA PUBLIC KEY", "a public key"],
  ["X509 CRL", "a revocation list"],
]);

/** Private keys beside certificates, and certificates beside the private key, have their own rules, so they are not unexpected here. */
function unexpectedBlock(name: BundleFileName, block: PemBlock): string | undefined {
  const { label } = block;
  if (isPrivateKeyLabel(label)) return undefined;
  const other = otherLabel(block);
  if (other?.refused) return other.detail;
  if (isCertificateLabel(label)) return undefined;
  if (name === "privateKey.pem" && (label === "EC PARAMETERS" || label === "DSA PARAMETERS")) return undefined;
  return `it contains ${OTHER_KINDS.get(label) ?? `a block labelled ${label}`}`;
}

import { BUNDLE_FILES, type BundleFileName, isBundleFile, REQUIRED_BUNDLE_FILES } from "../../../formats/bundle/files";
import type { OtherFile } from "../../../formats/bundle/other-files";
import { type BundleFile, type BundleReading, type FileProblem, filesSwapped } from "../../../formats/bundle/read";
import { isCertificateLabel } from "../../../formats/pem/certificate-blocks";
import { publicKeyOf } from "../../../formats/x509/certificate";
import { belongsTo, isPrivateKeyLabel } from "../../../formats/x509/private-key";
import { publishedAt } from "../../../formats/x509/published-keys";
import type { BundleFact, BundleFileFact } from "../../rows/bundles";
import { ABSENT, known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import { firstThree } from "../first-three";

/** Subject of a row within a bundle: the Terraform address (empty for a bundle alone), `#`, and file, block or nothing. */
export function subjectOf(bundle: string, within = ""): string {
  return `${bundle}#${within}`;
}

/** The row of a bundle; `bundle` is the reading, or why it cannot be read. */
export function bundleFact(bundle: BundleReading | UnknownLeaf, subject: string): BundleFact {
  if ("unknown" in bundle) return { id: subjectOf(subject), ...unknownBundle(bundle) };
  const unlisted = bundle.names.length === 0 && bundle.zipProblems.length > 0;
  const zip = { unreadable: known(summaryOf(bundle, "unreadable")), ambiguous: known(summaryOf(bundle, "ambiguous")) };
  if (unlisted) return { id: subjectOf(subject), ...unknownBundle(notReadable), ...zip };
  return { id: subjectOf(subject), ...zip, ...nameLeaves(bundle.names, bundle.others), ...privateKeyLeaves(bundle) };
}

/** What the names in a bundle reveal, and which of its other files contain private keys and certificates. */
export function nameLeaves(names: readonly string[], others: readonly OtherFile[]) {
  const privateKey = misnamed(names, "privateKey.pem", others);
  const chain = misnamed(names, "certificateChain.pem", others);
  return {
    privateKeyFile: known(names.includes("privateKey.pem")),
    chainFile: known(names.includes("certificateChain.pem")),
    trustFile: known(names.includes("trustedCertificates.pem")),
    privateKeyMisnamed: known(privateKey),
    chainMisnamed: known(chain),
    strays: known(strays(names, others, [privateKey, chain])),
  };
}

/** Rows of the three files, those that are there and those that have to be, and of other files with a private key. */
export function bundleFileFacts(bundle: BundleReading | UnknownLeaf, subject: string): readonly BundleFileFact[] {
  const strays = "unknown" in bundle ? [] : strayKeys(bundle);
  return [
    ...expectedFiles(bundle, subject),
    ...strays.map(({ name, told }) => strayKeyFact(subject, shownName(name), told)),
  ];
}

/** The row of a file beside the three that has a private key, which `strayKey` describes. */
export function strayKeyFact(subject: string, name: string, strayKey: string): BundleFileFact {
  return {
    id: subjectOf(subject, name),
    name: ABSENT,
    ...unknownFile(ABSENT),
    strayName: known(name),
    strayKey: known(strayKey),
  };
}

function expectedFiles(bundle: BundleReading | UnknownLeaf, subject: string): readonly BundleFileFact[] {
  return BUNDLE_FILES.filter((name) => isExpected(bundle, name)).map((name) => {
    const row = { id: subjectOf(subject, name), name: known(name) };
    if ("unknown" in bundle) return { ...row, ...unknownFile(bundle) };
    const file = bundle.files.find((one) => one.name === name);
    return { ...row, ...(file ? fileLeaves(bundle, file) : unknownFile(absence(bundle, name))) };
  });
}

/** Why a file of a bundle could not be read: it is missing, its entry is refused, or the whole zip is. */
export function absence(bundle: BundleReading, name: BundleFileName): UnknownLeaf {
  if (bundle.names.length === 0 && bundle.zipProblems.length > 0) return notReadable;
  if (!bundle.names.includes(name))
    return unknownLeaf(`the bundle has no ${name}`, `put ${name} at the root of the bundle`);
  return unknownLeaf(`${name} cannot be read from the zip`, "create the zip again from the files");
}

const notReadable = unknownLeaf("the zip cannot be read", "create the zip again from the three files");

function isExpected(bundle: BundleReading | UnknownLeaf, name: BundleFileName): boolean {
  return REQUIRED_BUNDLE_FILES.includes(name) || (!("unknown" in bundle) && bundle.names.includes(name));
}

function unknownBundle(why: UnknownLeaf): Omit<BundleFact, "id"> {
  return {
    unreadable: why,
    ambiguous: why,
    privateKeyFile: why,
    chainFile: why,
    trustFile: why,
    privateKeyMisnamed: why,
    chainMisnamed: why,
    strays: why,
    privateKeyFits: why,
    privateKeyFitsInstead: why,
    privateKeyWorks: why,
    published: why,
    publishedIssuer: why,
    publishedIssuerAt: why,
  };
}

/** The leaves of a file of which nothing is known. */
export function unknownFile(why: Leaf<never>): Omit<BundleFileFact, "id" | "name"> {
  return {
    problem: why,
    skipped: why,
    otherLabel: why,
    swapped: why,
    privateKeys: why,
    certificates: why,
    encrypted: why,
    encoding: why,
    strayName: ABSENT,
    strayKey: ABSENT,
  };
}

/** The first problem of a kind in full, and the number of others. */
function summaryOf({ zipProblems }: BundleReading, kind: "unreadable" | "ambiguous"): string | undefined {
  const [first, ...more] = zipProblems.filter((problem) => problem.kind === kind);
  if (!first) return undefined;
  const where = first.entry === "" ? first.detail : `entry ${first.entry}: ${first.detail}`;
  return more.length === 0 ? where : `${where} (and ${more.length} more)`;
}

const LIKELY_NAMES: { readonly [name in "privateKey.pem" | "certificateChain.pem"]: RegExp } = {
  "privateKey.pem": /^(private|server|tls)?[-_.]?key(\.(pem|key|txt))*$|\.key$/i,
  "certificateChain.pem":
    /^(certificate|cert|full)?[-_.]?chain(\.(pem|crt|cer|txt))*$|\.(crt|cer)$|^cert(ificate)?\.pem$/i,
};

/** Parts of the name of a CA's file, which is not the nodes'. */
const OF_A_CA = /(^|[^a-z])(root|ca)|(root|ca)([^a-z]|$)/i;

/**
 * An entry that seems to be the missing file: in a folder, in other case, under another name, with its content, or a zip within the zip.
 */
function misnamed(
  names: readonly string[],
  file: "privateKey.pem" | "certificateChain.pem",
  others: readonly OtherFile[],
): string | undefined {
  if (names.includes(file)) return undefined;
  const base = (name: string): string => (name.split("/").pop() ?? "").toLowerCase();
  const all = names.filter((name) => !name.endsWith("/") && !isLeftover(name));
  const own = [...all.filter((name) => !OF_A_CA.test(base(name))), ...all.filter((name) => OF_A_CA.test(base(name)))];
  const holds = ({ privateKey, hasCertificate }: OtherFile) =>
    file === "privateKey.pem" ? privateKey !== undefined : hasCertificate;
  const holders = new Set(others.filter(holds).map(({ name }) => name));
  return (
    own.find((name) => base(name) === file.toLowerCase()) ??
    own.find((name) => LIKELY_NAMES[file].test(base(name))) ??
    own.find((name) => name.endsWith(".zip")) ??
    own.find((name) => holders.has(name))
  );
}

/** Files with a private key that are neither one of the three nor represent one. */
function strayKeys({ names, others, chain, trusted }: BundleReading): readonly { name: string; told: string }[] {
  const stands = misnamed(names, "privateKey.pem", others);
  const certificates = [...chain, ...trusted].map(({ certificate }) => certificate);
  return others.flatMap(({ name, privateKey }) => {
    if (!privateKey || name === stands) return [];
    const owner = certificates.find(({ key }) => key.spkiSha256 === privateKey.spkiSha256);
    return [{ name, told: owner ? `the private key of ${owner.subject.text}` : article(privateKey.form) }];
  });
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

function shownName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, "?");
}

function isLeftover(name: string): boolean {
  return /^__MACOSX\/|(^|\/)(\._|\.DS_Store$|Thumbs\.db$)/.test(name);
}

/** Entries that do not belong in a bundle; those that seem to be a missing file are reported as that instead. */
function strays(
  names: readonly string[],
  contents: readonly OtherFile[],
  misnamed: readonly (string | undefined)[],
): string | undefined {
  const keys = contents.flatMap(({ name, privateKey }) => (privateKey ? [name] : []));
  const others = names.filter((name) => !isBundleFile(name) && !misnamed.includes(name) && !keys.includes(name));
  const folders = new Set(
    misnamed.flatMap((name) => (name?.includes("/") ? [`${name.slice(0, name.lastIndexOf("/"))}/`] : [])),
  );
  const left = others.filter((name) => !folders.has(name)).map(shownName);
  return left.length === 0 ? undefined : firstThree(left);
}

function privateKeyLeaves(bundle: BundleReading) {
  const [privateKey] = bundle.privateKeys;
  const { leaf, chain } = bundle;
  const noKey = privateKeyAbsence(bundle);
  const tooLarge = unknownLeaf("the private key is too large to verify", "verify it with openssl");
  const where = privateKey?.facts && publishedAt(privateKey.facts.spkiSha256);
  const published = leaf && publishedAt(leaf.certificate.key.spkiSha256);
  const issuer = [...chain, ...bundle.trusted]
    .map(({ certificate }) => certificate)
    .find(({ key }) => key.spkiSha256 !== leaf?.certificate.key.spkiSha256 && publishedAt(key.spkiSha256));
  const fits = (one: typeof leaf): boolean | undefined =>
    one && privateKey && belongsTo(privateKey, publicKeyOf(one.certificate));
  const leafFits = fits(leaf);
  const noFit =
    noKey ??
    (leaf ? undefined : leafAbsence(bundle)) ??
    (leafFits === undefined
      ? unknownLeaf("the leaf's key is of a kind that cannot be compared", "issue a certificate for an RSA key")
      : undefined);
  const instead = leafFits === false ? chain.find((one) => fits(one) === true) : undefined;
  return {
    privateKeyFits: noFit ?? known(leafFits),
    privateKeyFitsInstead: noFit ?? known(instead?.certificate.subject.text),
    privateKeyWorks: noKey ?? (privateKey?.works === undefined ? tooLarge : known(privateKey.works)),
    published: noKey && !published ? noKey : known(where ?? published),
    publishedIssuer: known(issuer?.subject.text),
    publishedIssuerAt: known(issuer && publishedAt(issuer.key.spkiSha256)),
  };
}

function privateKeyAbsence(bundle: BundleReading): UnknownLeaf | undefined {
  const [privateKey] = bundle.privateKeys;
  if (privateKey?.publicKey) return undefined;
  if (!bundle.files.some(({ name }) => name === "privateKey.pem")) return absence(bundle, "privateKey.pem");
  if (privateKey?.encrypted) return unknownLeaf("the private key is encrypted", "write it without a passphrase");
  return unknownLeaf("privateKey.pem contains no private key that can be read", "write the private key as PKCS#8 PEM");
}

/** Why the leaf certificate is not known. */
export function leafAbsence(bundle: BundleReading): UnknownLeaf {
  if (!bundle.files.some(({ name }) => name === "certificateChain.pem")) return absence(bundle, "certificateChain.pem");
  const lost =
    bundle.chain.length === 0
      ? "certificateChain.pem contains no certificate that can be read"
      : "the first certificate of certificateChain.pem, the leaf, cannot be read";
  return unknownLeaf(lost, "write the certificates as PEM, leaf first");
}

function fileLeaves(bundle: BundleReading, file: BundleFile): Omit<BundleFileFact, "id" | "name"> {
  const isKeyFile = file.name === "privateKey.pem";
  const firstOf = (wanted: FileProblem["kind"]) => {
    const found = file.problems.find(({ kind }) => kind === wanted);
    return known(found && `line ${found.line}: ${found.detail}`);
  };
  return {
    ...unknownFile(ABSENT),
    problem: known(blockingProblem(file)),
    skipped: firstOf("text after the last block"),
    otherLabel: firstOf("other label"),
    swapped: known(file.name !== "trustedCertificates.pem" && filesSwapped(bundle)),
    privateKeys: known(count(file, isPrivateKeyLabel)),
    certificates: known(count(file, isCertificateLabel)),
    encrypted: known(isKeyFile && bundle.privateKeys.some((one) => one.encrypted)),
    encoding: known(isKeyFile ? bundle.privateKeys[0]?.encoding : undefined),
  };
}

function count({ blocks }: BundleFile, isOf: (label: string) => boolean): number {
  return blocks.filter(({ label }) => isOf(label)).length;
}

/** What some readers skip and others read: rules warn about it. */
const tolerated: ReadonlySet<FileProblem["kind"]> = new Set(["text after the last block", "other label"]);

function blockingProblem(file: BundleFile): string | undefined {
  const [first, ...more] = file.problems.filter(({ kind }) => !tolerated.has(kind));
  if (first) {
    const summary = first.kind === "empty" ? first.detail : `line ${first.line}: ${first.detail}`;
    return more.length === 0 ? summary : `${summary} (and ${more.length} more)`;
  }
  if (file.name === "privateKey.pem") {
    return count(file, isPrivateKeyLabel) === 0 ? "it contains no private key" : undefined;
  }
  return count(file, isCertificateLabel) === 0 ? "it contains no certificate" : undefined;
}

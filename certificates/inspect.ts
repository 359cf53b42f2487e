import { rootCertificates } from "node:tls";
import { isBundleFile } from "../formats/bundle/files";
import {
  type BundleReading,
  type FileProblem,
  filesSwapped,
  leafFitsPrivateKey,
  missingFiles,
} from "../formats/bundle/read";
import { certificateLimits, exceedsDays, publicCaSchedule } from "../formats/certificate-limits";
import { DAY } from "../formats/day";
import { readPem } from "../formats/pem/read";
import { type Certificate, isIssuedBy, isSelfSigned, readCertificate } from "../formats/x509/certificate";
import { dnsNames, hostNames } from "../formats/x509/hosts";
import type { PublicKeyFacts } from "../formats/x509/public-key";
import { pathFrom, same } from "./chain";
import { fileProblems, type Material, readMaterial } from "./material";

/** A certificate in words. */
export interface CertificateSummary {
  /** Its place: `certificateChain.pem[0]`. */
  readonly within: string;
  /** Its most specific common name; the whole subject without one. */
  readonly name: string;
  readonly subject: string;
  readonly issuer: string;
  /** Names of the subjectAltName extension that are DNS names. */
  readonly names: readonly string[];
  /** RFC 3339. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days from now to its end; negative once it has ended. */
  readonly daysLeft: number;
  /** `RSA 3072`. */
  readonly key: string;
  readonly ca: boolean;
  readonly selfSigned: boolean;
  /** In hex. */
  readonly serial: string;
  /** SHA-256, in hex. */
  readonly fingerprint: string;
}

/** What an input contains, in words; nothing private is in it. */
export interface Inspection {
  readonly input: string;
  readonly kind: Material["kind"];
  /** Location of the bundle, from its sidecar. */
  readonly object?: string;
  readonly privateKey?: {
    readonly key: string;
    readonly encoding: string;
    readonly encrypted: boolean;
    /** Whether the leaf carries its public half; null if that is not known. */
    readonly fitsLeaf: boolean | null;
    readonly spkiSha256: string;
  };
  readonly certificates: readonly CertificateSummary[];
  /** Place of the nodes' own certificate; absent if it cannot be read. */
  readonly leaf?: string;
  /** Names that hosts are compared with: DNS names of the leaf, or where it has none its common name. */
  readonly names: readonly string[];
  /** Whether that is the common name alone. */
  readonly namesByCommonName: boolean;
  /** Names from the leaf to where its path ends. */
  readonly path: readonly string[];
  /** Where the path ends. */
  readonly pathEnd: string;
  readonly problems: readonly string[];
  /** Those of the problems that keep certificates from being read. */
  readonly unread: readonly string[];
  /** Limits on the leaf's validity that are set outside of EMR. */
  readonly notes: readonly string[];
}

/**
 * Describes what a zip, a folder, a PEM file or a sidecar contains.
 *
 * @throws CertificateError for any other input, and for one that cannot be opened.
 */
export function inspect(input: string, path: string, now: Date): Inspection {
  const material = readMaterial(path);
  const { bundle, kind, sidecar } = material;
  const [privateKey] = bundle.privateKeys;
  return {
    input,
    kind,
    ...(sidecar && { object: `s3://${sidecar.object.bucket}/${sidecar.object.key}` }),
    ...(privateKey && {
      privateKey: {
        key: privateKey.facts ? keyWords(privateKey.facts) : "unknown",
        encoding: privateKey.encoding,
        encrypted: privateKey.encrypted,
        fitsLeaf: leafFitsPrivateKey(bundle) ?? null,
        spkiSha256: privateKey.facts?.spkiSha256 ?? "",
      },
    }),
    certificates: [...bundle.chain, ...bundle.trusted].map(({ file, index, certificate }) =>
      summary(`${file}[${index}]`, certificate, now),
    ),
    ...namesOf(bundle),
    ...pathOf(material),
    problems: problemsOf(material, now),
    unread: unreadOf(material),
    notes: notesOf(material, now),
  };
}

function notesOf({ bundle }: Material, now: Date): readonly string[] {
  if (!bundle.leaf) return [];
  const { certificate: leaf } = bundle.leaf;
  const { apple } = certificateLimits;
  const isLong =
    leaf.notBefore >= Date.parse(apple.from) && exceedsDays(leaf.notBefore, leaf.notAfter - 1000, apple.days);
  return [
    ...(isPublic(bundle, leaf)
      ? [
          `a public CA issued the leaf; these certificates are valid for ${publicCaSchedule(now.getTime())}, and nodes read the bundle only when they start: use a private CA for clusters that run longer`,
        ]
      : []),
    ...(isLong ? [`the leaf is valid for more than ${apple.days} days, which Apple's platforms refuse`] : []),
  ];
}

/** Whether a path from the leaf ends at a root that Node ships with, Mozilla's. No public CA certifies names below `.internal`. */
function isPublic({ chain, trusted }: BundleReading, leaf: Certificate): boolean {
  const names = hostNames(leaf);
  if (trusted.length > 0 || (names.length > 0 && names.every((name) => /(^|\.)internal$/i.test(name)))) return false;
  const roots = rootCertificates.flatMap((pem) =>
    readPem(Buffer.from(pem)).blocks.map(({ der }) => readCertificate(der)),
  );
  const anchors = roots.flatMap((root) => ("problem" in root ? [] : [root]));
  const candidates = chain.map(({ certificate }) => certificate).filter((one) => one !== leaf);
  return pathFrom(leaf, candidates, anchors).trusted;
}

function namesOf({ leaf }: BundleReading): Pick<Inspection, "leaf" | "names" | "namesByCommonName"> {
  if (!leaf) return { names: [], namesByCommonName: false };
  const dns = dnsNames(leaf.certificate);
  // A common name that is not a host name is that of a CA.
  const names = hostNames(leaf.certificate).filter((name) => dns.length > 0 || /^\S+\.\S+$/.test(name));
  const namesByCommonName = dns.length === 0 && names.length > 0;
  return { leaf: `${leaf.file}[${leaf.index}]`, names, namesByCommonName };
}

/** A public key in words: `RSA 3072`, `EC P-256`. */
export function keyWords({ type, bits, curve }: PublicKeyFacts): string {
  if (type === "EC") return `EC ${curve ?? ""}`.trim();
  return bits === undefined ? type : `${type} ${bits}`;
}

function summary(within: string, certificate: Certificate, now: Date): CertificateSummary {
  return {
    within,
    name: nameOf(certificate),
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    names: dnsNames(certificate),
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    daysLeft: Math.floor((certificate.notAfter - now.getTime()) / DAY),
    key: keyWords(certificate.key),
    ca: certificate.basicConstraints?.ca === true,
    selfSigned: isSelfSigned(certificate),
    serial: certificate.serial.toString(16),
    fingerprint: certificate.fingerprint,
  };
}

function nameOf({ subject }: Certificate): string {
  return subject.commonNames.at(-1) ?? subject.text;
}

const ends = { root: "a root that is not trusted here", "issuer missing": "an issuer that is not here" } as const;

function pathOf({ bundle }: Material): Pick<Inspection, "path" | "pathEnd"> {
  if (!bundle.leaf) return { path: [], pathEnd: "" };
  const { certificate: leaf } = bundle.leaf;
  const issuers = bundle.chain.filter((one) => one !== bundle.leaf).map(({ certificate }) => certificate);
  const anchors = bundle.trusted.map(({ certificate }) => certificate);
  const path = pathFrom(leaf, issuers, anchors);
  const last = path.certificates[path.certificates.length - 1] ?? leaf;
  const names = path.certificates.map(nameOf);
  if (path.end !== "trusted issuer") {
    const trustedRoot = path.trusted && anchors.some((anchor) => same(anchor, last));
    return { path: names, pathEnd: trustedRoot ? "trustedCertificates.pem" : ends[path.end] };
  }
  return { path: [...names, last.issuer.commonNames.at(-1) ?? last.issuer.text], pathEnd: "trustedCertificates.pem" };
}

function problemsOf({ bundle, kind, problems }: Material, now: Date): readonly string[] {
  const all = [...bundle.chain, ...bundle.trusted];
  const ended = all.filter(({ certificate }) => certificate.notAfter < now.getTime());
  const unborn = all.filter(({ certificate }) => certificate.notBefore > now.getTime());
  const date = (time: number) => new Date(time).toISOString().slice(0, 10);
  return [
    ...problems,
    ...zipProblemsOf(bundle),
    ...(kind === "PEM file" ? [] : (missingFiles(bundle) ?? []))
      .filter((name) => !problems.some((problem) => problem.startsWith(`${name} `)))
      .map((name) => `${name} is missing${heldInstead(bundle)}`),
    ...(filesSwapped(bundle) ? ["privateKey.pem and certificateChain.pem contain each other's content"] : []),
    ...bundle.files.flatMap(fileProblems),
    ...bundle.privateKeys.flatMap(({ works }) =>
      works === false ? ["privateKey.pem: the private key does not work"] : [],
    ),
    ...(leafFitsPrivateKey(bundle) === false ? ["the private key does not belong to the leaf"] : []),
    ...ended.map(({ file, index, certificate }) => `${file}[${index}] ended on ${date(certificate.notAfter)}`),
    ...unborn.map(({ file, index, certificate }) => `${file}[${index}] begins on ${date(certificate.notBefore)}`),
    ...(bundle.chain.length > 0 && !bundle.leaf
      ? ["the first certificate of certificateChain.pem, the leaf, cannot be read"]
      : []),
    ...(chainInOrder(bundle) ? [] : ["certificateChain.pem is not in order: the leaf first, each issued by the next"]),
  ];
}

/** Problems that do not prevent a certificate from being read. */
const HARMLESS: ReadonlySet<FileProblem["kind"]> = new Set(["byte order mark", "other label", "not a private key"]);

function unreadOf({ bundle, kind, problems }: Material): readonly string[] {
  return [
    ...(kind === "folder" ? problems : []),
    ...zipProblemsOf(bundle),
    ...bundle.files.flatMap((file) =>
      fileProblems({ ...file, blocks: [], problems: file.problems.filter((each) => !HARMLESS.has(each.kind)) }),
    ),
  ];
}

function zipProblemsOf({ zipProblems }: BundleReading): readonly string[] {
  return zipProblems.map(({ entry, detail }) => (entry === "" ? `zip: ${detail}` : `${entry}: ${detail}`));
}

/** What the zip or folder contains beside the three files, in which what is missing may be found. */
function heldInstead({ names }: BundleReading): string {
  const others = names.filter((name) => !isBundleFile(name) && !/\/$|(^|\/)(__MACOSX\/|\._)/.test(name));
  const shown = others.slice(0, 3).map((name) => name.replace(/[^\x20-\x7e]/g, "?"));
  if (shown.length === 0) return "";
  return `; there is ${shown.join(", ")}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`;
}

function chainInOrder({ chain, leaf }: Material["bundle"]): boolean {
  if (leaf && chain[0] !== leaf) return false;
  return chain.every(({ certificate }, index) => {
    const next = chain[index + 1];
    return next === undefined || isIssuedBy(certificate, next.certificate);
  });
}

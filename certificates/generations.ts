import { createHash, X509Certificate } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import { DAY } from "../formats/day";
import { readCertificate } from "../formats/x509/certificate";
import { writeBundle } from "../formats/zip/bundle";
import { type BundleTexts, DEVELOPMENT_DAYS, developmentFiles, type MakeKeyPair } from "./development";
import { CertificateError } from "./errors";
import { namedFiles, readFile } from "./files";
import { folderEntries, reading, writeFolder } from "./folder";
import { wildcardNames } from "./names";
import { type SubjectAttribute, subjectOf, subjectText } from "./subject";

/** Name of the zip in the folder of a development bundle. */
export const DEVELOPMENT_ZIP = "development.zip";

/** What `certs development` must create. */
export interface DevelopmentRequest {
  readonly folder: string;
  /** VPC domains; if empty, those of the existing bundle. */
  readonly domains: readonly string[];
  /** VPC domains of a first bundle, where `domains` has none. @default - none */
  readonly defaultDomains?: readonly string[];
  /** Validity in days, 1 to 90. @default - that of the bundle that is renewed, else 90 */
  readonly days?: number;
  /** Attributes of the subject besides the common name. @default - those of the bundle that is renewed, else none */
  readonly subject?: readonly SubjectAttribute[];
  /** Create the next generation beside the newest one. */
  readonly renew: boolean;
  /** Replace the existing bundle. */
  readonly force: boolean;
  readonly now: Date;
  /** @default RSA of 3072 bits */
  readonly makeKeyPair?: MakeKeyPair;
}

/** A development bundle on disk. */
export interface DevelopmentBundle {
  readonly made: boolean;
  readonly folder: string;
  /** The leaf's DNS names. */
  readonly names: readonly string[];
  /** The leaf's subject besides the common name. */
  readonly subject: readonly SubjectAttribute[];
  readonly notAfter: Date;
  /** Its total validity. */
  readonly days: number;
  readonly bits: number;
  readonly ca: string;
  readonly zipSha256: string;
  /** Newest generation beside this one, where there is a newer one. */
  readonly newest: string;
  /** Earlier CAs the new nodes trust as well. */
  readonly formerTrust: number;
}

/**
 * Creates a development bundle in a folder, unless there is one. A renewal is another folder beside the first (`certs`, `certs-2`,
 * `certs-3`), because running clusters download the old zip whenever a node is added; options that are not given are those of the previous
 * bundle.
 *
 * @throws CertificateError if the folder contains something else, or a bundle for other names or of another subject.
 */
export function developmentBundle(request: DevelopmentRequest): DevelopmentBundle {
  const folder = request.folder.replace(/[/\\]+$/, "") || request.folder;
  const newest = newestGeneration(folder);
  if (newest === undefined && request.renew) {
    throw new CertificateError(`folder '${folder}' contains no bundle to renew; run it without --renew first`);
  }
  if (newest === undefined) return make(request, folder, []);
  if (request.renew) {
    const former = read(newest, false);
    const domains = request.domains.length > 0 ? request.domains : former.names.map((name) => name.slice(2));
    const { days = former.days, subject = former.subject } = request;
    const next = { ...request, domains, days, subject, force: false };
    return make(next, nextGeneration(newest, folder), readTrust(newest, request.now));
  }
  if (request.force) return make(request, folder, []);
  const kept = read(folder, false);
  const wanted = request.domains.length > 0 ? wildcardNames(request.domains) : [];
  const missing = wanted.filter((name) => !kept.names.includes(name));
  if (missing.length > 0) {
    throw new CertificateError(
      `folder '${folder}' contains a bundle for ${kept.names.join(", ")}, not for ${missing.join(", ")}; give another folder, or --force to replace it`,
    );
  }
  if (request.subject && subjectText(request.subject) !== subjectText(kept.subject)) {
    const held = kept.subject.length > 0 ? subjectText(kept.subject) : "no subject but its common name";
    throw new CertificateError(
      `folder '${folder}' contains a bundle of ${held}, not of ${subjectText(request.subject)}; give another folder, or --force to replace it`,
    );
  }
  return { ...kept, newest };
}

/**
 * Writes the files of a bundle and its zip into a folder, in one atomic step.
 *
 * @throws CertificateError if the folder exists and may not be replaced, or cannot be written.
 */
export function writeBundleFolder(folder: string, files: BundleTexts, replace: boolean): void {
  writeFolder(
    folder,
    {
      "privateKey.pem": { content: files["privateKey.pem"], private: true },
      "certificateChain.pem": { content: files["certificateChain.pem"], private: false },
      "trustedCertificates.pem": { content: files["trustedCertificates.pem"], private: false },
      [DEVELOPMENT_ZIP]: { content: writeBundle(files), private: true },
    },
    replace,
  );
}

function make(request: DevelopmentRequest, folder: string, formerTrust: readonly string[]): DevelopmentBundle {
  const { days = DEVELOPMENT_DAYS, subject = [], defaultDomains = [] } = request;
  const domains = request.domains.length > 0 ? request.domains : defaultDomains;
  const files = developmentFiles({ ...request, domains, days, subject, formerTrust });
  writeBundleFolder(folder, files, request.force);
  return { ...read(folder, true), formerTrust: formerTrust.length };
}

function read(folder: string, made: boolean): DevelopmentBundle {
  const [leaf, ca] = certificates(join(folder, "certificateChain.pem"));
  if (!leaf || !ca) {
    throw new CertificateError(
      `'${join(folder, "certificateChain.pem")}' is not a chain that this command created; give another folder`,
    );
  }
  const zip = readFile(join(folder, DEVELOPMENT_ZIP));
  const own = readCertificate(leaf.raw);
  return {
    made,
    folder,
    names: (leaf.subjectAltName ?? "").split(", ").map((name) => name.replace(/^DNS:/, "")),
    subject: "problem" in own ? [] : subjectOf(own),
    notAfter: new Date(leaf.validTo),
    days: Math.round((Date.parse(leaf.validTo) - Date.parse(leaf.validFrom)) / DAY),
    bits: leaf.publicKey.asymmetricKeyDetails?.modulusLength ?? 0,
    ca: /CN=(.*)/.exec(ca.subject)?.[1] ?? "",
    zipSha256: createHash("sha256").update(zip).digest("hex"),
    newest: folder,
    formerTrust: 0,
  };
}

/** CA certificates of a generation that are still valid: nodes of the next one talk to its nodes while both run. */
function readTrust(folder: string, now: Date): readonly string[] {
  return certificates(join(folder, "trustedCertificates.pem"))
    .filter(({ validTo }) => new Date(validTo) >= now)
    .map(String);
}

function certificates(path: string): readonly X509Certificate[] {
  const text = readFile(path).toString("latin1");
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new CertificateError(`'${path}' contains a certificate that cannot be read; give another folder`);
  }
}

/** The folder itself, or the one beside it with the highest number; undefined if the folder contains nothing yet. */
function newestGeneration(folder: string): string | undefined {
  const entries = folderEntries(folder)?.filter((name) => name !== ".gitignore") ?? [];
  if (entries.length === 0) return undefined;
  const files = namedFiles(folder, dirname(resolve(folder)));
  if (!["privateKey.pem", DEVELOPMENT_ZIP].every((name) => files.isFile(join(folder, name)))) {
    throw new CertificateError(
      `folder '${folder}' contains '${entries[0]}' and no development bundle; give another folder`,
    );
  }
  const beside = generationName(folder);
  const numbers = reading(folder, () => files.entries(dirname(resolve(folder)))).flatMap(
    ({ name }) => beside.exec(name)?.[1] ?? [],
  );
  const last = Math.max(1, ...numbers.map(Number));
  return last === 1 ? folder : `${folder}-${last}`;
}

function nextGeneration(newest: string, folder: string): string {
  const number = newest === folder ? 1 : Number(newest.slice(folder.length + 1));
  return `${folder}-${number + 1}`;
}

function generationName(folder: string): RegExp {
  const escaped = basename(resolve(folder)).replace(/[^\w-]/g, "\\$&");
  return new RegExp(`^${escaped}-(\\d{1,4})$`);
}

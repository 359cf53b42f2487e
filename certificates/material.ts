import { join, relative, sep } from "node:path";
import { BUNDLE_FILES } from "../formats/bundle/files";
import { type BundleFile, type BundleReading, readBundle, readBundleFiles } from "../formats/bundle/read";
import {
  type BundleSidecar,
  readSidecar,
  readSidecarBundle,
  sidecarDifferences,
  sidecarFits,
} from "../formats/sidecar";
import { isPrivateKeyLabel } from "../formats/x509/private-key";
import type { GuardedFiles } from "../linter/read/guarded-files";
import { OutsideFile } from "../linter/read/refusal";
import { CertificateError } from "./errors";
import { namedFiles, opened, readFile } from "./files";
import { reading } from "./folder";

/** Something on disk that contains certificates, as far as it can be read. */
export interface Material {
  readonly kind: "bundle" | "folder" | "PEM file" | "sidecar";
  readonly bundle: BundleReading;
  readonly sidecar?: BundleSidecar;
  /** Facts that are not in the bundle's own reading, each a sentence. */
  readonly problems: readonly string[];
}

/**
 * Reads a zip, a folder of PEM files, a PEM file or a sidecar; the kind is found from the content.
 *
 * @throws CertificateError for any other input, and for one that cannot be opened.
 */
export function readMaterial(path: string): Material {
  const files = namedFiles(path);
  if (isFolder(path, files)) return readFolder(path, files);
  const bytes = readFile(path, files);
  if (bytes.length === 0)
    throw new CertificateError(`'${path}' is empty; give a bundle, a folder, a PEM file or a sidecar`);
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    return { kind: "bundle", bundle: readBundle(bytes), problems: [] };
  const text = bytes.toString("utf8");
  if (text.trimStart().startsWith("{")) return readSidecarFile(path, text, files);
  if (!text.includes("-----BEGIN ")) {
    throw new CertificateError(
      `'${path}' is not a bundle, PEM file or sidecar; give one of them, or the folder of PEM files`,
    );
  }
  const hasKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
  const hasCertificates = /-----BEGIN (?:[A-Z0-9]+ )*CERTIFICATE-----/.test(text);
  // Servers other than EMR's take both in one file.
  const names = [
    ...(hasKey ? ["privateKey.pem"] : []),
    ...(hasCertificates || !hasKey ? ["certificateChain.pem"] : []),
  ];
  return { kind: "PEM file", bundle: readBundleFiles(new Map(names.map((name) => [name, bytes]))), problems: [] };
}

/**
 * Paths of all material at a path: itself, or everything in and below a folder that is not a bundle.
 *
 * @throws CertificateError for what cannot be opened.
 */
export function findMaterial(path: string): readonly string[] {
  return materialIn(path, namedFiles(path));
}

function materialIn(path: string, files: GuardedFiles): readonly string[] {
  if (!isFolder(path, files) || isBundleFolder(path, files)) return [path];
  const inside = reading(path, () => files.entries(path));
  return inside.flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : materialIn(inner, files);
    // A link is read as what it leads to, or refused there.
    return /\.(zip|pem|bundle\.json)$/.test(entry.name) ? [inner] : [];
  });
}

function isFolder(path: string, files: GuardedFiles): boolean {
  return opened(path, () => files.isFolder(files.place(path)));
}

function isBundleFolder(path: string, files: GuardedFiles): boolean {
  return BUNDLE_FILES.some((name) => files.status(join(path, name)).kind !== "missing");
}

/** What strict readers refuse in a file, each a sentence. */
export function fileProblems({ name, problems, blocks }: BundleFile): readonly string[] {
  const stray = name === "privateKey.pem" ? [] : blocks.filter(({ label }) => isPrivateKeyLabel(label));
  return [
    ...problems.map(({ line, detail }) => `${name}, line ${line}: ${detail}`),
    ...stray.map(({ line }) => `${name}, line ${line}: a private key among certificates, which Java refuses`),
  ];
}

function readFolder(path: string, files: GuardedFiles): Material {
  if (!isBundleFolder(path, files)) {
    throw new CertificateError(
      `folder '${path}' contains none of ${BUNDLE_FILES.join(", ")}; give a bundle or its folder`,
    );
  }
  const contents = new Map<string, Uint8Array>();
  const problems: string[] = [];
  const home = files.place(path);
  for (const name of BUNDLE_FILES) {
    const file = join(path, name);
    const status = files.status(file);
    if (status.kind === "missing") continue;
    if (leaves(home, file, files)) {
      problems.push(`${name} is a symbolic link that leaves the folder; it was not read`);
    } else if (status.kind === "refused") {
      problems.push(`${name} was not read: ${status.reason}`);
    } else {
      contents.set(name, readFile(file, files));
    }
  }
  return { kind: "folder", bundle: readBundleFiles(contents), problems };
}

/** Whether a link leads out of its folder. Kubernetes mounts secrets as links to a folder within, which it names `..data`. */
function leaves(home: string, file: string, files: GuardedFiles): boolean {
  try {
    return relative(home, files.place(file)).split(sep)[0] === "..";
  } catch (error) {
    return error instanceof OutsideFile;
  }
}

/** A sidecar; it is compared with its zip, if that is beside it. */
function readSidecarFile(path: string, text: string, files: GuardedFiles): Material {
  const sidecar = readSidecar(text);
  if ("problem" in sidecar)
    throw new CertificateError(`'${path}' is not a sidecar: ${sidecar.problem}; certs publish writes one`);
  const zip = path.replace(/\.bundle\.json$/, ".zip");
  const isBeside = zip !== path && files.isFile(zip);
  const beside = isBeside ? readFile(zip, files) : undefined;
  const problems =
    beside === undefined || sidecarFits(sidecar, beside)
      ? []
      : [`${zip} is not the bundle of this sidecar: ${sidecarDifferences(sidecar, beside).join(", ")}`];
  return { kind: "sidecar", bundle: readSidecarBundle(sidecar), sidecar, problems };
}

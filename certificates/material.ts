import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { BUNDLE_FILES, type BundleFile, type BundleReading, readBundle, readBundleFiles } from "../formats/bundle/read";
import {
  type BundleSidecar,
  readSidecar,
  readSidecarBundle,
  sidecarDifferences,
  sidecarFits,
} from "../formats/sidecar";
import { isPrivateKeyLabel } from "../formats/x509/private-key";
import { ZIP_LIMITS } from "../formats/zip/read";
import { CertificateError } from "./errors";
import { reading } from "./folder";

/** Something on disk that holds certificates, as far as it can be read. */
export interface Material {
  readonly kind: "bundle" | "folder" | "PEM file" | "sidecar";
  readonly bundle: BundleReading;
  readonly sidecar?: BundleSidecar;
  /** Facts that do not stand in the bundle's own reading, each a sentence. */
  readonly problems: readonly string[];
}

/**
 * Reads a zip, a folder of PEM files, a PEM file or a sidecar; the kind is found from the content.
 *
 * @throws CertificateError for what is none of them or cannot be opened.
 */
export function readMaterial(path: string): Material {
  if (reading(path, () => statSync(path)).isDirectory()) return readFolder(path);
  const bytes = readFile(path);
  if (bytes.length === 0)
    throw new CertificateError(`'${path}' is empty; give a bundle, a folder, a PEM file or a sidecar`);
  if (bytes.subarray(0, 2).toString("latin1") === "PK")
    return { kind: "bundle", bundle: readBundle(bytes), problems: [] };
  const text = bytes.toString("utf8");
  if (text.trimStart().startsWith("{")) return readSidecarFile(path, text);
  if (!text.includes("-----BEGIN ")) {
    throw new CertificateError(
      `'${path}' is no bundle, PEM file or sidecar; give one of them, or the folder of PEM files`,
    );
  }
  const name = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text) ? "privateKey.pem" : "certificateChain.pem";
  return { kind: "PEM file", bundle: readBundleFiles(new Map([[name, bytes]])), problems: [] };
}

/**
 * Paths of all material at a path: itself, or everything in and below a folder that is not a bundle.
 *
 * @throws CertificateError for what cannot be opened.
 */
export function findMaterial(path: string): readonly string[] {
  if (!reading(path, () => statSync(path)).isDirectory() || isBundleFolder(path)) return [path];
  const inside = reading(path, () => readdirSync(path, { withFileTypes: true }));
  return inside.flatMap((entry) => {
    const inner = join(path, entry.name);
    if (entry.isDirectory())
      return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : findMaterial(inner);
    return entry.isFile() && /\.(zip|pem|bundle\.json)$/.test(entry.name) ? [inner] : [];
  });
}

/** Whether a folder holds the files of a bundle, by their names. */
export function isBundleFolder(path: string): boolean {
  return BUNDLE_FILES.some((name) => existsSync(join(path, name)));
}

/**
 * Reads a file whole, up to what a bundle may have.
 *
 * @throws CertificateError for a folder, a larger file, or one that cannot be opened.
 */
export function readFile(path: string): Buffer {
  return reading(path, () => {
    const { size } = statSync(path);
    if (size > ZIP_LIMITS.archiveBytes) {
      throw new CertificateError(
        `'${path}' has ${size} bytes; a bundle or PEM file has at most ${ZIP_LIMITS.archiveBytes}`,
      );
    }
    return readFileSync(path);
  });
}

/** What strict readers refuse in a file, each a sentence. */
export function fileProblems({ name, problems, blocks }: BundleFile): readonly string[] {
  const stray = name === "privateKey.pem" ? [] : blocks.filter(({ label }) => isPrivateKeyLabel(label));
  return [
    ...problems.map(({ line, detail }) => `${name}, line ${line}: ${detail}`),
    ...stray.map(({ line }) => `${name}, line ${line}: a private key among certificates, which Java refuses`),
  ];
}

function readFolder(path: string): Material {
  if (!isBundleFolder(path)) {
    throw new CertificateError(
      `folder '${path}' holds none of ${BUNDLE_FILES.join(", ")}; give a bundle or its folder`,
    );
  }
  const contents = new Map<string, Uint8Array>();
  const problems: string[] = [];
  const home = realpathSync(path);
  for (const name of reading(path, () => readdirSync(path))) {
    if (!BUNDLE_FILES.some((known) => known === name)) continue;
    const file = join(path, name);
    const real = reading(file, () => realpathSync(file));
    // Kubernetes mounts secrets as links to a folder within, which it names `..data`.
    if (relative(home, real).split(sep)[0] === "..") {
      problems.push(`${name} is a symbolic link that leaves the folder; it was not read`);
    } else {
      contents.set(name, readFile(file));
    }
  }
  return { kind: "folder", bundle: readBundleFiles(contents), problems };
}

/** A sidecar; it is compared with its zip, if that is beside it. */
function readSidecarFile(path: string, text: string): Material {
  const sidecar = readSidecar(text);
  if ("problem" in sidecar)
    throw new CertificateError(`'${path}' is no sidecar: ${sidecar.problem}; certs publish writes one`);
  const zip = path.replace(/\.bundle\.json$/, ".zip");
  const beside = zip === path || !existsSync(zip) ? undefined : readFile(zip);
  const problems =
    beside === undefined || sidecarFits(sidecar, beside)
      ? []
      : [`${zip} is not the bundle of this sidecar: ${sidecarDifferences(sidecar, beside).join(", ")}`];
  return { kind: "sidecar", bundle: readSidecarBundle(sidecar), sidecar, problems };
}

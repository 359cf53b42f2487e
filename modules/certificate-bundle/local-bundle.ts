import { readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { BUNDLE_FILES } from "../../formats/bundle/files";
import {
  type BundleReading,
  leafFitsPrivateKey,
  missingFiles,
  readBundle,
  readBundleFiles,
} from "../../formats/bundle/read";
import { type BundleFiles, writeBundle } from "../../formats/zip/bundle";

/** A bundle read from disk: the name of its folder or zip, and the zip. */
export interface LocalBundle {
  readonly name: string;
  readonly zip: Uint8Array;
  /** When the first certificate of the chain expires; undefined if none could be read. */
  readonly notAfter?: Date;
}

/**
 * Reads the PEM files of a folder and zips them. Refuses only what no node could use; the linter checks the rest.
 *
 * @param path - path of the construct, for messages
 */
export function readBundleFolder(folder: string, path: string): LocalBundle {
  if (statSync(folder, { throwIfNoEntry: false })?.isFile()) {
    throw new Error(`${path}: folder '${folder}' (${resolve(folder)}) is a file; use fromZip for a zip`);
  }
  const contents = new Map<string, Uint8Array>();
  for (const name of BUNDLE_FILES) {
    try {
      contents.set(name, readFileSync(join(folder, name)));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT" && code !== "ENOTDIR")
        throw new Error(`${path}: cannot read ${join(folder, name)} (${code})`);
    }
  }
  const bundle = readBundleFiles(contents);
  const missing = missingFiles(bundle) ?? [];
  if (missing.length > 0) {
    throw new Error(
      `${path}: folder '${folder}' (${resolve(folder)}) has no ${missing.join(" and no ")}; create a bundle for a trial with ` +
        `'npx emr-encryption certs development --out ${folder}', or put the files of your CA there`,
    );
  }
  if (leafFitsPrivateKey(bundle) === false) {
    throw new Error(
      `${path}: the private key in ${join(folder, "privateKey.pem")} does not belong to the first certificate of ` +
        `${join(folder, "certificateChain.pem")}; the leaf must come first, and both must come from the same request`,
    );
  }
  const zip = writeBundle(Object.fromEntries(contents) as unknown as BundleFiles);
  return { name: basename(resolve(folder)), zip, notAfter: earliestEnd(bundle) };
}

/**
 * Reads a zip that `emr-encryption certs bundle` wrote. Refuses only what no node could use; the linter checks the rest.
 *
 * @param path - path of the construct, for messages
 */
export function readBundleZip(file: string, path: string): LocalBundle {
  let zip: Uint8Array;
  try {
    zip = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const remedy = code === "EISDIR" ? "use fromFolder for a folder of PEM files" : "make it with certs bundle";
    throw new Error(`${path}: zip '${file}' (${resolve(file)}) cannot be read (${code}); ${remedy}`);
  }
  const bundle = readBundle(zip);
  const [problem] = bundle.zipProblems;
  if (problem) throw new Error(`${path}: '${file}' is not a zip that nodes can use: ${problem.detail}`);
  const missing = missingFiles(bundle) ?? [];
  if (missing.length > 0) throw new Error(`${path}: '${file}' contains no ${missing.join(" and no ")} at its root`);
  if (leafFitsPrivateKey(bundle) === false) {
    throw new Error(`${path}: the private key in '${file}' does not belong to the first certificate of its chain`);
  }
  return { name: basename(file, ".zip"), zip, notAfter: earliestEnd(bundle) };
}

/** When the first certificate of the chain expires; undefined if none could be read. */
export function earliestEnd({ chain }: BundleReading): Date | undefined {
  const ends = chain.map(({ certificate }) => certificate.notAfter);
  return ends.length === 0 ? undefined : new Date(Math.min(...ends));
}

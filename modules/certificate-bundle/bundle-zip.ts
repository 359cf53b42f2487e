import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { leafFitsPrivateKey, missingFiles, readBundle } from "../../formats/bundle/read";
import type { FolderBundle } from "./bundle-folder";
import { earliestEnd } from "./earliest-end";

/**
 * Reads a zip that `emr-encryption certs bundle` wrote. Refuses only what no node could use; the linter checks the rest.
 *
 * @param path - path of the construct, for messages
 */
export function readBundleZip(file: string, path: string): FolderBundle {
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

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Model } from "../../model/terraform/model";

/** The file at a path of the input; undefined where it is not here. */
export function sourceFile({ roots }: Pick<Model, "roots">, path: string): string | undefined {
  const files = isAbsolute(path) ? [path] : roots.map((root) => resolve(root, path));
  return files.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
}

const largest = 256 * 1024 * 1024;

/** Hashes of a file as Terraform's functions write them; empty where it is too large or cannot be read. */
export function hashesOf(file: string): readonly string[] {
  try {
    if (statSync(file).size > largest) return [];
    const content = readFileSync(file);
    return ["md5", "sha1", "sha256", "sha512"].flatMap((algorithm) => {
      const digest = createHash(algorithm).update(content).digest();
      return [digest.toString("hex"), digest.toString("base64")];
    });
  } catch {
    return [];
  }
}

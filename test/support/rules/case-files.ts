import { readFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { authorityAndLeaf, bundleZip, rsaKeys } from "../certificates";
import type { CaseFile, StackCase } from "./stacks";

const jars = join(__dirname, "../../fixtures/jars");

/** The content of each file of a case. */
export function caseFiles({ files = {} }: StackCase): { readonly [name: string]: Uint8Array } {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, contentOf(file)]));
}

function contentOf(file: CaseFile): Uint8Array {
  if ("text" in file) return strToU8(file.text);
  if ("bundle" in file) return goodBundle();
  const added = Object.entries(file.with ?? {}).map(([entry, text]) => [entry, strToU8(text)] as const);
  return zipSync({ ...unzipSync(readFileSync(join(jars, file.jar))), ...Object.fromEntries(added) });
}

function goodBundle(): Uint8Array {
  const { root, leaf } = authorityAndLeaf("ec2.internal", { keys: rsaKeys() });
  return bundleZip({
    "privateKey.pem": leaf.privateKeyPem,
    "certificateChain.pem": leaf.pem,
    "trustedCertificates.pem": root.pem,
  });
}

/** The entries of a JAR of a case, without folders. */
export function jarEntries(file: CaseFile): readonly string[] {
  if (!("jar" in file)) return [];
  return Object.keys(unzipSync(contentOf(file))).filter((entry) => !entry.endsWith("/"));
}

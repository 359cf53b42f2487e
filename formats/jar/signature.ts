import { createHash } from "node:crypto";
import { JAR_LIMITS } from "./limits";

const MANIFEST = "META-INF/MANIFEST.MF";
/** Digests that Java verifies. It treats a JAR signed with SHA-1 or MD5 as unsigned from Java 17 on. */
const DIGESTS = { "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512" } as const;

/**
 * Why Java throws a SecurityException when it loads an entry of a signed JAR; undefined if it does not. Only digests are compared,
 * not the signature itself. JAR File Specification, "Signature Validation".
 *
 * @param entry content of an entry by its name
 */
export function signatureProblem(
  names: readonly string[],
  entry: (name: string) => Uint8Array | undefined,
  path: string,
): string | undefined {
  const content = names.some((name) => SIGNATURE_FILE.test(name)) ? entry(MANIFEST) : undefined;
  const signatures = content === undefined ? [] : signatureFiles(names);
  if (content === undefined || signatures.length === 0) return undefined;
  const manifest = Buffer.from(content);
  const foreign = signatures.find((name) => signsAnotherManifest(entry(name), manifest));
  if (foreign !== undefined) return `${foreign} is the signature of another JAR`;
  return isChanged(manifest, path, entry(path)) ? `${path} was changed after the JAR was signed` : undefined;
}

const SIGNATURE_FILE = /^META-INF\/[^/]+\.SF$/i;

/** Signature files beside which there is a signature: Java ignores the others. */
function signatureFiles(names: readonly string[]): readonly string[] {
  const upper = new Set(names.map((name) => name.toUpperCase()));
  const isSigned = (name: string) =>
    ["RSA", "DSA", "EC"].some((type) => upper.has(`${name.slice(0, -2).toUpperCase()}${type}`));
  return names.filter((name) => SIGNATURE_FILE.test(name) && isSigned(name)).slice(0, JAR_LIMITS.signatures);
}

/** Whether neither the digest of the whole manifest nor that of its main section is the one in a signature file. */
function signsAnotherManifest(signatureFile: Uint8Array | undefined, manifest: Buffer): boolean {
  const signed = mainSection(Buffer.from(signatureFile ?? [])).toString("utf8");
  return (
    differs(signed, "Digest-Manifest-Main-Attributes", mainSection(manifest)) &&
    differs(signed, "Digest-Manifest", manifest)
  );
}

function isChanged(manifest: Buffer, path: string, content: Uint8Array | undefined): boolean {
  const sections = unfolded(manifest.toString("utf8")).split(/\n\n+/);
  const own = sections.find((section) => section.startsWith(`Name: ${path}\n`));
  return own !== undefined && content !== undefined && differs(own, "Digest", content);
}

/** Whether a section has a digest of this kind, and it is not that of the content. */
function differs(section: string, kind: string, content: Uint8Array): boolean {
  return Object.entries(DIGESTS).some(([name, algorithm]) => {
    const [, digest] = new RegExp(`^${name}-${kind}: ?(\\S+)`, "m").exec(unfolded(section)) ?? [];
    return digest !== undefined && digest !== createHash(algorithm).update(content).digest("base64");
  });
}

/** The bytes up to and including the first empty line. */
function mainSection(file: Buffer): Buffer {
  const text = file.toString("latin1");
  const end = /\r\n\r\n|\n\n|\r\r/.exec(text);
  return end ? file.subarray(0, end.index + end[0].length) : file;
}

/** Lines that end in a line feed; one that starts with a space continues the line before it. */
function unfolded(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\n ", "");
}

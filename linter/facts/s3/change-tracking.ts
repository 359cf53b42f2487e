import { createHash } from "node:crypto";
import type { Model, Resource } from "../../model/terraform/model";
import { type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { known } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import { argument } from "../document-cursor";
import { lookUp } from "../look-up";

/** How Terraform detects that the file of an object changed. */
export function changeTracking(model: Model, object: Resource): Pick<ObjectFact, "keyHoldsHash" | "constantHash"> {
  const hashes = once(() => {
    const source = argument(model, object, "source").resolved();
    return typeof source === "string" ? hashesOf(model, source) : [];
  });
  return {
    keyHoldsHash: known(keyHoldsHash(model, object, hashes)),
    constantHash: known(constantHash(model, object, hashes)),
  };
}

/** Whether the object has a new name for every new content. */
function keyHoldsHash(model: Model, object: Resource, hashes: () => readonly string[]): boolean {
  const key = argument(model, object, "key").resolved();
  if (key instanceof Template || key instanceof Unknown) return madeOfFile(key);
  if (typeof key !== "string") return false;
  if (hashes().some((hash) => key.includes(hash))) return true;
  const tokens = key.match(/[0-9a-f]{7,}/gi)?.filter((token) => /\d/.test(token) && /[a-f]/i.test(token)) ?? [];
  if (tokens.length === 0) return false;
  const ofFile = hashes();
  const isHash = (token: string) =>
    ofFile.length > 0 ? ofFile.some((hash) => hash.startsWith(token.toLowerCase())) : token.length >= 16;
  return tokens.some(isHash);
}

/** A part that is computed from a file, which in a name can only be its hash. */
function madeOfFile(key: Template | Unknown): boolean {
  const parts = key instanceof Template ? key.parts : [key];
  return parts.some((part) => part instanceof Unknown && /\bfile(?:base64)?(?:md5|sha\d+)\b/.test(part.reason));
}

/**
 * `source_hash` where it is a text that does not change with the file. A text with the form of a hash, or with such a part, counts as one:
 * a plan may be older than the local file, and a synthesizer writes a new hash each time.
 */
function constantHash(model: Model, object: Resource, hashes: () => readonly string[]): string | null {
  const hash = argument(model, object, "source_hash").resolved();
  const isText = typeof hash === "string" && hash !== "" && model.kind !== "state";
  if (!isText) return null;
  if (isHashOfPath(hash, argument(model, object, "source").resolved())) return hash;
  const parts = [hash, ...hash.split(/[^A-Za-z0-9+/=]+/)];
  return parts.some(looksLikeHash) || hashes().some((ofFile) => hash.includes(ofFile)) ? null : hash;
}

/** Whether a hash was made of the path, as `md5("certs.zip")` does where `filemd5("certs.zip")` is meant. */
function isHashOfPath(hash: string, source: Symbolic | undefined): boolean {
  return typeof source === "string" && digests(source).includes(hash);
}

const hexDigits: ReadonlySet<number> = new Set([32, 40, 56, 64, 96, 128]);

function looksLikeHash(text: string): boolean {
  if (/^[0-9a-f]+$/i.test(text)) return hexDigits.has(text.length);
  return /^[A-Za-z0-9+/_-]{22,88}={0,2}$/.test(text) && /\d/.test(text) && /[A-Z]/.test(text) && /[a-z]/.test(text);
}

const largest = 256 * 1024 * 1024;

/** Hashes of a file as Terraform's functions write them; empty if it is not here or cannot be read. */
function hashesOf(model: Model, source: string): readonly string[] {
  const found = lookUp(model, source);
  if ("problem" in found) return [];
  try {
    return digests(model.files.bytes(found.file, largest));
  } catch {
    return [];
  }
}

function digests(content: string | Uint8Array): readonly string[] {
  return ["md5", "sha1", "sha256", "sha512"].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(content).digest();
    return [digest.toString("hex"), digest.toString("base64")];
  });
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

import { basename } from "node:path";
import { parseObjectName } from "../../../formats/arn";
import type { BundleReading } from "../../../formats/bundle/read";
import type { BundleSidecar } from "../../../formats/sidecar";
import { UsageError } from "../../errors";
import type { FileAccess } from "../../model/terraform/model";
import { Unknown } from "../../model/values/symbolic";
import { FILE_LIMITS } from "../../read/guarded-files";
import type { FoundBundle } from "../../read/input";
import { explainFileError } from "../../read/refusal";
import { shortened } from "../look-up";

/** Declared bundles by S3 URI: a zip or a sidecar, absolute path. */
export type DeclaredBundles = { readonly [uri: string]: string };

/** Where bundles are found that the model itself does not contain. */
export interface BundleSources {
  /** Sidecars that constructs left in the metadata of the stack, as JSON. */
  readonly published?: () => readonly string[];
  readonly declared: DeclaredBundles;
  /** Bundles that are checked in the same run. */
  readonly beside: readonly FoundBundle[];
  readonly files: FileAccess;
}

/** A bundle that was opened. */
export interface OpenedBundle {
  readonly content: BundleReading;
  /** The zip or folder that was read, links followed; absent for sidecars and standard input. */
  readonly place?: string;
}

/** The bundle of an object by its name, `bucket/key`: a declared one before one that was given beside the plan. */
export function bundleNamed(
  name: string,
  { declared, beside, files, published }: BundleSources,
): OpenedBundle | Unknown | undefined {
  const wanted = JSON.stringify(parseObjectName(`s3://${name}`));
  const entry = Object.entries(declared).find(([uri]) => JSON.stringify(parseObjectName(uri)) === wanted);
  const sidecar = beside.find(({ publishedAs }) => publishedAs === name);
  const [first, second] = ranked(name, beside);
  if (entry) return openBundle(entry[1], files, { uri: entry[0], beside: first?.bundle });
  if (sidecar) return openFound(sidecar);
  const left = publishedBundle(name, published?.() ?? [], first?.bundle);
  if (left) return left;
  if (!first) return undefined;
  if (second?.fit === first.fit) {
    return new Unknown(
      `${first.bundle.name} and ${second.bundle.name} both have the name of s3://${name}`,
      "give one of them, or declare it under known.bundles in the settings",
    );
  }
  return openFound(first.bundle);
}

/** What is known of a bundle besides its file: the URI that it is declared for, and a zip of the same name. */
interface Declaration {
  readonly uri?: string;
  readonly beside?: FoundBundle | undefined;
}

/** Opens a zip, or a sidecar. */
export function openBundle(file: string, files: FileAccess, declaration: Declaration = {}): OpenedBundle | Unknown {
  let bytes: Uint8Array;
  try {
    bytes = files.bytes(file, FILE_LIMITS.bundle);
  } catch (error) {
    return new Unknown(
      `${shortened(file)} cannot be read: ${explainFileError(error)}`,
      "make it readable, and lint again",
    );
  }
  if (file.endsWith(".json")) return readSidecar(file, bytes, declaration);
  return { content: bundleFormat().readBundle(bytes), place: files.place(file) };
}

/** Reads a bundle that was found as an input. */
export function readFound(bundle: FoundBundle): BundleReading {
  const content = contentOf(bundle);
  if (bundle.publishedAs !== undefined && content instanceof Uint8Array && !isZip(content))
    return readPublished(content, bundle.name);
  const { readBundle, readBundleFiles } = bundleFormat();
  return content instanceof Uint8Array ? readBundle(content) : readBundleFiles(content);
}

/** Whether the bytes are the zip itself, which an audit may have downloaded, and not its sidecar. */
function isZip(content: Uint8Array): boolean {
  return content[0] === 0x50 && content[1] === 0x4b;
}

function contentOf({ name, read }: FoundBundle): ReturnType<FoundBundle["read"]> {
  try {
    return read();
  } catch (error) {
    throw new UsageError(
      `'${name}' was found, but can no longer be read: ${explainFileError(error)}`,
      "unreadable-input",
    );
  }
}

function readPublished(content: Uint8Array, name: string): BundleReading {
  const format = sidecarFormat();
  const sidecar = format.readSidecar(Buffer.from(content).toString("utf8"));
  if ("problem" in sidecar)
    throw new UsageError(`'${name}' is not a valid sidecar: ${sidecar.problem}`, "unreadable-input");
  return format.readSidecarBundle(sidecar);
}

/** The bundle whose sidecar a construct left in the stack. */
function publishedBundle(
  name: string,
  sidecars: readonly string[],
  beside: FoundBundle | undefined,
): OpenedBundle | undefined {
  for (const text of sidecars) {
    const sidecar = sidecarFormat().readSidecar(text);
    if ("problem" in sidecar || `${sidecar.object.bucket}/${sidecar.object.key}` !== name) continue;
    return openDescribed(sidecar, beside);
  }
  return undefined;
}

/** The zip that a sidecar describes is preferred to the sidecar, since it reveals more. */
function openDescribed(sidecar: BundleSidecar, beside: FoundBundle | undefined): OpenedBundle {
  const format = sidecarFormat();
  const zip = beside && !beside.isFolder ? contentOf(beside) : undefined;
  if (beside && zip instanceof Uint8Array && format.sidecarFits(sidecar, zip)) return openFound(beside);
  return { content: format.readSidecarBundle(sidecar) };
}

function openFound(bundle: FoundBundle): OpenedBundle {
  return { content: readFound(bundle), place: bundle.place };
}

function readSidecar(file: string, bytes: Uint8Array, { uri, beside }: Declaration): OpenedBundle | Unknown {
  const sidecar = sidecarFormat().readSidecar(Buffer.from(bytes).toString("utf8"));
  if ("problem" in sidecar) {
    return new Unknown(`${file} is not a sidecar: ${sidecar.problem}`, "declare the one that certs publish wrote");
  }
  const { bucket, key } = sidecar.object;
  const declared = uri === undefined ? undefined : parseObjectName(uri);
  if (declared && (declared.bucket !== bucket || declared.key !== key)) {
    return new Unknown(
      `${file} is the sidecar of s3://${bucket}/${key}, not of ${uri}`,
      "declare the one that certs publish wrote for this object",
    );
  }
  return openDescribed(sidecar, beside);
}

/** Bundles whose file name is that of the object, those first that share the most folders with its key. */
function ranked(
  name: string,
  beside: readonly FoundBundle[],
): readonly { readonly bundle: FoundBundle; readonly fit: number }[] {
  const wanted = name.split("/").reverse();
  return beside
    .filter((bundle) => bundle.publishedAs === undefined && fileName(bundle) === wanted[0])
    .map((bundle) => {
      const folders = bundle.name.split(/[\\/]/).reverse();
      const differs = folders.findIndex((folder, at) => at > 0 && folder !== wanted[at]);
      return { bundle, fit: differs === -1 ? folders.length : differs };
    })
    .sort((a, b) => b.fit - a.fit);
}

/** A folder of PEM files represents the zip that is made of it. */
function fileName({ name, isFolder }: FoundBundle): string {
  return isFolder ? `${basename(name)}.zip` : basename(name);
}

/** Loaded only when there is a sidecar to open. */
function sidecarFormat(): typeof import("../../../formats/sidecar") {
  return require("../../../formats/sidecar");
}

/** The reader of bundles, loaded only when there is one to open. */
export function bundleFormat(): typeof import("../../../formats/bundle/read") {
  return require("../../../formats/bundle/read");
}

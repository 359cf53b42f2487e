import { isAbsolute, join, normalize, resolve } from "node:path";
import { isBundleFile } from "../../../formats/bundle/files";
import { type BundleReading, readBundleFiles } from "../../../formats/bundle/read";
import { isKept } from "../../model/terraform/lifecycle";
import type { FileAccess, Model, Resource } from "../../model/terraform/model";
import { ofType } from "../../model/terraform/of-type";
import type { Symbolic } from "../../model/values/symbolic";
import { referencesIn } from "../../model/values/unknowns";
import { DocumentCursor } from "../document-cursor";

/** A bundle that an `archive_file` of the input puts together from what other resources make. */
export interface PlannedArchive {
  /** Address of the `archive_file`. */
  readonly archive: string;
  /** What each entry is made from, by name. */
  readonly entries: ReadonlyMap<string, Symbolic>;
}

/** An archive as far as the input shows. */
export interface Archived {
  readonly content: PlannedArchive | BundleReading;
  /** The folder that it zips, links followed; absent where its files are written in the input. */
  readonly place?: string;
  /** Address of what keeps the private key in the state, where it passes through an argument or attribute. */
  readonly privateKeyIn?: string;
}

const mostEntries = 1_000;
const largestFile = 1024 * 1024;

/**
 * The archive that an object uploads, where the input makes it: the files that it is made of, or what they are made from. Undefined if the
 * input has no such archive, or reveals less of it than the zip itself would.
 */
export function archiveBehind(model: Model, object: Resource): Archived | undefined {
  const archive = archiveOf(model, object);
  if (!archive) return undefined;
  const part = (name: string) => new DocumentCursor(model, archive.values[name]);
  const folder = part("source_dir").resolved();
  if (typeof folder === "string") return folderReading(model, folder, excluded(part("excludes")));
  const entries = writtenEntries(part);
  if (entries.size === 0) return undefined;
  const made = [...entries.values()].some((content) => referencesIn(content).length > 0);
  const privateKeyIn = keeperOfPrivateKey(archive, entries);
  if (made) return { content: { archive: archive.address, entries }, privateKeyIn };
  if (![...entries.values()].every((content) => typeof content === "string")) return undefined;
  const texts = [...entries].map(([name, content]) => [name, Buffer.from(String(content))] as const);
  return { content: readBundleFiles(new Map(texts)), privateKeyIn };
}

/** The resource that makes the private key, else the archive that is given its text. */
function keeperOfPrivateKey(archive: Resource, entries: ReadonlyMap<string, Symbolic>): string | undefined {
  const made = referencesIn([...entries.values()]).find(({ attribute }) => attribute.startsWith("private_key"));
  return made?.address ?? (entries.has("privateKey.pem") ? archive.address : undefined);
}

/** The archive whose output the object refers to, or whose output path is the path that the object uploads. */
export function archiveOf(model: Model, { values }: Resource): Resource | undefined {
  const archives = ofType(model, "archive_file").filter(isKept);
  if (archives.length === 0) return undefined;
  const { source = null, content_base64: base64 = null } = values;
  const named = new Set(referencesIn([source, base64]).map(({ address }) => address));
  const path = new DocumentCursor(model, source).resolved();
  return (
    archives.find(({ address }) => named.has(address)) ??
    archives.find((archive) => {
      const output = new DocumentCursor(model, archive.values.output_path).resolved();
      return typeof path === "string" && typeof output === "string" && normalize(output) === normalize(path);
    })
  );
}

function writtenEntries(part: (name: string) => DocumentCursor): ReadonlyMap<string, Symbolic> {
  const entries = new Map<string, Symbolic>();
  const add = (name: DocumentCursor, content: DocumentCursor) => {
    const text = name.resolved();
    const value = content.source();
    if (typeof text === "string" && value !== undefined && value !== null && entries.size < mostEntries) {
      entries.set(text, value);
    }
  };
  const source = part("source");
  const blocks = source.items() ?? [source];
  for (const block of blocks) add(block.at("filename"), block.at("content"));
  add(part("source_content_filename"), part("source_content"));
  return entries;
}

function excluded(part: DocumentCursor): readonly string[] {
  return (part.items() ?? []).flatMap((item) => {
    const text = item.resolved();
    return typeof text === "string" ? [text] : [];
  });
}

/** The files of a folder that is zipped, as the zip will contain them; undefined where the folder is not here. */
function folderReading(model: Model, folder: string, excludes: readonly string[]): Archived | undefined {
  const folders = isAbsolute(folder) ? [folder] : model.roots.map((root) => resolve(root, folder));
  const { files } = model;
  const found = folders.find((each) => files.status(each).kind === "folder");
  if (found === undefined) return undefined;
  try {
    const names = filesUnder(found, files)
      .filter((name) => !excludes.includes(name))
      .sort();
    const contents = new Map<string, Uint8Array>();
    for (const name of names) {
      const path = join(found, name);
      contents.set(name, isBundleFile(name) ? files.bytes(path, largestFile) : otherBytes(path, files));
    }
    return { content: readBundleFiles(contents), place: files.place(found) };
  } catch {
    return undefined;
  }
}

/** A file beside the three, empty if it is too large to be of a bundle. */
function otherBytes(path: string, files: FileAccess): Uint8Array {
  try {
    return files.bytes(path, largestFile);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Names of the files of a folder and of those in it, relative to it, up to a limit. */
function filesUnder(top: string, files: FileAccess): readonly string[] {
  const names: string[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined && names.length < mostEntries; folder = folders.pop()) {
    for (const entry of files.entries(join(top, folder))) {
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      else if (names.length < mostEntries) names.push(join(folder, entry.name));
    }
  }
  return names;
}

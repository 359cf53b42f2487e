import type { Dirent } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { BUNDLE_FILES, isBundleFile, REQUIRED_BUNDLE_FILES } from "../../formats/bundle/files";
import { readFile } from "./by-content";
import { configurationFiles, isConfigurationFile } from "./configuration-folder";
import { type ConfigurationFolder, findConfigurations } from "./configurations";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import {
  BRINGS_BUNDLES,
  bundleInput,
  type FoundInput,
  guarded,
  type ReadInput,
  type ReadOptions,
  readAlready,
  readLater,
  unreadableInput,
} from "./input";
import { decodeStart, PEEK, peek } from "./json-text";
import { mayBeInput, requireFetched } from "./lfs-pointer";
import { explainFileError, NoInput, Refusal } from "./refusal";
import { manifestStacks, readStacks } from "./stacks";
import { entryNames, isZip, MOST_NAMES } from "./zip-names";

const MOST_ENTRIES = 100_000;

/** Folder into which cdktf copies the local modules that a stack calls, and with which they are read. */
const MODULE_ASSETS = "__cdktf_module_asset_26CE565C";

const NOTHING =
  "this folder contains nothing to check: no plan as JSON, cdktf.out, Terraform configuration, bundle or saved audit";

/** Finds everything under a folder that can be checked. */
export function findInFolder(input: string, folder: string, options: ReadOptions): readonly FoundInput[] {
  const { inputs, savedPlan } = new Walk(options).folder(input, folder);
  const error =
    savedPlan === undefined
      ? NOTHING
      : `it contains only Terraform's saved plan; lint its JSON: terraform show -json ${savedPlan} | emr-encryption lint -`;
  if (inputs.length === 0) throw new Refusal(error);
  const given = { input, error };
  return inputs.map((each) => ({ ...each, folder: given }));
}

class Walk {
  private entries = 0;
  private savedPlan: string | undefined;
  /** What was found, in order; configurations are added once all of them are known. */
  private readonly found: (FoundInput | ConfigurationFolder)[] = [];
  private readonly stackFiles = new Set<string>();
  private readonly assetFolders = new Set<string>();
  /** Places of the folders that were visited, and links to folders, which come last. */
  private readonly visited = new Set<string>();
  private readonly links: { readonly input: string; readonly folder: string }[] = [];
  /** Links to files, by their places, and the places of folders whose files are inputs by themselves. */
  private readonly fileLinks = new Map<string, { readonly input: string; readonly path: string }>();
  private readonly searched = new Set<string>();

  constructor(private readonly options: ReadOptions) {}

  folder(input: string, folder: string): { readonly inputs: readonly FoundInput[]; readonly savedPlan?: string } {
    this.visit(input, folder);
    for (const link of this.links)
      if (!this.visited.has(this.options.files.place(link.folder))) this.visit(link.input, link.folder);
    for (const [place, { input: name, path }] of this.fileLinks)
      if (!this.searched.has(dirname(place))) this.file(name, path);
    if (this.entries > MOST_ENTRIES) {
      const error = `it contains more than ${MOST_ENTRIES} files and folders, and not all were searched; lint its folders one by one`;
      const all = join(input, "**");
      this.found.push(readAlready(all, [unreadableInput(all, error)]));
    }
    const configurations = findConfigurations(this.found.filter(isConfiguration), this.options);
    const inputs = this.found.flatMap((each) =>
      isConfiguration(each) ? (configurations.get(each.folder) ?? []) : [each],
    );
    return { inputs, savedPlan: this.savedPlan };
  }

  private visit(input: string, folder: string): void {
    const { files, searching } = this.options;
    searching?.(input, this.visited.size);
    this.visited.add(files.place(folder));
    if (files.status(join(folder, "manifest.json")).kind !== "missing" && this.isDamagedOutput(input, folder)) return;
    const names = configurationFiles(folder, files);
    const hasOthers = names.some((name) => !this.stackFiles.has(join(folder, name)));
    if (hasOthers) this.found.push({ input, folder, names });
    const entries = files.entries(folder);
    this.searched.add(files.place(folder));
    this.pemFiles(
      input,
      folder,
      entries.map(({ name }) => name),
    );
    for (const entry of entries) {
      if (++this.entries > MOST_ENTRIES) return;
      this.entry(entry, join(input, entry.name), join(folder, entry.name));
    }
  }

  /** Adds the stacks of a `cdktf.out`; other inputs in the same folder are found as well. */
  private isDamagedOutput(input: string, folder: string): boolean {
    let stacks: ReturnType<typeof manifestStacks>;
    const refused = guarded(input, () => {
      stacks = manifestStacks(folder, this.options.files);
      return [];
    });
    if (refused.length > 0) this.found.push(readAlready(input, refused));
    if (!stacks) return refused.length > 0;
    for (const { path } of stacks) {
      this.stackFiles.add(join(folder, path));
      this.assetFolders.add(join(folder, path, "..", "assets"));
    }
    this.found.push(readLater(input, this.options, (options) => readStacks(input, folder, options) ?? []));
    return false;
  }

  private entry(entry: Dirent, shown: string, path: string): void {
    // In a submodule or an additional working tree this is a file.
    if (entry.name.toLowerCase() === ".git") return;
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules" && entry.name !== MODULE_ASSETS && !entry.name.startsWith("."))
        this.visit(shown, path);
    } else if (entry.isSymbolicLink()) this.link(shown, path);
    else if (entry.isFile() && !isConfigurationFile(entry.name)) this.file(shown, path);
  }

  /** A folder of PEM files is a bundle that is not packed yet. */
  private pemFiles(input: string, folder: string, entries: readonly string[]): void {
    if (!REQUIRED_BUNDLE_FILES.some((name) => entries.includes(name))) return;
    const names = BUNDLE_FILES.filter((name) => entries.includes(name));
    const { files } = this.options;
    this.add(input, () => {
      const read = () => new Map(names.map((name) => [name, readPem(folder, name, files)] as const));
      read();
      return [bundleInput(input, { place: files.place(folder), isFolder: true, isAsset: this.isAsset(folder), read })];
    });
  }

  /** A link to a file inside counts as the file; one that leads elsewhere is reported where its name says that it is an input. */
  private link(input: string, path: string): void {
    if (isConfigurationFile(input) || BUNDLE_FILES.some((name) => path.endsWith(name))) return;
    const status = this.options.files.status(path);
    if (status.kind === "file") this.linked(input, path);
    else if (status.kind === "folder") this.links.push({ input, folder: path });
    else if (status.kind === "refused" && /\.(?:json|zip)$/i.test(path)) {
      this.found.push(readAlready(input, [unreadableInput(input, status.reason)]));
    }
  }

  /** Several links to one file are one input, as is a link to a file that is found without it. */
  private linked(input: string, path: string): void {
    const place = this.options.files.place(path);
    if (!this.fileLinks.has(place)) this.fileLinks.set(place, { input, path });
  }

  private file(input: string, path: string): void {
    this.add(input, () => {
      const start = peek(path, this.options.files);
      // What is behind a pointer may be an input; files of a bundle are read with their folder.
      if (mayBeInput(path) && !isBundleFile(basename(path))) requireFetched(start);
      if ((start[0] === 0x50 && start[1] === 0x4b) || /\.zip$/i.test(path)) return this.zip(input, path);
      return this.json(input, path, start);
    });
  }

  private json(input: string, path: string, start: Buffer): readonly ReadInput[] {
    const text = decodeStart(start);
    if (!/^\s*\{/.test(text)) return [];
    // Tools that sort members put a whole configuration before the version.
    const whole = INPUT_MEMBER.test(text) || start.length < PEEK ? text : wholeText(path, this.options.files);
    if (!INPUT_MEMBER.test(whole)) return [];
    const read = (options: ReadOptions) => readKnown(input, path, options);
    if (BRINGS_BUNDLES.test(whole)) return read(this.options);
    this.found.push(readLater(input, this.options, read));
    return [];
  }

  private zip(input: string, path: string): readonly ReadInput[] {
    const { files } = this.options;
    const bytes = files.end(path, FILE_LIMITS.bundle);
    if (!isZip(bytes) && !holdsBundleName(bytes)) {
      if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new Refusal("it is a damaged zip: it has no end record");
      return [];
    }
    const names = entryNames(bytes);
    const areAll = names.length > 0 && names.length < MOST_NAMES;
    const isBundle = names.some(isBundleFile) || (!areAll && holdsBundleName(bytes));
    if (!isBundle) {
      if (names.includes("tfplan")) this.savedPlan ??= input;
      return [];
    }
    const read = () => files.bytes(path, FILE_LIMITS.bundle);
    return [bundleInput(input, { place: files.place(path), isFolder: false, isAsset: this.isAsset(path), read })];
  }

  private isAsset(path: string): boolean {
    if (this.assetFolders.size === 0) return false;
    for (let at = path; dirname(at) !== at; at = dirname(at)) if (this.assetFolders.has(at)) return true;
    return false;
  }

  private add(input: string, read: () => readonly ReadInput[]): void {
    const entries = guarded(input, read);
    if (entries.length > 0) this.found.push(readAlready(input, entries));
  }
}

/** Reads a file of a folder; what is no input after all is left out. */
function readKnown(input: string, path: string, options: ReadOptions): readonly ReadInput[] {
  try {
    return readFile(input, path, options);
  } catch (error) {
    if (error instanceof NoInput) return [];
    throw error;
  }
}

/** Members by which plans, states, sidecars and saved audits are known. */
const INPUT_MEMBER = /"(?:format_version|sidecarVersion|auditVersion)"/;

function wholeText(path: string, files: GuardedFiles): string {
  return decodeStart(files.bytes(path, FILE_LIMITS.input));
}

/** Whether the bytes have the name of a bundle's file, as the headers of a zip have it. */
function holdsBundleName(bytes: Buffer): boolean {
  return BUNDLE_FILES.some((name) => bytes.includes(name));
}

function isConfiguration(found: FoundInput | ConfigurationFolder): found is ConfigurationFolder {
  return "names" in found;
}

function readPem(folder: string, name: string, files: GuardedFiles): Uint8Array {
  const path = join(folder, name);
  try {
    return readWithin(folder, path, files);
  } catch (error) {
    throw new Refusal(`${name}: ${explainFileError(error)}`);
  }
}

/** A link out of the folder could lead to a file that the author of the folder may not read. */
function readWithin(folder: string, path: string, files: GuardedFiles): Uint8Array {
  // Kubernetes mounts secrets as links to a folder within, which it names `..data`.
  if (relative(files.place(folder), files.place(path)).split(sep)[0] === "..") {
    throw new Refusal("it is a symbolic link that leaves the folder; put the file itself there");
  }
  return files.bytes(path, FILE_LIMITS.pem);
}

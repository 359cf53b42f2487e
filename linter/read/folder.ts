import { join, relative, sep } from "node:path";
import { readFile } from "./bytes";
import { configurationFiles, isConfigurationFile } from "./configuration-folder";
import { type ConfigurationFolder, readConfigurations } from "./configurations";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { guarded, type ReadInput, type ReadOptions } from "./input";
import { peek } from "./json-text";
import { explainFileError, Refusal } from "./refusal";
import { readStacks } from "./stacks";
import { entryNames, isZip } from "./zip-names";

const BUNDLE_FILES = ["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"];
const MOST_ENTRIES = 100_000;

/** Reads everything under a folder that can be checked. */
export function readFolder(input: string, folder: string, options: ReadOptions): readonly ReadInput[] {
  const { inputs, savedPlan } = new Walk(options).folder(input, folder);
  if (inputs.length > 0) return inputs;
  if (savedPlan !== undefined) {
    throw new Refusal(
      `it holds only Terraform's saved plan; lint its JSON: terraform show -json ${savedPlan} | emr-encryption lint -`,
    );
  }
  throw new Refusal(
    "nothing in this folder can be checked: no plan as JSON, cdktf.out, Terraform configuration or bundle",
  );
}

class Walk {
  private entries = 0;
  private savedPlan: string | undefined;
  /** What was found, in order; configurations wait until all of them are known. */
  private readonly found: (ReadInput | ConfigurationFolder)[] = [];

  constructor(private readonly options: ReadOptions) {}

  folder(input: string, folder: string): { readonly inputs: readonly ReadInput[]; readonly savedPlan?: string } {
    this.visit(input, folder);
    const found = this.found.filter(isConfiguration);
    const configurations = readConfigurations(found, this.options, this.plannedFolders());
    const inputs = this.found.flatMap((each) =>
      isConfiguration(each) ? (configurations.get(each.folder) ?? []) : [each],
    );
    return { inputs, savedPlan: this.savedPlan };
  }

  /** Folders whose plan was found as well: it knows more of them, so they are checked with it and not once more. */
  private plannedFolders(): ReadonlySet<string | undefined> {
    if (!this.found.some(isConfiguration)) return new Set();
    return new Set(
      this.found.map((each) => ("kind" in each && each.kind === "plan" ? each.model?.sourceFolder : undefined)),
    );
  }

  private visit(input: string, folder: string): void {
    if (this.options.files.status(join(folder, "manifest.json")).kind !== "missing") {
      const stacks = readStacks(input, folder, this.options);
      if (stacks) {
        this.found.push(...stacks);
        return;
      }
    }
    const entries = this.options.files.entries(folder);
    this.pemFiles(
      input,
      folder,
      entries.map(({ name }) => name),
    );
    const names = configurationFiles(folder, this.options.files);
    if (names.length > 0) this.found.push({ input, folder, names });
    for (const entry of entries) {
      if (++this.entries > MOST_ENTRIES) return;
      const path = join(folder, entry.name);
      const shown = join(input, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && !entry.name.startsWith(".")) this.visit(shown, path);
      } else if (entry.isFile() && !isConfigurationFile(entry.name)) this.file(shown, path);
    }
  }

  /** A folder of PEM files is a bundle that is not packed yet. */
  private pemFiles(input: string, folder: string, entries: readonly string[]): void {
    if (!BUNDLE_FILES.slice(0, 2).some((name) => entries.includes(name))) return;
    const names = BUNDLE_FILES.filter((name) => entries.includes(name));
    const { files } = this.options;
    this.add(input, () => {
      const read = () => new Map(names.map((name) => [name, readPem(folder, name, files)] as const));
      read();
      const bundle = { name: input, place: files.place(folder), isFolder: true, read };
      return [{ input, stack: "", kind: "bundle", bundle }];
    });
  }

  private file(input: string, path: string): void {
    const start = peek(path, this.options.files);
    if (start[0] === 0x50 && start[1] === 0x4b) {
      this.zip(input, path);
    } else if (/^\s*\{[\s\S]*"(?:format_version|sidecarVersion)"/.test(start.toString("latin1"))) {
      this.add(input, () => readFile(input, path, this.options));
    }
  }

  private zip(input: string, path: string): void {
    const { files } = this.options;
    const bytes = files.bytes(path, FILE_LIMITS.input);
    const names = isZip(bytes) ? entryNames(bytes) : [];
    if (names.includes("tfplan")) this.savedPlan ??= input;
    else if (names.some((name) => BUNDLE_FILES.includes(name))) {
      const bundle = {
        name: input,
        place: files.place(path),
        isFolder: false,
        read: () => files.bytes(path, FILE_LIMITS.bundle),
      };
      this.add(input, () => [{ input, stack: "", kind: "bundle", bundle }]);
    }
  }

  private add(input: string, read: () => readonly ReadInput[]): void {
    this.found.push(...guarded(input, read));
  }
}

function isConfiguration(found: ReadInput | ConfigurationFolder): found is ConfigurationFolder {
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

/** A link out of the folder would have somebody else's file checked: whoever writes the folder need not be allowed to read it. */
function readWithin(folder: string, path: string, files: GuardedFiles): Uint8Array {
  // Kubernetes mounts secrets as links to a folder within, which it names `..data`.
  if (relative(files.place(folder), files.place(path)).split(sep)[0] === "..") {
    throw new Refusal("it is a symbolic link that leaves the folder; put the file itself there");
  }
  return files.bytes(path, FILE_LIMITS.pem);
}

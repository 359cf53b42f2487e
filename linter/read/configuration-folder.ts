import { dirname, join, normalize, resolve } from "node:path";
import { lazily } from "../../formats/lazily";
import type { ModuleSource } from "../model/expressions/source";
import type { SourceWaiver } from "../model/terraform/model";
import { type ModelParts, TerraformModel } from "../model/terraform/terraform-model";
import type { Json } from "../model/values/json";
import { bodies, type ConfigurationFile, configurationSource } from "./configuration";
import { expressionFiles } from "./expression-files";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import { type ReadOptions, rootsOf } from "./input";
import { installedModules } from "./installed-modules";
import { parseConfiguration, placesOf, readJsonText } from "./json-text";
import { findInNamedFile } from "./named-file-places";
import { explainFileError, type FileFault } from "./refusal";
import type { GivenVariables } from "./variable-files";
import { Workspace } from "./workspace";

/** The files of a folder, as far as they can be read. */
export interface ConfigurationFiles {
  readonly files: readonly ConfigurationFile[];
  readonly faults: readonly FileFault[];
}

/** A module with the local modules that it calls. */
export interface Configuration {
  readonly source: ModuleSource;
  readonly faults: readonly FileFault[];
  /** Whether Terraform and OpenTofu read different files of it. */
  readonly isShadowed: boolean;
  /** Comments in all of its files that ask for a waiver. */
  readonly waivers: () => readonly SourceWaiver[];
}

/** Makes the model of a module given by its files; local modules are read from the folders beside it. */
export function configurationModel(
  {
    folder,
    ...parts
  }: Pick<ModelParts, "input" | "stack" | "kind" | "remote" | "stacks"> & { readonly folder: string },
  files: readonly ConfigurationFile[],
  { source, waivers }: Configuration,
  variables: GivenVariables,
  options: ReadOptions,
): TerraformModel {
  const metadata = metadataOf(files);
  const settings = files.flatMap(({ content }) => bodies(content.terraform));
  const workspace = new Workspace(folder, settings, options.files);
  return new TerraformModel({
    ...parts,
    source,
    roots: rootsOf(folder, options),
    files: options.files,
    region: options.region,
    budget: options.budget,
    variables: variables.values,
    variablePlace: variables.place,
    metadata: () => metadata,
    backend: settings.find(([name]) => name === "backend")?.[1],
    expressionFiles: expressionFiles(() => folder, options.files),
    sourceWaivers: waivers,
    ...(parts.kind === "configuration" && { workspace: () => workspace.name(), notices: () => workspace.notices() }),
  });
}

export function metadataOf(files: readonly ConfigurationFile[]): Json | undefined {
  return files.map(({ content }) => content["//"]).find((value) => value !== undefined);
}

/** Endings of the files that Terraform and OpenTofu read, each with the ending that OpenTofu prefers. */
const SHADOWED: { readonly [ending: string]: string } = { ".tf": ".tofu", ".tf.json": ".tofu.json" };
const OF_OPENTOFU = /\.tofu(?:\.json)?$/;
const ENDING = /\.(?:tf|tofu)(?:\.json)?$/;

/** The program that reads a configuration, which matters if there are files for OpenTofu only. */
export type Program = "OpenTofu" | "Terraform";

/**
 * Names of the files of a configuration in a folder, sorted. OpenTofu reads its own file (`main.tofu`) instead of the one with the same
 * name (`main.tf`); Terraform reads no files of OpenTofu.
 */
export function configurationFiles(
  folder: string,
  files: GuardedFiles,
  program: Program = "OpenTofu",
): readonly string[] {
  const found = files.entries(folder).flatMap(({ name }) => (isConfigurationFile(name) ? [name] : []));
  const names = program === "OpenTofu" ? found : found.filter((name) => !OF_OPENTOFU.test(name));
  const all = new Set(names);
  const isShadowed = (name: string) => {
    const ending = ENDING.exec(name)?.[0] ?? "";
    const preferred = SHADOWED[ending];
    return preferred !== undefined && all.has(name.slice(0, -ending.length) + preferred);
  };
  return names.filter((name) => !isShadowed(name)).sort();
}

/** Whether a folder has files that OpenTofu reads and Terraform does not. */
export function hasFilesOfOpenTofu(folder: string, files: GuardedFiles): boolean {
  return files.isFolder(folder) && files.entries(folder).some(({ name }) => OF_OPENTOFU.test(name));
}

/** Whether Terraform reads a file of a folder, by its name: it ignores hidden files. */
export function isConfigurationFile(name: string): boolean {
  return ENDING.test(name) && !name.startsWith(".");
}

/** Reads files of a configuration; one that cannot be read leaves the others. */
export function readConfigurationFiles(
  { folder, shown }: Pick<ModuleFolder, "folder" | "shown">,
  names: readonly string[],
  access: GuardedFiles,
): ConfigurationFiles {
  const files: ConfigurationFile[] = [];
  const faults: FileFault[] = [];
  for (const name of names) {
    const file = join(shown, name);
    try {
      files.push({ file, ...readConfigurationFile(join(folder, name), name, access) });
    } catch (error) {
      faults.push({ file, problem: explainFileError(error) });
    }
  }
  return { files, faults };
}

function readConfigurationFile(path: string, name: string, files: GuardedFiles): Omit<ConfigurationFile, "file"> {
  if (name.endsWith(".json"))
    return { content: parseConfiguration(readJsonText(path, files), name), places: placesOf(path, files) };
  // Most inputs contain no HCL.
  const { readHcl } = require("./hcl") as typeof import("./hcl");
  return readHcl(files.bytes(path, FILE_LIMITS.input));
}

/** Where a module is. */
export interface ModuleFolder {
  readonly folder: string;
  /** The folder as reports name it. */
  readonly shown: string;
  /** `path.module`. */
  readonly path: string;
  /** Names of the calls that lead to it, joined by dots; empty for the root. */
  readonly key: string;
  /** The module that calls it. */
  readonly caller?: ModuleFolder;
}

/** The module in some files, with the local modules that it calls. */
export function readConfiguration(
  { files, faults }: ConfigurationFiles,
  at: Pick<ModuleFolder, "folder" | "shown">,
  access: GuardedFiles,
  program: Program = "OpenTofu",
): Configuration {
  return new ModuleReader(faults, { ...at, path: ".", key: "" }, access, program).read(files);
}

class ModuleReader {
  /** Modules by folder: each is read once, also where modules lead in a circle. */
  private readonly loaded = new Map<string, ModuleSource | undefined>();
  private readonly faults: FileFault[];
  private readonly all: ConfigurationFile[] = [];
  private readonly installed = lazily(() => installedModules(this.root.folder, this.access));

  constructor(
    faults: readonly FileFault[],
    private readonly root: ModuleFolder,
    private readonly access: GuardedFiles,
    private readonly program: Program,
  ) {
    this.faults = [...faults];
  }

  read(files: readonly ConfigurationFile[]): Configuration {
    const source = this.module(files, this.root);
    loadCalls(source, new Set());
    const isShadowed = [this.root.folder, ...this.loaded.keys()].some((folder) => isShadowedIn(folder, this.access));
    return { source, faults: this.faults, isShadowed, waivers: () => this.all.flatMap(waiversOf) };
  }

  private module(files: readonly ConfigurationFile[], at: ModuleFolder): ModuleSource {
    this.all.push(...files);
    return configurationSource(
      files,
      at.path,
      (source, call) => {
        const inner = this.folderOf(source, at, at.key === "" ? call : `${at.key}.${call}`);
        // Terraform cannot install a module that leads back to itself.
        if (!inner || isAround(inner.folder, at)) return undefined;
        if (!this.loaded.has(inner.folder)) this.loaded.set(inner.folder, this.local(inner));
        return this.loaded.get(inner.folder);
      },
      (to, search) => findInNamedFile(to, search, this.root, this.access),
    );
  }

  /** Where a called module is: a local one beside its caller, others where `terraform init` put them. */
  private folderOf(source: string, at: ModuleFolder, key: string): ModuleFolder | undefined {
    if (source.startsWith("./") || source.startsWith("../")) {
      const path = normalize(join(at.path, source));
      return { folder: resolve(at.folder, source), shown: join(at.shown, source), path, key, caller: at };
    }
    const path = this.installed().get(key);
    if (path === undefined) return undefined;
    return { folder: join(this.root.folder, path), shown: join(this.root.shown, path), path, key, caller: at };
  }

  private local(at: ModuleFolder): ModuleSource | undefined {
    const status = this.access.status(at.folder);
    if (status.kind === "refused") this.faults.push({ file: at.shown, problem: status.reason });
    const names = status.kind === "folder" ? configurationFiles(at.folder, this.access, this.program) : [];
    if (names.length === 0) return undefined;
    const { files, faults } = readConfigurationFiles(at, names, this.access);
    this.faults.push(...faults);
    return this.module(files, at);
  }
}

/** Whether OpenTofu reads a file of a folder in place of one that Terraform reads. */
function isShadowedIn(folder: string, access: GuardedFiles): boolean {
  if (!access.isFolder(folder)) return false;
  const names = new Set(access.entries(folder).map(({ name }) => name));
  return [...names].some((name) => OF_OPENTOFU.test(name) && names.has(name.replace(/\.tofu(\.json)?$/, ".tf$1")));
}

/** Whether a folder is that of a module or of one of its callers. */
function isAround(folder: string, at: ModuleFolder): boolean {
  for (let each: ModuleFolder | undefined = at; each; each = each.caller) if (each.folder === folder) return true;
  return false;
}

function waiversOf({ file, waivers }: ConfigurationFile): readonly SourceWaiver[] {
  return file === undefined ? [] : (waivers?.() ?? []).map((waiver) => ({ ...waiver, file }));
}

/** Asks for every module that is called, so that they are read now. */
function loadCalls(source: ModuleSource, seen: Set<ModuleSource>): void {
  if (seen.has(source)) return;
  seen.add(source);
  for (const { module } of source.calls.values()) if (module) loadCalls(module, seen);
}

/** The folder of a file as reports name it. */
export function shownFolder(files: readonly ConfigurationFile[]): string {
  return dirname(files[0]?.file ?? "");
}

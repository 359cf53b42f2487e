import { dirname, join, normalize } from "node:path";
import type { InputKind } from "../model/terraform/model";
import type { ModuleSource } from "../model/terraform/source";
import { type ModelParts, TerraformModel } from "../model/terraform/terraform-model";
import { type Json, member } from "../model/values/json";
import { type ConfigurationFile, configurationSource } from "./configuration";
import type { GuardedFiles } from "./guarded-files";
import { linesOf, parseJson, readJsonText } from "./json-text";
import { Refusal } from "./refusal";

/** Makes the model of a module given by its files; local modules are read from the folders beside it. */
export function configurationModel(
  parts: Pick<ModelParts, "input" | "stack" | "roots" | "region" | "remote"> & { readonly files: GuardedFiles },
  kind: InputKind,
  files: readonly ConfigurationFile[],
  folder: string,
): TerraformModel {
  const metadata = metadataOf(files);
  const backend = files.map(({ content }) => member(content.terraform, "backend")).find((value) => value !== undefined);
  const shown = dirname(files[0]?.file ?? "");
  const source = moduleSource(files, { folder, shown, path: "." }, { files: parts.files, byFolder: new Map() });
  return new TerraformModel({ ...parts, metadata: () => metadata, backend, kind, source });
}

function metadataOf(files: readonly ConfigurationFile[]): Json | undefined {
  return files.map(({ content }) => content["//"]).find((value) => value !== undefined);
}

/**
 * Names of the files of Terraform's JSON syntax in a folder, sorted. Where OpenTofu has one of its own (`main.tofu.json`), that one
 * counts and not its namesake.
 */
export function configurationFiles(folder: string, files: GuardedFiles): readonly string[] {
  const names = files.entries(folder).map(({ name }) => name);
  const own = new Set(
    names.filter((name) => name.endsWith(".tofu.json")).map((name) => name.slice(0, -".tofu.json".length)),
  );
  return names
    .filter(
      (name) => isConfigurationFile(name) && !(name.endsWith(".tf.json") && own.has(name.slice(0, -".tf.json".length))),
    )
    .sort();
}

/** Whether a file is one of Terraform's JSON syntax, by its name. */
export function isConfigurationFile(name: string): boolean {
  return name.endsWith(".tf.json") || name.endsWith(".tofu.json");
}

/**
 * Reads files of Terraform's JSON syntax.
 *
 * @throws Refusal that names the file.
 */
export function readConfigurationFiles(
  folder: string,
  names: readonly string[],
  shown: string,
  files: GuardedFiles,
): readonly ConfigurationFile[] {
  return names.map((name) => {
    const file = join(shown, name);
    try {
      const path = join(folder, name);
      return { file, content: parseJson(readJsonText(path, files), name), lines: linesOf(path, files) };
    } catch (error) {
      throw error instanceof Refusal && names.length > 1 ? new Refusal(`${name}: ${error.message}`) : error;
    }
  });
}

/** The module that a folder's files of Terraform's JSON syntax make, and what constructs left in it. */
export function readSource(
  folder: string,
  names: readonly string[],
  shown: string,
  access: GuardedFiles,
): { readonly source: ModuleSource; readonly metadata: Json | undefined } {
  const files = readConfigurationFiles(folder, names, shown, access);
  const loaded = { files: access, byFolder: new Map() };
  return { source: moduleSource(files, { folder, shown, path: "." }, loaded), metadata: metadataOf(files) };
}

/** Modules by folder: each is read once, also where modules lead in a circle. */
interface LoadedModules {
  readonly files: GuardedFiles;
  readonly byFolder: Map<string, ModuleSource | undefined>;
}

/** Where a module stands. */
interface ModuleFolder {
  readonly folder: string;
  /** The folder as reports name it. */
  readonly shown: string;
  /** `path.module`. */
  readonly path: string;
}

function moduleSource(files: readonly ConfigurationFile[], at: ModuleFolder, loaded: LoadedModules): ModuleSource {
  return configurationSource(files, at.path, (source) => {
    // Modules of registries and repositories lie where terraform init put them, which only a plan tells.
    if (!source.startsWith("./") && !source.startsWith("../")) return undefined;
    const folder = join(at.folder, source);
    const inner = { folder, shown: join(at.shown, source), path: normalize(join(at.path, source)) };
    const { byFolder } = loaded;
    if (!byFolder.has(folder)) byFolder.set(folder, localModule(inner, loaded));
    return byFolder.get(folder);
  });
}

function localModule(at: ModuleFolder, loaded: LoadedModules): ModuleSource | undefined {
  const { files } = loaded;
  const names = files.isFolder(at.folder) ? configurationFiles(at.folder, files) : [];
  if (names.length === 0) return undefined;
  return moduleSource(readConfigurationFiles(at.folder, names, at.shown, files), at, loaded);
}

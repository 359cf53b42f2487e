import { existsSync, readdirSync } from "node:fs";
import { join, normalize } from "node:path";
import { member } from "../model/json";
import type { InputKind } from "../model/model";
import type { ModuleSource } from "../model/source";
import { type ModelParts, TerraformModel } from "../model/terraform-model";
import { parseJson, readJsonText } from "./bytes";
import { type ConfigurationFile, configurationSource } from "./configuration";
import { Refusal } from "./refusal";

/** Makes the model of a module given by its files; local modules are read from the folders beside it. */
export function configurationModel(
  parts: Pick<ModelParts, "input" | "stack" | "roots" | "region" | "remote">,
  kind: InputKind,
  files: readonly ConfigurationFile[],
  folder: string,
): TerraformModel {
  const metadata = files.map(({ content }) => content["//"]).find((value) => value !== undefined);
  const backend = files.map(({ content }) => member(content.terraform, "backend")).find((value) => value !== undefined);
  return new TerraformModel({ ...parts, metadata, backend, kind, source: moduleSource(files, folder, ".") });
}

/** Names of the files of Terraform's JSON syntax in a folder, sorted. */
export function configurationFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".tf.json"))
    .sort();
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
): readonly ConfigurationFile[] {
  return names.map((name) => {
    const file = join(shown, name);
    try {
      return { file, content: parseJson(readJsonText(join(folder, name)), name) };
    } catch (error) {
      throw error instanceof Refusal && names.length > 1 ? new Refusal(`${name}: ${error.message}`) : error;
    }
  });
}

/** The module that a folder's files of Terraform's JSON syntax make. */
export function readSource(folder: string, names: readonly string[]): ModuleSource {
  return moduleSource(readConfigurationFiles(folder, names, ""), folder, ".");
}

function moduleSource(files: readonly ConfigurationFile[], folder: string, path: string): ModuleSource {
  const loaded = new Map<string, ModuleSource | undefined>();
  return configurationSource(files, path, (source) => {
    if (!loaded.has(source)) loaded.set(source, localModule(source, folder, path));
    return loaded.get(source);
  });
}

/** A module by its `source`: beside the caller, or where `terraform init` put it; undefined where it is not at hand. */
function localModule(source: string, folder: string, path: string): ModuleSource | undefined {
  if (!source.startsWith("./") && !source.startsWith("../")) return undefined;
  const inner = join(folder, source);
  if (!existsSync(inner)) return undefined;
  const names = configurationFiles(inner);
  if (names.length === 0) return undefined;
  const shown = normalize(join(path, source));
  return moduleSource(readConfigurationFiles(inner, names, shown), inner, shown);
}

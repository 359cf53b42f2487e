import { basename, dirname, join } from "node:path";
import type { Model } from "../model/terraform/model";
import { bodies, type ConfigurationFile } from "./configuration";
import {
  type Configuration,
  configurationFiles,
  configurationModel,
  type FileFault,
  type Program,
  readConfiguration,
  readConfigurationFiles,
} from "./configuration-folder";
import type { GuardedFiles } from "./guarded-files";
import { type ReadInput, type ReadOptions, rootsOf } from "./input";
import { planHasAll } from "./plan-has-all";
import { Refusal } from "./refusal";
import { variablesOf } from "./variable-files";

/** A folder that holds a configuration. */
export interface ConfigurationFolder {
  /** The folder as reports name it. */
  readonly input: string;
  readonly folder: string;
  /** Names of its files. */
  readonly names: readonly string[];
}

interface ReadFolder extends ConfigurationFolder {
  readonly files: readonly ConfigurationFile[];
  readonly configuration: Configuration;
  /** Whether its files show that it is planned itself, whatever calls it. */
  readonly isRoot: boolean;
  /** The same as Terraform reads it, where OpenTofu reads other files. */
  readonly asTerraform?: Pick<ReadFolder, "files" | "configuration">;
}

/**
 * Reads configurations that were found together. A module that one of them calls is checked with its caller, which knows
 * the values of its variables, and not again on its own, unless it is planned itself or no caller creates anything of it; one
 * whose plan was found, in `planned`, is checked with the plan where that has everything of it.
 */
export function readConfigurations(
  found: readonly ConfigurationFolder[],
  options: ReadOptions,
  planned: ReadonlyMap<string, Model> = new Map(),
): ReadonlyMap<string, readonly ReadInput[]> {
  const read = found.map((each) => readFolder(each, options));
  const callers = new Map(read.map(({ folder, configuration }) => [folder, new Set(configuration.called)] as const));
  const callersOf = new Map<string, string[]>();
  for (const [caller, called] of callers) {
    for (const folder of called) {
      const known = callersOf.get(folder);
      if (known) known.push(caller);
      else callersOf.set(folder, [caller]);
    }
  }
  const isCalled = (folder: string) =>
    (callersOf.get(folder) ?? []).some((caller) => !callers.get(folder)?.has(caller) && caller !== folder);
  const named = new Set(options.rootModules?.map(({ folder }) => folder));
  const isOwn = ({ folder, isRoot }: ReadFolder) => named.has(folder) || isRoot || !isCalled(folder);
  const reported = new Set<string>();
  const inputs = new Map(read.filter(isOwn).map((each) => [each.folder, inputsOf(each, options, reported)]));
  for (const each of unusedModules(read, inputs)) inputs.set(each.folder, inputsOf(each, options, reported));
  for (const [folder, plan] of planned) {
    const own = inputs.get(folder);
    if (own?.every(({ model }) => model !== undefined && planHasAll(plan, model))) inputs.set(folder, []);
  }
  return inputs;
}

/** Modules with resources of encryption of which no caller creates any, such as one with `count = 0`. */
function unusedModules(
  read: readonly ReadFolder[],
  inputs: ReadonlyMap<string, readonly ReadInput[]>,
): readonly ReadFolder[] {
  const left = read.filter(({ folder, configuration }) => !inputs.has(folder) && hasEncryption(configuration));
  if (left.length === 0) return [];
  const files = new Set([...inputs.values()].flat().flatMap(({ model }) => filesOf(model)));
  const created = new Set([...files].map((file) => dirname(file)));
  return left.filter(({ input }) => !created.has(input));
}

function hasEncryption({ source }: Configuration): boolean {
  return [...source.resources.values()].some(({ mode, type }) => mode === "managed" && /^aws_(?:emr|kms)_/.test(type));
}

/** Files with a block of which a model has an instance. */
function filesOf(model: Model | undefined): readonly string[] {
  try {
    return model?.resources.flatMap(({ file }) => file ?? []) ?? [];
  } catch (error) {
    // Checking it reports what is wrong with it.
    if (error instanceof Refusal || error instanceof RangeError) return [];
    throw error;
  }
}

function readFolder({ input, folder, names }: ConfigurationFolder, { files }: ReadOptions): ReadFolder {
  const at = { folder, shown: input };
  const read = readConfigurationFiles(at, names, files);
  const configuration = readConfiguration(read, at, files);
  return {
    input,
    folder,
    names,
    files: read.files,
    configuration,
    isRoot: isPlannedItself(folder, read.files, files),
    ...(configuration.isShadowed ? { asTerraform: readAsTerraform(at, files) } : {}),
  };
}

function readAsTerraform(at: { readonly folder: string; readonly shown: string }, files: GuardedFiles) {
  const read = readConfigurationFiles(at, configurationFiles(at.folder, files, "Terraform"), files);
  return { files: read.files, configuration: readConfiguration(read, at, files, "Terraform") };
}

/** Where state is kept, which versions of providers are locked, and values of variables belong to a root module. */
function isPlannedItself(folder: string, files: readonly ConfigurationFile[], access: GuardedFiles): boolean {
  const settings = files.flatMap(({ content }) => bodies(content.terraform));
  if (settings.some(([name]) => name === "backend" || name === "cloud")) return true;
  return [".terraform.lock.hcl", "terraform.tfvars", "terraform.tfvars.json"].some((name) =>
    access.isFile(join(folder, name)),
  );
}

/** The configuration, and an entry for each file that cannot be read; one file of a shared module is reported once. */
function inputsOf(each: ReadFolder, options: ReadOptions, reported: Set<string>): readonly ReadInput[] {
  const { asTerraform } = each;
  if (!asTerraform) return waysOf(each, options, reported, "");
  return [
    ...waysOf(each, options, reported, "OpenTofu"),
    ...waysOf({ ...each, ...asTerraform }, options, reported, "Terraform"),
  ];
}

function waysOf(
  { input, folder, files, configuration }: ReadFolder,
  options: ReadOptions,
  reported: Set<string>,
  program: Program | "",
): readonly ReadInput[] {
  const planned = (options.rootModules ?? []).filter((root) => root.folder === folder);
  const ways = planned.length > 0 ? planned : [{ variableFiles: [] }];
  const given = ways.map(({ variableFiles }) =>
    variablesOf(
      { folder, shown: input },
      { ...options, variableFiles: [...variableFiles, ...(options.variableFiles ?? [])] },
    ),
  );
  const faults = [...configuration.faults, ...given.flatMap((way) => way.faults)].filter(
    ({ file }) => !reported.has(file),
  );
  for (const { file } of faults) reported.add(file);
  if (files.length === 0) return unreadableFiles(faults);
  const { region, files: access, budget } = options;
  const roots = rootsOf(folder, options);
  const inputs = given.map(({ values: variables }, at): ReadInput => {
    // One root that is planned in several ways becomes as many inputs, distinguished by their files and the program that reads it.
    const names = (ways[at]?.variableFiles ?? []).map(({ path }) => basename(path));
    const stack = [program, ...(ways.length > 1 ? names : [])].filter((part) => part !== "").join(" ");
    const parts = { input, stack, roots, folder, files: access, region, budget, variables };
    return {
      input,
      stack,
      kind: "configuration",
      model: configurationModel(parts, "configuration", files, configuration),
    };
  });
  return [...inputs, ...unreadableFiles(faults)];
}

/** Entries of the report for files that cannot be read. */
export function unreadableFiles(faults: readonly FileFault[]): readonly ReadInput[] {
  return faults.map(({ file, problem }) => ({ input: file, stack: "", kind: "configuration", error: problem }));
}

/** The configuration that a file of HCL belongs to. */
export function readModuleOf(
  input: string,
  folder: string,
  names: readonly string[],
  options: ReadOptions,
): readonly ReadInput[] {
  const only = { input: join(input), folder, names };
  return [...readConfigurations([only], options).values()].flat();
}

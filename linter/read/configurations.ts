import { basename, join } from "node:path";
import type { ConfigurationFile } from "./configuration";
import {
  type Configuration,
  configurationModel,
  type FileFault,
  readConfiguration,
  readConfigurationFiles,
} from "./configuration-folder";
import { type ReadInput, type ReadOptions, rootsOf } from "./input";
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
}

/**
 * Reads configurations that were found together. A module that one of them calls is checked with its caller, which knows
 * the values of its variables, and not again on its own; one whose plan was found, in `planned`, is checked with the plan.
 */
export function readConfigurations(
  found: readonly ConfigurationFolder[],
  options: ReadOptions,
  planned: ReadonlySet<string | undefined> = new Set(),
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
  const isNamed = (folder: string) => options.rootModules?.some((root) => root.folder === folder) === true;
  const roots = read.filter(({ folder }) => !planned.has(folder) && (isNamed(folder) || !isCalled(folder)));
  const reported = new Set<string>();
  return new Map(roots.map((each) => [each.folder, inputsOf(each, options, reported)]));
}

function readFolder({ input, folder, names }: ConfigurationFolder, { files }: ReadOptions): ReadFolder {
  const at = { folder, shown: input };
  const read = readConfigurationFiles(at, names, files);
  return { input, folder, names, files: read.files, configuration: readConfiguration(read, at, files) };
}

/** The configuration, and an entry for each file that cannot be read; one file of a shared module is reported once. */
function inputsOf(
  { input, folder, files, configuration }: ReadFolder,
  options: ReadOptions,
  reported: Set<string>,
): readonly ReadInput[] {
  const planned = (options.rootModules ?? []).filter((root) => root.folder === folder);
  const ways = planned.length > 0 ? planned : [{ variableFiles: [] }];
  const given = ways.map(({ variableFiles }) =>
    variablesOf(
      { folder, shown: input },
      { ...options, variableFiles: [...variableFiles, ...(options.variableFiles ?? [])] },
    ),
  );
  const faults = [...configuration.faults, ...given.flatMap((each) => each.faults)].filter(
    ({ file }) => !reported.has(file),
  );
  for (const { file } of faults) reported.add(file);
  if (files.length === 0) return unreadableFiles(faults);
  const { region, files: access, budget } = options;
  const roots = rootsOf(folder, options);
  const inputs = given.map(({ values: variables }, at): ReadInput => {
    // One root that is planned in several ways becomes as many inputs, distinguished by their files.
    const names = (ways[at]?.variableFiles ?? []).map(({ path }) => basename(path));
    const stack = ways.length > 1 ? names.join(" ") : "";
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

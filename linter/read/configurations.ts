import { basename, join, resolve } from "node:path";
import { moduleSources } from "./configuration";
import {
  type ConfigurationFiles,
  configurationFiles,
  configurationModel,
  type FileFault,
  readConfiguration,
  readConfigurationFiles,
} from "./configuration-folder";
import { FILE_LIMITS } from "./guarded-files";
import { type FoundInput, type ReadInput, type ReadOptions, readLater, rootsOf } from "./input";
import { variablesOf } from "./variable-files";

/** A folder that holds a configuration. */
export interface ConfigurationFolder {
  /** The folder as reports name it. */
  readonly input: string;
  readonly folder: string;
  /** Names of its files. */
  readonly names: readonly string[];
}

/** Folders whose files stay in memory from the moment they are found; those of others are read a second time. */
const MOST_KEPT = 50;

/**
 * Finds the root modules among folders. A module that one of them calls is checked with its caller, which knows the values of its variables, and not again on its
 * own.
 */
export function findConfigurations(
  found: readonly ConfigurationFolder[],
  options: ReadOptions,
): ReadonlyMap<string, readonly FoundInput[]> {
  const calls = new Calls(found, options);
  const called = new Map(found.map(({ folder }) => [folder, calls.all(folder)] as const));
  const callersOf = new Map<string, string[]>();
  for (const [caller, folders] of called) {
    for (const folder of folders) {
      const known = callersOf.get(folder);
      if (known) known.push(caller);
      else callersOf.set(folder, [caller]);
    }
  }
  const isCalled = (folder: string) =>
    (callersOf.get(folder) ?? []).some((caller) => !called.get(folder)?.has(caller) && caller !== folder);
  const isNamed = (folder: string) => options.rootModules?.some((root) => root.folder === folder) === true;
  const roots = found.filter(({ folder }) => isNamed(folder) || !isCalled(folder));
  return new Map(
    roots.map((each) => {
      const read = (later: ReadOptions) => inputsOf(each, calls.kept.get(each.folder) ?? filesOf(each, later), later);
      return [each.folder, [{ ...readLater(each.input, options, read), configuration: each.folder }]];
    }),
  );
}

/** Local modules that folders call. */
class Calls {
  readonly kept = new Map<string, ConfigurationFiles>();
  private readonly direct = new Map<string, readonly string[]>();
  private readonly found: ReadonlyMap<string, ConfigurationFolder>;

  constructor(
    found: readonly ConfigurationFolder[],
    private readonly options: ReadOptions,
  ) {
    this.found = new Map(found.map((each) => [each.folder, each]));
  }

  /** Folders of the modules that a folder calls, and of those that they call. */
  all(folder: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const next = [folder];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      for (const called of this.of(at)) {
        if (reached.has(called)) continue;
        reached.add(called);
        next.push(called);
      }
    }
    return reached;
  }

  private of(folder: string): readonly string[] {
    const known = this.direct.get(folder);
    if (known) return known;
    const sources = [...this.sources(folder)].filter((source) => /^\.\.?\//.test(source));
    const called = sources.map((source) => resolve(folder, source));
    this.direct.set(folder, called);
    return called;
  }

  private sources(folder: string): Iterable<string> {
    const { files } = this.options;
    const names = this.found.get(folder)?.names ?? (files.isFolder(folder) ? configurationFiles(folder, files) : []);
    const at = { input: folder, folder, names };
    if (!callsModules(at, this.options)) return [];
    const read = filesOf(this.found.get(folder) ?? at, this.options);
    if (this.found.has(folder) && this.kept.size < MOST_KEPT) this.kept.set(folder, read);
    return moduleSources(read.files).values();
  }
}

/** Whether a folder has a block of `module`; a file that cannot be read is reported later. */
function callsModules({ folder, names }: ConfigurationFolder, { files }: ReadOptions): boolean {
  return names.some((name) => {
    try {
      return files.text(join(folder, name), FILE_LIMITS.input).includes("module");
    } catch {
      return false;
    }
  });
}

function filesOf({ input, folder, names }: ConfigurationFolder, { files }: ReadOptions): ConfigurationFiles {
  return readConfigurationFiles({ folder, shown: input }, names, files);
}

/** The configuration, and an entry for each file that cannot be read. */
function inputsOf(
  { input, folder }: ConfigurationFolder,
  read: ConfigurationFiles,
  options: ReadOptions,
): readonly ReadInput[] {
  const { files } = read;
  const configuration = readConfiguration(read, { folder, shown: input }, options.files);
  const planned = (options.rootModules ?? []).filter((root) => root.folder === folder);
  const ways = planned.length > 0 ? planned : [{ variableFiles: [] }];
  const given = ways.map(({ variableFiles }) =>
    variablesOf(
      { folder, shown: input },
      { ...options, variableFiles: [...variableFiles, ...(options.variableFiles ?? [])] },
    ),
  );
  const faults = [...configuration.faults, ...given.flatMap((each) => each.faults)];
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
  return inputsOf(only, filesOf(only, options), options);
}

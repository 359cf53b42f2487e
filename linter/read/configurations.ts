import { basename, join, resolve } from "node:path";
import { groupBy } from "../../formats/group-by";
import { bodies, moduleSources } from "./configuration";
import {
  type Configuration,
  type ConfigurationFiles,
  configurationFiles,
  configurationModel,
  type Program,
  readConfiguration,
  readConfigurationFiles,
} from "./configuration-folder";
import { FILE_LIMITS } from "./guarded-files";
import { type FoundInput, type ReadInput, type ReadOptions, readLater } from "./input";
import type { FileFault } from "./refusal";
import { variablesOf } from "./variable-files";

/** A folder that contains a configuration. */
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
 * Finds the root modules among folders. A module is checked with its caller, which knows the values of its variables, and not again on its
 * own, unless it is also a root module or no caller creates an instance of it.
 */
export function findConfigurations(
  found: readonly ConfigurationFolder[],
  options: ReadOptions,
): ReadonlyMap<string, readonly FoundInput[]> {
  const calls = new Calls(found, options);
  const called = new Map(found.map(({ folder }) => [folder, calls.all(folder)] as const));
  const pairs = [...called].flatMap(([caller, folders]) => [...folders].map((folder) => ({ caller, folder })));
  const callsOf = groupBy(pairs, ({ folder }) => folder);
  const isCalled = (folder: string) =>
    (callsOf.get(folder) ?? []).some(({ caller }) => !called.get(folder)?.has(caller) && caller !== folder);
  const isNamed = (folder: string) => options.rootModules?.some((root) => root.folder === folder) === true;
  const isOwn = (each: ConfigurationFolder) =>
    isNamed(each.folder) || !isCalled(each.folder) || isPlannedItself(each, options);
  return new Map(
    found.flatMap((each) => {
      const isModule = !isOwn(each);
      if (isModule && !holds(each, /aws_(?:emr|kms)_/, options)) return [];
      const read = (later: ReadOptions) => inputsOf(each, calls.kept.get(each.folder) ?? filesOf(each, later), later);
      const input = { ...readLater(each.input, options, read), configuration: each.folder };
      return [[each.folder, [isModule ? { ...input, isModule } : input]] as const];
    }),
  );
}

/** A backend, locked versions of providers, and values of variables are signs of a root module. */
function isPlannedItself(each: ConfigurationFolder, options: ReadOptions): boolean {
  const ofRoots = [".terraform.lock.hcl", "terraform.tfvars", "terraform.tfvars.json"];
  if (ofRoots.some((name) => options.files.isFile(join(each.folder, name)))) return true;
  if (!holds(each, /\b(?:backend|cloud)\b/, options)) return false;
  const settings = filesOf(each, options).files.flatMap(({ content }) => bodies(content.terraform));
  return settings.some(([name]) => name === "backend" || name === "cloud");
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
    if (!holds(at, /module/, this.options)) return [];
    const read = filesOf(this.found.get(folder) ?? at, this.options);
    if (this.found.has(folder) && this.kept.size < MOST_KEPT) this.kept.set(folder, read);
    return moduleSources(read.files).values();
  }
}

/** Whether the files of a folder have a word in them; a file that cannot be read is reported later. */
function holds({ folder, names }: ConfigurationFolder, word: RegExp, { files }: ReadOptions): boolean {
  return names.some((name) => {
    try {
      return word.test(files.text(join(folder, name), FILE_LIMITS.input));
    } catch {
      return false;
    }
  });
}

function filesOf({ input, folder, names }: ConfigurationFolder, { files }: ReadOptions): ConfigurationFiles {
  return readConfigurationFiles({ folder, shown: input }, names, files);
}

/** The configuration as each program reads it, and an entry for each file that cannot be read. */
function inputsOf(at: ConfigurationFolder, read: ConfigurationFiles, options: ReadOptions): readonly ReadInput[] {
  const shown = { folder: at.folder, shown: at.input };
  const configuration = readConfiguration(read, shown, options.files);
  if (!configuration.isShadowed) return waysOf(at, { ...read, configuration }, options);
  const program = "Terraform";
  const names = configurationFiles(at.folder, options.files, program);
  const other = filesOf({ ...at, names }, options);
  const otherConfiguration = readConfiguration(other, shown, options.files, program);
  return [
    ...waysOf(at, { ...read, configuration, program: "OpenTofu" }, options),
    ...waysOf(at, { ...other, configuration: otherConfiguration, program }, options),
  ];
}

interface ReadByProgram extends ConfigurationFiles {
  readonly configuration: Configuration;
  /** The program, where it makes a difference. */
  readonly program?: Program;
}

/** A configuration with each set of variable values that it is planned with. */
function waysOf(
  { input, folder }: ConfigurationFolder,
  { files, configuration, program }: ReadByProgram,
  options: ReadOptions,
): readonly ReadInput[] {
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
  const inputs = given.map((variables, at): ReadInput => {
    // One root that is planned in several ways becomes as many inputs, distinguished by their files and their program.
    const names = (ways[at]?.variableFiles ?? []).map(({ path }) => basename(path));
    const stack = [program ?? [], ways.length > 1 ? names : []].flat().join(" ");
    const named = { input, stack, kind: "configuration" } as const;
    return { ...named, model: configurationModel({ ...named, folder }, files, configuration, variables, options) };
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

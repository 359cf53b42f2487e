import type { Json, JsonObject } from "../values/json";
import type { Symbolic } from "../values/symbolic";

/** An argument as it was written. */
export type Written =
  /** Terraform's JSON syntax: every string is a template. */
  | { readonly kind: "template"; readonly value: Json }
  /** The blocks of one type in a body that makes some of them by `dynamic`. */
  | { readonly kind: "dynamic"; readonly body: JsonObject; readonly block: string }
  /** Plain JSON: strings mean themselves. */
  | { readonly kind: "literal"; readonly value: Json }
  /** What a plan keeps of HCL: the references in it, not the expression. An identifying argument names one thing. */
  | {
      readonly kind: "references";
      readonly references: readonly string[];
      readonly identifying: boolean;
      /** The expression, where the sources of the plan are at hand. */
      readonly source?: () => Written | undefined;
    }
  /** Nested blocks of a plan's configuration, each a map of arguments. */
  | { readonly kind: "blocks"; readonly blocks: readonly WrittenArguments[]; readonly single: boolean };

export type WrittenArguments = ReadonlyMap<string, Written>;

/** A block that may make several instances: resource, data source or module call. */
export interface Block {
  readonly arguments: WrittenArguments;
  readonly count?: Written;
  readonly forEach?: Written;
  /** Names in `depends_on`, as expressions write them. */
  readonly dependsOn?: readonly string[];
}

/** A resource or data source as written. */
export interface ResourceBlock extends Block {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Its provider as the root module knows it (`aws`, `aws.west`, `module.lake:aws`); undefined where inheritance decides. */
  readonly provider?: string;
  /** Path of the construct, from CDKTF's metadata. */
  readonly construct?: string;
  /** File that contains it, and line from 1. */
  readonly file?: string;
  readonly line?: number;
  /** In a plan: the blocks that `dynamic` makes, by type, which only the sources contain; undefined without them. */
  readonly dynamic?: () => WrittenArguments | undefined;
  /** Where a path from an argument on leads, or the nearest thing around it. */
  readonly place?: (path: readonly (string | number)[], search?: PlaceSearch) => SourcePlace | undefined;
}

/** A place in a file of a configuration. */
export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Set if the value is written somewhere else, which depends on the instance of the module. */
  readonly onward?: Onward;
}

/** Where a value is written that an expression only names, and the path in it. */
export type Onward = (
  | { readonly kind: "local" | "variable"; readonly name: string }
  | { readonly kind: "each" }
  /** An output of the instance of a module. */
  | { readonly kind: "output"; readonly call: string; readonly key: string | number | undefined; readonly name: string }
  /** A file, by its path from the root module, with the values of a template's variables. */
  | { readonly kind: "file"; readonly name: string; readonly variables?: { readonly [name: string]: Symbolic } }
) & { readonly path: readonly (string | number)[]; readonly isYaml?: boolean };

/** What decides where a path leads to, besides the text. */
export interface PlaceSearch {
  /**
   * The value of a template, such as `"${var.tls}"`, in the instance whose places are looked for; with `variables`, those are
   * all that it may name.
   */
  readonly evaluate?: (template: string, variables?: { readonly [name: string]: Symbolic }) => Symbolic;
  /** Whether texts are YAML, not JSON. */
  readonly isYaml?: boolean;
}

/** Where a path in the value of a root module's variable leads to. */
export type VariablePlace = (
  name: string,
  path: readonly (string | number)[],
  search?: PlaceSearch,
) => SourcePlace | undefined;

/** The expression behind references that a plan keeps, where its sources are at hand; everything else as it is. */
export function asWritten(written: Written): Written {
  return (written.kind === "references" && written.source?.()) || written;
}

/** A module call as written. */
export interface CallBlock extends Block {
  /** Where the module comes from, as written; absent in a plan, which has the module itself. */
  readonly source?: string;
  readonly module?: ModuleSource;
  /** Providers that the caller passes: the module's name, then the caller's. */
  readonly providers: ReadonlyMap<string, string> | undefined;
}

/** A provider's configuration as written. */
export interface ProviderBlock {
  readonly arguments: WrittenArguments;
  /** Address of the module that contains it; empty for the root. */
  readonly module: string;
}

/** A variable or output as declared. */
export interface Declared {
  readonly value?: Written;
  readonly sensitive: boolean;
  /** Type of a variable, as written. */
  readonly type?: string;
  /** Whether a variable may be null; where it may not, null means its default. */
  readonly nullable?: boolean;
}

/** One module as written, whatever the input: a plan's `configuration` or `*.tf.json`. */
export interface ModuleSource {
  /** Folder of its files relative to the root module's, as `path.module` writes it. */
  readonly folder: string;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  /** Undefined where locals cannot be seen, which differs from there being none. */
  readonly locals: () => ReadonlyMap<string, Written> | undefined;
  readonly calls: ReadonlyMap<string, CallBlock>;
  /** Resources by `type.name`, data sources by `data.type.name`. */
  readonly resources: ReadonlyMap<string, ResourceBlock>;
  /** Providers by `aws` or `aws.west`. */
  readonly providers: ReadonlyMap<string, ProviderBlock>;
  /** Where a path from an argument of a block on leads: of `module.name`, `variable.name`, `output.name` or a resource by its key. */
  readonly place?: (block: string, path: readonly (string | number)[], search?: PlaceSearch) => SourcePlace | undefined;
}

/** The key of {@link ModuleSource.resources}. */
export function blockKey(mode: "managed" | "data", type: string, name: string): string {
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}

/** The module that calls lead to. */
export function moduleAt(root: ModuleSource, calls: readonly string[]): ModuleSource | undefined {
  let module: ModuleSource | undefined = root;
  for (const name of calls) module = module?.calls.get(name)?.module;
  return module;
}

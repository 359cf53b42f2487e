import {
  blockKey,
  type CallBlock,
  type Declared,
  type ModuleSource,
  type ProviderBlock,
  type ResourceBlock,
  type Written,
  type WrittenArguments,
} from "../model/expressions/source";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";
import { type FilePlaces, findPlace } from "./file-places";

/** One file of a Terraform configuration, in the shape of Terraform's JSON syntax whatever it is written in. */
export interface ConfigurationFile {
  /** Path as reports name it; undefined for standard input. */
  readonly file?: string;
  readonly content: JsonObject;
  /** Where its blocks are; read when a report needs it. */
  readonly places?: () => FilePlaces;
}

/** Arguments that Terraform reads itself, not the provider. */
const META = new Set(["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner", "//"]);
const CALL_META = new Set([...META, "source", "version", "providers"]);

/** Reads the files of a folder as one module; `load` reads the folder of a local module. */
export function configurationSource(
  files: readonly ConfigurationFile[],
  folder: string,
  load: (source: string) => ModuleSource | undefined,
): ModuleSource {
  const locals = new Map(files.flatMap(({ content }) => localsOf(content)));
  return {
    folder,
    locals: () => locals,
    variables: mapOf(files, "variable", ([name, body]) => [name, variable(body)]),
    outputs: mapOf(files, "output", ([name, body]) => [
      name,
      { value: argument(body, "value"), sensitive: hidden(body) },
    ]),
    calls: mapOf(files, "module", ([name, body]) => [name, callBlock(body, load)]),
    providers: mapOf(files, "provider", providerBlock),
    resources: new Map(
      files.flatMap((file) => [...resourcesOf(file, "managed", files), ...resourcesOf(file, "data", files)]),
    ),
  };
}

/** The blocks with one label of all files; of two with one name the last counts. */
function mapOf<T>(
  files: readonly ConfigurationFile[],
  section: string,
  entry: (block: readonly [string, JsonObject]) => readonly [string, T],
): ReadonlyMap<string, T> {
  return new Map(files.flatMap(({ content }) => labelled(member(content, section)).map(entry)));
}

function localsOf(content: JsonObject): readonly (readonly [string, Written])[] {
  return bodies(member(content, "locals")).map(([name, value]) => [name, template(value)]);
}

function variable(body: JsonObject): Declared {
  const value = member(body, "default");
  return { value: value === undefined ? undefined : { kind: "literal", value }, sensitive: hidden(body) };
}

function providerBlock([type, body]: readonly [string, JsonObject]): readonly [string, ProviderBlock] {
  const alias = text(member(body, "alias"));
  return [alias === "" ? type : `${type}.${alias}`, { arguments: argumentsOf(body, META), module: "" }];
}

function resourcesOf(
  file: ConfigurationFile,
  mode: "managed" | "data",
  files: readonly ConfigurationFile[],
): readonly (readonly [string, ResourceBlock])[] {
  return bodies(member(file.content, mode === "data" ? "data" : "resource")).flatMap(([type, named]) =>
    labelled(named).map(
      ([name, body]) => [blockKey(mode, type, name), resourceBlock(mode, type, name, body, file, files)] as const,
    ),
  );
}

function resourceBlock(
  mode: "managed" | "data",
  type: string,
  name: string,
  body: Json,
  source: ConfigurationFile,
  files: readonly ConfigurationFile[],
): ResourceBlock {
  const construct = text(member(member(member(body, "//"), "metadata"), "path"));
  const key = blockKey(mode, type, name);
  return {
    ...repetition(body),
    mode,
    type,
    name,
    file: source.file,
    get line() {
      return source.places?.().find(key, [])?.line;
    },
    place: (path) => findPlace(source, files, key, path),
    arguments: argumentsOf(body, META),
    provider: providerName(member(body, "provider")),
    construct: construct === "" ? undefined : construct,
  };
}

function callBlock(body: Json, load: (source: string) => ModuleSource | undefined): CallBlock {
  const source = text(member(body, "source"));
  const providers = new Map<string, string>();
  for (const [name, value] of members(member(body, "providers"))) providers.set(name, providerName(value) ?? name);
  return {
    ...repetition(body),
    arguments: argumentsOf(body, CALL_META),
    providers,
    get module() {
      return load(source);
    },
  };
}

function repetition(body: Json) {
  return { count: argument(body, "count"), forEach: argument(body, "for_each") };
}

function argumentsOf(body: Json, meta: ReadonlySet<string>): WrittenArguments {
  const written = new Map<string, Written>();
  for (const [name, value] of members(body)) if (!meta.has(name)) written.set(name, template(value));
  return written;
}

function argument(body: Json, name: string): Written | undefined {
  const value = member(body, name);
  return value === undefined ? undefined : template(value);
}

function template(value: Json): Written {
  return { kind: "template", value };
}

/** `aws.west`, written bare or as `${aws.west}`; without the key that OpenTofu's providers with `for_each` have. */
function providerName(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value.replace(/^\$\{\s*(.*?)\s*\}$/, "$1").replace(/\[.*\]$/, "") : undefined;
}

function hidden(body: Json): boolean {
  return member(body, "sensitive") === true;
}

/** The members of an object, or of each object of a list: JSON syntax allows both for blocks. */
export function bodies(value: Json | undefined): readonly (readonly [string, Json])[] {
  const objects = Array.isArray(value) ? value : [value];
  return objects.flatMap((object) => members(object).filter(([name]) => name !== "//"));
}

/** Blocks with one label, where a label may have a list of bodies. */
export function labelled(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  return bodies(value).flatMap(([label, body]) =>
    (Array.isArray(body) ? list(body) : [body]).filter(isObject).map((one) => [label, one] as const),
  );
}

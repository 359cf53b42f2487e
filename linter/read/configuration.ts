import {
  blockKey,
  type CallBlock,
  type Declared,
  type ModuleSource,
  type ProviderBlock,
  type ResourceBlock,
  type Written,
  type WrittenArguments,
} from "../model/terraform/source";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";

/** One file of Terraform's JSON syntax. */
export interface ConfigurationFile {
  /** Path as reports name it; undefined for standard input. */
  readonly file?: string;
  readonly content: JsonObject;
  /** Lines of its blocks, by their key; read again when a report needs them. */
  readonly lines?: () => ReadonlyMap<string, number>;
}

/** Arguments that Terraform reads itself, not the provider. */
const META = new Set(["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner", "//"]);
const CALL_META = new Set([...META, "source", "version", "providers"]);

/** Reads the files of a folder of Terraform's JSON syntax as one module; `load` reads the folder of a local module. */
export function configurationSource(
  files: readonly ConfigurationFile[],
  folder: string,
  load: (source: string) => ModuleSource | undefined,
): ModuleSource {
  const locals = new Map<string, Written>();
  const variables = new Map<string, Declared>();
  const outputs = new Map<string, Declared>();
  const calls = new Map<string, CallBlock>();
  const resources = new Map<string, ResourceBlock>();
  const providers = new Map<string, ProviderBlock>();
  for (const file of files) {
    const { content } = file;
    for (const [name, value] of bodies(member(content, "locals"))) locals.set(name, template(value));
    for (const [name, body] of labelled(member(content, "variable"))) {
      const value = member(body, "default");
      variables.set(name, {
        value: value === undefined ? undefined : { kind: "literal", value },
        sensitive: hidden(body),
      });
    }
    for (const [name, body] of labelled(member(content, "output"))) {
      outputs.set(name, { value: argument(body, "value"), sensitive: hidden(body) });
    }
    for (const [name, body] of labelled(member(content, "module"))) calls.set(name, callBlock(body, load));
    for (const [type, body] of labelled(member(content, "provider"))) {
      const alias = text(member(body, "alias"));
      providers.set(alias === "" ? type : `${type}.${alias}`, { arguments: argumentsOf(body, META), module: "" });
    }
    for (const mode of ["managed", "data"] as const) {
      for (const [type, named] of bodies(member(content, mode === "data" ? "data" : "resource"))) {
        for (const [name, body] of labelled(named)) {
          resources.set(blockKey(mode, type, name), resourceBlock(mode, type, name, body, file));
        }
      }
    }
  }
  return { folder, variables, outputs, locals: () => locals, calls, resources, providers };
}

function resourceBlock(
  mode: "managed" | "data",
  type: string,
  name: string,
  body: Json,
  source: ConfigurationFile,
): ResourceBlock {
  const construct = text(member(member(member(body, "//"), "metadata"), "path"));
  return {
    ...repetition(body),
    mode,
    type,
    name,
    file: source.file,
    get line() {
      return source.lines?.().get(blockKey(mode, type, name));
    },
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
function bodies(value: Json | undefined): readonly (readonly [string, Json])[] {
  const objects = Array.isArray(value) ? value : [value];
  return objects.flatMap((object) => members(object).filter(([name]) => name !== "//"));
}

/** Blocks with one label, where a label may have a list of bodies. */
function labelled(value: Json | undefined): readonly (readonly [string, Json])[] {
  return bodies(value).flatMap(([label, body]) =>
    (Array.isArray(body) ? list(body) : [body]).filter(isObject).map((one) => [label, one] as const),
  );
}

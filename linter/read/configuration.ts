import { dynamicBlocks, dynamicBodies, nameOf } from "../model/expressions/dynamic-blocks";
import {
  blockKey,
  type CallBlock,
  type Declared,
  type ModuleSource,
  type PlaceSearch,
  type ResourceBlock,
  type SourcePlace,
  type Written,
  type WrittenArguments,
} from "../model/expressions/source";
import type { SourceWaiver } from "../model/terraform/model";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";
import { type FilePlaces, findPlace, type PlacedModule, type ValuePath } from "./file-places";
import { isOverride, mergeBodies } from "./overrides";

/** One file of a Terraform configuration, in the shape of Terraform's JSON syntax whatever it is written in. */
export interface ConfigurationFile {
  /** Path as reports name it; undefined for standard input. */
  readonly file?: string;
  readonly content: JsonObject;
  /** Where its blocks are; read when a report needs it. */
  readonly places?: () => FilePlaces;
  readonly waivers?: () => readonly Omit<SourceWaiver, "file">[];
}

/** Arguments that Terraform reads itself, not the provider. */
const META = new Set(["count", "for_each", "provider", "depends_on", "lifecycle", "connection", "provisioner", "//"]);
const CALL_META = new Set([...META, "source", "version", "providers"]);

/** Reads the files of a folder as one module; `load` reads the folder of a local module. */
export function configurationSource(
  unordered: readonly ConfigurationFile[],
  folder: string,
  load: (source: string, call: string) => ModuleSource | undefined,
  inText?: PlacedModule["inText"],
): ModuleSource {
  const files = inOrder(unordered);
  // If several files override something, the last one counts.
  const module = { files: files.toReversed(), ...(inText ? { inText } : {}) };
  const locals = new Map(files.flatMap(({ content }) => localsOf(content)));
  return {
    folder,
    locals: () => locals,
    variables: mapOf(files, "variable", variable),
    outputs: mapOf(files, "output", (body) => ({ value: argument(body, "value"), sensitive: hidden(body) })),
    calls: mapOf(files, "module", (body, name) => callBlock(body, (source) => load(source, name))),
    providers: mapOf(files, "provider", (body) => ({ arguments: argumentsOf(body, META), module: "" }), providerKey),
    resources: new Map([...resourcesOf(files, "managed", module), ...resourcesOf(files, "data", module)]),
    place: (block, path, search) => findPlace(module.files, module, block, path, search),
  };
}

/** Sources of the modules that files call, by the name of the call. */
export function moduleSources(files: readonly ConfigurationFile[]): ReadonlyMap<string, string> {
  return mapOf(inOrder(files), "module", (body) => text(member(body, "source")));
}

/** The blocks with one label of all files; those of override files are merged into the others, else the last of a name counts. */
function mapOf<T>(
  files: readonly ConfigurationFile[],
  section: string,
  value: (body: JsonObject, key: string) => T,
  keyOf: (label: string, body: JsonObject) => string = (label) => label,
): ReadonlyMap<string, T> {
  const blocks = files.flatMap((file) =>
    labelled(member(file.content, section)).map(([label, body]) => ({ key: keyOf(label, body), body, file })),
  );
  return new Map(merged(blocks).map(({ key, body }) => [key, value(body, key)]));
}

interface FoundBlock {
  readonly key: string;
  readonly body: JsonObject;
  readonly file: ConfigurationFile;
  /** The override files by the arguments that they replace. */
  readonly changedBy?: ReadonlyMap<string, ConfigurationFile>;
}

/** One block for each key; a block of an override file changes the one before it. */
function merged<B extends FoundBlock>(blocks: readonly B[]): readonly B[] {
  const found = new Map<string, B>();
  for (const block of blocks) {
    const before = isOverride(block.file.file) ? found.get(block.key) : undefined;
    found.set(block.key, before ? overridden(before, block) : block);
  }
  return [...found.values()];
}

interface FoundResource extends FoundBlock {
  readonly type: string;
  readonly name: string;
}

function overridden<B extends FoundBlock>(block: B, { body, file }: FoundBlock): B {
  const changedBy = new Map([...(block.changedBy ?? []), ...Object.keys(body).map((name) => [name, file] as const)]);
  return { ...block, body: mergeBodies(block.body, body), changedBy };
}

/** Files in the order in which Terraform reads them: those that override others come last. */
function inOrder(files: readonly ConfigurationFile[]): readonly ConfigurationFile[] {
  return [...files.filter(({ file }) => !isOverride(file)), ...files.filter(({ file }) => isOverride(file))];
}

function localsOf(content: JsonObject): readonly (readonly [string, Written])[] {
  return bodies(member(content, "locals")).map(([name, value]) => [name, template(value)]);
}

function variable(body: JsonObject): Declared {
  const value = member(body, "default");
  const type = text(member(body, "type"));
  return {
    value: value === undefined ? undefined : { kind: "literal", value },
    sensitive: hidden(body),
    ...(type === "" ? {} : { type }),
    nullable: member(body, "nullable") !== false,
  };
}

function providerKey(type: string, body: JsonObject): string {
  const alias = text(member(body, "alias"));
  return alias === "" ? type : `${type}.${alias}`;
}

function resourcesOf(
  files: readonly ConfigurationFile[],
  mode: "managed" | "data",
  module: PlacedModule,
): readonly (readonly [string, ResourceBlock])[] {
  const blocks = files.flatMap((file) =>
    bodies(member(file.content, mode === "data" ? "data" : "resource")).flatMap(([type, named]) =>
      labelled(named).map(([name, body]) => ({ key: blockKey(mode, type, name), type, name, body, file })),
    ),
  );
  return merged(blocks).map((block) => [block.key, new WrittenResource(mode, block, module)]);
}

/** A block of a file; its content is read when it is needed, since most blocks have nothing to do with EMR. */
class WrittenResource implements ResourceBlock {
  readonly type: string;
  readonly name: string;
  readonly count: Written | undefined;
  readonly forEach: Written | undefined;
  private written: WrittenArguments | undefined;

  constructor(
    readonly mode: "managed" | "data",
    private readonly block: FoundResource,
    private readonly module: PlacedModule,
  ) {
    this.type = block.type;
    this.name = block.name;
    this.count = argument(block.body, "count");
    this.forEach = argument(block.body, "for_each");
  }

  get arguments(): WrittenArguments {
    this.written ??= argumentsOf(this.block.body, META);
    return this.written;
  }

  get dependsOn(): readonly string[] {
    return dependsOn(this.block.body);
  }

  get provider(): string | undefined {
    return providerName(member(this.block.body, "provider"));
  }

  get construct(): string | undefined {
    return text(member(member(member(this.block.body, "//"), "metadata"), "path")) || undefined;
  }

  get file(): string | undefined {
    return this.block.file.file;
  }

  get line(): number | undefined {
    return this.block.file.places?.().find(this.block.key, [])[0]?.line;
  }

  place(path: ValuePath, search?: PlaceSearch): SourcePlace | undefined {
    const { key, file, changedBy } = this.block;
    return findPlace([changedBy?.get(String(path[0])) ?? file], this.module, key, path, search);
  }
}

function callBlock(body: Json, load: (source: string) => ModuleSource | undefined): CallBlock {
  const source = text(member(body, "source"));
  const providers = members(member(body, "providers"));
  return {
    count: argument(body, "count"),
    forEach: argument(body, "for_each"),
    dependsOn: dependsOn(body),
    source,
    arguments: argumentsOf(body, CALL_META),
    providers: new Map(providers.map(([name, value]) => [name, providerName(value) ?? name])),
    get module() {
      return load(source);
    },
  };
}

function dependsOn(body: Json): readonly string[] {
  return list(member(body, "depends_on")).map((name) => text(name).replace(/^\$\{\s*(.*?)\s*\}$/, "$1"));
}

function argumentsOf(body: Json, meta: ReadonlySet<string>): WrittenArguments {
  const given = members(body).filter(([name]) => !meta.has(name));
  const written = new Map(given.map(([name, value]) => [name, template(value)]));
  const dynamic = isObject(body) ? dynamicBlocks(body) : undefined;
  if (!dynamic || !isObject(body)) return written;
  written.delete("dynamic");
  for (const block of dynamic.keys()) written.set(block, { kind: "dynamic", body: blocksOf(body, block), block });
  return written;
}

/** The part of a body that makes the blocks of one type. */
function blocksOf(body: JsonObject, block: string): JsonObject {
  const dynamic = dynamicBodies(body).filter(([name]) => name === block);
  const written = member(body, block);
  return {
    ...(written === undefined ? {} : { [block]: written }),
    dynamic: dynamic.map(([name, value]) => ({ [name]: value })),
  };
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
  if (typeof value !== "string") return undefined;
  const name = nameOf(value);
  return name.endsWith("]") ? name.replace(/\[.*$/s, "") : name;
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

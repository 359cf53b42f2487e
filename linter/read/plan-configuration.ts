import { lazily } from "../../formats/lazily";
import {
  blockKey,
  type CallBlock,
  type Declared,
  type ModuleSource,
  type PlaceSearch,
  type ProviderBlock,
  type ResourceBlock,
  type SourcePlace,
  type Written,
  type WrittenArguments,
} from "../model/expressions/source";
import { isObject, type Json, list, member, members, text } from "../model/values/json";

const DEEPEST_MODULE = 50;

/** Arguments that contain a text of which a reference is only a part; `security_configuration` of a cluster contains a name. */
const TEXTS =
  /(?:^|_)(?:(?<!security_)configuration|policy|json|content|content_base64|description|key|source|user_data|value|tags)$/;

/**
 * Reads the `configuration` of a plan: what was written, as far as the plan keeps it. Locals and the expressions of HCL, which
 * it does not keep, come from the sources, which `sources` finds when they are asked for.
 */
export function planConfiguration(
  configuration: Json | undefined,
  sources: () => ModuleSource | undefined,
): ModuleSource {
  const isJsonSyntax = lazily(() => usesTemplates(configuration, 0));
  return new ConfigurationReader(isJsonSyntax, lazily(sources)).root(configuration);
}

/** Whether the plan was made from JSON syntax: only there has an expression both its text and its references. */
function usesTemplates(value: Json | undefined, depth: number): boolean {
  if (depth > 60 || typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => usesTemplates(item, depth + 1));
  if (member(value, "constant_value") !== undefined && Array.isArray(member(value, "references"))) return true;
  return Object.values(value).some((item) => usesTemplates(item, depth + 1));
}

/** What the sources say of one argument; undefined where they are not at hand. */
type SourceOf = (name: string) => Written | undefined;

class ConfigurationReader {
  constructor(
    private readonly isJsonSyntax: () => boolean,
    private readonly sources: () => ModuleSource | undefined,
  ) {}

  root(configuration: Json | undefined): ModuleSource {
    const providers = new Map<string, ProviderBlock>();
    for (const [key, provider] of members(member(configuration, "provider_config"))) {
      const module = text(member(provider, "module_address"));
      const inRoot: SourceOf = (name) => this.sources()?.providers.get(key)?.arguments.get(name);
      const source = module === "" ? inRoot : undefined;
      providers.set(key, { arguments: this.arguments(member(provider, "expressions"), source), module });
    }
    return { ...this.module(member(configuration, "root_module"), ".", this.sources, 0), providers };
  }

  private module(
    module: Json | undefined,
    folder: string,
    sources: () => ModuleSource | undefined,
    depth: number,
  ): ModuleSource {
    const resources = new Map<string, ResourceBlock>();
    for (const entry of list(member(module, "resources"))) {
      const block = new PlannedBlock(entry, this, sources);
      // Within a module, the key is the address that Terraform writes.
      resources.set(text(member(entry, "address")) || blockKey(block.mode, block.type, block.name), block);
    }
    const calls = new Map<string, CallBlock>();
    for (const [name, call] of depth > DEEPEST_MODULE ? [] : members(member(module, "module_calls"))) {
      const source = text(member(call, "source"));
      const written = () => sources()?.calls.get(name);
      const repetition = this.repetition.bind(this);
      calls.set(name, {
        get count() {
          return repetition(member(call, "count_expression"), "count", () => written()?.count);
        },
        get forEach() {
          return repetition(member(call, "for_each_expression"), "for_each", () => written()?.forEach);
        },
        arguments: this.given(member(call, "expressions"), (argument) => written()?.arguments.get(argument)),
        module: this.module(
          member(call, "module"),
          source.startsWith(".") ? `${folder}/${source}` : source,
          () => written()?.module,
          depth + 1,
        ),
        get providers() {
          return written()?.providers;
        },
        dependsOn: list(member(call, "depends_on")).map(text),
      });
    }
    return {
      folder,
      variables: variablesOf(member(module, "variables"), sources),
      outputs: declared(member(module, "outputs"), (output, name) =>
        this.expression(member(output, "expression"), name, () => sources()?.outputs.get(name)?.value),
      ),
      locals: () => sources()?.locals(),
      calls,
      resources,
      providers: new Map(),
      place: (block, path, search) => sources()?.place?.(block, path, search),
    };
  }

  arguments(expressions: Json | undefined, source?: SourceOf): WrittenArguments {
    const written = new Map<string, Written>();
    for (const [name, expression] of members(expressions)) {
      const one = this.expression(expression, name, source && (() => source(name)));
      if (one) written.set(name, one);
    }
    return written;
  }

  /** Arguments of a resource or call. A plan keeps nothing of a function call without references, although the argument was given. */
  given(expressions: Json | undefined, source: SourceOf): WrittenArguments {
    const written = new Map(this.arguments(expressions, source));
    for (const [name] of members(expressions)) {
      const lost = { kind: "references", references: [], identifying: false, source: () => source(name) } as const;
      if (!written.has(name)) written.set(name, lost);
    }
    return written;
  }

  /** `count` or `for_each`, which a plan leaves out where it is a function call without references. */
  repetition(expression: Json | undefined, name: string, source: () => Written | undefined): Written | undefined {
    const isLost = expression === undefined || (isObject(expression) && Object.keys(expression).length === 0);
    return isLost ? source() : this.expression(expression, name, source);
  }

  expression(expression: Json | undefined, name: string, source?: () => Written | undefined): Written | undefined {
    if (Array.isArray(expression)) {
      const blocks = expression.map((block, at) => this.arguments(block, blockSource(source, at, expression.length)));
      return { kind: "blocks", blocks, single: false };
    }
    if (!isObject(expression)) return undefined;
    const constant = member(expression, "constant_value");
    const references = member(expression, "references");
    const named = Array.isArray(references) && references.every((reference) => typeof reference === "string");
    if (constant !== undefined && (named || references === undefined)) {
      return { kind: named || this.isJsonSyntax() ? "template" : "literal", value: constant };
    }
    if (named) return { kind: "references", references, identifying: !TEXTS.test(name), source };
    if (Object.keys(expression).length === 0) return undefined;
    return { kind: "blocks", blocks: [this.arguments(expression, blockSource(source, 0, 1))], single: true };
  }
}

/** What the sources say of the arguments of one of several blocks. */
function blockSource(source: (() => Written | undefined) | undefined, at: number, count: number): SourceOf | undefined {
  if (!source) return undefined;
  return (name) => {
    const written = source();
    const blocks = written?.kind === "template" ? written.value : undefined;
    const listed = Array.isArray(blocks) ? blocks : [blocks];
    const value = listed.length === count ? member(listed[at], name) : undefined;
    return value === undefined ? undefined : { kind: "template", value };
  };
}

/** A resource of the configuration; read when it is asked for. */
class PlannedBlock implements ResourceBlock {
  private read: WrittenArguments | undefined;

  constructor(
    private readonly entry: Json,
    private readonly reader: ConfigurationReader,
    private readonly sources: () => ModuleSource | undefined,
  ) {}

  get mode(): "managed" | "data" {
    return member(this.entry, "mode") === "data" ? "data" : "managed";
  }

  get type(): string {
    return text(member(this.entry, "type"));
  }

  get name(): string {
    return text(member(this.entry, "name"));
  }

  get dependsOn(): readonly string[] {
    return list(member(this.entry, "depends_on")).map(text);
  }

  get provider(): string | undefined {
    return text(member(this.entry, "provider_config_key")) || undefined;
  }

  get construct(): string | undefined {
    return this.written()?.construct;
  }

  get file(): string | undefined {
    return this.written()?.file;
  }

  get line(): number | undefined {
    return this.written()?.line;
  }

  place(path: readonly (string | number)[], search?: PlaceSearch): SourcePlace | undefined {
    return this.written()?.place?.(path, search);
  }

  dynamic(): WrittenArguments | undefined {
    const written = this.written();
    return written && new Map([...written.arguments].filter(([, { kind }]) => kind === "dynamic"));
  }

  private written(): ResourceBlock | undefined {
    return this.sources()?.resources.get(blockKey(this.mode, this.type, this.name));
  }

  get arguments(): WrittenArguments {
    this.read ??= this.reader.given(member(this.entry, "expressions"), (name) => this.written()?.arguments.get(name));
    return this.read;
  }

  get count(): Written | undefined {
    return this.reader.repetition(member(this.entry, "count_expression"), "count", () => this.written()?.count);
  }

  get forEach(): Written | undefined {
    return this.reader.repetition(member(this.entry, "for_each_expression"), "for_each", () => this.written()?.forEach);
  }
}

/** Variables of a module. A plan keeps their values as they were given; what their types make of them, the sources show. */
function variablesOf(
  declarations: Json | undefined,
  sources: () => ModuleSource | undefined,
): ReadonlyMap<string, Declared> {
  const variables = declared(declarations, (variable) => literal(member(variable, "default")));
  return new Map(
    [...variables].map(([name, variable]) => [
      name,
      {
        ...variable,
        get type() {
          return sources()?.variables.get(name)?.type;
        },
      },
    ]),
  );
}

function declared(
  declarations: Json | undefined,
  value: (declaration: Json, name: string) => Written | undefined,
): ReadonlyMap<string, Declared> {
  const result = new Map<string, Declared>();
  for (const [name, declaration] of members(declarations)) {
    result.set(name, { value: value(declaration, name), sensitive: member(declaration, "sensitive") === true });
  }
  return result;
}

function literal(value: Json | undefined): Written | undefined {
  return value === undefined ? undefined : { kind: "literal", value };
}

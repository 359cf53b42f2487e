import { callsOf, parseAddress } from "../expressions/address";
import { withoutPrefixes } from "../expressions/references";
import { blockKey, type ModuleSource, moduleAt, type ResourceBlock, type Written } from "../expressions/source";
import type { Json } from "../values/json";

/** A node of Terraform's order: a resource, local, variable, output or call, in a module. */
interface Node {
  /** Names of the calls that lead to its module, from the root. */
  readonly module: readonly string[];
  readonly kind: "resource" | "local" | "var" | "output" | "call";
  readonly name: string;
}

/** Which resource Terraform makes before which, by the references and `depends_on` of the configuration. Instances of a block are one. */
export class ApplyOrder {
  private readonly before = new Map<string, ReadonlySet<string> | undefined>();

  constructor(private readonly root: ModuleSource) {}

  /** Whether the resource at an address is made only after another; undefined where the configuration is not seen in full. */
  isAfter(address: string, needed: string): boolean | undefined {
    const [node, other] = [resourceNode(address), resourceNode(needed)];
    if (!node || !other) return undefined;
    const id = idOf(node);
    if (!this.before.has(id)) this.before.set(id, this.everythingBefore(node));
    const found = this.before.get(id);
    if (!found) return undefined;
    return found.has(idOf(other)) || (found.has(UNSEEN) ? undefined : false);
  }

  private everythingBefore(start: Node): ReadonlySet<string> | undefined {
    if (!this.source(start.module)) return undefined;
    const seen = new Set<string>();
    const open: Node[] = [start];
    for (let next = open.pop(); next; next = open.pop()) {
      const direct = this.directlyBefore(next);
      if (!direct) seen.add(UNSEEN);
      for (const node of direct ?? []) {
        const id = idOf(node);
        if (seen.has(id)) continue;
        seen.add(id);
        open.push(node);
      }
    }
    return seen;
  }

  /** What a node itself waits for; undefined if that is not visible. */
  private directlyBefore({ module, kind, name }: Node): readonly Node[] | undefined {
    const source = this.source(module);
    if (!source) return undefined;
    switch (kind) {
      case "resource":
        return [...this.ofBlock(source.resources.get(name), module), ...this.ofCalls(module)];
      case "local": {
        const locals = source.locals();
        const local = locals?.get(name);
        return local ? this.nodesIn(local, module) : locals && [];
      }
      case "output": {
        const { value } = source.outputs.get(name) ?? {};
        return value ? this.nodesIn(value, module) : [];
      }
      case "var": {
        const caller = module.slice(0, -1);
        const argument = this.source(caller)
          ?.calls.get(module.at(-1) ?? "")
          ?.arguments.get(name);
        return module.length > 0 && argument ? this.nodesIn(argument, caller) : [];
      }
      case "call":
        return this.everythingIn([...module, name]);
    }
  }

  private ofBlock(block: ResourceBlock | undefined, module: readonly string[]): readonly Node[] {
    if (!block) return [];
    const dynamic = block.dynamic?.()?.values() ?? [];
    const written = [...block.arguments.values(), ...dynamic, block.count, block.forEach];
    const referred = written.flatMap((one) => (one ? this.nodesIn(one, module) : []));
    return [...referred, ...(block.dependsOn ?? []).flatMap((name) => nodeOf(name, module))];
  }

  /** What the calls of a module wait for, and with them every resource in it. */
  private ofCalls(module: readonly string[]): readonly Node[] {
    return module.flatMap((name, depth) => {
      const caller = module.slice(0, depth);
      const dependsOn = this.source(caller)?.calls.get(name)?.dependsOn ?? [];
      return dependsOn.flatMap((each) => nodeOf(each, caller));
    });
  }

  /** Every resource and output of a module and the modules in it; undefined where its source is not at hand. */
  private everythingIn(module: readonly string[]): readonly Node[] | undefined {
    const source = this.source(module);
    if (!source) return undefined;
    const nodes = (kind: Node["kind"], blocks: ReadonlyMap<string, unknown>) =>
      [...blocks.keys()].map((name): Node => ({ module, kind, name }));
    return [...nodes("resource", source.resources), ...nodes("output", source.outputs), ...nodes("call", source.calls)];
  }

  private source(module: readonly string[]): ModuleSource | undefined {
    return moduleAt(this.root, module);
  }

  private nodesIn(written: Written, module: readonly string[]): readonly Node[] {
    return namesIn(written).flatMap((name) => nodeOf(name, module));
  }
}

/** Represents whatever an unseen part of the configuration may wait for. */
const UNSEEN = "";

function idOf({ module, kind, name }: Node): string {
  return `${module.join(".")} ${kind} ${name}`;
}

function resourceNode(address: string): Node | undefined {
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  const { mode, type, name } = parsed;
  return { module: callsOf(parsed.module), kind: "resource", name: blockKey(mode, type, name) };
}

/** The node that a name in an expression refers to; names of functions and iterators refer to none. */
function nodeOf(name: string, module: readonly string[]): readonly Node[] {
  const [first = "", second = "", third = ""] = name.replace(/\[[^\]]*\]/g, "").split(".");
  switch (first) {
    case "each":
    case "count":
    case "path":
    case "terraform":
    case "self":
      return [];
    case "local":
    case "var":
      return [{ module, kind: first, name: second }];
    case "module":
      return third === ""
        ? [{ module, kind: "call", name: second }]
        : [{ module: [...module, second], kind: "output", name: third }];
    case "data":
      return [{ module, kind: "resource", name: `data.${second}.${third}` }];
    default:
      return second === "" ? [] : [{ module, kind: "resource", name: `${first}.${second}` }];
  }
}

/** Names of two or more parts; some are not references, which does no harm. */
const NAME = /(?<![\w.-])[A-Za-z_][\w-]*(?:\[[^\]]*\])?(?:\.[A-Za-z_*][\w-]*(?:\[[^\]]*\])?)+/g;

function namesIn(written: Written): readonly string[] {
  switch (written.kind) {
    case "literal":
      return [];
    case "template":
      return namesInText(written.value);
    case "dynamic":
      return namesInText(written.body);
    case "references":
      // Of `module.a[each.key].out` a plan lists no more than `module.a`.
      return withoutPrefixes(written.references);
    case "blocks":
      return written.blocks.flatMap((block) => [...block.values()].flatMap(namesIn));
  }
}

function namesInText(value: Json): readonly string[] {
  if (typeof value === "string") return value.includes("{") ? (value.match(NAME) ?? []) : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(namesInText);
}

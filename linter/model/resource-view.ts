import type { Instance } from "./instances";
import { isObject, type Json, member } from "./json";
import { COMPUTED, Merge } from "./merge";
import type { Action, Resource } from "./model";
import type { ProviderView } from "./provider-view";
import type { Symbolic } from "./symbolic";
import type { TerraformModel } from "./terraform-model";

/** A resource whose arguments are worked out one by one, when they are asked for. */
export class ResourceView implements Resource {
  private cache: Map<string, Symbolic | undefined> | undefined;
  private all: { readonly [name: string]: Symbolic } | undefined;

  constructor(
    private readonly model: TerraformModel,
    private readonly instance: Instance,
  ) {}

  get address(): string {
    return this.instance.address;
  }

  get type(): string {
    return this.instance.type;
  }

  get name(): string {
    return this.instance.name;
  }

  get mode(): "managed" | "data" {
    return this.instance.mode;
  }

  get module(): string {
    return this.instance.module;
  }

  get actions(): readonly Action[] {
    return this.instance.actions;
  }

  get construct(): string | undefined {
    return this.instance.block?.construct;
  }

  get file(): string | undefined {
    return this.instance.block?.file;
  }

  get line(): number | undefined {
    return this.instance.block?.line;
  }

  /** The provider that works for it. */
  get provider(): ProviderView {
    return this.model.providerOf(this.instance);
  }

  get region(): Symbolic {
    const own = this.attribute("region");
    if (own !== undefined && own !== null && own !== COMPUTED && this.instance.mode === "managed") return own;
    return this.provider.region;
  }

  get values(): { readonly [name: string]: Symbolic } {
    this.all ??= this.entries(this.names(), (name) => this.attribute(name));
    return this.all;
  }

  get before(): { readonly [name: string]: Symbolic } | undefined {
    const { planned, actions } = this.instance;
    if (!planned || !isObject(planned.before) || actions.includes("read")) return undefined;
    const { before, beforeHidden } = planned;
    const merge = new Merge(this.model.evaluator, undefined);
    return this.entries(Object.keys(before), (name) =>
      merge.argument(name, { value: before[name], unknown: undefined, hidden: part(beforeHidden, name) }, undefined),
    );
  }

  /** One argument or attribute; undefined where the input has none. */
  attribute(name: string): Symbolic | undefined {
    this.cache ??= new Map();
    if (!this.cache.has(name)) this.cache.set(name, this.evaluate(name));
    return this.cache.get(name);
  }

  get written(): ReadonlySet<string> | undefined {
    const { block } = this.instance;
    return block && new Set(block.arguments.keys());
  }

  private evaluate(name: string): Symbolic | undefined {
    const { block, planned } = this.instance;
    const written = block?.arguments.get(name);
    const scope = this.model.instanceScope(this.instance);
    if (!planned) return written && scope ? this.model.evaluator.written(written, scope) : undefined;
    const parts = {
      value: member(planned.after, name),
      unknown: part(planned.unknown, name),
      hidden: part(planned.hidden, name),
    };
    return new Merge(this.model.evaluator, scope).argument(name, parts, written);
  }

  private names(): readonly string[] {
    const { block, planned } = this.instance;
    if (!planned) return [...(block?.arguments.keys() ?? [])];
    return [...new Set([...Object.keys(planned.after ?? {}), ...Object.keys(planned.unknown ?? {})])];
  }

  private entries(names: readonly string[], value: (name: string) => Symbolic | undefined) {
    const entries: [string, Symbolic][] = [];
    for (const name of names) {
      const one = value(name);
      if (one !== undefined) entries.push([name, one]);
    }
    return Object.fromEntries(entries);
  }
}

function part(flags: Json | undefined, name: string): Json | undefined {
  return flags === true ? true : member(flags, name);
}

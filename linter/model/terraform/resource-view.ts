import type { Budget } from "../expressions/budget";
import { asWritten, type ResourceBlock, type SourcePlace, type Written } from "../expressions/source";
import { isObject, type Json, member, members } from "../values/json";
import { isLeaf, isRecord, type Symbolic, Unknown } from "../values/symbolic";
import { oneValue, unknownValue } from "../values/unknowns";
import type { Instance } from "./instances";
import { COMPUTED, hasTrue, Merge, type Planned } from "./merge";
import type { Action, Resource } from "./model";
import { type PlacingModel, placeOf } from "./places";
import type { ProviderView } from "./provider-view";

/** What a resource needs of its model. */
interface ModelView extends PlacingModel {
  readonly budget: Budget;
  providerOf(instance: Instance): ProviderView;
}

/** A resource whose arguments are evaluated one by one, when they are read. */
export class ResourceView implements Resource {
  private cache: Map<string, Symbolic | undefined> | undefined;
  private lazy: { readonly [name: string]: Symbolic } | undefined;
  private found: Pick<Instance, "block"> | undefined;

  readonly address: string;
  readonly type: string;
  readonly mode: "managed" | "data";
  private did: readonly Action[] | undefined;

  constructor(
    private readonly model: ModelView,
    private readonly instance: Instance,
  ) {
    // These are fields, not getters, since facts search all resources for a type again and again.
    this.address = instance.address;
    this.type = instance.type;
    this.mode = instance.mode;
  }

  get name(): string {
    return this.instance.name;
  }

  get module(): string {
    return this.instance.module;
  }

  get actions(): readonly Action[] {
    this.did ??= this.instance.actions;
    return this.did;
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

  place(path: readonly (string | number)[]): SourcePlace | undefined {
    return placeOf(this.model, this.instance, path);
  }

  readFrom(argument: string): SourcePlace | undefined {
    const { planned } = this.instance;
    const written = planned && this.block?.arguments.get(argument);
    const isHeld = part(planned?.unknown, argument) !== true && part(planned?.hidden, argument) !== true;
    if (isHeld || !written || asWritten(written) === written) return undefined;
    return this.place([argument]);
  }

  lacksSource(argument: string): boolean {
    const written = this.block?.arguments.get(argument);
    if (written) return asWritten(written).kind === "references";
    const { planned, block } = this.instance;
    const value = member(planned?.after, argument);
    return Array.isArray(value) && isObject(value[0]) && block?.dynamic !== undefined && !block.dynamic();
  }

  /** The text of a data source `template_file`: its template with its variables, which are strings. */
  rendered(): Symbolic | undefined {
    const template = this.attribute("template");
    const vars = this.attribute("vars") ?? {};
    const scope = this.model.instanceScope(this.instance);
    if (typeof template !== "string" || !isRecord(vars) || !scope) return undefined;
    const names = Object.entries(vars).map(([name, value]) => [name, isLeaf(value) ? value : String(value)] as const);
    return this.model.evaluator.render(template, Object.fromEntries(names), scope);
  }

  /** The content of the file that a data source `local_file` reads, by a function of files. */
  content(read: "file" | "filebase64"): Symbolic | undefined {
    const scope = this.model.instanceScope(this.instance);
    const filename = this.attribute("filename");
    if (!scope || typeof filename !== "string") return undefined;
    return this.model.evaluator.render(`\${${read}(filename)}`, { filename }, scope);
  }

  /** The provider that works for it. */
  get provider(): ProviderView {
    return this.model.providerOf(this.instance);
  }

  get region(): Symbolic {
    const own = this.attribute("region");
    if (own !== undefined && own !== null && own !== COMPUTED && this.mode === "managed") return own;
    const { provider } = this;
    const region = provider.isOneOfSeveral ? regionOfOne(this.address) : provider.region;
    return region instanceof Unknown ? (regionInArn(this.attribute("arn")) ?? region) : region;
  }

  get values(): { readonly [name: string]: Symbolic } {
    this.lazy ??= this.record();
    return this.lazy;
  }

  get before(): { readonly [name: string]: Symbolic } | undefined {
    const { planned } = this.instance;
    if (!planned || !isObject(planned.before) || this.actions.includes("read")) return undefined;
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
    return this.block && new Set(this.block.arguments.keys());
  }

  private get block(): ResourceBlock | undefined {
    this.found ??= { block: this.instance.block };
    return this.found.block;
  }

  private evaluate(name: string): Symbolic | undefined {
    const gap = this.instance.unseen?.get(name);
    if (gap) return gap;
    const parts = this.planned(name);
    if (parts && isPlain(parts)) return parts.value;
    const written = this.argument(name, parts);
    const scope = written && this.model.instanceScope(this.instance);
    return this.model.budget.at(
      () => this.placeWords(name),
      () => {
        if (parts) return new Merge(this.model.evaluator, scope).argument(name, parts, written);
        return written && scope && this.model.evaluator.written(written, scope);
      },
    );
  }

  private placeWords(argument: string): string {
    const place = this.place([argument]);
    return place ? `, at ${place.file}:${place.line}` : "";
  }

  /** An argument as written; a plan lists no block that `dynamic` makes, but the sources do. */
  private argument(name: string, planned: Planned | undefined): Written | undefined {
    const written = this.block?.arguments.get(name);
    if (!Array.isArray(planned?.value) || !hasTrue(planned.unknown)) return written;
    const isWhole = written?.kind === "blocks" && written.blocks.length === planned.value.length;
    return isWhole ? written : (this.block?.dynamic?.()?.get(name) ?? written);
  }

  private planned(name: string): Planned | undefined {
    const { planned } = this.instance;
    return (
      planned && {
        value: member(planned.after, name),
        unknown: part(planned.unknown, name),
        hidden: part(planned.hidden, name),
      }
    );
  }

  /** Rules need a few attributes of a few resources, so each is evaluated when it is read. */
  private record(): { readonly [name: string]: Symbolic } {
    const record: { [name: string]: Symbolic } = Object.create(null);
    const { planned, unseen } = this.instance;
    for (const name of this.names()) {
      const value = planned && !unseen?.has(name) ? member(planned.after, name) : undefined;
      const isShown = part(planned?.unknown, name) !== true && part(planned?.hidden, name) !== true;
      if (isScalar(value) && isShown) record[name] = value;
      else Object.defineProperty(record, name, { enumerable: true, get: () => this.attribute(name) });
    }
    return record;
  }

  private names(): readonly string[] {
    const { planned, unseen } = this.instance;
    if (!planned) return [...(this.block?.arguments.keys() ?? [])];
    const { after } = planned;
    const known = Object.keys(after ?? {});
    const open = members(planned.unknown).flatMap(([name, flag]) =>
      flag === true && member(after, name) === undefined ? [name] : [],
    );
    return open.length === 0 && !unseen ? known : [...new Set([...known, ...open, ...(unseen?.keys() ?? [])])];
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

/** Region of an existing resource: a state has no providers, but ARNs. */
function regionInArn(arn: Symbolic | undefined): string | undefined {
  return typeof arn === "string" ? arn.split(":")[3] || undefined : undefined;
}

/** OpenTofu's providers may have a `for_each`; no plan shows which of them a resource uses. */
function regionOfOne(address: string): Symbolic {
  const region = `the Region of ${address}`;
  return oneValue(
    unknownValue(`${region}, whose provider is one of several`, "write a provider for each Region"),
    region,
  );
}

/** Whether a planned value can be used as it is: a scalar, neither unknown nor sensitive. */
function isPlain(planned: Planned): planned is Planned & { readonly value: string | number | boolean | null } {
  const { value, unknown, hidden } = planned;
  return isScalar(value) && unknown !== true && hidden !== true;
}

function isScalar(value: Json | undefined): value is string | number | boolean | null {
  return value === null || (value !== undefined && typeof value !== "object");
}

function part(flags: Json | undefined, name: string): Json | undefined {
  return flags === true ? true : member(flags, name);
}

import type { Budget } from "../expressions/budget";
import { asWritten, type ResourceBlock, type SourcePlace, type Written } from "../expressions/source";
import { isObject, member, members } from "../values/json";
import { isLeaf, isRecord, type Symbolic, Unknown } from "../values/symbolic";
import { oneValue, unknownValue } from "../values/unknowns";
import type { Instance, Planned } from "./instances";
import { COMPUTED, hasTrue, Merge, part } from "./merge";
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

  place(path: readonly (string | number)[]): SourcePlace | undefined {
    return placeOf(this.model, this.instance, path);
  }

  readFrom(argument: string): SourcePlace | undefined {
    const planned = this.planned(argument);
    const written = planned && this.block?.arguments.get(argument);
    const isHeld = planned?.unknown !== true && planned?.hidden !== true;
    if (isHeld || !written || asWritten(written) === written) return undefined;
    return this.place([argument]);
  }

  lacksSource(argument: string): boolean {
    const written = this.block?.arguments.get(argument);
    if (written) return asWritten(written).kind === "references";
    const { block } = this.instance;
    const value = this.planned(argument)?.value;
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
    const before = this.instance.planned?.before;
    if (!before || !isObject(before.value) || this.actions.includes("read")) return undefined;
    const merge = new Merge(this.model.evaluator, undefined);
    const entries = Object.keys(before.value).flatMap((name) => {
      const value = merge.argument(name, part(before, name), undefined);
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(entries);
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
    const after = this.instance.planned?.after;
    return after && part(after, name);
  }

  /** Rules need a few attributes of a few resources, so each is evaluated when it is read. */
  private record(): { readonly [name: string]: Symbolic } {
    const record: { [name: string]: Symbolic } = Object.create(null);
    const { planned, unseen } = this.instance;
    for (const name of this.names()) {
      const parts = planned && !unseen?.has(name) ? part(planned.after, name) : undefined;
      if (parts && isPlain(parts)) record[name] = parts.value;
      else Object.defineProperty(record, name, { enumerable: true, get: () => this.attribute(name) });
    }
    return record;
  }

  private names(): readonly string[] {
    const { planned, unseen } = this.instance;
    if (!planned) return [...(this.block?.arguments.keys() ?? [])];
    const { value, unknown } = planned.after;
    const known = Object.keys(value ?? {});
    const open = members(unknown).flatMap(([name, flag]) =>
      flag === true && member(value, name) === undefined ? [name] : [],
    );
    return open.length === 0 && !unseen ? known : [...new Set([...known, ...open, ...(unseen?.keys() ?? [])])];
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
  const isScalar = value === null || (value !== undefined && typeof value !== "object");
  return isScalar && unknown !== true && hidden !== true;
}

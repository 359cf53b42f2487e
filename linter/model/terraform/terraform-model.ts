import { lazily } from "../../../formats/lazily";
import {
  type Address,
  calledModule,
  callsOf,
  formatAddress,
  formatPath,
  type PathStep,
  parseAddress,
  parsePath,
} from "../expressions/address";
import { Budget } from "../expressions/budget";
import { Evaluator } from "../expressions/evaluate";
import { type ExpressionFiles, NO_FILES } from "../expressions/result";
import type { Scope, World } from "../expressions/scope";
import { blockKey, type ModuleSource, type ResourceBlock, type VariablePlace } from "../expressions/source";
import { stepInto } from "../expressions/traversal";
import type { Json } from "../values/json";
import { Reference, type Symbolic } from "../values/symbolic";
import { notFollowed, unknownValue } from "../values/unknowns";
import { findAccount } from "./account";
import { ApplyOrder } from "./apply-order";
import { computeDataSource, SYNONYMS } from "./compute-data-source";
import { type Expansion, expandInstances, keysOf, NOT_EXPANDED } from "./expand";
import { blockOf, type Instance, keysByBlock } from "./instances";
import { canonicalKey, isKeyType } from "./keys";
import { Memo } from "./memo";
import { COMPUTED, followPath } from "./merge";
import type { FileAccess, InputKind, MissingModule, Model, SourceWaiver } from "./model";
import { ProviderView } from "./provider-view";
import { ResourceView } from "./resource-view";
import { variableValue, withheld } from "./variables";

/** What a reader provides for a model. */
export interface ModelParts {
  readonly input: string;
  readonly stack: string;
  readonly kind: InputKind;
  readonly roots: readonly string[];
  readonly files: FileAccess;
  /** What is found where a plan is linted: the folder of the stack that it was made from, and whether there is another stack. */
  readonly beside?: () => { readonly folder: string | undefined; readonly otherStack: boolean };
  /** The root module as written. */
  readonly source: ModuleSource;
  /** Instances where the input lists them; else they are expanded from the blocks. */
  readonly instances?: readonly Instance[];
  /** Values of the root module's variables, where they are known. */
  readonly variables?: ReadonlyMap<string, Json>;
  /** Where these values are written. */
  readonly variablePlace?: VariablePlace;
  readonly expressionFiles?: ExpressionFiles;
  /** The remaining budget of the run for evaluation. @default - a new budget */
  readonly budget?: Budget;
  readonly metadata?: () => Json | undefined;
  /** Comments in the source that ask for a waiver. */
  readonly sourceWaivers?: () => readonly SourceWaiver[];
  /** Folder of the sources that a plan was made from, where they are at hand. */
  readonly sourceFolder?: () => string | undefined;
  /** The selected workspace. */
  readonly workspace?: () => string | undefined;
  /** Notices about the sources. */
  readonly notices?: () => readonly string[];
  /** `backend` of the root module, as written. */
  readonly backend?: Json;
  /** Region of providers that name none. */
  readonly region?: string;
  /** The stack behind a data source `terraform_remote_state`, where it was read along with this one. */
  readonly remote?: (data: ResourceView) => TerraformModel | undefined;
  /** The stacks that were read along with this one, itself included. */
  readonly stacks?: () => readonly TerraformModel[];
}

/** An output as a data source `terraform_remote_state` names it. */
const OUTPUT = /^outputs\.([^.[]+)$/;

/** A model over Terraform's own structures; everything is evaluated when it is read. */
export class TerraformModel implements Model, World {
  readonly input: string;
  readonly stack: string;
  readonly kind: InputKind;
  readonly evaluator: Evaluator;
  readonly budget: Budget;
  private readonly scopes = new Map<string, Scope | undefined>();
  private readonly memo: Memo;
  private readonly providers = new Map<string, ProviderView>();
  private readonly order = lazily(() => new ApplyOrder(this.parts.source));
  private readonly findAccount = lazily(() => findAccount(this));
  private cached: readonly ResourceView[] | undefined;
  private expanded: Expansion | undefined;
  /** What `for_each` and `count` refer to, by address, while the instances are not all known. */
  private early: Map<string, ResourceView | undefined> | undefined;
  private addresses: ReadonlyMap<string, ResourceView> | undefined;
  private readonly plannedKeys = lazily(() => keysByBlock(this.parts.instances ?? []));

  constructor(readonly parts: ModelParts) {
    this.input = parts.input;
    this.stack = parts.stack;
    this.kind = parts.kind;
    this.budget = parts.budget ?? new Budget();
    this.memo = new Memo(this.budget);
    this.evaluator = new Evaluator(this, this.budget);
  }

  /** Whether instances that the input does not list do not exist; a plan may be of a part. */
  get listsAllInstances(): boolean {
    return this.parts.instances === undefined;
  }

  get roots(): readonly string[] {
    const { folder } = this.parts.beside?.() ?? {};
    return folder === undefined ? this.parts.roots : [...new Set([folder, ...this.parts.roots])];
  }

  get files(): FileAccess {
    return this.parts.files;
  }

  get beside(): Model["beside"] {
    const { folder, otherStack } = this.parts.beside?.() ?? {};
    return folder === undefined ? (otherStack ? "another stack" : undefined) : "its stack";
  }

  get notices(): readonly string[] {
    return this.parts.notices?.() ?? [];
  }

  get sourceFolder(): string | undefined {
    return this.parts.sourceFolder?.();
  }

  get sourceWaivers(): readonly SourceWaiver[] {
    return this.parts.sourceWaivers?.() ?? [];
  }

  get workspace(): string | undefined {
    return this.parts.workspace?.();
  }

  get metadata(): Symbolic {
    return this.parts.metadata?.() ?? null;
  }

  get resources(): readonly ResourceView[] {
    if (this.early) return [];
    this.cached ??= (this.parts.instances ?? this.expansion.instances).map(
      (instance) => new ResourceView(this, instance),
    );
    return this.cached;
  }

  get partial(): boolean {
    return this.missingModules.length > 0 || this.limit !== undefined;
  }

  get missingModules(): readonly MissingModule[] {
    return this.parts.instances === undefined ? this.expansion.missing : [];
  }

  get limit(): string | undefined {
    return (this.parts.instances === undefined ? this.expansion.limit : undefined) ?? this.budget.exceeded;
  }

  get declined(): string | undefined {
    return this.budget.declined;
  }

  private get expansion(): Expansion {
    if (this.early) return NOT_EXPANDED;
    if (!this.expanded) {
      this.early = new Map();
      this.expanded = expandInstances(this);
      this.early = undefined;
    }
    return this.expanded;
  }

  at(address: string): ResourceView | undefined {
    if (this.early) return this.blockAt(address, this.early);
    this.addresses ??= new Map(this.resources.map((resource) => [resource.address, resource]));
    return this.addresses.get(address);
  }

  /** An instance by its block alone: a search among all instances would expand them during their own expansion. */
  private blockAt(address: string, found: Map<string, ResourceView | undefined>): ResourceView | undefined {
    if (!found.has(address)) {
      const parts = parseAddress(address);
      const block = parts && this.block(parts);
      found.set(address, block && new ResourceView(this, { ...parts, address, actions: [], block }));
    }
    return found.get(address);
  }

  resolve(reference: Reference): Symbolic {
    const key = parseAddress(reference.address);
    if (key && isKeyType(key.type)) return canonicalKey(this, reference);
    const value = this.follow(reference);
    return value instanceof Reference && value !== reference ? canonicalKey(this, value) : value;
  }

  key(value: Symbolic): Symbolic {
    return canonicalKey(this, value);
  }

  get backend(): Json {
    return this.parts.backend ?? null;
  }

  get defaultTags(): { readonly [provider: string]: Symbolic } {
    const names = [...this.parts.source.providers.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.provider(name).defaultTags]));
  }

  get account(): string | undefined {
    return this.findAccount();
  }

  isOrderedAfter(address: string, needed: string): boolean | undefined {
    return this.kind === "state" ? undefined : this.order().isAfter(address, needed);
  }

  get siblings(): readonly TerraformModel[] {
    return (this.parts.stacks?.() ?? []).filter((each) => each !== this);
  }

  origin(reference: Reference): { readonly model: TerraformModel; readonly reference: Reference } | undefined {
    const data = this.at(reference.address);
    const stack = data?.type === "terraform_remote_state" ? this.parts.remote?.(data) : undefined;
    const name = OUTPUT.exec(reference.attribute)?.[1];
    const value = name === undefined ? undefined : stack?.rootOutput(name);
    return stack && value instanceof Reference ? { model: stack, reference: value } : undefined;
  }

  /** An output of the root module, in its one form. */
  rootOutput(name: string): Symbolic | undefined {
    const scope = this.scope("");
    const declared = scope?.source.outputs.get(name);
    if (!scope || !declared?.value) return undefined;
    const value = withheld(declared, this.evaluator.written(declared.value, scope));
    return value instanceof Reference ? this.resolve(value) : value;
  }

  /** An output of another stack: its value where that is known, else the first output that leads to the same. */
  remoteOutput(data: ResourceView, name: string): Symbolic | undefined {
    const stack = this.parts.remote?.(data);
    const value = stack?.rootOutput(name);
    if (!stack || !(value instanceof Reference)) return value;
    const same = [...stack.parts.source.outputs.keys()].sort().find((other) => {
      const led = stack.rootOutput(other);
      return led instanceof Reference && led.address === value.address && led.attribute === value.attribute;
    });
    return new Reference(data.address, `outputs.${same ?? name}`);
  }

  /** The provider that works for a resource. */
  providerOf(instance: Instance): ProviderView {
    const [name] = instance.type.split("_", 1);
    const provider = instance.block?.provider ?? name ?? "";
    return this.provider(this.parts.instances ? provider : this.inheritedProvider(provider, instance.module));
  }

  /** The module instance at an address; undefined where its source is not at hand. */
  scope(module: string): Scope | undefined {
    if (!this.scopes.has(module)) this.scopes.set(module, this.makeScope(module));
    return this.scopes.get(module);
  }

  /** The scope of an instance's arguments. */
  instanceScope(instance: Instance): Scope | undefined {
    const scope = this.scope(instance.module);
    const { block, key } = instance;
    if (!scope || key === undefined) return scope;
    return {
      ...scope,
      key,
      item: () => this.item(block?.forEach && this.evaluator.written(block.forEach, scope), key),
    };
  }

  variable(name: string, scope: Scope): Symbolic {
    return this.memo.once(`${scope.module} var.${name}`, () => variableValue(this, name, scope));
  }

  local(name: string, scope: Scope): Symbolic {
    return this.memo.once(`${scope.module} local.${name}`, () => {
      const locals = scope.source.locals();
      const written = locals?.get(name);
      if (written) return this.evaluator.written(written, scope);
      return unknownValue(
        `local.${name}, which ${locals ? "the sources do not have" : "a plan does not keep"}`,
        "lint cdktf.out, or pass the folder of the sources with --root",
      );
    });
  }

  output(call: string, key: string | number | undefined, name: string, scope: Scope): Symbolic {
    const module = calledModule(scope.module, call, key);
    return this.memo.once(`${module} output.${name}`, () => {
      const inner = this.scope(module);
      const declared = inner?.source.outputs.get(name);
      if (!inner || !declared?.value)
        return unknownValue(`an output of ${module}`, "lint a plan made by terraform", "module");
      return withheld(declared, this.evaluator.written(declared.value, inner));
    });
  }

  calls(call: string, scope: Scope): readonly (string | number | undefined)[] | undefined {
    const block = scope.source.calls.get(call);
    return block && keysOf(block, scope, this.evaluator);
  }

  get expressionFiles(): ExpressionFiles {
    return this.parts.expressionFiles ?? NO_FILES;
  }

  instances(address: Address): readonly (string | number | undefined)[] | undefined {
    const scope = this.scope(address.module);
    const block = this.block(address);
    const plain = block && !block.count && !block.forEach;
    if (!this.parts.instances) return scope && block && keysOf(block, scope, this.evaluator);
    // A plan leaves out a for_each of HCL that refers to nothing, so its instances show more than its blocks.
    if (this.at(formatAddress({ ...address, key: undefined }))) return [undefined];
    return this.plannedKeys().get(blockOf(address)) ?? (plain ? [undefined] : undefined);
  }

  follow(reference: Reference): Symbolic {
    const [head, ...steps] = parsePath(reference.attribute) ?? [];
    const resource = this.at(reference.address);
    if (!resource || !head || !("name" in head)) return reference;
    return this.memo.once(
      `${reference.address} ${reference.attribute}`,
      () => this.outputOf(resource, reference) ?? this.attributeOf(resource, reference, head.name, steps),
    );
  }

  /** The value that a data source `terraform_remote_state` reads from a stack of the same input. */
  private outputOf(resource: ResourceView, { attribute }: Reference): Symbolic | undefined {
    const output = resource.type === "terraform_remote_state" ? OUTPUT.exec(attribute)?.[1] : undefined;
    return output === undefined ? undefined : this.remoteOutput(resource, output);
  }

  private attributeOf(resource: ResourceView, reference: Reference, name: string, path: readonly PathStep[]): Symbolic {
    const known = resource.attribute(name) ?? COMPUTED;
    const value = known === COMPUTED ? (computeDataSource(resource, name) ?? COMPUTED) : known;
    if (value === COMPUTED) return this.synonym(reference, resource);
    const found = followPath(value, path) ?? reference;
    const leadsOn = found instanceof Reference && found !== reference && found.attribute !== "";
    return leadsOn ? this.follow(found) : found;
  }

  /** An attribute that AWS makes from an argument, as the argument; else the reference itself. */
  private synonym(reference: Reference, resource: ResourceView): Symbolic {
    const argument = SYNONYMS[`${resource.type}.${reference.attribute}`];
    return argument === undefined ? reference : this.follow(new Reference(reference.address, argument));
  }

  private makeScope(module: string): Scope | undefined {
    if (module === "") return { module, source: this.parts.source };
    const steps = parsePath(module) ?? [];
    const last = steps.at(-1);
    const key = last && "key" in last ? last.key : undefined;
    const parent = this.scope(formatPath(steps.slice(0, key === undefined ? -2 : -3)));
    const call = parent?.source.calls.get(callsOf(module).at(-1) ?? "");
    if (!parent || !call?.module) return undefined;
    const item = () => this.item(call.forEach && this.evaluator.written(call.forEach, parent), key);
    const caller = { scope: key === undefined ? parent : { ...parent, key, item }, call };
    return { module, source: call.module, caller };
  }

  /** `each.value`: the member of a map, or the element of a set itself. */
  private item(collection: Symbolic | undefined, key: string | number | undefined): Symbolic {
    if (collection === undefined || key === undefined) return notFollowed("each.value outside of for_each");
    if (Array.isArray(collection)) return key;
    return stepInto(collection, key, false) ?? notFollowed("each.value of a collection that is not known yet");
  }

  private block({ module, mode, type, name }: Address): ResourceBlock | undefined {
    return this.scope(module)?.source.resources.get(blockKey(mode, type, name));
  }

  provider(name: string): ProviderView {
    const made = this.providers.get(name) ?? new ProviderView(this, name);
    this.providers.set(name, made);
    return made;
  }

  /** A provider's name in the root module: modules inherit it, or take another one under its name. */
  inheritedProvider(name: string, module: string): string {
    const scope = this.scope(module);
    if (!scope?.caller) return name;
    const own = `${module}:${name}`;
    if (scope.source.providers.has(name) || this.parts.source.providers.get(own)?.arguments.size) return own;
    return this.inheritedProvider(scope.caller.call.providers?.get(name) ?? name, scope.caller.scope.module);
  }
}

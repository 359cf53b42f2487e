import { lazily } from "../../formats/lazily";
import { callsOf } from "../model/expressions/address";
import {
  blockKey,
  type ModuleSource,
  moduleAt,
  type ResourceBlock,
  type VariablePlace,
} from "../model/expressions/source";
import type { Instance } from "../model/terraform/instances";
import { isKeyType } from "../model/terraform/keys";
import { isKept } from "../model/terraform/lifecycle";
import type { Action } from "../model/terraform/model";
import type { ModelParts } from "../model/terraform/terraform-model";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/values/json";
import { differingExpression } from "./differing-expression";
import { expressionFiles } from "./expression-files";
import type { ReadOptions } from "./input";
import { planConfiguration } from "./plan-configuration";
import { type PlanSources, planSources } from "./plan-sources";
import type { ReadJson, ResourceChange } from "./plan-text";
import { Refusal } from "./refusal";
import { placeOfSame, variablesOf } from "./variable-files";
import { selectedWorkspace } from "./workspace";

const ACTIONS: ReadonlySet<string> = new Set(["create", "read", "update", "delete", "forget", "no-op"]);
const DEEPEST_MODULE = 50;

/** A plan as parts of a model. */
export function planParts(
  { json: plan, changes }: ReadJson,
  roots: readonly string[],
  { files, variableFiles }: Pick<ReadOptions, "files" | "variableFiles">,
): Omit<ModelParts, "input" | "stack" | "kind" | "roots" | "files"> {
  let wasSearched = false;
  const beside = lazily(() => {
    const planned = planConfiguration(configuration, () => undefined);
    const found = planSources(planned, { roots, files }, differing);
    wasSearched = true;
    return found;
  });
  const configuration = member(plan, "configuration");
  const source = planConfiguration(configuration, () => beside().sources?.source);
  const variables = new Map(
    members(member(plan, "variables")).flatMap(([name, given]) => {
      const value = member(given, "value");
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
  const differing = (sources: ModuleSource, workspace?: string) => {
    const source = planConfiguration(configuration, () => sources);
    const instances = instancesOf(source, plan, changes);
    return differingExpression({ source, instances, variables, files, workspace: () => workspace });
  };
  // A plan does not contain its workspace: that of the folder is used, unless it leads to other values than the plan has.
  const workspaceOf = ({ folder, source }: PlanSources) => {
    const selected = selectedWorkspace(folder, files);
    return selected === undefined || differing(source, selected) !== undefined ? undefined : selected;
  };
  const placeInSources = lazily((): VariablePlace | undefined => {
    const { sources } = beside();
    return sources && placeOfSame(variablesOf(sources, { files, variableFiles }), variables);
  });
  return {
    source,
    variables,
    variablePlace: (...path) => placeInSources()?.(...path),
    instances: instancesOf(source, plan, changes),
    metadata: () => beside().sources?.metadata,
    workspace: lazily(() => {
      const { sources } = beside();
      return sources && workspaceOf(sources);
    }),
    expressionFiles: expressionFiles(() => beside().sources?.folder, files),
    beside: () => ({ folder: beside().sources?.stackFolder, otherStack: beside().otherStack }),
    notices: () => (wasSearched ? beside().notices : []),
    sourceFolder: () => beside().sources?.folder,
    sourceWaivers: () => beside().sources?.waivers() ?? [],
  };
}

function instancesOf(source: ModuleSource, plan: JsonObject, changes: readonly ResourceChange[]): readonly Instance[] {
  const collected = new Collected(new Blocks(source));
  for (const change of changes) {
    if (change.deposed === undefined) collected.addChange(change);
    // The data that a deposed key encrypted is lost with it; other deposed objects are not used by anything.
    else if (isKeyType(text(change.type))) collected.addChange(change, ` (deposed ${text(change.deposed)})`);
  }
  const changed = collected.instances.length > 0;
  // Terraform derives planned_values from resource_changes, so they add something only if the changes were left out.
  if (!changed) collected.addModule(member(member(plan, "planned_values"), "root_module"), ["no-op"], false);
  // Data sources that were read while planning are only in the state, and so is everything in a refresh-only plan.
  const prior = member(member(member(plan, "prior_state"), "values"), "root_module");
  collected.addModule(prior, ["no-op"], changed);
  return collected.instances;
}

/** A state as parts of a model. */
export function stateParts(state: JsonObject): Pick<ModelParts, "source" | "instances"> {
  const source = planConfiguration(undefined, () => undefined);
  const collected = new Collected(new Blocks(source));
  collected.addModule(member(member(state, "values"), "root_module"), [], false);
  return { source, instances: collected.instances };
}

/** Instances in the order in which they are found; the first of each address counts. */
class Collected {
  readonly instances: Instance[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly blocks: Blocks) {}

  /** Adds what a change leaves, or removes; `suffix` distinguishes objects with the same address. */
  addChange(change: ResourceChange, suffix = ""): void {
    const actions = list(change.actions);
    this.add(change, text(change.module_address), actions.every(isAction) ? actions : actions.filter(isAction), suffix);
  }

  /** Adds what `values` of a plan or state lists, modules included. */
  addModule(module: Json | undefined, actions: readonly Action[], dataOnly: boolean, depth = 0): void {
    if (depth > DEEPEST_MODULE) throw new Refusal(`its modules nest more than ${DEEPEST_MODULE} levels deep`);
    const address = text(member(module, "address"));
    for (const entry of list(member(module, "resources"))) {
      if (!isObject(entry) || (dataOnly && entry.mode !== "data")) continue;
      this.add(entry, address, actions);
    }
    for (const child of list(member(module, "child_modules"))) this.addModule(child, actions, dataOnly, depth + 1);
  }

  private add(entry: ResourceChange | JsonObject, module: string, actions: readonly Action[], suffix = ""): void {
    if (typeof entry.address !== "string") return;
    const address = `${entry.address}${suffix}`;
    if (this.seen.has(address)) return;
    this.seen.add(address);
    this.instances.push(new PlannedInstance(address, entry, module, actions, this.blocks));
  }
}

/** An instance of a plan or state; what it plans is read when it is asked for. */
class PlannedInstance implements Instance {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: string | number | undefined;
  private change: Json | undefined;

  constructor(
    readonly address: string,
    private readonly entry: ResourceChange | JsonObject,
    readonly module: string,
    readonly actions: readonly Action[],
    private readonly blocks: Blocks,
  ) {
    const { mode, type, name, index } = entry;
    this.mode = mode === "data" ? "data" : "managed";
    this.type = text(type);
    this.name = text(name);
    this.key = typeof index === "string" || typeof index === "number" ? index : undefined;
  }

  get block(): ResourceBlock | undefined {
    return this.blocks.of(this);
  }

  get planned(): Instance["planned"] {
    const { entry, actions } = this;
    if (!isChange(entry)) return standing(entry);
    // A plan may have a million resources: only what was parsed is kept.
    this.change ??= entry.change();
    return planned(this.change, actions);
  }
}

function isChange(entry: ResourceChange | JsonObject): entry is ResourceChange {
  return typeof entry.change === "function";
}

function planned(change: Json | undefined, actions: readonly Action[]): Instance["planned"] {
  const field = (name: string) => member(change, name);
  const before = { value: field("before"), hidden: field("before_sensitive") };
  if (!isKept({ actions })) return { after: before, before };
  const after = { value: field("after"), unknown: field("after_unknown"), hidden: field("after_sensitive") };
  return { after, before };
}

function standing({ values: value, sensitive_values: hidden }: JsonObject): Instance["planned"] {
  return { after: { value, hidden }, before: {} };
}

function isAction(text: Json): text is Action {
  return typeof text === "string" && ACTIONS.has(text);
}

class Blocks {
  private readonly modules = new Map<string, ModuleSource | undefined>();

  constructor(private readonly root: ModuleSource) {}

  of(instance: Instance): ResourceBlock | undefined {
    return this.module(instance.module)?.resources.get(blockKey(instance.mode, instance.type, instance.name));
  }

  private module(path: string): ModuleSource | undefined {
    if (path === "") return this.root;
    if (!this.modules.has(path)) {
      this.modules.set(path, moduleAt(this.root, callsOf(path)));
    }
    return this.modules.get(path);
  }
}

import { parseAddress } from "../model/address";
import type { Instance } from "../model/instances";
import { isObject, type Json, type JsonObject, list, member, members, text } from "../model/json";
import type { Action } from "../model/model";
import { blockKey, type ModuleSource, type ResourceBlock } from "../model/source";
import type { ModelParts } from "../model/terraform-model";
import { planConfiguration } from "./plan-configuration";

const ACTIONS: ReadonlySet<string> = new Set(["create", "read", "update", "delete", "forget", "no-op"]);
const DEEPEST_MODULE = 50;

/** What `terraform show -json` writes of a plan, as parts of a model. */
export function planParts(plan: JsonObject): Pick<ModelParts, "source" | "instances" | "variables"> {
  const source = planConfiguration(member(plan, "configuration"));
  const variables = new Map<string, Json>();
  for (const [name, given] of members(member(plan, "variables"))) {
    const value = member(given, "value");
    if (value !== undefined) variables.set(name, value);
  }
  const collected = new Collected(source);
  for (const entry of list(member(plan, "resource_changes"))) {
    const change = member(entry, "change");
    // A deposed object is what is left of an instance that is listed by itself.
    if (isObject(change) && member(entry, "deposed") === undefined) collected.add(entry, changeOf(change));
  }
  // Data sources that were read while planning stand only in the state; resources that nothing changes may as well.
  collected.addModule(member(member(plan, "planned_values"), "root_module"), ["no-op"], false);
  collected.addModule(member(member(member(plan, "prior_state"), "values"), "root_module"), ["no-op"], true);
  return { source, variables, instances: collected.instances };
}

/** What `terraform show -json` writes of a state, as parts of a model. */
export function stateParts(state: JsonObject): Pick<ModelParts, "source" | "instances"> {
  const source = planConfiguration(undefined);
  const collected = new Collected(source);
  collected.addModule(member(member(state, "values"), "root_module"), [], false);
  return { source, instances: collected.instances };
}

function changeOf(change: JsonObject): Pick<Instance, "actions" | "planned"> {
  const actions = list(member(change, "actions")).filter((action): action is Action => ACTIONS.has(String(action)));
  const gone = actions.length === 1 && (actions[0] === "delete" || actions[0] === "forget");
  const before = member(change, "before");
  const beforeHidden = member(change, "before_sensitive");
  const after = gone
    ? { after: before, unknown: undefined, hidden: beforeHidden }
    : {
        after: member(change, "after"),
        unknown: member(change, "after_unknown"),
        hidden: member(change, "after_sensitive"),
      };
  return { actions, planned: { ...after, before, beforeHidden } };
}

/** Instances in the order they are found; the first of an address wins. */
class Collected {
  readonly instances: Instance[] = [];
  private readonly seen = new Set<string>();
  private readonly modules = new Map<string, ModuleSource | undefined>();

  constructor(private readonly root: ModuleSource) {}

  add(entry: Json, change: Pick<Instance, "actions" | "planned">): void {
    const written = text(member(entry, "address"));
    const address = this.seen.has(written) ? undefined : parseAddress(written);
    if (!address) return;
    const { module, mode, type, name, key } = address;
    this.seen.add(written);
    this.instances.push({ address: written, module, mode, type, name, key, block: this.block(address), ...change });
  }

  /** Adds what `values` of a plan or state lists, modules included. */
  addModule(module: Json | undefined, actions: readonly Action[], dataOnly: boolean, depth = 0): void {
    if (depth > DEEPEST_MODULE) return;
    for (const entry of list(member(module, "resources"))) {
      if (dataOnly && member(entry, "mode") !== "data") continue;
      const after = member(entry, "values");
      const hidden = member(entry, "sensitive_values");
      this.add(entry, {
        actions,
        planned: { after, unknown: undefined, hidden, before: undefined, beforeHidden: undefined },
      });
    }
    for (const child of list(member(module, "child_modules"))) this.addModule(child, actions, dataOnly, depth + 1);
  }

  private block(address: Pick<Instance, "module" | "mode" | "type" | "name">): ResourceBlock | undefined {
    return this.module(address.module)?.resources.get(blockKey(address.mode, address.type, address.name));
  }

  private module(path: string): ModuleSource | undefined {
    if (path === "") return this.root;
    if (!this.modules.has(path)) {
      const names = path.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "").split(/(?:^|\.)module\./);
      let module: ModuleSource | undefined = this.root;
      for (const name of names.slice(1)) module = module?.calls.get(name)?.module;
      this.modules.set(path, module);
    }
    return this.modules.get(path);
  }
}

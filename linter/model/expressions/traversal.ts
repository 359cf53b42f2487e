import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../values/symbolic";
import { notFollowed, referencesIn } from "../values/unknowns";
import { addressOf, formatAddress, formatKey, type PathStep, parsePath } from "./address";
import type { Scope, World } from "./scope";
import type { Expression, Step } from "./syntax";
import { isSet, recordOf } from "./types";

interface Evaluation {
  expression(expression: Expression, scope: Scope): Symbolic;
  /** Records that Terraform refuses the expression; returns the unknown value in its place. */
  fail(what: string, references?: readonly Reference[]): Unknown;
}

/** Follows names and steps: `local.keys["s3"].arn`. */
export class Traversals {
  constructor(
    private readonly world: World,
    private readonly evaluation: Evaluation,
  ) {}

  /** The value that a name and the steps behind it lead to. */
  traverse(root: string, steps: readonly Step[], scope: Scope): Symbolic {
    const bound = scope.bound?.get(root);
    if (bound !== undefined) return this.access(bound, steps, scope);
    if (scope.closed) return this.evaluation.fail(`the name ${root}, which the template is not given`);
    const [first] = steps;
    const name = first && "name" in first ? first.name : undefined;
    const rest = steps.slice(1);
    // Other expressions may need the value as well, so it is evaluated in full and kept.
    const full = scope.unfollowed ? { ...scope, unfollowed: undefined } : scope;
    switch (root) {
      case "var":
        return this.access(name === undefined ? undefined : this.world.variable(name, full), rest, scope);
      case "local":
        return this.access(name === undefined ? undefined : this.world.local(name, full), rest, scope);
      case "each":
        return this.access(name === "key" ? scope.key : scope.item?.(), rest, scope);
      case "count":
        return typeof scope.key === "number"
          ? scope.key
          : notFollowed("count.index of instances that are not known yet");
      case "path":
        return pathOf(name, scope);
      case "terraform":
        return this.ofTerraform(name);
      case "self":
        return notFollowed(`${root}.${name}`);
      case "module":
        return this.moduleOutput(steps, scope, full);
      default:
        return this.resource(root, steps, scope);
    }
  }

  private ofTerraform(name: string | undefined): Symbolic {
    return (name === "workspace" ? this.world.workspace : undefined) ?? notFollowed(`terraform.${name}`);
  }

  private moduleOutput([call, ...steps]: readonly Step[], scope: Scope, full: Scope): Symbolic {
    if (!call || !("name" in call)) return notFollowed("all modules");
    const [first, ...rest] = steps;
    if (first && "splat" in first) return this.allOutputs(call.name, steps, scope, full);
    if (first && "name" in first) {
      return this.access(this.world.output(call.name, undefined, first.name, full), rest, scope);
    }
    const keys = this.world.calls(call.name, full);
    if (!first || isOne(keys)) return this.access(this.instances(call.name, keys, full), steps, scope);
    const key = this.key(first, scope);
    if (key === null || key === undefined) return notFollowed("a module instance whose key is not known yet");
    if (keys && this.world.listsAllInstances && !keys.includes(key)) {
      return this.evaluation.fail(`module.${call.name}${formatKey(key)}, an instance that does not exist`);
    }
    const [output, ...inner] = rest;
    return output && "name" in output
      ? this.access(this.world.output(call.name, key, output.name, full), inner, scope)
      : this.access(this.outputs(call.name, key, full), rest, scope);
  }

  /** `module.keys`: the outputs of each instance. */
  private instances(call: string, keys: Keys, scope: Scope): Symbolic {
    if (!keys) return notFollowed("all instances of a module");
    const instances = keys.map((key) => this.outputs(call, key, scope));
    if (isOne(keys)) return instances[0] ?? null;
    // Without an instance, count gives a list and for_each a map.
    const isList = keys.length > 0 ? areIndexes(keys) : scope.source.calls.get(call)?.count !== undefined;
    return isList ? instances : recordOf(keys.map(String), instances);
  }

  /** An instance of a module as an object of its outputs. */
  private outputs(call: string, key: string | number | undefined, scope: Scope): Symbolic {
    const outputs = scope.source.calls.get(call)?.module?.outputs;
    if (!outputs) return notFollowed("the outputs of a module that is not here");
    return Object.fromEntries([...outputs.keys()].map((name) => [name, this.world.output(call, key, name, scope)]));
  }

  /** `module.keys[*].arn`: an output of each instance. */
  private allOutputs(call: string, steps: readonly Step[], scope: Scope, full: Scope): Symbolic {
    const keys = this.world.calls(call, full);
    const [, output, ...rest] = steps;
    if (!keys || !areIndexes(keys) || !output || !("name" in output)) {
      return notFollowed("all instances of a module");
    }
    return keys.map((key) => this.access(this.world.output(call, key, output.name, full), rest, scope));
  }

  /** The key of an instance; null where it is not known. */
  private key(step: Step | undefined, scope: Scope): string | number | null | undefined {
    if (!step || !("index" in step)) return undefined;
    const key = this.evaluation.expression(step.index, scope);
    return typeof key === "string" || typeof key === "number" ? key : null;
  }

  private resource(root: string, steps: readonly Step[], scope: Scope): Symbolic {
    const path: PathStep[] = scope.module === "" ? [] : [...(parsePath(scope.module) ?? [])];
    const named = [{ name: root }, ...steps.slice(0, root === "data" ? 2 : 1)];
    if (!named.every((step): step is { name: string } => "name" in step)) return notFollowed(`the name ${root}`);
    const address = addressOf([...path, ...named]);
    if (!address) return notFollowed(`the name ${root}`);
    const rest = steps.slice(named.length - 1);
    const instances = this.world.instances(address);
    const isSingle = isOne(instances);
    const key = this.key(rest[0], scope);
    const own = new Reference(formatAddress(address), "");
    if (key === null) return notFollowed("an instance whose key is not known yet", [own]);
    if (key !== undefined && !isSingle) {
      if (instances && this.world.listsAllInstances && !instances.includes(key)) {
        return this.evaluation.fail(`${own.address}${formatKey(key)}, an instance that does not exist`, [own]);
      }
      return this.access(new Reference(formatAddress({ ...address, key }), ""), rest.slice(1), scope);
    }
    if (isSingle || !instances) return this.access(own, rest, scope);
    const references = instances.map((each) => new Reference(formatAddress({ ...address, key: each }), ""));
    return this.access(areIndexes(instances) ? references : recordOf(instances.map(String), references), rest, scope);
  }

  /** Walks steps into a value; a reference that is left at the end is followed. */
  access(from: Symbolic | undefined, steps: readonly Step[], scope: Scope): Symbolic {
    if (from === undefined) return notFollowed("a name that nothing in the input has");
    let value = from;
    for (const [at, step] of steps.entries()) {
      if ("splat" in step) {
        const end = step.splat === "all" ? steps.length : endOfNames(steps, at + 1);
        const items = this.splat(value, steps.slice(at + 1, end), scope);
        return this.access(items, steps.slice(end), scope);
      }
      value = this.step(value, step, scope);
    }
    if (!(value instanceof Reference) || value.attribute === "" || scope.unfollowed) return value;
    return this.world.follow(value);
  }

  private step(value: Symbolic, step: Exclude<Step, { splat: unknown }>, scope: Scope): Symbolic {
    const key = "name" in step ? step.name : this.key(step, scope);
    if (key === null || key === undefined) return notFollowed("an index that is not known yet", referencesIn(value));
    const next = stepInto(value, key, "name" in step);
    if (next !== undefined) return next;
    return this.evaluation.fail(`${formatKey(key)} of a value that does not have it`, referencesIn(value));
  }

  private splat(value: Symbolic, rest: readonly Step[], scope: Scope): Symbolic {
    const items = value instanceof Reference ? this.world.follow(value) : value;
    if (items instanceof Unknown) return notFollowed("a splat", referencesIn(items));
    // A resource without count is a list of one to a splat; any other reference may be a list or not.
    if (items instanceof Reference && items.attribute !== "") return notFollowed("a splat", [items]);
    const listed = Array.isArray(items) ? items : items === null ? [] : [items];
    return listed.map((item) => this.access(item, rest, scope));
  }
}

type Keys = ReturnType<World["calls"]>;

/** Whether there is one instance, without key. */
function isOne(keys: Keys): boolean {
  return keys?.length === 1 && keys[0] === undefined;
}

/** Whether count makes the instances. */
function areIndexes(keys: NonNullable<Keys>): boolean {
  return keys.every((key) => typeof key === "number");
}

function endOfNames(steps: readonly Step[], from: number): number {
  let end = from;
  for (let step = steps[end]; step && "name" in step; step = steps[end]) end++;
  return end;
}

function pathOf(name: string | undefined, scope: Scope): Symbolic {
  if (name === "module") return scope.source.folder;
  return name === "root" ? "." : notFollowed(`path.${name}`);
}

/** A member or element of a value; undefined where it has none. */
export function stepInto(value: Symbolic, key: string | number, named: boolean): Symbolic | undefined {
  if (value instanceof Unknown) return value;
  if (value instanceof Reference) {
    const suffix = named ? (value.attribute === "" ? String(key) : `.${key}`) : formatKey(key);
    return new Reference(value.address, value.attribute + suffix);
  }
  if (value instanceof Template) return undefined;
  if (Array.isArray(value)) return named || isSet(value) ? undefined : value[Number(key)];
  if (!isRecord(value) || isLeaf(value)) return undefined;
  return Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
}

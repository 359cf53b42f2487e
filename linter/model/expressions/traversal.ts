import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../values/symbolic";
import { notFollowed, referencesIn } from "../values/unknowns";
import { addressOf, formatAddress, formatKey, type PathStep, parsePath } from "./address";
import type { Scope, World } from "./scope";
import type { Expression, Step } from "./syntax";
import { isSet } from "./types";

/** What traversals need of the evaluator. */
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

  private moduleOutput(steps: readonly Step[], scope: Scope, full: Scope): Symbolic {
    const [call, second] = steps;
    if (!call || !("name" in call)) return notFollowed("all modules");
    const key = second && "index" in second ? this.key(second, scope) : undefined;
    if (key === null) return notFollowed("a module instance whose key is not known yet");
    if (key === undefined && second && "splat" in second)
      return this.allOutputs(call.name, steps.slice(1), scope, full);
    const output = steps[key === undefined ? 1 : 2];
    if (!output || !("name" in output)) return notFollowed("all outputs of a module");
    const keys = key === undefined ? undefined : this.world.calls(call.name, full);
    if (keys && this.world.listsAllInstances && !keys.includes(key)) {
      return this.evaluation.fail(`module.${call.name}${formatKey(key ?? undefined)}, an instance that does not exist`);
    }
    const value = this.world.output(call.name, key, output.name, full);
    return this.access(value, steps.slice(key === undefined ? 2 : 3), scope);
  }

  /** `module.keys[*].arn`: an output of each instance. */
  private allOutputs(call: string, steps: readonly Step[], scope: Scope, full: Scope): Symbolic {
    const keys = this.world.calls(call, full);
    const [, output, ...rest] = steps;
    if (!keys?.every((key) => typeof key === "number") || !output || !("name" in output)) {
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
    const isSingle = instances?.length === 1 && instances[0] === undefined;
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
    if (instances.every((each) => typeof each === "number")) return this.access(references, rest, scope);
    const all = Object.fromEntries(instances.map((each, at) => [String(each), references[at] ?? null]));
    return this.access(all, rest, scope);
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

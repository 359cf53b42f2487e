import type { Json } from "../values/json";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../values/symbolic";
import { concatenate, expressionLost, inherited, isKnown, notFollowed, referencesIn } from "../values/unknowns";
import { type Address, addressOf, formatAddress, formatKey, type PathStep, parsePath } from "./address";
import { type Expression, ExpressionError, type ForExpression, parseTemplate, type Step } from "./expression";
import { call } from "./functions";
import { operate } from "./operators";
import { asWritten, type CallBlock, type ModuleSource, type Written } from "./source";

/** Where an expression stands: one module instance, and one instance of a block in it. */
export interface Scope {
  /** Address of the module instance, empty for the root. */
  readonly module: string;
  readonly source: ModuleSource;
  /** The call that made the module, in the scope of its caller. */
  readonly caller?: { readonly scope: Scope; readonly call: CallBlock };
  readonly key?: string | number;
  /** The value of `each.value`. */
  readonly item?: () => Symbolic;
  /** Names bound by `for` expressions around. */
  readonly bound?: ReadonlyMap<string, Symbolic>;
  /** Whether references to resources stay as they are: asked for what a value is made from, not for what it is. */
  readonly unfollowed?: true;
}

/** What expressions may name. */
export interface World {
  variable(name: string, scope: Scope): Symbolic;
  local(name: string, scope: Scope): Symbolic;
  output(call: string, key: string | number | undefined, name: string, scope: Scope): Symbolic;
  /** Keys of the instances of a resource; undefined where they cannot be told; a lone `undefined` for one without count and for_each. */
  instances(address: Address): readonly (string | number | undefined)[] | undefined;
  /** The value behind an attribute; the reference itself where it ends there. */
  follow(reference: Reference): Symbolic;
}

const DEEPEST = 300;
const MOST_WORK = 200_000;

const sizes = new WeakMap<object, number>();

/** Parts of a value; locals share parts, so that a short text may stand for more than any walk could end. */
function sizeOf(value: Symbolic): number {
  if (typeof value !== "object" || value === null || isLeaf(value)) return 1;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = 1;
  for (const item of Array.isArray(value) ? value : Object.values(value)) size += sizeOf(item);
  sizes.set(value, size);
  return size;
}

/** Evaluates what was written, as far as it can be known. */
export class Evaluator {
  private depth = 0;
  private work = 0;

  constructor(private readonly world: World) {}

  /** The value of an argument. */
  written(given: Written, scope: Scope): Symbolic {
    const written = asWritten(given);
    switch (written.kind) {
      case "literal":
        return written.value;
      case "template":
        return this.template(written.value, scope);
      case "references":
        return this.references(written.references, written.identifying, scope);
      case "blocks": {
        const blocks = written.blocks.map((block) =>
          Object.fromEntries([...block].map(([name, argument]) => [name, this.written(argument, scope)])),
        );
        return written.single ? (blocks[0] ?? null) : blocks;
      }
    }
  }

  /** What an argument is made from, in order, whether or not that is known. */
  origins(written: Written, scope: Scope): readonly Reference[] {
    return referencesIn(this.written(written, { ...scope, unfollowed: true }));
  }

  /** JSON of which every string is a template. */
  template(value: Json, scope: Scope): Symbolic {
    if (typeof value === "string") return this.text(value, scope);
    if (typeof value !== "object" || value === null) return value;
    return this.deeper(() => {
      if (Array.isArray(value)) return value.map((item) => this.template(item, scope));
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.template(item, scope)]));
    });
  }

  /** What is left of an expression of HCL: itself where it can only be one reference, else unknown with its references. */
  private references(references: readonly string[], identifying: boolean, scope: Scope): Symbolic {
    const written = withoutPrefixes(references);
    const values = written.map((reference) => this.reference(reference, scope));
    const [only] = values;
    // An id that the plan leaves open may be a name that it tells: `aws_iam_role.nodes.id`.
    const told = typeof only === "string" ? written[0]?.split(".").at(-1) : undefined;
    const attribute = only instanceof Reference ? only.attribute : told;
    const named = values.length === 1 && attribute !== undefined && IDENTIFIERS.test(attribute);
    if (identifying && named && only !== undefined) return only;
    return expressionLost(values.flatMap((value) => referencesIn(value)));
  }

  /** The value of one reference in the text form of a plan's `references`. */
  reference(reference: string, scope: Scope): Symbolic {
    const [head, ...rest] = parsePath(reference) ?? [];
    if (!head || !("name" in head)) return notFollowed("a reference that is not understood");
    const steps = rest.map((step): Step => ("name" in step ? step : { index: { kind: "literal", value: step.key } }));
    return this.expression({ kind: "traversal", root: head.name, steps }, scope);
  }

  private text(value: string, scope: Scope): Symbolic {
    if (!value.includes("{")) return value;
    let expression: Expression;
    try {
      expression = parseTemplate(value);
    } catch (error) {
      if (error instanceof ExpressionError) return notFollowed(`an expression that is not read: ${error.message}`);
      throw error;
    }
    return this.expression(expression, scope);
  }

  /** Bounds what one argument may cost: input decides how deep its expressions nest and how often its loops run. */
  private deeper(evaluate: () => Symbolic): Symbolic {
    if (this.depth === 0) this.work = 0;
    if (this.depth > DEEPEST) return notFollowed(`expressions that nest more than ${DEEPEST} levels deep`);
    if (++this.work > MOST_WORK) return notFollowed(`expressions of more than ${MOST_WORK} parts`);
    this.depth++;
    try {
      const value = evaluate();
      return sizeOf(value) > MOST_WORK ? notFollowed(`a value of more than ${MOST_WORK} parts`) : value;
    } finally {
      this.depth--;
    }
  }

  private expression(expression: Expression, scope: Scope): Symbolic {
    return this.deeper(() => this.evaluate(expression, scope));
  }

  private evaluate(expression: Expression, scope: Scope): Symbolic {
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "template":
        return concatenate(expression.parts.map((part) => this.expression(part, scope)));
      case "traversal":
        return this.traversal(expression.root, expression.steps, scope);
      case "access":
        return this.access(this.expression(expression.of, scope), expression.steps, scope);
      case "tuple":
        return expression.items.map((item) => this.expression(item, scope));
      case "object":
        return this.object(expression.items, scope);
      case "call":
        return this.call(expression, scope);
      case "unary":
      case "binary": {
        const operands = expression.kind === "unary" ? [expression.operand] : [expression.left, expression.right];
        const values = operands.map((operand) => this.expression(operand, scope));
        return operate(expression.operator, values) ?? inherited(`the operator ${expression.operator}`, values);
      }
      case "conditional":
        return this.conditional(expression, scope);
      case "for":
        return this.loop(expression, scope);
    }
  }

  private conditional(expression: Extract<Expression, { kind: "conditional" }>, scope: Scope): Symbolic {
    const test = this.expression(expression.test, scope);
    if (test === true || test === "true") return this.expression(expression.then, scope);
    if (test === false || test === "false") return this.expression(expression.else, scope);
    const then = this.expression(expression.then, scope);
    const otherwise = this.expression(expression.else, scope);
    if (JSON.stringify(then) === JSON.stringify(otherwise) && isKnown(then) && isKnown(otherwise)) return then;
    return inherited("a condition that is not known yet", [test, then, otherwise]);
  }

  private object(items: readonly (readonly [Expression, Expression])[], scope: Scope): Symbolic {
    const entries: [string, Symbolic][] = [];
    for (const [name, value] of items) {
      const key = this.expression(name, scope);
      if (key === null || typeof key === "object") return notFollowed("an object whose member names are not known yet");
      entries.push([String(key), this.expression(value, scope)]);
    }
    return Object.fromEntries(entries);
  }

  private call(expression: Extract<Expression, { kind: "call" }>, scope: Scope): Symbolic {
    const args = expression.args.map((argument) => this.expression(argument, scope));
    const last = args[args.length - 1];
    const spread = expression.spread ? (Array.isArray(last) ? [...args.slice(0, -1), ...last] : undefined) : args;
    const result = spread && call(expression.name, spread);
    return result ?? inherited(`${expression.name}(…)`, args);
  }

  private loop(expression: ForExpression, scope: Scope): Symbolic {
    const collection = this.expression(expression.collection, scope);
    const entries: readonly (readonly [Symbolic, Symbolic])[] | undefined = Array.isArray(collection)
      ? [...collection.entries()]
      : isRecord(collection)
        ? Object.keys(collection)
            .sort()
            .map((name) => [name, collection[name] ?? null] as const)
        : undefined;
    if (!entries || expression.grouped) return inherited("a for expression", [collection]);
    const [first = "", second] = expression.names;
    const results: [Symbolic, Symbolic][] = [];
    for (const [key, item] of entries) {
      const names: [string, Symbolic][] =
        second === undefined
          ? [[first, item]]
          : [
              [first, key],
              [second, item],
            ];
      const inner: Scope = { ...scope, bound: new Map([...(scope.bound ?? []), ...names]) };
      const kept = expression.condition ? this.expression(expression.condition, inner) : true;
      if (kept !== true && kept !== false) return inherited("a for expression", [kept, collection]);
      if (!kept) continue;
      const name = expression.key ? this.expression(expression.key, inner) : key;
      results.push([name, this.expression(expression.value, inner)]);
    }
    if (!expression.key) return results.map(([, value]) => value);
    if (results.some(([name]) => typeof name !== "string")) return inherited("a for expression", [collection]);
    return Object.fromEntries(results as [string, Symbolic][]);
  }

  private traversal(root: string, steps: readonly Step[], scope: Scope): Symbolic {
    const bound = scope.bound?.get(root);
    if (bound !== undefined) return this.access(bound, steps, scope);
    const [first, second] = steps;
    const name = first && "name" in first ? first.name : undefined;
    const rest = steps.slice(1);
    // What others may ask for as well is kept, so it is worked out in full.
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
        return name === "module" || name === "root"
          ? name === "root"
            ? "."
            : scope.source.folder
          : notFollowed(`path.${name}`);
      case "terraform":
      case "self":
        return notFollowed(`${root}.${name}`);
      case "module": {
        const key = second && "index" in second ? this.key(second, scope) : undefined;
        if (key === null) return notFollowed("a module instance whose key is not known yet");
        const output = steps[key === undefined ? 1 : 2];
        if (name === undefined || !output || !("name" in output)) return notFollowed("all instances of a module");
        const value = this.world.output(name, key, output.name, full);
        return this.access(value, steps.slice(key === undefined ? 2 : 3), scope);
      }
      default:
        return this.resource(root, steps, scope);
    }
  }

  /** The key of an instance; null where it is not known. */
  private key(step: Step | undefined, scope: Scope): string | number | null | undefined {
    if (!step || !("index" in step)) return undefined;
    const key = this.expression(step.index, scope);
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
    const key = this.key(rest[0], scope);
    if (key === null) {
      return notFollowed("an instance whose key is not known yet", [new Reference(formatAddress(address), "")]);
    }
    if (key !== undefined && !(instances?.length === 1 && instances[0] === undefined)) {
      return this.access(new Reference(formatAddress({ ...address, key }), ""), rest.slice(1), scope);
    }
    const single = !instances || (instances.length === 1 && instances[0] === undefined);
    if (single) return this.access(new Reference(formatAddress(address), ""), rest, scope);
    const references = instances.map((each) => new Reference(formatAddress({ ...address, key: each }), ""));
    if (instances.every((each) => typeof each === "number")) return this.access(references, rest, scope);
    return this.access(
      Object.fromEntries(instances.map((each, at) => [String(each), references[at] ?? null])),
      rest,
      scope,
    );
  }

  /** Walks steps into a value; a reference that is left at the end is followed. */
  private access(from: Symbolic | undefined, steps: readonly Step[], scope: Scope): Symbolic {
    let value = from;
    for (const [at, step] of steps.entries()) {
      if (value === undefined) break;
      if ("splat" in step) {
        const rest = steps.slice(at + 1);
        const items = value instanceof Reference ? this.world.follow(value) : value;
        if (items instanceof Unknown || items instanceof Reference) return notFollowed("a splat", referencesIn(items));
        const listed = Array.isArray(items) ? items : items === null ? [] : [items];
        return listed.map((item) => this.access(item, rest, scope));
      }
      const key = "name" in step ? step.name : this.key(step, scope);
      if (key === null || key === undefined) return notFollowed("an index that is not known yet", referencesIn(value));
      value = stepInto(value, key, "name" in step);
    }
    if (value === undefined) return notFollowed("a name that nothing in the input has");
    if (!(value instanceof Reference) || value.attribute === "" || scope.unfollowed) return value;
    return this.world.follow(value);
  }
}

/** Attributes that name the whole of what they belong to. */
const IDENTIFIERS = /^(?:arn|id|key_id|name|bucket|target_key_arn|target_key_id)$/;

/** A member or element of a value; undefined where it has none. */
export function stepInto(value: Symbolic, key: string | number, named: boolean): Symbolic | undefined {
  if (value instanceof Unknown) return value;
  if (value instanceof Reference) {
    const suffix = named ? (value.attribute === "" ? String(key) : `.${key}`) : formatKey(key);
    return new Reference(value.address, value.attribute + suffix);
  }
  if (value instanceof Template) return undefined;
  if (Array.isArray(value)) return value[Number(key)];
  if (!isRecord(value) || isLeaf(value)) return undefined;
  return Object.hasOwn(value, String(key)) ? value[String(key)] : undefined;
}

/** A plan lists `a.b.c`, then `a.b`, for one reference; the longest of each run is the reference. */
export function withoutPrefixes(references: readonly string[]): readonly string[] {
  const longest: string[] = [];
  for (const reference of references) {
    const last = longest[longest.length - 1];
    if (last === undefined || !(last.startsWith(`${reference}.`) || last.startsWith(`${reference}[`)))
      longest.push(reference);
  }
  return longest;
}

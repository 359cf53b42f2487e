import type { Json, JsonObject } from "../values/json";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown, type UnknownCause } from "../values/symbolic";
import { concatenate, expressionLost, inherited, isKnown, notFollowed, referencesIn } from "../values/unknowns";
import { parsePath } from "./address";
import { Budget, lengthOf, Sizes } from "./budget";
import { type DynamicBlock, dynamicBlocks } from "./dynamic-blocks";
import { ExpressionError, parseExpression, parseTemplate } from "./expression";
import { call, type FunctionContext } from "./functions";
import { negate, operate } from "./operators";
import { withoutPrefixes } from "./references";
import { asBoolean, asText, FAILED, type Result } from "./result";
import type { Scope, World } from "./scope";
import { asWritten, type Written } from "./source";
import type { Expression, ForExpression, Step } from "./syntax";
import { Traversals } from "./traversal";
import { canonicalText, convert, entriesOf, holdsNumbers, type Type, typeOf, unify } from "./types";

const DEEPEST = 300;

/** Evaluates what was written, as far as it can be known. */
export class Evaluator {
  private depth = 0;
  /** How many of the evaluated expressions Terraform would have refused; `try` and `can` compare it before and after. */
  private failures = 0;
  private readonly rendering = new Set<string>();
  private readonly sizes = new Sizes();
  private readonly traversals: Traversals;

  constructor(
    private readonly world: World,
    private readonly budget: Budget = new Budget(),
  ) {
    this.traversals = new Traversals(world, {
      expression: (expression, scope) => this.expression(expression, scope),
      fail: (what, references) => this.fail(what, references),
    });
  }

  /** The value of an argument. */
  written(given: Written, scope: Scope): Symbolic {
    const written = asWritten(given);
    switch (written.kind) {
      case "literal":
        return written.value;
      case "template":
        return this.template(written.value, scope);
      case "dynamic": {
        const made = this.template(written.body, scope);
        return isRecord(made) ? (made[written.block] ?? []) : made;
      }
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

  /** The references that an argument is made from, in order, whether or not they are known. */
  origins(written: Written, scope: Scope): readonly Reference[] {
    return referencesIn(this.written(written, { ...scope, unfollowed: true }));
  }

  /** JSON of which every string is a template. */
  template(value: Json, scope: Scope): Symbolic {
    if (typeof value === "string") return this.text(value, scope);
    if (typeof value !== "object" || value === null) return value;
    if (this.depth > DEEPEST)
      return notFollowed(this.budget.exceed(`values that nest more than ${DEEPEST} levels deep`));
    this.start();
    this.depth++;
    try {
      if (Array.isArray(value)) return value.map((item) => this.template(item, scope));
      return this.members(value as JsonObject, scope);
    } finally {
      this.depth--;
    }
  }

  /** A value converted to the type of a variable. */
  converted(value: Symbolic, type: string, scope: Scope): Symbolic {
    const parsed = parsedType(type);
    if (!parsed) return value;
    const result = convert(value, parsed, (fallback) => this.expression(fallback, scope));
    return result === FAILED
      ? this.fail("a value that its type does not accept", referencesIn(value))
      : (result ?? value);
  }

  /** Members of a body or object; the blocks that `dynamic` makes follow those that are written out. */
  private members(value: JsonObject, scope: Scope): Symbolic {
    const dynamic = Object.hasOwn(value, "dynamic") ? dynamicBlocks(value) : undefined;
    const entries = Object.entries(value).filter(([name]) => !dynamic || name !== "dynamic");
    const members = new Map(entries.map(([name, item]) => [name, this.template(item, scope)]));
    for (const [type, blocks] of dynamic ?? []) members.set(type, this.dynamic(members.get(type), blocks, scope));
    return Object.fromEntries(members);
  }

  private dynamic(written: Symbolic | undefined, blocks: readonly DynamicBlock[], scope: Scope): Symbolic {
    const made: Symbolic[] = written === undefined ? [] : Array.isArray(written) ? [...written] : [written];
    for (const { forEach, iterator, content } of blocks) {
      const collection = this.template(forEach, scope);
      const entries = entriesOf(collection);
      if (!entries) return inherited("a dynamic block", [collection]);
      for (const [key, item] of entries) {
        const limit = this.budget.take(1);
        if (limit) return notFollowed(limit);
        const element = { key, value: item };
        made.push(this.template(content, { ...scope, bound: new Map([...(scope.bound ?? []), [iterator, element]]) }));
      }
    }
    return made;
  }

  /**
   * An HCL expression of which a plan keeps only the references. If the argument names one resource and only one of its references is not
   * known yet, that is the resource: the others select it. Everything else is unknown, with its references.
   */
  private references(references: readonly string[], identifying: boolean, scope: Scope): Symbolic {
    const written = withoutPrefixes(references);
    const values = written.map((reference) => this.reference(reference, scope));
    const [only] = values;
    // An id that is not known in the plan may equal a name that is: `aws_iam_role.nodes.id`.
    const given = typeof only === "string" ? written[0]?.split(".").at(-1) : undefined;
    if (identifying && values.length === 1 && given !== undefined && IDENTIFIERS.test(given)) return only as string;
    const [open, ...others] = values.filter((value) => !isKnown(value));
    const isNamed = open instanceof Reference && others.length === 0 && IDENTIFIERS.test(open.attribute);
    if (identifying && isNamed) return open;
    const own = { ...scope, unfollowed: true } as const;
    return expressionLost(written.flatMap((reference) => referencesIn(this.reference(reference, own))));
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
    this.start();
    let expression: Expression;
    try {
      expression = parseTemplate(value);
    } catch (error) {
      if (error instanceof ExpressionError) return notFollowed(`an expression that is not read: ${error.message}`);
      throw error;
    }
    return this.expression(expression, scope);
  }

  private start(): void {
    if (this.depth === 0) this.budget.startArgument();
  }

  /** Bounds the cost of an expression, since the input decides how deeply it nests and how often its loops run. */
  private expression(expression: Expression, scope: Scope): Symbolic {
    if (expression.kind === "literal") return expression.value;
    if (this.depth > DEEPEST)
      return notFollowed(this.budget.exceed(`expressions that nest more than ${DEEPEST} levels deep`));
    const limit = this.budget.take(1);
    if (limit) return notFollowed(limit);
    this.depth++;
    try {
      const value = this.evaluate(expression, scope);
      const over = this.budget.checkSize(this.sizes.of(value));
      return over ? notFollowed(over) : value;
    } finally {
      this.depth--;
    }
  }

  private evaluate(expression: Exclude<Expression, { kind: "literal" }>, scope: Scope): Symbolic {
    switch (expression.kind) {
      case "template":
        return this.joined(expression.parts.map((part) => this.expression(part, scope)));
      case "traversal":
        return this.traversals.traverse(expression.root, expression.steps, scope);
      case "access":
        return this.traversals.access(this.expression(expression.of, scope), expression.steps, scope);
      case "tuple":
        return expression.items.map((item) => this.expression(item, scope));
      case "object":
        return this.object(expression.items, scope);
      case "call":
        return this.call(expression, scope);
      case "unary": {
        const operand = this.expression(expression.operand, scope);
        return this.checkedResult(negate(expression.operator, operand), `the operator ${expression.operator}`, [
          operand,
        ]);
      }
      case "binary":
        return this.binary(expression, scope);
      case "conditional":
        return this.conditional(expression, scope);
      case "for":
        return this.loop(expression, scope);
      case "joined": {
        const texts = this.loop(expression.loop, scope);
        return Array.isArray(texts) ? this.joined(texts) : texts;
      }
    }
  }

  private joined(values: readonly Symbolic[]): Symbolic {
    const odd = values.some((value) => value === null || Array.isArray(value) || isRecord(value));
    if (odd) return this.fail("a template around something that is not a string", referencesIn(values));
    const limit = this.budget.takeCharacters(lengthOf(values));
    return limit ? notFollowed(limit, referencesIn(values)) : concatenate(values);
  }

  private binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>, scope: Scope): Symbolic {
    const before = this.failures;
    const values = [this.expression(left, scope), this.expression(right, scope)] as const;
    // Whether `false && …` is false when the rest is refused depends on Terraform's version.
    if (this.failures > before) return inherited(`the operator ${operator}`, values);
    const limit = this.budget.take(this.sizes.ofAll(values));
    if (limit) return notFollowed(limit);
    return this.checkedResult(
      operate(operator, [values[0], left], [values[1], right]),
      `the operator ${operator}`,
      values,
    );
  }

  private checkedResult(result: Result, what: string, values: readonly Symbolic[]): Symbolic {
    if (result === FAILED) return this.fail(what, referencesIn(values), "refused");
    return result === undefined ? inherited(what, values) : result;
  }

  private fail(what: string, references: readonly Reference[] = [], cause?: UnknownCause): Unknown {
    this.failures++;
    const reason = `made by ${what}, which Terraform refuses`;
    return new Unknown(reason, "correct the expression", references, undefined, cause);
  }

  /** Evaluates an expression, and returns whether Terraform would have refused it. */
  private attempt(expression: Expression, scope: Scope): { readonly value: Symbolic; readonly failed: boolean } {
    const before = this.failures;
    const value = this.expression(expression, scope);
    const failed = this.failures > before;
    this.failures = before;
    return { value, failed };
  }

  private conditional(expression: Extract<Expression, { kind: "conditional" }>, scope: Scope): Symbolic {
    const test = this.expression(expression.test, scope);
    const decided = asBoolean(test);
    if (decided === FAILED) return this.fail("a condition that is neither true nor false");
    if (decided !== undefined) {
      const [chosen, other] = decided ? [expression.then, expression.else] : [expression.else, expression.then];
      const value = this.expression(chosen, scope);
      return holdsNumbers(value) ? this.ofBothTypes(value, other, scope) : value;
    }
    const then = this.expression(expression.then, scope);
    const otherwise = this.expression(expression.else, scope);
    if (isKnown(then) && isKnown(otherwise) && canonicalText(then) === canonicalText(otherwise)) return then;
    return inherited("a condition that is not known yet", [test, then, otherwise]);
  }

  /** Both results of a conditional have one type: a number becomes a string where the other is one. */
  private ofBothTypes(value: Symbolic, other: Expression, scope: Scope): Symbolic {
    const { value: alternative, failed } = this.attempt(other, scope);
    if (failed || alternative === null || (isLeaf(alternative) && !(alternative instanceof Template))) return value;
    const unified = unify([value, alternative]);
    if (unified === FAILED) return this.fail("a condition whose results have no common type", referencesIn(value));
    return unified?.[0] ?? value;
  }

  private object(items: readonly (readonly [Expression, Expression])[], scope: Scope): Symbolic {
    const entries: [string, Symbolic][] = [];
    for (const [name, item] of items) {
      const key = asText(this.expression(name, scope));
      const value = this.expression(item, scope);
      if (key === FAILED) return this.fail("an object with a member name that is not a string");
      if (key === undefined) return notFollowed("an object whose member names are not known yet", referencesIn(value));
      entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  private call(expression: Extract<Expression, { kind: "call" }>, scope: Scope): Symbolic {
    if (expression.name === "try") return this.firstThatWorks(expression.args, scope);
    if (expression.name === "can") return this.works(expression.args, scope);
    const args = expression.args.map((argument) => this.expression(argument, scope));
    const last = args[args.length - 1];
    const spread = expression.spread ? (Array.isArray(last) ? [...args.slice(0, -1), ...last] : undefined) : args;
    const what = `${expression.name}(…)`;
    const limit = this.budget.take(this.sizes.ofAll(args));
    if (limit) return notFollowed(limit, referencesIn(args));
    const result = this.checkedResult(spread && call(expression.name, spread, this.context(scope)), what, args);
    const over = typeof result === "string" ? this.budget.takeCharacters(result.length) : undefined;
    return over ? notFollowed(over) : result;
  }

  /** The text of a template in which only the given names have a meaning. */
  render(text: string, names: { readonly [name: string]: Symbolic }, scope: Scope): Symbolic {
    return this.text(text, { ...scope, bound: new Map(Object.entries(names)), closed: true });
  }

  private context(scope: Scope): FunctionContext {
    return {
      budget: this.budget,
      files: this.world.expressionFiles,
      rendering: this.rendering,
      render: (text, names) => this.render(text, names, scope),
    };
  }

  /** `try`: the first argument that Terraform does not refuse. */
  private firstThatWorks(args: readonly Expression[], scope: Scope): Symbolic {
    for (const argument of args) {
      const { value, failed } = this.attempt(argument, scope);
      if (!failed) return value;
    }
    return this.fail("try(…), none of whose arguments can be evaluated");
  }

  private works([argument]: readonly Expression[], scope: Scope): Symbolic {
    if (!argument) return this.fail("can(…) without an argument");
    const { value, failed } = this.attempt(argument, scope);
    if (failed) return false;
    return isKnown(value) || value instanceof Reference ? true : inherited("can(…)", [value]);
  }

  private loop(expression: ForExpression, scope: Scope): Symbolic {
    const collection = this.expression(expression.collection, scope);
    const entries = entriesOf(collection);
    if (!entries) {
      const isOpen = isLeaf(collection) && !(collection instanceof Template);
      return isOpen
        ? inherited("a for expression", [collection])
        : this.fail("a for expression over a value that is not a collection");
    }
    const results: LoopResult[] = [];
    for (const [key, item] of entries) {
      const named = expression.names.length === 1 ? [item] : [key, item];
      const bound = [...(scope.bound ?? []), ...expression.names.map((name, at) => [name, named[at] ?? null] as const)];
      const result = this.round(expression, { ...scope, bound: new Map(bound) }, collection);
      if (result instanceof Unknown) return result;
      if (result) results.push(result);
    }
    return expression.key ? this.collected(results, expression.grouped) : results.map(([, value]) => value);
  }

  /** What one element adds to a loop; undefined where the condition leaves it out. */
  private round(
    { condition, key, value }: ForExpression,
    scope: Scope,
    collection: Symbolic,
  ): LoopResult | Unknown | undefined {
    const limit = this.budget.take(1);
    if (limit) return notFollowed(limit);
    const kept = condition ? asBoolean(this.expression(condition, scope)) : true;
    if (kept === FAILED) return this.fail("a for expression whose condition is neither true nor false");
    if (kept === undefined) return inherited("a for expression whose condition is not known yet", [collection]);
    if (!kept) return undefined;
    if (!key) return [undefined, this.expression(value, scope)];
    const name = asText(this.expression(key, scope));
    if (name === FAILED) return this.fail("a for expression with a member name that is not a string");
    return name === undefined ? inherited("a for expression", [collection]) : [name, this.expression(value, scope)];
  }

  private collected(results: readonly LoopResult[], grouped: boolean): Symbolic {
    const members = new Map<string, Symbolic>();
    for (const [name = "", value] of results) {
      if (!grouped && members.has(name)) return this.fail("a for expression that makes one member twice");
      if (!grouped) members.set(name, value);
      else (members.get(name) as Symbolic[] | undefined)?.push(value) ?? members.set(name, [value]);
    }
    return Object.fromEntries(members);
  }
}

/** The member name, where the loop makes an object, and the value of one round. */
type LoopResult = readonly [string | undefined, Symbolic];

/** Attributes that identify their resource. */
const IDENTIFIERS = /^(?:arn|id|key_id|name|bucket|target_key_arn|target_key_id)$/;

function parsedType(type: string): Type | undefined {
  try {
    return typeOf(parseExpression(type.replace(/^\$\{([\s\S]*)\}$/, "$1")));
  } catch (error) {
    if (error instanceof ExpressionError) return undefined;
    throw error;
  }
}

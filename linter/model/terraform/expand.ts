import { formatAddress, formatKey } from "../expressions/address";
import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import type { Block } from "../expressions/source";
import { isRecord, type Symbolic } from "../values/symbolic";
import type { Instance } from "./instances";

const MOST_INSTANCES = 10_000;
const DEEPEST_MODULE = 20;

/** What the blocks of a configuration make. */
export interface Expansion {
  readonly instances: readonly Instance[];
  /** Whether modules are called that are not at hand. */
  readonly partial: boolean;
}

interface Found {
  readonly instances: Instance[];
  modules: number;
  partial: boolean;
}

/** What this module needs of a model. */
interface Expandable {
  readonly evaluator: Evaluator;
  scope(module: string): Scope | undefined;
}

/** The instances that the blocks of a configuration make; a block whose instances are not known yet makes one without key. */
export function expandInstances(model: Expandable): Expansion {
  const found: Found = { instances: [], modules: 0, partial: false };
  expandModule(model, "", 0, found);
  return found;
}

/** Keys of a block's instances: a lone `undefined` without count and for_each; nothing where they are not known yet. */
export function keysOf(
  block: Block,
  scope: Scope,
  evaluator: Evaluator,
): readonly (string | number | undefined)[] | undefined {
  if (block.count) {
    const count = evaluator.written(block.count, scope);
    const number = typeof count === "string" ? Number(count) : count;
    if (typeof number !== "number" || !(number >= 0 && number <= MOST_INSTANCES)) return undefined;
    return Array.from({ length: number }, (_, at) => at);
  }
  if (!block.forEach) return [undefined];
  const collection = evaluator.written(block.forEach, scope);
  if (Array.isArray(collection)) return collection.every(isText) ? [...new Set(collection)] : undefined;
  return isRecord(collection) ? Object.keys(collection) : undefined;
}

function expandModule(model: Expandable, module: string, depth: number, found: Found): void {
  const scope = model.scope(module);
  if (!scope || depth > DEEPEST_MODULE || ++found.modules > MOST_INSTANCES) {
    found.partial = true;
    return;
  }
  for (const block of scope.source.resources.values()) {
    for (const key of keysOf(block, scope, model.evaluator) ?? [undefined]) {
      const { mode, type, name } = block;
      const address = formatAddress({ module, mode, type, name, key });
      found.instances.push({ address, module, mode, type, name, key, actions: [], block });
    }
  }
  for (const [name, call] of scope.source.calls) {
    for (const key of keysOf(call, scope, model.evaluator) ?? [undefined]) {
      expandModule(model, `${module === "" ? "" : `${module}.`}module.${name}${formatKey(key)}`, depth + 1, found);
    }
  }
}

function isText(value: Symbolic): value is string {
  return typeof value === "string";
}

import { calledModule, formatAddress, withoutKeys } from "../expressions/address";
import type { Budget } from "../expressions/budget";
import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import type { Block, ResourceBlock } from "../expressions/source";
import { isRecord, Unknown } from "../values/symbolic";
import type { Instance } from "./instances";
import type { MissingModule } from "./model";

/** Instances that one `count` may ask for. */
const LARGEST_COUNT = 10_000;
/** Number of instances of one block, and of all blocks of a configuration, that rules check at most; each is compared with others. */
const MOST_CHECKED = 1_000;
const MOST_CHECKED_IN_ALL = 3_000;
/** The same for those that count or for_each repeats: a short text may make many that are expensive to check. */
const MOST_REPEATED = 1_000;
const CHECKED_TYPE = /^aws_(?:emr|kms)_/;
const DEEPEST_MODULE = 50;

/** What the blocks of a configuration make. */
export interface Expansion {
  readonly instances: readonly Instance[];
  /** Addresses, without keys, of the modules that are called and not at hand. */
  readonly missing: readonly MissingModule[];
  /** The limit because of which instances were left out, as a noun phrase. */
  readonly limit?: string;
}

/** What is known before the blocks are expanded. */
export const NOT_EXPANDED: Expansion = { instances: [], missing: [] };

interface Found {
  readonly instances: Instance[];
  /** By address, without the keys of instances. */
  readonly missing: Map<string, MissingModule>;
  limit?: string;
  /** Instances of types that rules check. */
  checked: number;
  repeated: number;
}

/** What this module needs of a model. */
interface Expandable {
  readonly evaluator: Evaluator;
  readonly budget: Budget;
  scope(module: string): Scope | undefined;
}

/** The instances that the blocks of a configuration make; a block whose instances are not known yet makes one without key. */
export function expandInstances(model: Expandable): Expansion {
  const found: Found = { instances: [], missing: new Map(), checked: 0, repeated: 0 };
  expandModule(model, "", 0, found);
  const { instances, missing, limit } = found;
  return { instances, missing: [...missing.values()], ...(limit !== undefined && { limit }) };
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
    if (typeof number !== "number" || !(number >= 0 && number <= LARGEST_COUNT)) return undefined;
    return Array.from({ length: number }, (_, at) => at);
  }
  if (!block.forEach) return [undefined];
  const collection = evaluator.written(block.forEach, scope);
  if (Array.isArray(collection))
    return collection.every((item) => typeof item === "string") ? [...new Set(collection)] : undefined;
  return isRecord(collection) ? Object.keys(collection) : undefined;
}

function expandModule(model: Expandable, module: string, depth: number, found: Found, source = ""): void {
  const scope = model.scope(module);
  if (!scope) {
    const address = withoutKeys(module);
    found.missing.set(address, { address, source });
    return;
  }
  if (depth > DEEPEST_MODULE) {
    found.limit ??= `modules nested more than ${DEEPEST_MODULE} levels deep`;
    return;
  }
  for (const block of scope.source.resources.values()) addInstances(model, block, scope, found);
  for (const [name, call] of scope.source.calls) {
    for (const key of keysOf(call, scope, model.evaluator) ?? keyOfOpen(call, `module.${name}`, scope, model)) {
      if (!hasRoom(model, found)) return;
      expandModule(model, calledModule(module, name, key), depth + 1, found, call.source);
    }
  }
}

function addInstances(model: Expandable, block: ResourceBlock, scope: Scope, found: Found): void {
  const { module } = scope;
  const { mode, type, name } = block;
  const keys = model.budget.at(
    () => placeIn(block),
    () => keysOf(block, scope, model.evaluator) ?? keyOfOpen(block, `${type}.${name}`, scope, model),
  );
  const isChecked = CHECKED_TYPE.test(type);
  const most = isChecked ? MOST_CHECKED : LARGEST_COUNT;
  if (keys.length > most) found.limit ??= `${most} instances of ${type}.${name}${placeIn(block)}`;
  for (const key of keys.slice(0, most)) {
    // Blocks of the root module that make one instance each are limited by the size of their files.
    const isAlone = module === "" && key === undefined;
    if ((!isAlone && !hasRoom(model, found)) || (isChecked && !isWithinLimits(key, module, found))) return;
    const address = formatAddress({ module, mode, type, name, key });
    found.instances.push({ address, module, mode, type, name, key, actions: [], block });
  }
}

/**
 * One instance without key represents the instances of a block that are not known. A count that is too large, or a count or
 * for_each that Terraform refuses, is noted.
 */
function keyOfOpen(
  block: PlacedBlock,
  name: string,
  scope: Scope,
  { evaluator, budget }: Expandable,
): readonly undefined[] {
  const { count, forEach } = block;
  const written = count ?? forEach;
  const at = placeIn(block);
  const value = written && evaluator.written(written, scope);
  if (count && Number(value) > LARGEST_COUNT) budget.decline(`the limit is ${LARGEST_COUNT} instances of ${name}${at}`);
  if (CHECKED_TYPE.test(name) && value instanceof Unknown && value.cause === "refused") {
    budget.decline(`${count ? "count" : "for_each"} of ${name} is ${value.reason}${at}`);
  }
  return [undefined];
}

/** Takes one instance of the limits for EMR and KMS resources of a configuration. */
function isWithinLimits(key: string | number | undefined, module: string, found: Found): boolean {
  found.checked++;
  if (key !== undefined || module.includes("[")) found.repeated++;
  const isRepeated = found.repeated > MOST_REPEATED;
  if (!isRepeated && found.checked <= MOST_CHECKED_IN_ALL) return true;
  const what = isRepeated ? `${MOST_REPEATED} repeated instances` : `${MOST_CHECKED_IN_ALL} instances`;
  found.limit ??= `${what} of EMR and KMS resources in one configuration`;
  return false;
}

type PlacedBlock = Block & Pick<ResourceBlock, "file" | "line">;

function placeIn({ file, line }: PlacedBlock): string {
  return file === undefined ? "" : `, at ${file}:${line}`;
}

/** Takes one instance of the budget of the run. */
function hasRoom({ budget }: Expandable, found: Found): boolean {
  const limit = budget.takeInstances(1);
  found.limit ??= limit;
  return limit === undefined;
}

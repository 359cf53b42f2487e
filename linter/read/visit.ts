import { dirname, resolve } from "node:path";
import type { Model } from "../model/terraform/model";
import type { FoundInput, GivenFolder, ReadInput } from "./input";
import { planHasAll } from "./plan-has-all";
import { Refusal } from "./refusal";

/**
 * Visits the entries of inputs, each once, under its first name, and releases it. Plans come first and tell which configurations they were made
 * from; bundles come last, when it is known which stacks deliver them. The results are in the order of the inputs.
 */
export function visitInputs<T>(
  found: readonly FoundInput[],
  cwd: string,
  visit: (entry: ReadInput, done: number) => T,
): readonly T[] {
  const visitor = new Visitor(found, cwd, visit);
  for (const [index, { configuration }] of found.entries()) if (configuration === undefined) visitor.read(index);
  for (const [index, { configuration, isModule }] of found.entries()) {
    if (configuration !== undefined && !isModule) visitor.read(index);
  }
  for (const [index, { input, isModule }] of found.entries()) {
    if (isModule && !visitor.created.has(input)) visitor.read(index);
  }
  return visitor.end();
}

class Visitor<T> {
  private readonly results: T[][];
  private readonly seen = new Set<string>();
  /** Folders of configurations whose plan was found. */
  private readonly planned = new Set<string>();
  private readonly waiting: (readonly [index: number, bundle: ReadInput])[] = [];
  private readonly filled = new Set<GivenFolder>();
  /** Folders of configurations, as reports name them, with a block of which some configuration has a resource. */
  readonly created = new Set<string>();
  private readonly configurations: ReadonlyMap<string, FoundInput>;
  private readonly hasModules: boolean;
  private done = 0;

  constructor(
    private readonly found: readonly FoundInput[],
    private readonly cwd: string,
    private readonly visit: (entry: ReadInput, done: number) => T,
  ) {
    this.results = found.map(() => []);
    this.configurations = new Map(
      found.flatMap((each) => (each.configuration === undefined ? [] : [[each.configuration, each] as const])),
    );
    this.hasModules = found.some(({ isModule }) => isModule);
  }

  read(index: number): void {
    const input = this.found[index];
    if (!input || (input.configuration !== undefined && this.planned.has(input.configuration))) return;
    for (const entry of input.read()) {
      if (input.folder) this.filled.add(input.folder);
      if (!this.isNew(entry)) continue;
      if (entry.bundle) this.waiting.push([index, entry]);
      else this.take(index, entry);
    }
    this.done++;
  }

  /** Results, bundles and folders without any entry included. */
  end(): readonly T[] {
    for (const [index, bundle] of this.waiting) this.take(index, bundle);
    for (const [index, { folder }] of this.found.entries()) {
      if (!folder || this.filled.has(folder)) continue;
      this.filled.add(folder);
      this.take(index, { input: folder.input, stack: "", kind: "unknown", error: folder.error });
    }
    return this.results.flat();
  }

  private take(index: number, given: ReadInput): void {
    const entry = given.kind === "plan" && this.configurations.size > 0 ? this.inPlaceOfSources(given) : given;
    this.results[index]?.push(this.visit(entry, this.done));
    this.addCreated(entry);
  }

  private addCreated({ kind, model }: ReadInput): void {
    if (kind !== "configuration" || !this.hasModules) return;
    for (const file of filesOf(model)) this.created.add(dirname(file));
  }

  /**
   * A plan is checked in place of its sources where it has everything of them. It says so: adding a plan takes its sources out of
   * the check.
   */
  private inPlaceOfSources(entry: ReadInput): ReadInput {
    const { model } = entry;
    const folder = model?.sourceFolder;
    const sources = folder === undefined ? undefined : this.configurations.get(folder);
    if (!model || folder === undefined || !sources) return entry;
    const read = sources.read();
    const hasAll = read.every((each) =>
      readable(() => each.model !== undefined && planHasAll(model, each.model), false),
    );
    if (!hasAll) return entry;
    for (const each of read) this.addCreated(each);
    this.planned.add(folder);
    const message = `${entry.input}: the configuration that it was made from is checked with it, and not on its own`;
    return { ...entry, notices: [...(entry.notices ?? []), { kind: "sources", message }] };
  }

  private isNew({ input, stack, kind, bundle }: ReadInput): boolean {
    const identity = JSON.stringify([bundle?.place ?? (input === "-" ? input : resolve(this.cwd, input)), stack, kind]);
    if (this.seen.has(identity)) return false;
    this.seen.add(identity);
    return true;
  }
}

/** Files with a block of which a model has an instance. */
function filesOf(model: Model | undefined): readonly string[] {
  return readable(() => model?.resources.flatMap(({ file }) => file ?? []) ?? [], []);
}

/** What a model that can be read gives; for any other, its own entry in the report tells what is wrong. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return otherwise;
    throw error;
  }
}

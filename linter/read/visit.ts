import { dirname, resolve } from "node:path";
import type { Model } from "../model/terraform/model";
import { type FoundInput, type GivenFolder, type ReadInput, unreadableInput } from "./input";
import { planHasAll } from "./plan-has-all";
import { Refusal } from "./refusal";

/** What visiting an entry of an input returns. */
export interface Visited<T> {
  readonly result: T;
  /** For a plan that is checked in place of its sources: their folder. */
  readonly planned?: string;
  /** Folders of configurations, as reports name them, with a block of which it has a resource. */
  readonly created: readonly string[];
}

/** The name of an entry, and the place of its bundle. */
export interface EntryName extends Pick<ReadInput, "input" | "stack" | "kind"> {
  readonly place?: string;
  /** Whether its bundle is one that cdktf copied for a stack. */
  readonly isAsset?: boolean;
}

/** An entry of an input that was read, to be visited unless the same entry was visited before. */
export interface Entry<T> extends EntryName {
  /** Equal for entries that are checked only once, under their first name. */
  readonly identity: string;
  readonly isBundle: boolean;
  /** @param done inputs that were visited before */
  visit(done: number): Visited<T>;
}

/**
 * Visits the entries of inputs, each once, under its first name, and releases it. The results are in the order of the inputs.
 */
export function visitInputs<T>(
  found: readonly FoundInput[],
  cwd: string,
  visit: (entry: ReadInput, done: number) => T,
): readonly T[] {
  const reader = new EntryReader(found, cwd);
  const visitor = new Visitor(found, visit);
  for (const phase of PHASES) {
    for (const index of visitor.due(phase)) visitor.take(index, () => reader.entries(index, visit));
  }
  return visitor.end();
}

/** Plans, stacks, configurations and bundles that one run checks. */
const MOST_INPUTS = 2_000;

/** Plans come first, since they show which configurations they were made from; then configurations, then those that others call. */
export const PHASES = ["others", "configurations", "modules"] as const;

type Phase = (typeof PHASES)[number];

function phaseOf({ configuration, isModule }: FoundInput): Phase {
  if (isModule) return "modules";
  return configuration === undefined ? "others" : "configurations";
}

/** Decides which inputs and which of their entries are visited, and in which order. */
export class Visitor<T> {
  private readonly results: T[][];
  private readonly seen = new Set<string>();
  private readonly planned = new Set<string>();
  private readonly created = new Set<string>();
  /** Bundles come last, when it is known which stacks deliver them. */
  private readonly waiting: (readonly [index: number, bundle: Entry<T>])[] = [];
  private readonly filled = new Set<GivenFolder>();
  private done = 0;

  constructor(
    private readonly found: readonly FoundInput[],
    private readonly visit: (entry: ReadInput, done: number) => T,
  ) {
    this.results = found.map(() => []);
  }

  /** Inputs of a phase, by index, that are to be visited by all that is known before it. */
  due(phase: Phase): readonly number[] {
    return [...this.found.keys()].filter((index) => {
      const input = this.found[index];
      return input !== undefined && phaseOf(input) === phase && this.isDue(input);
    });
  }

  /** Visits an input unless another one in its phase made that unnecessary. */
  take(index: number, read: () => Iterable<Entry<T>>): void {
    const input = this.found[index];
    if (!input || !this.isDue(input)) return;
    for (const entry of read()) {
      if (input.folder) this.filled.add(input.folder);
      if (this.seen.has(entry.identity)) continue;
      this.seen.add(entry.identity);
      if (this.seen.size > MOST_INPUTS) this.refuse(index, entry);
      else if (entry.isBundle) this.waiting.push([index, entry]);
      else this.keep(index, entry);
    }
    this.done++;
  }

  /** Results, bundles and folders without any entry included. */
  end(): readonly T[] {
    for (const [index, bundle] of this.waiting) this.keep(index, bundle);
    for (const [index, { folder }] of this.found.entries()) {
      if (!folder || this.filled.has(folder)) continue;
      this.filled.add(folder);
      this.results[index]?.push(this.visit(unreadableInput(folder.input, folder.error), this.done));
    }
    return this.results.flat();
  }

  /** Reports in one entry that inputs beyond the limit are not checked. */
  private refuse(index: number, { input }: EntryName): void {
    if (this.seen.size > MOST_INPUTS + 1) return;
    const error = `this and what follows is not checked: a run checks at most ${MOST_INPUTS} inputs; lint the folders one by one`;
    this.results[index]?.push(this.visit(unreadableInput(input, error), this.done));
  }

  private isDue({ configuration, isModule, input }: FoundInput): boolean {
    if (isModule && this.created.has(input)) return false;
    return configuration === undefined || !this.planned.has(configuration);
  }

  private keep(index: number, entry: Entry<T>): void {
    const { result, planned, created } = entry.visit(this.done);
    this.results[index]?.push(result);
    if (planned !== undefined) this.planned.add(planned);
    for (const folder of created) this.created.add(folder);
  }
}

/** Reads inputs when it is their turn. */
export class EntryReader {
  private readonly configurations: ReadonlyMap<string, FoundInput>;
  private readonly hasModules: boolean;

  constructor(
    private readonly found: readonly FoundInput[],
    private readonly cwd: string,
  ) {
    this.configurations = new Map(
      found.flatMap((each) => (each.configuration === undefined ? [] : [[each.configuration, each] as const])),
    );
    this.hasModules = found.some(({ isModule }) => isModule);
  }

  entries<T>(index: number, visit: (entry: ReadInput, done: number) => T): readonly Entry<T>[] {
    const entries = this.found[index]?.read() ?? [];
    return entries.map((entry) => ({
      ...entryName(entry),
      identity: this.identity(entry),
      isBundle: entry.bundle !== undefined,
      visit: (done) => this.visited(entry, (read) => visit(read, done)),
    }));
  }

  private identity({ input, stack, kind, bundle }: ReadInput): string {
    return JSON.stringify([bundle?.place ?? (input === "-" ? input : resolve(this.cwd, input)), stack, kind]);
  }

  private visited<T>(entry: ReadInput, visit: (read: ReadInput) => T): Visited<T> {
    const sources = entry.kind === "plan" ? this.sourcesOf(entry) : undefined;
    if (!sources) return { result: visit(entry), created: this.createdBy(entry) };
    const message = `${entry.input}: the configuration that it was made from is checked with it, and not on its own`;
    const read = { ...entry, notices: [...(entry.notices ?? []), { kind: "sources", message }] };
    const created = sources.entries.flatMap((each) => this.createdBy(each));
    return { result: visit(read), planned: sources.folder, created };
  }

  /**
   * The sources of a plan that contains everything of them, and so is checked in their place. The report states this, since adding a plan
   * removes its sources from the check.
   */
  private sourcesOf({
    model,
  }: ReadInput): { readonly folder: string; readonly entries: readonly ReadInput[] } | undefined {
    const folder = this.configurations.size > 0 ? model?.sourceFolder : undefined;
    const sources = folder === undefined ? undefined : this.configurations.get(folder);
    if (!model || folder === undefined || !sources) return undefined;
    const entries = sources.read();
    const hasAll = entries.every((each) =>
      readable(() => each.model !== undefined && planHasAll(model, each.model), false),
    );
    return hasAll ? { folder, entries } : undefined;
  }

  private createdBy({ kind, model }: ReadInput): readonly string[] {
    if (kind !== "configuration" || !this.hasModules) return [];
    return [...new Set(filesOf(model).map((file) => dirname(file)))];
  }
}

export function entryName({ input, stack, kind, bundle }: ReadInput): EntryName {
  const { place, isAsset } = bundle ?? {};
  return { input, stack, kind, ...(place !== undefined && { place }), ...(isAsset && { isAsset }) };
}

/** Files with a block of which a model has an instance. */
function filesOf(model: Model | undefined): readonly string[] {
  return readable(() => model?.resources.flatMap(({ file }) => file ?? []) ?? [], []);
}

/** Calls a function with a model that can be read; for any other, the report has an entry with the fault. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Refusal || error instanceof RangeError) return otherwise;
    throw error;
  }
}

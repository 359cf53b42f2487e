import { resolve } from "node:path";
import type { FoundInput, GivenFolder, ReadInput } from "./input";

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
  for (const [index, { configuration }] of found.entries()) if (configuration !== undefined) visitor.read(index);
  return visitor.end();
}

class Visitor<T> {
  private readonly results: T[][];
  private readonly seen = new Set<string>();
  /** Folders of configurations whose plan was found. */
  private readonly planned = new Set<string>();
  private readonly waiting: (readonly [index: number, bundle: ReadInput])[] = [];
  private readonly filled = new Set<GivenFolder>();
  private readonly hasConfigurations: boolean;
  private done = 0;

  constructor(
    private readonly found: readonly FoundInput[],
    private readonly cwd: string,
    private readonly visit: (entry: ReadInput, done: number) => T,
  ) {
    this.results = found.map(() => []);
    this.hasConfigurations = found.some(({ configuration }) => configuration !== undefined);
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

  private take(index: number, entry: ReadInput): void {
    this.results[index]?.push(this.visit(entry, this.done));
    const source = entry.kind === "plan" && this.hasConfigurations ? entry.model?.sourceFolder : undefined;
    if (source !== undefined) this.planned.add(source);
  }

  private isNew({ input, stack, kind, bundle }: ReadInput): boolean {
    const identity = JSON.stringify([bundle?.place ?? (input === "-" ? input : resolve(this.cwd, input)), stack, kind]);
    if (this.seen.has(identity)) return false;
    this.seen.add(identity);
    return true;
  }
}

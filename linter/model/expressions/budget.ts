import { Reference, type Symbolic, Template, Unknown } from "../values/symbolic";

/** What one run may spend on evaluating the expressions of its inputs. */
export interface Limits {
  /** Parts of expressions and of their values. */
  readonly steps: number;
  /** Characters of strings that expressions make. */
  readonly characters: number;
  /** Instances of modules, and of resources that are repeated or in modules. */
  readonly instances: number;
}

const LIMITS: Limits = { steps: 20_000_000, characters: 256 * 1024 * 1024, instances: 10_000 };

/** The limits of one argument, so that one expensive value leaves the budget of the run to the others. */
const ONE_ARGUMENT = { steps: 200_000, characters: 16 * 1024 * 1024 };

/** A run of many inputs may spend as many times the limits of one input, at most. */
const MOST_SHARES = 10;
/** Number of inputs that share the limits of one input. */
const INPUTS_OF_A_SHARE = 50;

/**
 * The work of one run, shared by all its inputs and counted where it is done. A value that exceeds it is unknown; what was
 * evaluated before stays known, and so does everything that is literal.
 */
export class Budget {
  private readonly spent = { steps: 0, characters: 0, instances: 0 };
  private argument = { steps: 0, characters: 0 };
  private reached: string | undefined;
  private firstDeclined: string | undefined;
  private shares = 1;
  private place: (() => string) | undefined;

  /** @param run the budget of the whole run, for one of many inputs */
  constructor(
    private readonly limits: Limits = LIMITS,
    private readonly run?: Budget,
  ) {}

  /** Raises the limits of a run for its number of inputs. */
  allowFor(inputs: number): void {
    this.shares = Math.min(MOST_SHARES, Math.max(1, Math.ceil(inputs / INPUTS_OF_A_SHARE)));
  }

  /** The budget of one input, which counts for the run as well. */
  ofInput(): Budget {
    return new Budget(this.limits, this);
  }

  /** The limit that was reached, as a noun phrase; undefined while there is budget left. */
  get exceeded(): string | undefined {
    return this.reached ?? this.run?.exceeded;
  }

  /** Why a value was not evaluated although Terraform evaluates it, as a clause; undefined if there is no such value. */
  get declined(): string | undefined {
    return this.firstDeclined;
  }

  /** Records a value that is not evaluated; `why` is a clause. */
  decline(why: string): void {
    this.firstDeclined ??= why;
  }

  /** Records a value that exceeds a limit; returns the limit. */
  exceed(limit: string): string {
    if (this.firstDeclined === undefined) this.decline(`the limit is ${limit}${this.place?.() ?? ""}`);
    return limit;
  }

  /** Evaluates what is written at a place, which a limit that is exceeded there names: `, at main.tf:12`. */
  at<T>(place: () => string, evaluate: () => T): T {
    const outer = this.place;
    this.place = place;
    try {
      return evaluate();
    } finally {
      this.place = outer;
    }
  }

  get used(): number {
    return this.spent.steps;
  }

  get spending(): Spending {
    return { ...this.spent };
  }

  /** Whether the budget is enough for work that was done in several places. */
  allows(spendings: readonly Spending[]): boolean {
    const kinds = Object.keys(this.limits) as (keyof Limits)[];
    return kinds.every(
      (what) => spendings.reduce((sum, each) => sum + each[what], 0) <= this.limits[what] * this.shares,
    );
  }

  /** Starts the account of another argument. */
  startArgument(): void {
    this.argument = { steps: 0, characters: 0 };
  }

  /** Takes steps; returns the limit that would be exceeded, as a noun phrase. */
  take(steps: number): string | undefined {
    return this.spendOnArgument("steps", steps, (most) => `expressions of more than ${most} parts`);
  }

  /** Takes characters for a string; returns the limit that would be exceeded. */
  takeCharacters(count: number): string | undefined {
    return this.spendOnArgument("characters", count, (most) => `strings of more than ${most} characters`);
  }

  /** Whether a value is larger than one argument may be; returns the limit. */
  checkSize(parts: number): string | undefined {
    return parts > ONE_ARGUMENT.steps ? this.exceed(`a value of more than ${ONE_ARGUMENT.steps} parts`) : undefined;
  }

  /** Takes instances of blocks; returns the limit that would be exceeded. */
  takeInstances(count: number): string | undefined {
    return this.spend("instances", count);
  }

  private spendOnArgument(what: keyof typeof ONE_ARGUMENT, amount: number, limit: (most: number) => string) {
    this.argument[what] += amount;
    const most = ONE_ARGUMENT[what];
    return this.spend(what, amount) ?? (this.argument[what] > most ? this.exceed(limit(most)) : undefined);
  }

  private spend(what: keyof Limits, amount: number): string | undefined {
    this.spent[what] += amount;
    const ofRun = this.run?.spend(what, amount);
    const most = this.limits[what] * this.shares;
    if (this.spent[what] <= most) return ofRun;
    const limit = `${most} ${WORDS[what]} in one ${this.run ? "input" : "run"}`;
    this.reached ??= limit;
    return limit;
  }
}

/** How much of each limit was used. */
export type Spending = { readonly [what in keyof Limits]: number };

const WORDS = {
  steps: "steps of evaluation",
  characters: "characters of evaluated strings",
  instances: "instances",
} as const;

const CHARACTERS_PER_PART = 256;

/** Counts the parts of values. Locals share parts, so a short text may expand to more than can be traversed. */
export class Sizes {
  private readonly known = new WeakMap<object, number>();

  of(value: Symbolic): number {
    if (typeof value === "string") return 1 + Math.floor(value.length / CHARACTERS_PER_PART);
    if (typeof value !== "object" || value === null || value instanceof Reference) return 1;
    if (value instanceof Template) return value.parts.length;
    if (value instanceof Unknown) return 1 + value.references.length;
    const counted = this.known.get(value);
    if (counted !== undefined) return counted;
    const size = 1 + this.ofAll(Array.isArray(value) ? value : Object.values(value));
    this.known.set(value, size);
    return size;
  }

  ofAll(values: readonly Symbolic[]): number {
    let sum = 0;
    for (const value of values) sum += this.of(value);
    return sum;
  }
}

/** Characters of texts, references counted as one. */
export function lengthOf(values: readonly Symbolic[]): number {
  let length = 0;
  for (const value of values) {
    if (typeof value === "string") length += value.length;
    else if (value instanceof Template) length += lengthOf(value.parts);
    else length++;
  }
  return length;
}

/** What one run may spend on evaluating what its inputs wrote. */
export interface Limits {
  /** Parts of expressions and of the values they make. */
  readonly steps: number;
  /** Characters of strings that expressions make. */
  readonly characters: number;
  /** Instances of resources and modules that blocks make. */
  readonly instances: number;
}

const LIMITS: Limits = { steps: 20_000_000, characters: 256 * 1024 * 1024, instances: 20_000 };

/** The limits of one argument, so that one expensive value leaves the budget of the run to the others. */
const ONE_ARGUMENT = { steps: 200_000, characters: 16 * 1024 * 1024 };

/**
 * The work of one run, shared by all its inputs and counted where it is done. A value that exceeds it is unknown; what was
 * evaluated before stays known, and so does everything that is literal.
 */
export class Budget {
  private steps = 0;
  private characters = 0;
  private instances = 0;
  private argument = { steps: 0, characters: 0 };
  private spent: string | undefined;

  constructor(private readonly limits: Limits = LIMITS) {}

  /** The limit of the run that was reached, as a noun phrase; undefined while there is budget left. */
  get exceeded(): string | undefined {
    return this.spent;
  }

  /** Steps that were taken. */
  get used(): number {
    return this.steps;
  }

  /** Starts the account of another argument. */
  startArgument(): void {
    this.argument = { steps: 0, characters: 0 };
  }

  /** Takes steps; returns the limit that does not allow it, as a noun phrase. */
  take(steps: number): string | undefined {
    this.steps += steps;
    this.argument.steps += steps;
    if (this.steps > this.limits.steps) return this.exceed(`${this.limits.steps} steps of evaluation in one run`);
    return this.argument.steps > ONE_ARGUMENT.steps
      ? `expressions of more than ${ONE_ARGUMENT.steps} parts`
      : undefined;
  }

  /** Whether a value is larger than one argument may be; returns the limit. */
  checkSize(parts: number): string | undefined {
    return parts > ONE_ARGUMENT.steps ? `a value of more than ${ONE_ARGUMENT.steps} parts` : undefined;
  }

  /** Takes room for a string; returns the limit that does not allow it. */
  takeCharacters(count: number): string | undefined {
    this.characters += count;
    this.argument.characters += count;
    if (this.characters > this.limits.characters) {
      return this.exceed(`${this.limits.characters} characters of evaluated strings in one run`);
    }
    return this.argument.characters > ONE_ARGUMENT.characters
      ? `strings of more than ${ONE_ARGUMENT.characters} characters`
      : undefined;
  }

  /** Takes instances of blocks; returns the limit that does not allow it. */
  takeInstances(count: number): string | undefined {
    this.instances += count;
    return this.instances > this.limits.instances
      ? this.exceed(`${this.limits.instances} instances in one run`)
      : undefined;
  }

  private exceed(limit: string): string {
    this.spent ??= limit;
    return limit;
  }
}

/** Time limit for all evaluations of users' policies in one run, in milliseconds. */
const MOST_POLICY_TIME = 60_000;

/** Processor time that the policies of one run share. */
export class PolicyTime {
  /** What is left, in milliseconds. */
  left: number;

  constructor(private readonly total: number = MOST_POLICY_TIME) {
    this.left = total;
  }

  /** The time of the whole run, in seconds. */
  get seconds(): number {
    return this.total / 1_000;
  }
}

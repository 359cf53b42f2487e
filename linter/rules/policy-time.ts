/** Time limit for all evaluations of users' policies in one run, in milliseconds. */
export const MOST_POLICY_TIME = 60_000;

/** Time that the policies of one run share. */
export class PolicyTime {
  constructor(public left: number = MOST_POLICY_TIME) {}
}

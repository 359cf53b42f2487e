/** States of a cluster that uses its security configuration, as EMR lists active clusters: one that is terminating still has its nodes. */
export const ACTIVE_STATES = ["STARTING", "BOOTSTRAPPING", "RUNNING", "WAITING", "TERMINATING"] as const;

/** States of a cluster that has ended. */
export const ENDED_STATES = ["TERMINATED", "TERMINATED_WITH_ERRORS"] as const;

/** Whether a cluster has ended. One whose state is not known has not. */
export function hasEnded(state: unknown): boolean {
  return ENDED_STATES.some((ended) => ended === state);
}

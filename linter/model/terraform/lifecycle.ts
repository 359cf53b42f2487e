import type { Action } from "./model";

/** Whether a resource is no longer there after the change. */
export function isRemoved(actions: readonly Action[]): boolean {
  return (actions.includes("delete") || actions.includes("forget")) && !actions.includes("create");
}

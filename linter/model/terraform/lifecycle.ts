import type { Action } from "./model";

type Actions = readonly Action[];

/** Whether a resource no longer exists, or is no longer managed, after the change. */
export function isRemoved(actions: Actions): boolean {
  return (actions.includes("delete") || actions.includes("forget")) && !actions.includes("create");
}

/** Whether it exists after the change, replaced or not. */
export function isKept({ actions }: { readonly actions: Actions }): boolean {
  return !isRemoved(actions);
}

/** Whether the change destroys what exists now, for good or to replace it. */
export function isDestroyed({ actions }: { readonly actions: Actions }): boolean {
  return actions.includes("delete");
}

import type { Symbolic } from "../values/symbolic";

/** Whether two Regions are known, and differ. */
export function areOtherRegions(left: Symbolic | undefined, right: Symbolic | undefined): boolean {
  return typeof left === "string" && typeof right === "string" && left !== right;
}

import type { Audit } from "./audit";
export function knownDeclarations(_: Audit): string {
  return "";
}

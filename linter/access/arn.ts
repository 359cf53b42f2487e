import { asLiteral, type SymbolicString, split } from "./symbolic-string";

/** The six parts of an ARN, less the first; a resource may contain further colons. */
export const ARN_PARTS = ["partition", "service", "region", "account", "resource"] as const;

/** An ARN by its parts. */
export type ArnParts = { readonly [part in (typeof ARN_PARTS)[number]]: SymbolicString };

/** Splits an ARN; `undefined` if the text is not an ARN, or a part that is not known hides its colons. */
export function arnParts(text: SymbolicString): ArnParts | undefined {
  const [scheme, partition, service, region, account, resource] = split(text, ":", 6);
  if (!partition || !service || !region || !account || !resource || asLiteral(scheme ?? []) !== "arn") return undefined;
  return { partition, service, region, account, resource };
}

import { asLiteral, type SymbolicString, split } from "./symbolic-string";

/** The six parts of an ARN, less the first; a resource may contain further colons. */
export interface ArnParts {
  readonly partition: SymbolicString;
  readonly service: SymbolicString;
  readonly region: SymbolicString;
  readonly account: SymbolicString;
  readonly resource: SymbolicString;
}

/** Splits an ARN; `undefined` if the text is not an ARN, or a part that is not known hides its colons. */
export function arnParts(text: SymbolicString): ArnParts | undefined {
  const [scheme, partition, service, region, account, resource] = split(text, ":", 6);
  if (!partition || !service || !region || !account || !resource || asLiteral(scheme ?? []) !== "arn") return undefined;
  return { partition, service, region, account, resource };
}

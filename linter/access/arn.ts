import { literal, split, type Text } from "./text";

/** The six parts of an ARN, less the first; a resource may hold further colons. */
export interface ArnParts {
  readonly partition: Text;
  readonly service: Text;
  readonly region: Text;
  readonly account: Text;
  readonly resource: Text;
}

/** Splits an ARN; `undefined` where the text has not its shape, or hides it in an opaque part. */
export function arnParts(text: Text): ArnParts | undefined {
  const [scheme, partition, service, region, account, resource] = split(text, ":", 6);
  if (!partition || !service || !region || !account || !resource || literal(scheme ?? []) !== "arn") return undefined;
  return { partition, service, region, account, resource };
}

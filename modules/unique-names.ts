import { type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { oncePer } from "./once";
import { resolved } from "./resolve";

/** Names in each stack, with the paths of the constructs that have them. */
const namesIn = oncePer((_stack: TerraformStack) => new Map<string, string>());

/**
 * Reserves a name that only one resource of its kind can have. AWS would refuse the second one when the stack is deployed, or it would overwrite
 * the first.
 *
 * @param argument - the argument that contains the name, for the message
 * @param kind - what has the name, and what else makes it unique, such as the bucket of an object
 * @throws Error if another construct of the stack has the name
 */
export function reserveName(
  construct: Construct,
  argument: string,
  name: string,
  kind: string,
  { region, provider }: { readonly region?: string; readonly provider?: TerraformProvider },
): void {
  const stack = TerraformStack.of(construct);
  const { path } = construct.node;
  const names = namesIn(stack);
  const written = [kind, name, region, provider?.alias].join("\n");
  const place = Token.isUnresolved(written) ? resolved(stack, written) : written;
  if (/\beach\.(key|value)\b/.test(place)) {
    throw new Error(
      `${path}: ${argument} refers to an iterator, but Terraform creates this resource once; create the construct in a loop of the code`,
    );
  }
  const owner = names.get(place);
  if (owner !== undefined) {
    throw new Error(
      `${path}: ${argument} is '${name}', which ${owner} already has; use that construct, or another ${argument}`,
    );
  }
  names.set(place, path);
}

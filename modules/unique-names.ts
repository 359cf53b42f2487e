import { type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct, IConstruct } from "constructs";
import { oncePer } from "./once";
import { resolved } from "./resolve";

/** Names in each stack or app, with the paths of the constructs that have them. */
const namesIn = oncePer((_scope: IConstruct) => new Map<string, string>());

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
  const written = [kind, name, region, provider?.alias].join("\n");
  const isReference = Token.isUnresolved(written);
  const place = isReference ? resolved(stack, written) : written;
  if (isReference) refuseChanging(path, argument, place);
  // A bucket has its name for itself in all accounts.
  const names = namesIn(kind === "bucket" && !isReference ? stack.node.root : stack);
  const owner = names.get(place);
  if (owner !== undefined) {
    throw new Error(
      `${path}: ${argument} is '${name}', which ${owner} already has; use that construct, or another ${argument}`,
    );
  }
  names.set(place, path);
}

/**
 * @param text - the resolved value of the argument
 * @throws Error for a value of an iterator, which only resources with `for_each` have, and for functions with another result in every plan
 */
export function refuseChanging(path: string, argument: string, text: string): void {
  if (/\beach\.(key|value)\b/.test(text)) {
    throw new Error(
      `${path}: ${argument} refers to an iterator, but Terraform creates this resource once; create the construct in a loop of the code`,
    );
  }
  const [, call] = /\b((?:timestamp|uuid|bcrypt)\()/.exec(text) ?? [];
  if (call === undefined) return;
  throw new Error(
    `${path}: ${argument} contains ${call}…), which has another value in every plan, so each would replace the resource; write a value that stays`,
  );
}

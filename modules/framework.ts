import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { framework, other, otherEntry } from "./framework-names";

/**
 * Refuses an app or stack of the other framework, or of a second copy of this one: constructs of two frameworks cannot be mixed.
 *
 * @throws Error with the import to use
 */
export function checkFramework(scope: IConstruct): void {
  const stack = scope.node.scopes.find((each) => TerraformStack.isStack(each));
  if (stack === undefined || stack instanceof TerraformStack) return;
  const entry = otherEntry();
  const remedy =
    entry === undefined
      ? `${framework} is installed twice (npm ls ${framework})`
      : `if the app uses ${other}, import the constructs from "${entry}"; if not, ${framework} is installed twice (npm ls ${framework})`;
  throw new Error(
    `${scope.node.path}: its stack is not a stack of the ${framework} that these constructs use; ${remedy}`,
  );
}

import { TerraformStack, Token } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { shown } from "./arguments";
import { framework, other, otherEntry } from "./framework-names";

/**
 * Checks the scope and the id of a construct, which the framework fails on with errors that do not name them.
 *
 * @returns the id
 * @throws Error for a scope outside a stack, for an app or stack of the other framework or of a second copy of this one, and for an id that is
 *   not a literal string
 */
export function checkedId(scope: Construct, id: string): string {
  checkStack(scope, checkedPath(scope, id));
  return id;
}

/**
 * Path of a construct that is to be created.
 *
 * @throws Error for a scope that is not a construct, and for an id that is not a literal string
 */
export function checkedPath(scope: Construct, id: string): string {
  if (!Construct.isConstruct(scope)) {
    throw new Error(
      `the first argument of the construct '${String(id)}' is not a construct; pass its stack or a construct in it, such as this`,
    );
  }
  if (typeof id !== "string" || id === "" || Token.isUnresolved(id)) {
    throw new Error(
      `${scope.node.path}: the second argument, the id of a construct, is ${shown(id)}, expected a literal string`,
    );
  }
  return scope.node.path === "" ? id : `${scope.node.path}/${id}`;
}

/**
 * @param path - path of the construct that uses `scope`, for the message
 * @throws Error for a construct outside a stack, and for one of the other framework or of a second copy of this one
 */
export function checkStack(scope: IConstruct, path: string): void {
  const stack = scope.node.scopes.find((each) => TerraformStack.isStack(each));
  if (stack === undefined) throw new Error(`${path}: it is not in a stack; create it in a TerraformStack`);
  if (stack instanceof TerraformStack) {
    if (stack instanceof Construct) return;
    throw new Error(
      `${path}: constructs is installed twice (npm ls constructs); install one version for ${framework} and these constructs`,
    );
  }
  const entry = otherEntry();
  const twice = `${framework} is installed twice (npm ls ${framework}), or copied into a bundle, which has to leave packages outside (--packages=external of esbuild)`;
  const remedy =
    entry === undefined ? twice : `if the app uses ${other}, import the constructs from "${entry}"; if not, ${twice}`;
  throw new Error(`${path}: its stack is not a stack of the ${framework} that these constructs use; ${remedy}`);
}

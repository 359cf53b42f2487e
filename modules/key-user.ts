import { type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { resolved } from "./resolve";
import { roleArn } from "./shared";

/**
 * Whoever uses a key: an `aws_iam_role` (or anything else with an ARN), an ARN, or the name of a role of this account. A name is
 * looked up when Terraform plans, so that a role that does not exist is an error of the plan and not KMS's "invalid principal".
 */
export type KeyUser = string | { readonly arn: string };

const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The ARN of a key user, as text or as a reference.
 *
 * @param argument - what the caller calls it, for the message
 * @throws Error for text that is neither an ARN nor the name of a role.
 */
export function keyUserArn(scope: Construct, user: KeyUser, argument: string, provider?: TerraformProvider): string {
  if (typeof user !== "string") return user.arn;
  if (Token.isUnresolved(user)) return refuseRoleName(scope, user, argument);
  if (user.startsWith("arn:") || /^\d{12}$/.test(user)) return user;
  if (!ROLE_NAME.test(user)) {
    throw new Error(
      `${scope.node.path}: ${argument} is '${user}', which is neither an ARN nor the name of a role; give the ARN, or the name without its path`,
    );
  }
  return roleArn(scope, user, provider);
}

/** A reference is taken for an ARN; one that is plainly a role's name would fail at apply only, as "invalid principal". */
function refuseRoleName(scope: Construct, reference: string, argument: string): string {
  const text = resolved(scope, reference);
  if (/^\$\{(data\.)?aws_iam_role\.[^}]+\.(name|id|unique_id)}$/.test(text)) {
    throw new Error(`${scope.node.path}: ${argument} is ${text}, the name of a role; give the role itself, or its arn`);
  }
  return reference;
}

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
  const given = typeof user === "string" ? user : user?.arn;
  if (typeof given !== "string") {
    throw new Error(
      `${scope.node.path}: ${argument} is ${given === undefined ? "missing, or has no arn" : typeof given}; give a role, its ARN or its name`,
    );
  }
  if (Token.isUnresolved(given)) return refuseReference(scope, given, argument);
  if (typeof user !== "string") return given;
  if (/\.amazonaws\.com(\.cn)?$/.test(user)) {
    throw new Error(
      `${scope.node.path}: ${argument} is '${user}', a service of AWS; give the role that it takes, by its ARN or its name`,
    );
  }
  if (user.startsWith("arn:") || /^\d{12}$/.test(user)) return user;
  if (!ROLE_NAME.test(user)) {
    throw new Error(
      `${scope.node.path}: ${argument} is '${user}', which is neither an ARN nor the name of a role; give the ARN, or the name without its path`,
    );
  }
  return roleArn(scope, user, provider);
}

/** A reference is taken for an ARN; one that is plainly none of a role would fail at apply only, as "invalid principal". */
function refuseReference(scope: Construct, reference: string, argument: string): string {
  const text = resolved(scope, reference);
  const [, other] = /^\$\{(?:data\.)?aws_iam_(instance_profile|group|policy)\./.exec(text) ?? [];
  if (other !== undefined) {
    const is = { instance_profile: "an instance profile; give the role in it", group: "a group; give roles" }[other];
    throw new Error(`${scope.node.path}: ${argument} is ${text}, ${is ?? "a policy; give the role that has it"}`);
  }
  if (/^\$\{(data\.)?aws_iam_role\.[^}]+\.(name|id|unique_id)}$/.test(text)) {
    throw new Error(`${scope.node.path}: ${argument} is ${text}, the name of a role; give the role itself, or its arn`);
  }
  return reference;
}

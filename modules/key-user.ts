import { type TerraformProvider, Token } from "cdktf";
import type { Construct } from "constructs";
import { isUntyped, shown } from "./arguments";
import { partition } from "./placement";
import { resolved } from "./resolve";
import { roleArn } from "./shared";
import { refuseChanging } from "./unique-names";

/**
 * A principal that uses a key: an `aws_iam_role` (or any other construct with an ARN), an ARN, or the name of a role of this account.
 * Terraform looks a name up during the plan, so that a role that does not exist is an error of the plan instead of "invalid principal" from KMS.
 */
export type KeyUser = string | { readonly arn: string };

const ACCOUNT = /^\d{12}$/;
const ROLE_NAME = /^[\w+=,.@-]{1,64}$/;

/**
 * The ARN of a key user, as a string or as a reference.
 *
 * @param argument - name of the argument, for the message
 * @throws Error for a string that is neither an ARN nor the name of a role.
 */
export function keyUserArn(scope: Construct, user: KeyUser, argument: string, provider?: TerraformProvider): string {
  checkKeyUser(scope, user, argument);
  const given = typeof user === "string" ? user : user.arn;
  const isArn =
    typeof user !== "string" || Token.isUnresolved(given) || given.startsWith("arn:") || ACCOUNT.test(given);
  return isArn ? given : roleArn(scope, given, provider);
}

/**
 * Refuses what cannot be a user of a key, without looking anything up.
 *
 * @param argument - name of the argument, for the message
 * @throws Error for a string that is neither an ARN nor the name of a role
 */
export function checkKeyUser(scope: Construct, user: KeyUser, argument: string): void {
  const fail: (text: string) => never = (text) => {
    throw new Error(`${scope.node.path}: ${argument} is ${text}`);
  };
  if (isUntyped(user)) fail("a token without a type; pass it as Token.asString(…), or give a role or its ARN");
  const given = typeof user === "string" ? user : user?.arn;
  if (typeof given !== "string") fail(notAUser(user));
  if (Token.isUnresolved(given)) refuseReference(scope, given, argument);
  if (Token.isUnresolved(given) || typeof user !== "string") return;
  if (/\.amazonaws\.com(\.cn)?$/.test(user))
    fail(`'${user}', a service of AWS; give the role that it assumes, by its ARN or its name`);
  const [, session] = /^(arn:aws[\w-]*:sts::\d{12}:assumed-role\/[^/]+)\//.exec(user) ?? [];
  if (session !== undefined) {
    const arn = session.replace(":sts:", ":iam:").replace(":assumed-role/", ":role/");
    fail(`'${user}', one session of a role; give the role, ${arn}`);
  }
  if (/^A(RO|ID)A[A-Z0-9]{16,}$/.test(user))
    fail(`'${user}', the unique id of a role or user; give the ARN or the name`);
  if (!user.startsWith("arn:") && !ACCOUNT.test(user) && !ROLE_NAME.test(user))
    fail(`'${user}', which is neither an ARN nor the name of a role; give the ARN, or the name without its path`);
}

function notAUser(user: unknown): string {
  if (Array.isArray(user)) return "a list; give one role, its ARN or its name";
  return `${user === undefined ? "missing" : shown(user)}; give a role, its ARN or its name`;
}

/**
 * @param grant - what is granted, for the message
 * @throws Error for a grant without users
 */
export function checkUsers(scope: Construct, grant: string, users: readonly KeyUser[]): void {
  if (users.length > 0) return;
  throw new Error(`${scope.node.path}: ${grant} names no users; give a role, its ARN or its name`);
}

/**
 * The ARN that a user will have in an account, for one that is given by name or created by the stack; undefined if the name is not known.
 *
 * @param account - id of the account, if it is known
 */
export function literalUserArn(scope: Construct, user: KeyUser, account: string | undefined): string | undefined {
  const role = roleIn(user);
  if (account === undefined || role === undefined) return undefined;
  return `arn:${partition(scope, {}) ?? "aws"}:iam::${account}:role${role.path}${role.name}`;
}

/** Name of a role that is given by its name or as a resource, as a string or a reference; undefined for an ARN. */
export function userRoleName(scope: Construct, user: KeyUser): string | undefined {
  if (typeof user === "string") return ROLE_NAME.test(user) && !ACCOUNT.test(user) ? user : undefined;
  const { name } = user as { readonly name?: unknown };
  const isRole = /^\$\{(data\.)?aws_iam_role\./.test(resolved(scope, user.arn));
  return isRole && typeof name === "string" ? name : undefined;
}

function roleIn(user: KeyUser): { readonly path: string; readonly name: string } | undefined {
  if (typeof user === "string") {
    return ROLE_NAME.test(user) && !ACCOUNT.test(user) ? { path: "/", name: user } : undefined;
  }
  const { nameInput, pathInput = "/" } = user as { readonly nameInput?: unknown; readonly pathInput?: unknown };
  const literal = (value: unknown) => typeof value === "string" && !Token.isUnresolved(value);
  return literal(nameInput) && literal(pathInput) ? { path: String(pathInput), name: String(nameInput) } : undefined;
}

/** A reference is accepted as an ARN, unless it evidently is not the ARN of a role, which KMS would refuse as "invalid principal" at apply. */
function refuseReference(scope: Construct, reference: string, argument: string): void {
  const text = resolved(scope, reference);
  refuseChanging(scope.node.path, argument, text);
  const [, other] = /^\$\{(?:data\.)?aws_iam_(instance_profile|group|policy)\./.exec(text) ?? [];
  if (other !== undefined) {
    const is = { instance_profile: "an instance profile; give the role in it", group: "a group; give roles" }[other];
    throw new Error(`${scope.node.path}: ${argument} is ${text}, ${is ?? "a policy; give the role that has it"}`);
  }
  if (/^\$\{(data\.)?aws_iam_role\.[^}]+\.(name|id|unique_id)}$/.test(text)) {
    throw new Error(`${scope.node.path}: ${argument} is ${text}, the name of a role; give the role itself, or its arn`);
  }
}

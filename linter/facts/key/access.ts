import { arnParts } from "../../access/arn";
import type { Policies, Request } from "../../access/decide";
import type { Grant } from "../../access/grant";
import { type Principal, principalOf } from "../../access/principal";
import { asLiteral, display, type SymbolicString } from "../../access/symbolic-string";
import type { Resource } from "../../model/terraform/model";
import type { ResourceNames } from "../iam/resource-names";
import { blocks, identityPolicies, policyAt, type Role } from "../iam/roles";
import type { KeyContext, KeyDeclarations } from "./declared";
import { managedKeyOf, type NamedKey } from "./places";
import { keyPolicyOf } from "./policy";
import { type KeyRequest, requestContext } from "./request-context";

/** Everything that decides whether a role may use a key, as far as it is known. */
export interface KeyAccess {
  readonly policies: Policies;
  request(action: string): Request;
}

/** The resource that makes a key, where it is in the input, and the key's ARN as far as it is known. */
export function keyResource(
  key: NamedKey,
  names: ResourceNames,
): { readonly managedKey: Resource | undefined; readonly arn: SymbolicString } {
  const managedKey = managedKeyOf(key);
  return { managedKey, arn: managedKey ? names.arn(managedKey) : key.text };
}

/** Whether the input or the settings contain the policy of a key. */
export function policySeen(key: NamedKey, declared: KeyDeclarations): boolean {
  return managedKeyOf(key) !== undefined || declaredPolicy(key, declared) !== undefined;
}

/** The text of the policy that the settings declare for a key. */
function declaredPolicy({ text }: NamedKey, { keys = {} }: KeyDeclarations): string | undefined {
  const arn = asLiteral(text);
  return arn !== undefined && Object.hasOwn(keys, arn) ? keys[arn]?.policy : undefined;
}

/** Gathers key policy, grants and the role's IAM policies for one use of a key. */
export function keyAccess(
  key: NamedKey,
  role: Role,
  place: KeyRequest["place"],
  { names, declared }: Pick<KeyContext, "names" | "declared">,
): KeyAccess {
  const { managedKey, arn } = keyResource(key, names);
  const principal = principalBehind(role, names);
  const text = declaredPolicy(key, declared);
  const policy = text === undefined ? undefined : policyAt(`the policy of ${asLiteral(key.text)}`, text, names);
  const account = arnParts(arn)?.account ?? names.account;
  return {
    policies: {
      keyPolicy: managedKey ? keyPolicyOf(managedKey, names).policy : policy,
      grants: grantsOn(arn, managedKey, names),
      ...(principal.kind === "service" ? { identity: [] } : identityPolicies(role, names)),
    },
    request(action) {
      const context = requestContext({ principal, role, place, action, keyArn: arn }, names);
      return { principal, action, key: { arn, account }, context };
    },
  };
}

/** The principal of a role: one for all of its requests, so that statements are compared with it once. */
function principalBehind({ arn, resource }: Role, names: ResourceNames): Principal {
  return names.once(`principal ${resource?.address ?? ""} ${display(arn)}`, () => {
    const isBounded = Boolean(resource?.values.permissions_boundary);
    return { ...principalOf(arn), ...(isBounded ? { isBounded } : {}) };
  });
}

function grantsOn(arn: SymbolicString, managedKey: Resource | undefined, names: ResourceNames): readonly Grant[] {
  const byKey = names.indexed(["aws_kms_grant"], "key", ({ values }) => [names.text(values.key_id)]);
  const spellings = managedKey ? names.spellings(managedKey) : [asLiteral(arn) ?? ""];
  return spellings.flatMap((spelt) => (byKey.get(spelt) ?? []).flatMap((grant) => grantOf(grant, names)));
}

function grantOf({ address, mode, values }: Resource, names: ResourceNames): readonly Grant[] {
  const grantee = names.text(values.grantee_principal);
  if (mode !== "managed" || !grantee) return [];
  const constraints = blocks(values.constraints).flatMap((block): Grant["constraints"] => [
    ...(block.encryption_context_equals ? [{ kind: "equals" as const, context: block.encryption_context_equals }] : []),
    ...(block.encryption_context_subset ? [{ kind: "subset" as const, context: block.encryption_context_subset }] : []),
  ]);
  return [{ where: address, grantee, operations: values.operations ?? null, constraints }];
}

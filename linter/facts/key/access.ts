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
  resourceNames: ResourceNames,
): { readonly managedKey: Resource | undefined; readonly arn: SymbolicString } {
  const managedKey = managedKeyOf(key);
  return { managedKey, arn: managedKey ? resourceNames.arn(managedKey) : key.text };
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
  { resourceNames, declared }: Pick<KeyContext, "resourceNames" | "declared">,
): KeyAccess {
  const { managedKey, arn } = keyResource(key, resourceNames);
  const principal = principalBehind(role, resourceNames);
  const text = declaredPolicy(key, declared);
  const policy = text === undefined ? undefined : policyAt(`the policy of ${asLiteral(key.text)}`, text, resourceNames);
  const account = arnParts(arn)?.account ?? resourceNames.account;
  return {
    policies: {
      keyPolicy: managedKey ? keyPolicyOf(managedKey, resourceNames).policy : policy,
      grants: grantsOn(arn, managedKey, resourceNames),
      ...(principal.kind === "service" ? { identity: [] } : identityPolicies(role, resourceNames)),
    },
    request(action) {
      const context = requestContext({ principal, role, place, action, keyArn: arn }, resourceNames);
      return { principal, action, key: { arn, account }, context };
    },
  };
}

/** The principal of a role: one for all of its requests, so that statements are compared with it once. */
function principalBehind({ arn, resource }: Role, resourceNames: ResourceNames): Principal {
  return resourceNames.once(`principal ${resource?.address ?? ""} ${display(arn)}`, () => {
    const isBounded = Boolean(resource?.values.permissions_boundary);
    return { ...principalOf(arn), ...(isBounded ? { isBounded } : {}) };
  });
}

function grantsOn(
  arn: SymbolicString,
  managedKey: Resource | undefined,
  resourceNames: ResourceNames,
): readonly Grant[] {
  const byKey = resourceNames.indexed(["aws_kms_grant"], "key", ({ values }) => [resourceNames.text(values.key_id)]);
  const spellings = managedKey ? resourceNames.spellings(managedKey) : [asLiteral(arn) ?? ""];
  return spellings.flatMap((spelt) => (byKey.get(spelt) ?? []).flatMap((grant) => grantOf(grant, resourceNames)));
}

function grantOf({ address, mode, values }: Resource, resourceNames: ResourceNames): readonly Grant[] {
  const grantee = resourceNames.text(values.grantee_principal);
  if (mode !== "managed" || !grantee) return [];
  const constraints = blocks(values.constraints).flatMap((block): Grant["constraints"] => [
    ...(block.encryption_context_equals ? [{ kind: "equals" as const, context: block.encryption_context_equals }] : []),
    ...(block.encryption_context_subset ? [{ kind: "subset" as const, context: block.encryption_context_subset }] : []),
  ]);
  return [{ where: address, grantee, operations: values.operations ?? null, constraints }];
}

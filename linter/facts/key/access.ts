import { arnParts } from "../../access/arn";
import type { Policies, Request } from "../../access/decide";
import type { Grant } from "../../access/grant";
import { principalOf } from "../../access/principal";
import { literal, type Text } from "../../access/text";
import type { Resource } from "../../model/terraform/model";
import { type Identities, keyTypes } from "../iam/resource-names";
import { blocks, identityPolicies, policyAt, type Role } from "../iam/roles";
import type { KeyDeclarations } from "./declared";
import type { NamedKey } from "./places";
import { keyPolicyOf } from "./policy";
import { type KeyRequest, requestContext } from "./request-context";

/** All that decides whether a role may use a key: what is visible, and how to ask. */
export interface KeyAccess {
  readonly policies: Policies;
  request(action: string): Request;
}

/** The resource that makes a key, where it is in the input, and the key's ARN as far as it is known. */
export function keyIdentity(
  { resource, text }: NamedKey,
  identities: Identities,
): { readonly made?: Resource; readonly arn: Text } {
  const made = resource?.mode === "managed" && keyTypes.includes(resource.type) ? resource : undefined;
  return made ? { made, arn: identities.arn(made) } : { arn: text };
}

/** Whether the input or the settings hold the policy of a key. */
export function policySeen({ resource, text }: NamedKey, { keys = {} }: KeyDeclarations): boolean {
  if (resource?.mode === "managed" && keyTypes.includes(resource.type)) return true;
  const arn = literal(text);
  return arn !== undefined && Object.hasOwn(keys, arn) && keys[arn]?.policy !== undefined;
}

/** Gathers key policy, grants and the role's IAM policies for one use of a key. */
export function keyAccess(
  key: NamedKey,
  role: Role,
  place: KeyRequest["place"],
  identities: Identities,
  { keys = {} }: KeyDeclarations,
): KeyAccess {
  const { made, arn } = keyIdentity(key, identities);
  const principal = principalOf(role.arn);
  const written = literal(key.text);
  const told = written !== undefined && Object.hasOwn(keys, written) ? keys[written]?.policy : undefined;
  const declared = told === undefined ? undefined : policyAt(`the policy of ${written}`, told, identities);
  const account = arnParts(arn)?.account ?? identities.account;
  return {
    policies: {
      keyPolicy: made ? keyPolicyOf(made, identities).policy : declared,
      grants: grantsOn(arn, made, identities),
      ...(principal.kind === "service" ? { identity: [] } : identityPolicies(role, identities)),
    },
    request(action) {
      const context = requestContext({ principal, role, place, action, keyArn: arn }, identities);
      return { principal, action, key: { arn, account }, context };
    },
  };
}

function grantsOn(arn: Text, made: Resource | undefined, identities: Identities): readonly Grant[] {
  const byKey = identities.indexed(["aws_kms_grant"], "key", ({ values }) => [identities.text(values.key_id)]);
  const spellings = made ? identities.spellings(made) : [literal(arn) ?? ""];
  return spellings.flatMap((spelt) => (byKey.get(spelt) ?? []).flatMap((grant) => grantOf(grant, identities)));
}

function grantOf({ address, mode, values }: Resource, identities: Identities): readonly Grant[] {
  const grantee = identities.text(values.grantee_principal);
  if (mode !== "managed" || !grantee) return [];
  const constraints = blocks(values.constraints).flatMap((block): Grant["constraints"] => [
    ...(block.encryption_context_equals ? [{ kind: "equals" as const, context: block.encryption_context_equals }] : []),
    ...(block.encryption_context_subset ? [{ kind: "subset" as const, context: block.encryption_context_subset }] : []),
  ]);
  return [{ where: address, grantee, operations: values.operations ?? null, constraints }];
}

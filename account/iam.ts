import type {
  GetInstanceProfileResponse,
  GetPolicyResponse,
  GetPolicyVersionResponse,
  GetRolePolicyResponse,
  GetRoleResponse,
  ListAttachedRolePoliciesResponse,
  ListRolePoliciesResponse,
} from "@aws-sdk/client-iam";
import { type Calls, type Unseen, unseenOf, valueIn } from "./calls";
import type { Named } from "./emr";
import type { Resources } from "./resources";

const NOT_THERE = ["NoSuchEntityException", "NoSuchEntity"];

/** Reads instance profiles and roles with all their policies. Roles of other accounts are left out. */
export async function readRoles(
  calls: Calls,
  region: string,
  account: string,
  { roles, profiles }: Named,
  resources: Resources,
): Promise<void> {
  const inProfiles = await Promise.all([...profiles].map((name) => readProfile(calls, region, name, resources)));
  const names = new Set<string>(inProfiles.flatMap((role) => role ?? []));
  for (const role of roles) {
    const [, owner, path] = /^arn:[^:]*:iam::(\d*):role\/(.+)$/.exec(role) ?? [];
    if (owner === undefined || owner === account) names.add((path ?? role).split("/").at(-1) ?? role);
  }
  await Promise.all([...names].map((name) => readRole(calls, region, name, resources)));
}

async function readProfile(calls: Calls, region: string, name: string, resources: Resources) {
  const input = { InstanceProfileName: name };
  const answer = await calls.ask<GetInstanceProfileResponse>("iam.GetInstanceProfile", region, input, NOT_THERE);
  const profile = valueIn(answer)?.InstanceProfile;
  const role = profile?.Roles?.[0]?.RoleName;
  if ("absent" in answer) return undefined;
  resources.add(
    "aws_iam_instance_profile",
    name,
    { id: name, name, arn: profile?.Arn, path: profile?.Path, role },
    { role: unseenOf(answer) },
  );
  return role;
}

async function readRole(calls: Calls, region: string, name: string, resources: Resources): Promise<void> {
  const input = { RoleName: name };
  const [answer, inline, attached] = await Promise.all([
    calls.ask<GetRoleResponse>("iam.GetRole", region, input, NOT_THERE),
    calls.list<ListRolePoliciesResponse, string>(
      "iam.ListRolePolicies",
      region,
      input,
      ({ PolicyNames }) => PolicyNames,
    ),
    calls.list<ListAttachedRolePoliciesResponse, string>(
      "iam.ListAttachedRolePolicies",
      region,
      input,
      ({ AttachedPolicies }) => AttachedPolicies?.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ),
  ]);
  const role = valueIn(answer)?.Role;
  if (!role) return;
  const policies = await Promise.all(inline.items.map((policy) => readInline(calls, region, name, policy)));
  const [hidden] = [inline.unseen, ...policies.map(({ unseen }) => unseen)].filter((each) => each !== undefined);
  await Promise.all(attached.items.map((arn) => readManagedPolicy(calls, region, arn, resources)));
  resources.add(
    "aws_iam_role",
    name,
    {
      id: name,
      name,
      arn: role.Arn,
      path: role.Path,
      assume_role_policy: decoded(role.AssumeRolePolicyDocument),
      permissions_boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
      inline_policy: hidden
        ? undefined
        : policies.flatMap(({ policy }, at) =>
            policy === undefined ? [] : [{ name: inline.items[at] ?? "", policy }],
          ),
      managed_policy_arns: attached.unseen ? undefined : attached.items,
    },
    { inline_policy: hidden, managed_policy_arns: attached.unseen },
  );
}

async function readInline(
  calls: Calls,
  region: string,
  role: string,
  name: string,
): Promise<{ readonly policy?: string; readonly unseen?: Unseen }> {
  const input = { RoleName: role, PolicyName: name };
  const answer = await calls.ask<GetRolePolicyResponse>("iam.GetRolePolicy", region, input, NOT_THERE);
  if ("unseen" in answer) return { unseen: answer.unseen };
  return "value" in answer ? { policy: decoded(answer.value.PolicyDocument) } : {};
}

/** Each document is read once, however many roles have the policy. */
async function readManagedPolicy(calls: Calls, region: string, arn: string, resources: Resources): Promise<void> {
  const policy = await calls.ask<GetPolicyResponse>("iam.GetPolicy", region, { PolicyArn: arn }, NOT_THERE);
  if ("absent" in policy) return;
  const name = arn.split("/").at(-1) ?? arn;
  if ("unseen" in policy) {
    resources.add("aws_iam_policy", arn, { id: arn, arn, name }, { policy: policy.unseen });
    return;
  }
  const version = policy.value.Policy?.DefaultVersionId;
  const input = { PolicyArn: arn, VersionId: version };
  const answer = await calls.ask<GetPolicyVersionResponse>("iam.GetPolicyVersion", region, input, NOT_THERE);
  const document = "value" in answer ? answer.value.PolicyVersion?.Document : undefined;
  resources.add(
    "aws_iam_policy",
    arn,
    { id: arn, arn, name, path: policy.value.Policy?.Path, policy: decoded(document) },
    { policy: unseenOf(answer) },
  );
}

/** IAM encodes documents as parts of a URL. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { type Unseen, unseenOf, valueIn } from "./calls";
import type { Site } from "./site";

/** Reads instance profiles and roles with all their policies. Roles of other accounts are left out. */
export async function readRoles(site: Site): Promise<void> {
  const { roles, profiles } = site.named;
  const inProfiles = await Promise.all([...profiles].map((name) => readProfile(site, name)));
  const names = new Set<string>(inProfiles.flatMap((role) => role ?? []));
  for (const role of roles) {
    const [, owner, path] = /^arn:[^:]*:iam::(\d*):role\/(.+)$/.exec(role) ?? [];
    if (owner === undefined || owner === site.account) names.add((path ?? role).split("/").at(-1) ?? role);
  }
  await Promise.all([...names].map((name) => readRole(site, name)));
}

async function readProfile(site: Site, name: string): Promise<string | undefined> {
  const answer = await site.ask("iam.GetInstanceProfile", { InstanceProfileName: name });
  if ("absent" in answer) return undefined;
  const profile = valueIn(answer)?.InstanceProfile;
  const role = profile?.Roles?.[0]?.RoleName;
  const values = { id: name, name, arn: profile?.Arn, path: profile?.Path, role };
  site.resources.add("aws_iam_instance_profile", name, values, { role: unseenOf(answer) });
  return role;
}

async function readRole(site: Site, name: string): Promise<void> {
  const input = { RoleName: name };
  const [answer, inline, attached] = await Promise.all([
    site.ask("iam.GetRole", input),
    site.list("iam.ListRolePolicies", input, ({ PolicyNames }) => PolicyNames),
    site.list("iam.ListAttachedRolePolicies", input, ({ AttachedPolicies }) =>
      AttachedPolicies?.flatMap(({ PolicyArn }) => PolicyArn ?? []),
    ),
  ]);
  const role = valueIn(answer)?.Role;
  if (!role) return;
  const policies = await Promise.all(inline.items.map((policy) => readInline(site, name, policy)));
  const [hidden] = [inline.unseen, ...policies.map(({ unseen }) => unseen)].filter((each) => each !== undefined);
  await Promise.all(attached.items.map((arn) => readManagedPolicy(site, arn)));
  const written = policies.flatMap(({ policy }, at) =>
    policy === undefined ? [] : [{ name: inline.items[at] ?? "", policy }],
  );
  const values = {
    id: name,
    name,
    arn: role.Arn,
    path: role.Path,
    assume_role_policy: decoded(role.AssumeRolePolicyDocument),
    permissions_boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? "",
    inline_policy: hidden ? undefined : written,
    managed_policy_arns: attached.unseen ? undefined : attached.items,
  };
  const unseen = { inline_policy: hidden, managed_policy_arns: attached.unseen };
  site.resources.add("aws_iam_role", name, values, unseen);
}

async function readInline(
  site: Site,
  role: string,
  name: string,
): Promise<{ readonly policy?: string | undefined; readonly unseen?: Unseen | undefined }> {
  const answer = await site.ask("iam.GetRolePolicy", { RoleName: role, PolicyName: name });
  return { policy: decoded(valueIn(answer)?.PolicyDocument), unseen: unseenOf(answer) };
}

/** Each document is read once, however many roles have the policy. */
async function readManagedPolicy(site: Site, arn: string): Promise<void> {
  const policy = await site.ask("iam.GetPolicy", { PolicyArn: arn });
  if ("absent" in policy) return;
  const { DefaultVersionId: version, Path: path } = valueIn(policy)?.Policy ?? {};
  const answer =
    "unseen" in policy ? policy : await site.ask("iam.GetPolicyVersion", { PolicyArn: arn, VersionId: version });
  const document = "value" in answer ? answer.value.PolicyVersion?.Document : undefined;
  const values = { id: arn, arn, name: arn.split("/").at(-1) ?? arn, path, policy: decoded(document) };
  site.resources.add("aws_iam_policy", arn, values, { policy: unseenOf(answer) });
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

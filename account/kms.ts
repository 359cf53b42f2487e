import type {
  DescribeKeyResponse,
  GetKeyPolicyResponse,
  GetKeyRotationStatusResponse,
  GrantListEntry,
  KeyMetadata,
  ListAliasesResponse,
  ListGrantsResponse,
  ListKeysResponse,
} from "@aws-sdk/client-kms";
import { groupBy } from "../formats/group-by";
import { type Answer, type Calls, type Unseen, unseenOf, valueIn } from "./calls";
import type { Resources } from "./resources";

const ARN = /^arn:[^:]*:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/;

interface Home {
  readonly region: string;
  readonly account: string;
}

/** Reads the keys that have these names, and the aliases that lead to them. Keys of other accounts are left to `known:`. */
export async function readKeys(
  calls: Calls,
  { region, account }: Home,
  names: ReadonlySet<string>,
  resources: Resources,
  allKeys: boolean,
): Promise<void> {
  const own = [...names].filter((name) => isOwn(name, account));
  const byRegion = new Map<string, readonly string[]>(groupBy(own, (name) => ARN.exec(name)?.[1] || region));
  if (!byRegion.has(region)) byRegion.set(region, []);
  await Promise.all(
    [...byRegion].map(([home, wanted]) =>
      readKeysOf(calls, { region: home, account }, wanted, resources, allKeys && home === region),
    ),
  );
}

function isOwn(name: string, account: string): boolean {
  const arn = ARN.exec(name);
  return !arn || arn[2] === account;
}

async function readKeysOf(
  calls: Calls,
  { region, account }: Home,
  wanted: readonly string[],
  resources: Resources,
  allKeys: boolean,
): Promise<void> {
  if (wanted.length === 0 && !allKeys) return;
  const [aliases, all] = await Promise.all([
    calls.list<ListAliasesResponse, Alias>("kms.ListAliases", region, {}, ({ Aliases }) =>
      Aliases?.flatMap(({ AliasName, AliasArn = "", TargetKeyId }) =>
        AliasName && TargetKeyId ? [{ name: AliasName, arn: AliasArn, target: TargetKeyId }] : [],
      ),
    ),
    allKeys
      ? calls.list<ListKeysResponse, string>("kms.ListKeys", region, {}, ({ Keys }) =>
          Keys?.flatMap(({ KeyId }) => KeyId ?? []),
        )
      : { items: [] },
  ]);
  const ids = new Set<string>([...all.items]);
  for (const name of wanted) {
    const id = keyIdOf(name, aliases.items);
    if (id !== undefined) ids.add(id);
  }
  const known = await Promise.all([...ids].map((id) => readKey(calls, region, id, resources)));
  const managed = new Set(known.flatMap((key) => (key ? [key] : [])));
  for (const { name, arn, target } of aliases.items) {
    if (!managed.has(target)) continue;
    const targetArn = `arn:${arn.split(":")[1] || "aws"}:kms:${region}:${account}:key/${target}`;
    const values = { id: name, name, arn, region, target_key_id: target, target_key_arn: targetArn };
    resources.add("aws_kms_alias", `${region} ${name}`, values);
  }
}

interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly target: string;
}

function keyIdOf(name: string, aliases: readonly Alias[]): string | undefined {
  const arn = ARN.exec(name);
  const alias = arn?.[3] === "alias" ? `alias/${arn[4]}` : name.startsWith("alias/") ? name : undefined;
  if (alias !== undefined) return aliases.find((each) => each.name === alias)?.target;
  return arn?.[4] ?? name;
}

/** Reads one key; its id, unless it is one of AWS's own or is not there. */
async function readKey(calls: Calls, region: string, id: string, resources: Resources): Promise<string | undefined> {
  const described = await calls.ask<DescribeKeyResponse>("kms.DescribeKey", region, { KeyId: id }, [
    "NotFoundException",
    "InvalidArnException",
  ]);
  const metadata = valueIn(described)?.KeyMetadata;
  if (!metadata || metadata.KeyManager === "AWS" || metadata.KeyState === "PendingImport") return undefined;
  const rotates = metadata.KeySpec === "SYMMETRIC_DEFAULT" && metadata.Origin === "AWS_KMS";
  const [policy, rotation, grants] = await Promise.all([
    calls.ask<GetKeyPolicyResponse>("kms.GetKeyPolicy", region, { KeyId: id, PolicyName: "default" }),
    rotates
      ? calls.ask<GetKeyRotationStatusResponse>("kms.GetKeyRotationStatus", region, { KeyId: id }, [
          "UnsupportedOperationException",
        ])
      : undefined,
    calls.list<ListGrantsResponse, GrantListEntry>("kms.ListGrants", region, { KeyId: id }, ({ Grants }) => Grants),
  ]);
  const { values, unseen } = keyValues(metadata, region, policy, rotation);
  resources.add(keyType(metadata), id, values, unseen);
  addGrants(metadata, region, grants, resources);
  return id;
}

function keyType({ Origin, MultiRegionConfiguration }: KeyMetadata): string {
  const replica = MultiRegionConfiguration?.MultiRegionKeyType === "REPLICA";
  if (Origin === "EXTERNAL") return replica ? "aws_kms_replica_external_key" : "aws_kms_external_key";
  return replica ? "aws_kms_replica_key" : "aws_kms_key";
}

function keyValues(
  key: KeyMetadata,
  region: string,
  policy: Answer<GetKeyPolicyResponse>,
  rotation: Answer<GetKeyRotationStatusResponse> | undefined,
) {
  const external = key.Origin === "EXTERNAL";
  const rotates = valueIn(rotation);
  return {
    values: {
      id: key.KeyId,
      key_id: key.KeyId,
      arn: key.Arn,
      region,
      description: key.Description,
      customer_master_key_spec: key.KeySpec,
      key_usage: key.KeyUsage,
      [external ? "enabled" : "is_enabled"]: key.KeyState === "Enabled",
      key_state: key.KeyState,
      multi_region: key.MultiRegion ?? false,
      custom_key_store_id: key.CustomKeyStoreId ?? null,
      xks_key_id: key.XksKeyConfiguration?.Id ?? null,
      deletion_window_in_days: key.PendingDeletionWindowInDays ?? null,
      enable_key_rotation: rotates ? (rotates.KeyRotationEnabled ?? false) : rotation ? undefined : false,
      rotation_period_in_days: rotates?.RotationPeriodInDays ?? null,
      policy: valueIn(policy)?.Policy,
    },
    unseen: {
      policy: unseenOf(policy),
      enable_key_rotation: unseenOf(rotation),
    },
  };
}

function addGrants(
  { KeyId, Arn }: KeyMetadata,
  region: string,
  { items, unseen }: { readonly items: readonly GrantListEntry[]; readonly unseen?: Unseen },
  resources: Resources,
): void {
  for (const grant of items) {
    const { Constraints } = grant;
    resources.add("aws_kms_grant", grant.GrantId ?? "", {
      id: grant.GrantId,
      grant_id: grant.GrantId,
      region,
      name: grant.Name,
      key_id: Arn ?? KeyId,
      grantee_principal: grant.GranteePrincipal,
      operations: grant.Operations ?? [],
      constraints: Constraints
        ? [
            {
              encryption_context_equals: Constraints.EncryptionContextEquals ?? null,
              encryption_context_subset: Constraints.EncryptionContextSubset ?? null,
            },
          ]
        : [],
    });
  }
  if (!unseen) return;
  const gaps = { grantee_principal: unseen, operations: unseen };
  resources.add("aws_kms_grant", `unseen grants of ${KeyId}`, { region, key_id: Arn ?? KeyId, constraints: [] }, gaps);
}

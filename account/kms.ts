import type { GrantListEntry, KeyMetadata } from "@aws-sdk/client-kms";
import { groupBy } from "../formats/group-by";
import type { Answers } from "./answers";
import { type Answer, type Unseen, unseenOf, valueIn } from "./calls";
import type { Site } from "./site";

const ARN = /^arn:[^:]*:kms:([^:]*):([^:]*):(key|alias)\/(.+)$/;

/** Reads the keys that are named, and the aliases that lead to them. Keys of other accounts are left to `known:`. */
export async function readKeys(site: Site, allKeys: boolean): Promise<void> {
  const own = [...site.named.keys].filter((name) => isOwn(name, site.account));
  const byRegion = new Map<string, readonly string[]>(groupBy(own, (name) => ARN.exec(name)?.[1] || site.region));
  if (!byRegion.has(site.region)) byRegion.set(site.region, []);
  await Promise.all(
    [...byRegion].map(([home, wanted]) => readKeysOf(site.at(home), wanted, allKeys && home === site.region)),
  );
}

function isOwn(name: string, account: string): boolean {
  const arn = ARN.exec(name);
  return !arn || arn[2] === account;
}

async function readKeysOf(site: Site, wanted: readonly string[], allKeys: boolean): Promise<void> {
  if (wanted.length === 0 && !allKeys) return;
  const { region, account, resources } = site;
  const [aliases, all] = await Promise.all([
    site.list("kms.ListAliases", {}, ({ Aliases }) =>
      Aliases?.flatMap(({ AliasName, AliasArn = "", TargetKeyId }) =>
        AliasName && TargetKeyId ? [{ name: AliasName, arn: AliasArn, target: TargetKeyId }] : [],
      ),
    ),
    allKeys ? site.list("kms.ListKeys", {}, ({ Keys }) => Keys?.flatMap(({ KeyId }) => KeyId ?? [])) : { items: [] },
  ]);
  const named = wanted.flatMap((name) => keyIdOf(name, aliases.items) ?? []);
  const known = await Promise.all([...new Set([...all.items, ...named])].map((id) => readKey(site, id)));
  const managed = new Set(known);
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
async function readKey(site: Site, id: string): Promise<string | undefined> {
  const metadata = valueIn(await site.ask("kms.DescribeKey", { KeyId: id }))?.KeyMetadata;
  if (!metadata || metadata.KeyManager === "AWS" || metadata.KeyState === "PendingImport") return undefined;
  const rotates = metadata.KeySpec === "SYMMETRIC_DEFAULT" && metadata.Origin === "AWS_KMS";
  const [policy, rotation, grants] = await Promise.all([
    site.ask("kms.GetKeyPolicy", { KeyId: id, PolicyName: "default" }),
    rotates ? site.ask("kms.GetKeyRotationStatus", { KeyId: id }) : undefined,
    site.list("kms.ListGrants", { KeyId: id }, ({ Grants }) => Grants),
  ]);
  const unseen = { policy: unseenOf(policy), enable_key_rotation: unseenOf(rotation) };
  site.resources.add(keyType(metadata), id, keyValues(metadata, site.region, policy, rotation), unseen);
  addGrants(metadata, grants, site);
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
  policy: Answer<Answers["kms.GetKeyPolicy"]>,
  rotation: Answer<Answers["kms.GetKeyRotationStatus"]> | undefined,
) {
  const rotates = valueIn(rotation);
  return {
    id: key.KeyId,
    key_id: key.KeyId,
    arn: key.Arn,
    region,
    description: key.Description,
    customer_master_key_spec: key.KeySpec,
    key_usage: key.KeyUsage,
    [key.Origin === "EXTERNAL" ? "enabled" : "is_enabled"]: key.KeyState === "Enabled",
    key_state: key.KeyState,
    multi_region: key.MultiRegion ?? false,
    custom_key_store_id: key.CustomKeyStoreId ?? null,
    xks_key_id: key.XksKeyConfiguration?.Id ?? null,
    deletion_window_in_days: key.PendingDeletionWindowInDays ?? null,
    enable_key_rotation: rotates ? (rotates.KeyRotationEnabled ?? false) : rotation ? undefined : false,
    rotation_period_in_days: rotates?.RotationPeriodInDays ?? null,
    policy: valueIn(policy)?.Policy,
  };
}

function addGrants(
  { KeyId, Arn }: KeyMetadata,
  { items, unseen }: { readonly items: readonly GrantListEntry[]; readonly unseen?: Unseen },
  { region, resources }: Site,
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

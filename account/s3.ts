import type { Answers } from "./answers";
import { type Answer, unseenOf, valueIn } from "./calls";
import type { Resources } from "./resources";
import type { NamedObject, Site } from "./site";

/** Content of a bundle; it stays in memory. */
export interface DownloadedBundle {
  /** `bucket/key`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly region: string;
  readonly versionId?: string;
}

/** Largest object that is downloaded, in bytes: a bundle has a few thousand. */
const LARGEST_BUNDLE = 16 * 1024 * 1024;

/** Reads the objects that EMR names, and all buckets. */
export async function readObjects(site: Site, withContent: boolean): Promise<readonly DownloadedBundle[]> {
  const { objects, buckets } = site.named;
  const regions = new Map<string, string>();
  const read = [...buckets].sort().map(async (bucket) => {
    regions.set(bucket, await readBucket(site, bucket));
  });
  await Promise.all(read);
  if (hasOpenPolicy(site.resources)) await readAccountBlock(site);
  const found = [...objects.values()].map((object) =>
    readObject(site.at(regions.get(object.bucket) ?? site.region), object, withContent),
  );
  return (await Promise.all(found)).flatMap((bundle) => bundle ?? []);
}

/** Whether a bucket has a public policy that its own settings do not block. */
function hasOpenPolicy(resources: Resources): boolean {
  const closed = new Set(
    resources
      .ofType("aws_s3_bucket_public_access_block")
      .flatMap(({ values }) => (values.restrict_public_buckets === true ? [values.bucket] : [])),
  );
  return resources
    .ofType("aws_s3_bucket_policy")
    .some(({ values }) => !closed.has(values.bucket ?? null) && String(values.policy).includes('"*"'));
}

/** Reads whether the account blocks public access to all of its buckets. */
async function readAccountBlock(site: Site): Promise<void> {
  const { account } = site;
  const answer = await site.ask("s3control.GetPublicAccessBlock", { AccountId: account });
  const block = valueIn(answer)?.PublicAccessBlockConfiguration;
  const unseen = unseenOf(answer);
  const restricts = unseen ? undefined : (block?.RestrictPublicBuckets ?? false);
  const values = { id: account, account_id: account, restrict_public_buckets: restricts };
  site.resources.add("aws_s3_account_public_access_block", account, values, { restrict_public_buckets: unseen });
}

/** Reads a bucket and returns its Region. */
async function readBucket(asking: Site, bucket: string): Promise<string> {
  const input = { Bucket: bucket };
  const location = await asking.ask("s3.GetBucketLocation", input);
  if ("absent" in location) return asking.region;
  const home = "value" in location ? regionOf(`${location.value.LocationConstraint ?? ""}`) : undefined;
  const site = asking.at(home ?? asking.region);
  const [versioning, encryption, access, policy] = await Promise.all([
    site.ask("s3.GetBucketVersioning", input),
    site.ask("s3.GetBucketEncryption", input),
    site.ask("s3.GetPublicAccessBlock", input),
    site.ask("s3.GetBucketPolicy", input),
  ]);
  const base = { bucket, region: home };
  const versions = valueIn(versioning);
  site.resources.add("aws_s3_bucket", bucket, { id: bucket, ...base }, { region: unseenOf(location) });
  site.resources.add(
    "aws_s3_bucket_versioning",
    bucket,
    { ...base, versioning_configuration: versions && [{ status: versions.Status ?? "Disabled" }] },
    { versioning_configuration: unseenOf(versioning) },
  );
  addEncryption(base, encryption, site);
  addAccess(base, access, policy, site.resources);
  return site.region;
}

interface BucketBase {
  readonly bucket: string;
  readonly region: string | undefined;
}

function addEncryption(
  base: BucketBase,
  encryption: Answer<Answers["s3.GetBucketEncryption"]>,
  { resources, named }: Site,
): void {
  const [rule] = valueIn(encryption)?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (KMSMasterKeyID) named.keys.add(KMSMasterKeyID);
  if (!SSEAlgorithm && !unseenOf(encryption)) return;
  const byDefault = { sse_algorithm: SSEAlgorithm ?? null, kms_master_key_id: KMSMasterKeyID ?? null };
  const written = {
    apply_server_side_encryption_by_default: [byDefault],
    bucket_key_enabled: rule?.BucketKeyEnabled ?? false,
  };
  resources.add(
    "aws_s3_bucket_server_side_encryption_configuration",
    base.bucket,
    { ...base, rule: SSEAlgorithm ? [written] : undefined },
    { rule: unseenOf(encryption) },
  );
}

function addAccess(
  base: BucketBase,
  access: Answer<Answers["s3.GetPublicAccessBlock"]>,
  policy: Answer<Answers["s3.GetBucketPolicy"]>,
  resources: Resources,
): void {
  const block = valueIn(access)?.PublicAccessBlockConfiguration;
  if (block) {
    resources.add("aws_s3_bucket_public_access_block", base.bucket, {
      ...base,
      block_public_acls: block.BlockPublicAcls ?? false,
      block_public_policy: block.BlockPublicPolicy ?? false,
      ignore_public_acls: block.IgnorePublicAcls ?? false,
      restrict_public_buckets: block.RestrictPublicBuckets ?? false,
    });
  }
  const text = valueIn(policy)?.Policy;
  // Without the block, what the policy opens may still be closed.
  const hidden = unseenOf(policy) ?? (text === undefined ? undefined : unseenOf(access));
  if (text === undefined && !hidden) return;
  const values = { ...base, policy: hidden ? undefined : text };
  resources.add("aws_s3_bucket_policy", base.bucket, values, { policy: hidden });
}

/** S3's own names for two old Regions. */
function regionOf(constraint: string): string {
  if (constraint === "" || constraint === "null") return "us-east-1";
  return constraint === "EU" ? "eu-west-1" : constraint;
}

async function readObject(
  site: Site,
  { bucket, key, namedBy }: NamedObject,
  withContent: boolean,
): Promise<DownloadedBundle | undefined> {
  const { region, resources, named } = site;
  const input = { Bucket: bucket, Key: key };
  const name = `${bucket}/${key}`;
  const head = await site.ask("s3.HeadObject", input);
  const uri = `s3://${name}`;
  if ("absent" in head) resources.missing.set(uri, { uri, namedBy });
  if (!("value" in head)) return undefined;
  const { SSEKMSKeyId, ServerSideEncryption, ContentLength = 0, VersionId } = head.value;
  if (SSEKMSKeyId) named.keys.add(SSEKMSKeyId);
  resources.add("aws_s3_object", name, {
    id: name,
    bucket,
    key,
    region,
    kms_key_id: SSEKMSKeyId ?? null,
    server_side_encryption: ServerSideEncryption ?? null,
    bucket_key_enabled: head.value.BucketKeyEnabled ?? false,
    storage_class: head.value.StorageClass ?? "STANDARD",
    content_encoding: head.value.ContentEncoding ?? null,
    content_type: head.value.ContentType ?? null,
    version_id: VersionId ?? null,
    content_length: ContentLength,
  });
  if (!withContent || !key.endsWith(".zip") || ContentLength > LARGEST_BUNDLE) return undefined;
  const bytes = valueIn(await site.download(input));
  return bytes && { name, bytes, region, ...(VersionId !== undefined && { versionId: VersionId }) };
}

import type {
  GetBucketEncryptionOutput,
  GetBucketLocationOutput,
  GetBucketPolicyOutput,
  GetBucketVersioningOutput,
  GetObjectOutput,
  GetPublicAccessBlockOutput,
  HeadObjectOutput,
} from "@aws-sdk/client-s3";
import type { GetPublicAccessBlockOutput as AccountBlockOutput } from "@aws-sdk/client-s3-control";
import { type Answer, type Calls, unseenOf, valueIn } from "./calls";
import type { Named } from "./emr";
import type { Resources } from "./resources";

interface Body {
  transformToByteArray(): Promise<Uint8Array>;
}

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
export async function readObjects(
  calls: Calls,
  { region, account }: { readonly region: string; readonly account: string },
  { objects, buckets, keys }: Named,
  resources: Resources,
  withContent: boolean,
): Promise<readonly DownloadedBundle[]> {
  const regions = new Map<string, string>();
  const read = [...buckets].sort().map(async (bucket) => {
    regions.set(bucket, await readBucket(calls, region, bucket, resources, keys));
  });
  await Promise.all(read);
  if (hasOpenPolicy(resources)) await readAccountBlock(calls, region, account, resources);
  const found = [...objects.values()].map((object) =>
    readObject(calls, regions.get(object.bucket) ?? region, object, resources, { keys, withContent }),
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
async function readAccountBlock(calls: Calls, region: string, account: string, resources: Resources): Promise<void> {
  const answer = await calls.ask<AccountBlockOutput>("s3control.GetPublicAccessBlock", region, { AccountId: account }, [
    "NoSuchPublicAccessBlockConfiguration",
  ]);
  const block = valueIn(answer)?.PublicAccessBlockConfiguration;
  const unseen = unseenOf(answer);
  resources.add(
    "aws_s3_account_public_access_block",
    account,
    {
      id: account,
      account_id: account,
      restrict_public_buckets: unseen ? undefined : (block?.RestrictPublicBuckets ?? false),
    },
    { restrict_public_buckets: unseen },
  );
}

/** Reads a bucket and returns its Region. */
async function readBucket(calls: Calls, region: string, bucket: string, resources: Resources, keys: Set<string>) {
  const input = { Bucket: bucket };
  const location = await calls.ask<GetBucketLocationOutput>("s3.GetBucketLocation", region, input, ["NoSuchBucket"]);
  if ("absent" in location) return region;
  const home = "value" in location ? regionOf(`${location.value.LocationConstraint ?? ""}`) : undefined;
  const at = home ?? region;
  const [versioning, encryption, access, policy] = await Promise.all([
    calls.ask<GetBucketVersioningOutput>("s3.GetBucketVersioning", at, input),
    calls.ask<GetBucketEncryptionOutput>("s3.GetBucketEncryption", at, input, [
      "ServerSideEncryptionConfigurationNotFoundError",
    ]),
    calls.ask<GetPublicAccessBlockOutput>("s3.GetPublicAccessBlock", at, input, [
      "NoSuchPublicAccessBlockConfiguration",
    ]),
    calls.ask<GetBucketPolicyOutput>("s3.GetBucketPolicy", at, input, ["NoSuchBucketPolicy"]),
  ]);
  const base = { bucket, region: home };
  const versions = valueIn(versioning);
  resources.add("aws_s3_bucket", bucket, { id: bucket, ...base }, { region: unseenOf(location) });
  resources.add(
    "aws_s3_bucket_versioning",
    bucket,
    { ...base, versioning_configuration: versions && [{ status: versions.Status ?? "Disabled" }] },
    { versioning_configuration: unseenOf(versioning) },
  );
  addEncryption(base, encryption, resources, keys);
  addAccess(base, access, policy, resources);
  return at;
}

interface BucketBase {
  readonly bucket: string;
  readonly region: string | undefined;
}

function addEncryption(
  base: BucketBase,
  encryption: Answer<GetBucketEncryptionOutput>,
  resources: Resources,
  keys: Set<string>,
): void {
  const [rule] = valueIn(encryption)?.ServerSideEncryptionConfiguration?.Rules ?? [];
  const { SSEAlgorithm, KMSMasterKeyID } = rule?.ApplyServerSideEncryptionByDefault ?? {};
  if (KMSMasterKeyID) keys.add(KMSMasterKeyID);
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
  access: Answer<GetPublicAccessBlockOutput>,
  policy: Answer<GetBucketPolicyOutput>,
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
  resources.add(
    "aws_s3_bucket_policy",
    base.bucket,
    { ...base, policy: hidden ? undefined : text },
    { policy: hidden },
  );
}

/** S3's own names for two old Regions. */
function regionOf(constraint: string): string {
  if (constraint === "" || constraint === "null") return "us-east-1";
  return constraint === "EU" ? "eu-west-1" : constraint;
}

async function readObject(
  calls: Calls,
  region: string,
  { bucket, key, namedBy }: { readonly bucket: string; readonly key: string; readonly namedBy: string },
  resources: Resources,
  { keys, withContent }: { readonly keys: Set<string>; readonly withContent: boolean },
): Promise<DownloadedBundle | undefined> {
  const input = { Bucket: bucket, Key: key };
  const head = await calls.ask<HeadObjectOutput>("s3.HeadObject", region, input, [
    "NotFound",
    "NoSuchKey",
    "NoSuchBucket",
  ]);
  const uri = `s3://${bucket}/${key}`;
  if ("absent" in head) resources.missing.set(uri, { uri, namedBy });
  if (!("value" in head)) return undefined;
  const { SSEKMSKeyId, ServerSideEncryption, ContentLength = 0, VersionId } = head.value;
  if (SSEKMSKeyId) keys.add(SSEKMSKeyId);
  resources.add("aws_s3_object", `${bucket}/${key}`, {
    id: `${bucket}/${key}`,
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
  const bytes = await content(calls, region, input);
  return bytes && { name: `${bucket}/${key}`, bytes, region, ...(VersionId !== undefined && { versionId: VersionId }) };
}

async function content(calls: Calls, region: string, input: object): Promise<Uint8Array | undefined> {
  const read = ({ Body }: GetObjectOutput) => (Body as Body | undefined)?.transformToByteArray();
  return valueIn(await calls.body("s3.GetObject", region, input, read));
}

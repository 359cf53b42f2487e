import { createHash } from "node:crypto";
import { type BundleFile, type BundleReading, leafFitsPrivateKey, readBundle } from "../formats/bundle/read";
import { type BundleObject, readSidecar, writeSidecar } from "../formats/sidecar";
import { type AwsAccess, asked, clientConfiguration, loadAws } from "./aws";
import { CertificateError } from "./errors";
import { namedFiles, readFile } from "./files";
import { fileProblems } from "./material";

/** A bundle to upload, and its target. */
export interface PublishOrder extends AwsAccess {
  readonly zip: Uint8Array;
  /** Path of the zip, for messages. */
  readonly path: string;
  /** `s3://bucket/key` */
  readonly target: string;
  /** ARN, id or alias of the KMS key. @default - the bucket's default key, else the key that S3 manages for the account */
  readonly kmsKey?: string;
  /** Whether to replace another object. */
  readonly force: boolean;
  /** Whether to accept shortcomings of the bucket. */
  readonly allowWarnings: boolean;
}

/** A published bundle. */
export interface Published {
  /** False if the object had the same bytes already. */
  readonly uploaded: boolean;
  readonly object: BundleObject;
  /** Text of the sidecar. */
  readonly sidecar: string;
  /** Accepted shortcomings of the bucket, each a sentence. */
  readonly warnings: readonly string[];
}

type S3 = typeof import("@aws-sdk/client-s3");

/** The calls of this module, bound to one bucket. */
interface Bucket {
  readonly s3: S3;
  readonly client: InstanceType<S3["S3Client"]>;
  readonly bucket: string;
  readonly region: string;
}

/**
 * Checks the bucket, uploads a bundle with SSE-KMS from where the private key is kept, and returns the public sidecar to write beside the zip. The sidecar
 * names the version and the SHA-256 of the object.
 *
 * @throws CertificateError if the bundle is broken, the bucket is open or missing, another object is there, or AWS refuses.
 */
export async function publishBundle(order: PublishOrder): Promise<Published> {
  const [, name, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(.+)$/.exec(order.target) ?? [];
  if (name === undefined || key === undefined || key.endsWith("/")) {
    throw new CertificateError(
      `target '${order.target}' is not an object of S3; write it like s3://bucket/certs/prod.zip`,
    );
  }
  const bundle = usableBundle(order);
  const at = await openBucket(name, order);
  const warnings = await shortcomings(at);
  if (warnings.length > 0 && !order.allowWarnings) {
    throw new CertificateError(`${warnings.join("; ")}; change the bucket, or accept it with --allow-warnings`);
  }
  const present = await head(at, key);
  const sha256 = createHash("sha256").update(order.zip);
  const checksum = sha256.copy().digest("base64");
  const same =
    present?.ChecksumSHA256 === checksum && (order.kmsKey === undefined || kmsKeyIs(present.SSEKMSKeyId, order.kmsKey));
  if (present && !same && !order.force) {
    throw new CertificateError(
      `'${order.target}' is another object; use another key (running clusters still download the old one), or replace it with --force`,
    );
  }
  if (!same) await upload(at, key, order, checksum);
  const stored = same ? present : await head(at, key);
  const object = {
    bucket: name,
    key,
    region: at.region,
    ...(stored?.VersionId !== undefined && stored.VersionId !== "null" && { versionId: stored.VersionId }),
    ...(stored?.SSEKMSKeyId !== undefined && { kmsKey: stored.SSEKMSKeyId }),
  };
  return { uploaded: !same, object, sidecar: writeSidecar(order.zip, bundle, object), warnings };
}

/**
 * Refuses to replace a file that is not the sidecar of the target: one bundle in two buckets has two sidecars.
 *
 * @throws CertificateError if the file exists and is something else, or the sidecar of another object.
 */
export function checkSidecar(file: string, target: string): void {
  const files = namedFiles(file);
  if (files.status(file).kind === "missing") return;
  const sidecar = readSidecar(readFile(file, files).toString("utf8"));
  if ("problem" in sidecar) {
    throw new CertificateError(`'${file}' exists and is not a sidecar; give another name with --sidecar`);
  }
  const { bucket, key } = sidecar.object;
  if (target !== `s3://${bucket}/${key}`) {
    throw new CertificateError(
      `'${file}' is the sidecar of s3://${bucket}/${key}; give another name for this one with --sidecar`,
    );
  }
}

/**
 * Reads a zip that nodes can use.
 *
 * @throws CertificateError if it cannot be read, or the private key does not belong to the first certificate of the chain.
 */
export function usableBundle({ zip, path }: Pick<PublishOrder, "zip" | "path">): BundleReading {
  const bundle = readBundle(zip);
  const [problem] = [
    ...bundle.zipProblems.map(({ detail }) => detail),
    ...bundle.files.map(withoutTail).flatMap(fileProblems),
  ];
  if (problem !== undefined) throw new CertificateError(`'${path}': ${problem}; create the zip with certs bundle`);
  if (bundle.privateKeys.length !== 1 || bundle.chain.length === 0) {
    throw new CertificateError(`'${path}' contains no private key with its chain; create the zip with certs bundle`);
  }
  if (leafFitsPrivateKey(bundle) !== true) {
    throw new CertificateError(
      `'${path}': the private key does not belong to the leaf; create the zip with certs bundle`,
    );
  }
  if (bundle.chain[0] !== bundle.leaf) {
    throw new CertificateError(`'${path}': the chain does not begin with the leaf; create the zip with certs bundle`);
  }
  return bundle;
}

/** Java ignores text after the last block. */
function withoutTail(file: BundleFile): BundleFile {
  return { ...file, problems: file.problems.filter(({ kind }) => kind !== "text after the last block") };
}

/** A client in the Region of the bucket, which S3 returns to a request from any Region. */
async function openBucket(bucket: string, access: AwsAccess): Promise<Bucket> {
  const s3 = loadAws("@aws-sdk/client-s3", () => require("@aws-sdk/client-s3") as S3);
  const settings = {
    ...clientConfiguration(access),
    followRegionRedirects: true,
    forcePathStyle: bucket.includes("."),
  };
  const asking = new s3.S3Client(settings);
  const found = await asked(`looking for bucket '${bucket}'`, () =>
    absent("NotFound", () => asking.send(new s3.HeadBucketCommand({ Bucket: bucket }))),
  );
  if (!found) {
    throw new CertificateError(
      `bucket '${bucket}' does not exist; deploy it first (BundleBucket creates a private, versioned, encrypted bucket), or correct the name`,
    );
  }
  const region = found.BucketRegion ?? (await asking.config.region());
  return { s3, client: new s3.S3Client({ ...settings, region }), bucket, region };
}

async function shortcomings({ s3, client, bucket }: Bucket): Promise<readonly string[]> {
  const Bucket = bucket;
  const block = await asked(`reading the public access block of bucket '${bucket}'`, () =>
    absent("NoSuchPublicAccessBlockConfiguration", () => client.send(new s3.GetPublicAccessBlockCommand({ Bucket }))),
  );
  const versioning = await asked(`reading the versioning of bucket '${bucket}'`, () =>
    client.send(new s3.GetBucketVersioningCommand({ Bucket })),
  );
  const found = block?.PublicAccessBlockConfiguration;
  const blocked =
    found?.BlockPublicAcls && found.BlockPublicPolicy && found.IgnorePublicAcls && found.RestrictPublicBuckets;
  return [
    ...(blocked ? [] : [`bucket '${bucket}' does not block public access in all four ways`]),
    ...(versioning.Status === "Enabled" ? [] : [`bucket '${bucket}' keeps no versions, so a replaced bundle is lost`]),
  ];
}

async function head({ s3, client, bucket }: Bucket, key: string) {
  const command = new s3.HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" });
  return asked(`looking for s3://${bucket}/${key}`, () => absent("NotFound", () => client.send(command)));
}

async function upload(
  { s3, client, bucket }: Bucket,
  key: string,
  order: PublishOrder,
  checksum: string,
): Promise<void> {
  const command = new s3.PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: order.zip,
    ContentType: "application/zip",
    ChecksumAlgorithm: "SHA256",
    ChecksumSHA256: checksum,
    ServerSideEncryption: "aws:kms",
    ...(order.kmsKey !== undefined && { SSEKMSKeyId: order.kmsKey }),
    // An upload since the check is not overwritten either.
    ...(!order.force && { IfNoneMatch: "*" }),
  });
  await asked(`uploading to s3://${bucket}/${key}`, () => client.send(command));
}

/** S3 returns the ARN of the key, however it was named. */
function kmsKeyIs(stored: string | undefined, asked: string): boolean {
  return stored === asked || stored?.split("/").at(-1) === asked.split("/").at(-1);
}

async function absent<T>(name: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if ((error as { readonly name?: string }).name === name) return undefined;
    throw error;
  }
}

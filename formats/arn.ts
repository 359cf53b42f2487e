/** An Amazon Resource Name in its parts. */
export interface Arn {
  /** `aws`, `aws-cn`, `aws-us-gov`, or another partition of AWS. */
  readonly partition: string;
  readonly service: string;
  /** Empty for what has no Region, such as roles and buckets. */
  readonly region: string;
  /** Twelve digits, `aws` for what AWS itself owns, or empty. */
  readonly account: string;
  /** The rest: `key/1234…`, `role/service-role/EMR_DefaultRole`, `bucket/certs/emr.zip`. */
  readonly resource: string;
}

const ARN = /^arn:(aws(?:-[a-z]+)*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws)?:(.+)$/;

/** Parts of an ARN; undefined for any other text. Partitions are recognized by form, so a new one needs no change here. */
export function parseArn(text: string): Arn | undefined {
  const match = ARN.exec(text);
  if (!match) return undefined;
  const [, partition = "", service = "", region = "", account = "", resource = ""] = match;
  return { partition, service, region, account, resource };
}

/** Digits of the account id in a text that would be an ARN if there were twelve; undefined for any other text. */
export function wrongAccountDigits(text: string): number | undefined {
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d+):./.exec(text)?.[1];
  return account === undefined || account.length === 12 ? undefined : account.length;
}

/** The ARN as text. */
export function renderArn({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

interface Partition {
  readonly name: string;
  readonly regions: RegExp;
  readonly dnsSuffix: string;
}

const COMMERCIAL: Partition = { name: "aws", regions: /^[a-z]{2}-/, dnsSuffix: "amazonaws.com" };

const OTHER_PARTITIONS: readonly Partition[] = [
  { name: "aws-cn", regions: /^cn-/, dnsSuffix: "amazonaws.com.cn" },
  { name: "aws-us-gov", regions: /^us-gov-/, dnsSuffix: "amazonaws.com" },
  { name: "aws-eusc", regions: /^eusc-/, dnsSuffix: "amazonaws.eu" },
  { name: "aws-iso", regions: /^us-iso-/, dnsSuffix: "c2s.ic.gov" },
  { name: "aws-iso-b", regions: /^us-isob-/, dnsSuffix: "sc2s.sgov.gov" },
  { name: "aws-iso-e", regions: /^eu-isoe-/, dnsSuffix: "cloud.adc-e.uk" },
  { name: "aws-iso-f", regions: /^us-isof-/, dnsSuffix: "csp.hci.ic.gov" },
];

function partitionWith(region: string): Partition {
  return OTHER_PARTITIONS.find(({ regions }) => regions.test(region)) ?? COMMERCIAL;
}

/** Partition that contains a Region: `aws-cn` for `cn-north-1`, `aws-us-gov` for `us-gov-west-1`, `aws` for most. */
export function partitionOf(region: string): string {
  return partitionWith(region).name;
}

/** Suffix of AWS's host names in a Region: `amazonaws.com` in most. */
export function dnsSuffixOf(region: string): string {
  return partitionWith(region).dnsSuffix;
}

/** Whether a text is written like a Region. */
export function isRegionName(text: string): boolean {
  return [...OTHER_PARTITIONS, COMMERCIAL].some(({ regions }) => regions.test(text));
}

/** How a text names a KMS key. Only `key` and `alias` are ARNs, and only they can name a key of another account. */
export type KeyName =
  | { readonly kind: "key ARN" | "alias ARN"; readonly arn: Arn; readonly name: string }
  | { readonly kind: "key id" | "alias name"; readonly name: string }
  | { readonly kind: "other" };

const KEY_ID = /^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Whether a text has the shape of a KMS key's id: a UUID, or `mrk-` and 32 digits for a multi-Region key. Letters other than hexadecimal digits
 * are accepted, since published plans contain ids such as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
 */
export function isShapedLikeKeyId(text: string): boolean {
  return /^(mrk-[0-9a-z]{32}|[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12})$/i.test(text);
}

/** Distinguishes a key ARN, an alias ARN, a bare key id and a bare alias name (KMS Developer Guide, "Key identifiers"). */
export function parseKeyName(text: string): KeyName {
  const arn = parseArn(text);
  if (arn) {
    if (arn.service !== "kms" || arn.region === "" || arn.account === "") return { kind: "other" };
    const [type, ...rest] = arn.resource.split("/");
    const name = rest.join("/");
    if (type === "key" && rest.length === 1 && /^\S+$/.test(name)) return { kind: "key ARN", arn, name };
    if (type === "alias" && /^\S+$/.test(name)) return { kind: "alias ARN", arn, name };
    return { kind: "other" };
  }
  if (/^alias\/.+/.test(text)) return { kind: "alias name", name: text.slice("alias/".length) };
  return KEY_ID.test(text) ? { kind: "key id", name: text } : { kind: "other" };
}

/** Bucket and key of an object named by `s3://bucket/key` or by its ARN; undefined for any other form. */
export function parseObjectName(text: string): { readonly bucket: string; readonly key: string } | undefined {
  const arn = parseArn(text);
  const location = arn?.service === "s3" ? arn.resource : text.startsWith("s3://") ? text.slice("s3://".length) : "";
  const slash = location.indexOf("/");
  if (slash <= 0 || slash === location.length - 1) return undefined;
  return { bucket: location.slice(0, slash), key: location.slice(slash + 1) };
}

/**
 * Whether S3 may have a bucket of that name; a part that is not known yet may be anything. No bucket has two dots side by side, the form of an IP
 * address, or a prefix that S3 reserves. Reserved suffixes are accepted, since `-s3alias` and its kind name an access point.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function mayBeBucketName(name: string): boolean {
  return /[${}\0]/.test(name) || (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !isImpossibleBucketName(name));
}

/** Whether no bucket has such a name, not even an old one with capitals. */
export function isImpossibleBucketName(name: string): boolean {
  return /\.\.|^\d+\.\d+\.\d+\.\d+$|^(?:xn--|sthree-|amzn-s3-demo-)/.test(name);
}

import { type KeyName, parseKeyName } from "../../../formats/arn";
import type { KeyPurpose } from "../../../formats/key-policy";
import { literal, shown, spelling, type Text } from "../../access/text";
import type { Resource } from "../../model/terraform/model";
import { isRecord, Reference, type Symbolic, Unknown } from "../../model/values/symbolic";
import { type Identities, keyTypes } from "../iam/resource-names";
import { objectNamed, objectTypes } from "../s3/object-name";
import { AwsManagedKeys } from "./aws-managed";

/** A place where EMR uses a KMS key. */
export interface KeyPlace {
  /** The configuration, cluster or object that names the key. */
  readonly by: Resource;
  /** Configuration that the place belongs to; absent for a cluster's own logs. */
  readonly configuration?: Resource;
  readonly purpose: KeyPurpose;
  /** The place in words. */
  readonly words: string;
  /** `EncryptionMode`, where the place has one. */
  readonly mode?: Text;
  /** Bucket that an override is for. */
  readonly bucket?: Text;
  readonly key: NamedKey;
  /** From the argument of `by` on. */
  readonly path: readonly (string | number)[];
}

/** A key as a place names it. */
export interface NamedKey {
  /** What stands there, references written out. */
  readonly text: Text;
  readonly named: "key ARN" | "alias ARN" | "id" | "alias name";
  /** The resource or data source behind it, where the input holds one. */
  readonly resource?: Resource;
  /** The same for every way to name the key. */
  readonly id: string;
}

/** Parsed documents of security configurations, by address; a document that is not known is an {@link Unknown}. */
export type Documents = ReadonlyMap<string, Symbolic>;

type Record = { readonly [name: string]: Symbolic };

/** Every place where the security configurations and clusters of a model name a KMS key. */
export function keyPlaces(identities: Identities, documents: Documents): readonly KeyPlace[] {
  const { model } = identities;
  const inDocuments = [...documents].flatMap(([address, document]) => {
    const configuration = model.at(address);
    if (!configuration) return [];
    return document instanceof Unknown
      ? mentioned(document, configuration, identities)
      : documentPlaces(document, configuration, identities);
  });
  const logs = identities.ofTypes(["aws_emr_cluster"]).flatMap((cluster): readonly KeyPlace[] => {
    if (cluster.mode !== "managed") return [];
    const key = namedKey(cluster.values.log_encryption_kms_key_id, identities);
    if (!key) return [];
    return [{ by: cluster, purpose: "logs", words: "log files", key, path: ["log_encryption_kms_key_id"] }];
  });
  return [...inDocuments, ...logs];
}

/** What a value names as a KMS key; `undefined` for nothing, for what is not known, and for keys that AWS manages. */
export function namedKey(value: Symbolic | undefined, identities: Identities): NamedKey | undefined {
  const text = identities.text(value);
  if (!text || text.length === 0 || spelling(text) === undefined) return undefined;
  const written = literal(text);
  const awsManaged = identities.once("keys that AWS manages", () => new AwsManagedKeys(identities.model));
  if (awsManaged.has(value) || awsManaged.has(written)) return undefined;
  const name: KeyName = written === undefined ? { kind: "other" } : parseKeyName(written);
  const target = name.kind === "alias" || name.kind === "alias name" ? aliasTarget(name.name, identities) : undefined;
  const resource = keyResource(target ?? text, identities);
  const named = namedAs(name, text);
  if (resource) return { text, named, resource, id: resource.address };
  if (written !== undefined && name.kind === "other") return undefined;
  return { text, named, id: shown(text) };
}

function namedAs({ kind }: KeyName, text: Text): NamedKey["named"] {
  if (kind === "key") return "key ARN";
  if (kind === "alias") return "alias ARN";
  if (kind === "alias name") return "alias name";
  const [first] = text;
  if (kind === "id") return "id";
  if (typeof first === "string") return first.startsWith("arn:") ? "key ARN" : "id";
  return first instanceof Reference && first.attribute === "key_id" ? "id" : "key ARN";
}

function aliasTarget(name: string, identities: Identities): Text | undefined {
  const aliases = identities.indexed(["aws_kms_alias"], "name", ({ values }) => [identities.text(values.name)]);
  const alias = aliases.get(`alias/${name}`)?.[0];
  return identities.text(alias?.values.target_key_arn ?? undefined) ?? identities.text(alias?.values.target_key_id);
}

function keyResource(text: Text, identities: Identities): Resource | undefined {
  const [only] = text;
  if (text.length === 1 && only instanceof Reference) {
    const named = identities.model.at(only.address);
    if (named) return named;
  }
  return identities.find(keyTypes, text);
}

/** Every place in one document. */
export function documentPlaces(
  document: Symbolic,
  configuration: Resource,
  identities: Identities,
): readonly KeyPlace[] {
  const places: KeyPlace[] = [];
  const add = (
    part: Symbolic | undefined,
    path: readonly (string | number)[],
    purpose: KeyPurpose,
    words: string,
    more: Partial<KeyPlace> = {},
  ) => {
    const key = isRecord(part) ? namedKey(part.AwsKmsKey, identities) : undefined;
    if (!key) return;
    const at = ["configuration", ...path, "AwsKmsKey"];
    places.push({ by: configuration, configuration, purpose, words, key, path: at, ...more });
  };
  const encryption = inside(document, ["EncryptionConfiguration"]);
  const atRest = inside(encryption, ["AtRestEncryptionConfiguration"]);
  const atRestPath = ["EncryptionConfiguration", "AtRestEncryptionConfiguration"];
  const s3 = inside(atRest, ["S3EncryptionConfiguration"]);
  const s3Path = [...atRestPath, "S3EncryptionConfiguration"];
  add(s3, s3Path, "s3", "S3", modeOf(s3, identities));
  const overrides = s3?.Overrides;
  for (const [at, override] of (Array.isArray(overrides) ? (overrides as readonly Symbolic[]) : []).entries()) {
    const bucket = isRecord(override) ? identities.text(override.BucketName) : undefined;
    const words = `the bucket ${bucket ? shown(bucket) : "of an override"}`;
    const more = { ...modeOf(override, identities), ...(bucket ? { bucket } : {}) };
    add(override, [...s3Path, "Overrides", at], "s3", words, more);
  }
  const disk = inside(atRest, ["LocalDiskEncryptionConfiguration"]);
  const diskPath = [...atRestPath, "LocalDiskEncryptionConfiguration"];
  add(disk, diskPath, "local-disk", "local disks");
  if (String(disk?.EnableEbsEncryption) === "true") add(disk, diskPath, "ebs", "EBS volumes");
  const wal = inside(encryption, ["EMRWALEncryptionConfiguration"]);
  add(wal, ["EncryptionConfiguration", "EMRWALEncryptionConfiguration"], "wal", "the write-ahead log");
  return [...places, ...bundlePlaces(encryption, configuration, identities)];
}

/** The key that encrypts the bundle of certificates, where the input makes the object. */
function bundlePlaces(
  encryption: Record | undefined,
  configuration: Resource,
  identities: Identities,
): readonly KeyPlace[] {
  const tls = inside(encryption, ["InTransitEncryptionConfiguration", "TLSCertificateConfiguration"]);
  const uri = tls?.S3Object;
  if (uri === undefined || uri === null) return [];
  const objects = identities.ofTypes([...objectTypes]).filter(({ mode }) => mode === "managed");
  const { object } = objectNamed(identities.model, uri, objects);
  const key = object && namedKey(object.values.kms_key_id, identities);
  if (!key) return [];
  return [
    { by: object, configuration, purpose: "bundle", words: "the bundle of certificates", key, path: ["kms_key_id"] },
  ];
}

/** Keys that a document of unknown text refers to; what for, it does not tell. */
function mentioned(document: Unknown, configuration: Resource, identities: Identities): readonly KeyPlace[] {
  const seen = new Set<string>();
  return document.references.flatMap((reference): readonly KeyPlace[] => {
    const key = namedKey(reference, identities);
    if (!key?.resource || !keyTypes.includes(key.resource.type) || seen.has(key.id)) return [];
    seen.add(key.id);
    const words = "the document";
    return [{ by: configuration, purpose: "s3", words, key, path: ["configuration"] }];
  });
}

function modeOf(part: Symbolic | undefined, identities: Identities): { readonly mode?: Text } {
  const mode = isRecord(part) ? identities.text(part.EncryptionMode) : undefined;
  return mode ? { mode } : {};
}

function inside(value: Symbolic | undefined, path: readonly string[]): Record | undefined {
  let part: Symbolic | undefined = value;
  for (const name of path) part = isRecord(part) ? part[name] : undefined;
  return isRecord(part) ? part : undefined;
}

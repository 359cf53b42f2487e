import { type KeyName, parseKeyName } from "../../../formats/arn";
import type { KeyPurpose } from "../../../formats/key-policy";
import { oncePer } from "../../../formats/once-per";
import { asLiteral, canonical, display, type SymbolicString } from "../../access/symbolic-string";
import { keyInArn } from "../../model/terraform/keys";
import { isKept } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed, ofType } from "../../model/terraform/of-type";
import { areOtherRegions } from "../../model/terraform/regions";
import { Reference, type Symbolic, Unknown } from "../../model/values/symbolic";
import type { KeyNameForm } from "../../rows/keys";
import { isAbsent } from "../../rows/leaf";
import { awsManagedKeys } from "../aws-managed-keys";
import { encryptionByDefault } from "../bucket-encryption";
import { type EncryptionPlace, encryptionPlaces } from "../configuration/encryption-places";
import type { ConfigurationDocument } from "../configuration/rows";
import { argument, asWritten, DocumentCursor } from "../document-cursor";
import { keyTypes, type ResourceNames } from "../iam/resource-names";
import { objectNamed, objectTypes, written } from "../object-name";
import type { Documents } from "./declared";

/** A place where EMR uses a KMS key. */
export interface KeyPlace {
  /** The configuration, cluster or object that names the key. */
  readonly by: Resource;
  /** Configuration that the place belongs to; absent for a cluster's own logs. */
  readonly configuration?: Resource;
  readonly purpose: KeyPurpose;
  /** The place in words. */
  readonly words: string;
  /** Whether the document is not known, so that only its references show the key: what it is for is not known either. */
  readonly onlyReferred?: true;
  /** `EncryptionMode`, where the place has one. */
  readonly mode?: SymbolicString;
  /** Bucket that an override is for. */
  readonly bucket?: SymbolicString;
  readonly key: NamedKey;
  /** From the argument of `by` on. */
  readonly path: readonly (string | number)[];
}

/** A key as a place names it. */
export interface NamedKey {
  /** The value as written, with references resolved. */
  readonly text: SymbolicString;
  readonly named: KeyNameForm;
  /** The resource or data source behind it, where the input contains one. */
  readonly resource?: Resource;
  /** The alias that the value names by its text, where the input contains it. */
  readonly alias?: Resource;
  /** The same for every way to name the key. */
  readonly id: string;
}

/** The resource that makes a key, where it is in the input. */
export function managedKeyOf({ resource }: NamedKey): Resource | undefined {
  return resource?.mode === "managed" && keyTypes.includes(resource.type) ? resource : undefined;
}

/** The documents of the configurations that exist after the change: the same map for everyone who asks. */
export const keptDocuments = oncePer((documents: readonly ConfigurationDocument[]): Documents => {
  const staying = documents.filter(({ resource }) => isKept(resource));
  return new Map(staying.map(({ resource, root }) => [resource.address, root]));
});

const placesOfDocuments = new WeakMap<Documents, readonly KeyPlace[]>();

/** Every place where the security configurations and clusters of a model name a KMS key; documents belong to one model. */
export function keyPlaces(names: ResourceNames, documents: Documents): readonly KeyPlace[] {
  const places = placesOfDocuments.get(documents) ?? findKeyPlaces(names, documents);
  placesOfDocuments.set(documents, places);
  return places;
}

function findKeyPlaces(names: ResourceNames, documents: Documents): readonly KeyPlace[] {
  const { model } = names;
  const inDocuments = [...documents].flatMap(([address, document]) => {
    const configuration = model.at(address);
    if (!configuration) return [];
    return document instanceof Unknown
      ? mentioned(document, configuration, names)
      : documentPlaces(document, configuration, names);
  });
  const logs = managed(model, "aws_emr_cluster").flatMap((by) => {
    const place = { by, purpose: "logs", words: "log files", path: ["log_encryption_kms_key_id"] } as const;
    return placeOf(by.values.log_encryption_kms_key_id, names, place);
  });
  return [...inDocuments, ...logs];
}

/** A place, if a value names a key there. */
export function placeOf(
  value: Symbolic | undefined,
  names: ResourceNames,
  place: Omit<KeyPlace, "key">,
): readonly KeyPlace[] {
  const key = namedKey(value, names);
  return key ? [{ ...place, key }] : [];
}

/**
 * Every key that a job flow gives for its logs in CloudWatch, or for those of a step. AWS does not document which roles need such a key, so
 * only its own properties are checked.
 */
export function monitoringPlaces(names: ResourceNames): readonly KeyPlace[] {
  return ofType(names.model, "aws_emr_cluster").flatMap((by) => {
    const { monitoring_configuration, step } = by.values;
    const place = (words: string, part: DocumentCursor, ...path: KeyPlace["path"]) => {
      const at = { by, purpose: "logs", words, path: [...path, "EncryptionKeyArn"] } as const;
      return placeOf(part.at("EncryptionKeyArn").source(), names, at);
    };
    const logs = "CloudWatchLogConfiguration";
    const [ofStep, inS3] = ["StepMonitoringConfiguration", "S3MonitoringConfiguration"] as const;
    const monitoring = new DocumentCursor(asWritten, monitoring_configuration).at(logs);
    const steps = new DocumentCursor(asWritten, step).items() ?? [];
    return [
      ...place("logs in CloudWatch", monitoring, "monitoring_configuration", logs),
      ...steps.flatMap((one, at) => place("log files of a step", one.at(ofStep).at(inS3), "step", at, ofStep, inS3)),
    ];
  });
}

/** What a value names as a KMS key; `undefined` for nothing, for what is not known, and for keys that AWS manages. */
export function namedKey(value: Symbolic | undefined, names: ResourceNames): NamedKey | undefined {
  const text = names.text(value);
  if (!text || text.length === 0 || canonical(text) === undefined) return undefined;
  const literal = asLiteral(text);
  const awsManaged = awsManagedKeys(names.model);
  if (awsManaged.has(value) || awsManaged.has(literal)) return undefined;
  const name: KeyName = literal === undefined ? { kind: "other" } : parseKeyName(literal);
  const alias = aliasOf(name, names);
  const resource = alias ? keyOfAlias(alias, names) : keyResource(text, names);
  const named = namedAs(name, text);
  if (resource) return { text, named, resource, ...(alias ? { alias } : {}), id: resource.address };
  if (literal !== undefined && name.kind === "other") return undefined;
  return { text, named, id: display(text) };
}

function namedAs({ kind }: KeyName, text: SymbolicString): NamedKey["named"] {
  if (kind !== "other") return kind;
  const [first] = text;
  if (typeof first === "string") return first.startsWith("arn:") ? "key ARN" : "key id";
  return first instanceof Reference && first.attribute === "key_id" ? "key id" : "key ARN";
}

/** The alias of that name; one of the Region where the name is an ARN. */
function aliasOf(name: KeyName, names: ResourceNames): Resource | undefined {
  if (name.kind !== "alias ARN" && name.kind !== "alias name") return undefined;
  const aliases = names.indexed(["aws_kms_alias"], "written name", ({ values }) => [names.text(values.name)]);
  const region = name.kind === "alias ARN" ? name.arn.region : undefined;
  return aliases.get(`alias/${name.name}`)?.find((alias) => !areOtherRegions(alias.region, region));
}

/** A plan of a new alias has only the key's id as it is written; the ARN is not known yet. */
function keyOfAlias({ values }: Resource, names: ResourceNames): Resource | undefined {
  for (const value of [values.target_key_arn, values.target_key_id]) {
    const text = names.text(value ?? undefined);
    const key = text && keyResource(text, names);
    if (key) return key;
  }
  return undefined;
}

function keyResource(text: SymbolicString, names: ResourceNames): Resource | undefined {
  const [only] = text;
  if (text.length === 1 && only instanceof Reference) {
    const named = names.model.at(only.address);
    if (named) return named;
  }
  const inArn = keyInArn(text);
  return (inArn && names.model.at(inArn.address)) ?? names.find(keyTypes, text);
}

/** Every place in one document. */
export function documentPlaces(document: Symbolic, configuration: Resource, names: ResourceNames): readonly KeyPlace[] {
  const sections = encryptionPlaces(new DocumentCursor(asWritten, document));
  const places = sections.flatMap(({ kind, part, path }): readonly KeyPlace[] => {
    const key = namedKey(part.at("AwsKmsKey").source(), names);
    if (!key) return [];
    const place = { by: configuration, configuration, key, path: [...path, "AwsKmsKey"] };
    return usesOf(kind, part, names).map((use) => ({ ...place, ...use }));
  });
  const tls = sections.find(({ kind }) => kind === "tls")?.part;
  return [...places, ...bundlePlaces(tls?.at("S3Object").source(), configuration, names)];
}

/** What the key of a section is used for. */
function usesOf(
  kind: EncryptionPlace["kind"],
  part: DocumentCursor,
  names: ResourceNames,
): readonly Pick<KeyPlace, "purpose" | "words" | "mode" | "bucket">[] {
  const mode = names.text(part.at("EncryptionMode").source());
  switch (kind) {
    case "s3":
      return [{ purpose: "s3", words: "S3", ...(mode ? { mode } : {}) }];
    case "override": {
      const bucket = names.text(part.at("BucketName").source());
      const words = `the bucket ${bucket ? display(bucket) : "of an override"}`;
      return [{ purpose: "s3", words, ...(mode ? { mode } : {}), ...(bucket ? { bucket } : {}) }];
    }
    case "localDisk": {
      const disk = { purpose: "local-disk", words: "local disks" } as const;
      const encryptsVolumes = String(part.at("EnableEbsEncryption").source()) === "true";
      return encryptsVolumes ? [disk, { purpose: "ebs", words: "EBS volumes" }] : [disk];
    }
    case "wal":
      return [{ purpose: "wal", words: "the write-ahead log" }];
    case "tls":
      return [];
  }
}

/** The key that encrypts the bundle of certificates, where the input makes the object. */
function bundlePlaces(uri: Symbolic | undefined, configuration: Resource, names: ResourceNames): readonly KeyPlace[] {
  if (uri === undefined || uri === null) return [];
  const { model } = names;
  const { object: by } = objectNamed(model, uri, managed(model, ...objectTypes));
  if (!by) return [];
  const place = { by, configuration, purpose: "bundle", words: "the bundle of certificates" } as const;
  const own = placeOf(by.values.kms_key_id, names, { ...place, path: ["kms_key_id"] });
  return own.length > 0 ? own : placeOf(keyOfBucket(by, model), names, { ...place, path: [] });
}

/** The key that the bucket applies by default, where the upload asks for no encryption. */
function keyOfBucket(object: Resource, model: Model): Symbolic | undefined {
  if (!isAbsent(argument(model, object, "server_side_encryption").text())) return undefined;
  return encryptionByDefault(model, written(model, object.values.bucket)).at("kms_master_key_id").source();
}

/** Keys that a document with unknown text refers to, for an unknown purpose. */
function mentioned(document: Unknown, configuration: Resource, names: ResourceNames): readonly KeyPlace[] {
  const seen = new Set<string>();
  return document.references.flatMap((reference): readonly KeyPlace[] => {
    const key = namedKey(reference, names);
    if (!key?.resource || !keyTypes.includes(key.resource.type) || seen.has(key.id)) return [];
    seen.add(key.id);
    const place = { by: configuration, purpose: "s3", words: "the document", onlyReferred: true } as const;
    return [{ ...place, key, path: ["configuration"] }];
  });
}

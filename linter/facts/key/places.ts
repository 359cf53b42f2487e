import { type KeyName, parseKeyName } from "../../../formats/arn";
import type { KeyPurpose } from "../../../formats/key-policy";
import { asLiteral, canonical, display, type SymbolicString } from "../../access/symbolic-string";
import { keyInArn } from "../../model/terraform/keys";
import { isKept } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { areOtherRegions } from "../../model/terraform/regions";
import { Reference, type Symbolic, Unknown } from "../../model/values/symbolic";
import type { KeyNameForm } from "../../rows/keys";
import { AwsManagedKeys } from "../aws-managed-keys";
import { encryptionByDefault } from "../bucket-encryption";
import { type EncryptionPlace, encryptionPlaces } from "../configuration/encryption-places";
import type { ConfigurationDocument } from "../configuration/rows";
import { argument, asWritten, DocumentCursor } from "../document-cursor";
import { keyTypes, type ResourceNames } from "../iam/resource-names";
import { objectNamed, objectTypes, written } from "../object-name";

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

/** Parsed documents of security configurations, by address; a document that is not known is an {@link Unknown}. */
export type Documents = ReadonlyMap<string, Symbolic>;

const documentsKept = new WeakMap<readonly ConfigurationDocument[], Documents>();

/** The documents of the configurations that exist after the change: the same map for everyone who asks. */
export function keptDocuments(documents: readonly ConfigurationDocument[]): Documents {
  const known = documentsKept.get(documents);
  if (known) return known;
  const staying = documents.filter(({ resource }) => isKept(resource));
  const roots = new Map(staying.map(({ resource, root }) => [resource.address, root]));
  documentsKept.set(documents, roots);
  return roots;
}

const placesOfDocuments = new WeakMap<Documents, readonly KeyPlace[]>();

/** Every place where the security configurations and clusters of a model name a KMS key; documents belong to one model. */
export function keyPlaces(resourceNames: ResourceNames, documents: Documents): readonly KeyPlace[] {
  const places = placesOfDocuments.get(documents) ?? findKeyPlaces(resourceNames, documents);
  placesOfDocuments.set(documents, places);
  return places;
}

function findKeyPlaces(resourceNames: ResourceNames, documents: Documents): readonly KeyPlace[] {
  const { model } = resourceNames;
  const inDocuments = [...documents].flatMap(([address, document]) => {
    const configuration = model.at(address);
    if (!configuration) return [];
    return document instanceof Unknown
      ? mentioned(document, configuration, resourceNames)
      : documentPlaces(document, configuration, resourceNames);
  });
  const logs = resourceNames.ofTypes(["aws_emr_cluster"]).flatMap((cluster): readonly KeyPlace[] => {
    if (cluster.mode !== "managed") return [];
    const key = namedKey(cluster.values.log_encryption_kms_key_id, resourceNames);
    if (!key) return [];
    return [{ by: cluster, purpose: "logs", words: "log files", key, path: ["log_encryption_kms_key_id"] }];
  });
  return [...inDocuments, ...logs];
}

/**
 * Every key that a job flow gives for its logs in CloudWatch, or for those of a step. AWS does not document which roles need such a key, so
 * only its own properties are checked.
 */
export function monitoringPlaces(resourceNames: ResourceNames): readonly KeyPlace[] {
  return resourceNames.ofTypes(["aws_emr_cluster"]).flatMap((cluster): readonly KeyPlace[] => {
    const { monitoring_configuration, step } = cluster.values;
    const place = (words: string, part: DocumentCursor, path: KeyPlace["path"]): readonly KeyPlace[] => {
      const key = namedKey(part.at("EncryptionKeyArn").source(), resourceNames);
      return key ? [{ by: cluster, purpose: "logs", words, key, path: [...path, "EncryptionKeyArn"] }] : [];
    };
    const logs = ["CloudWatchLogConfiguration"] as const;
    const monitoring = new DocumentCursor(asWritten, monitoring_configuration);
    const steps = new DocumentCursor(asWritten, step).items() ?? [];
    return [
      ...place("logs in CloudWatch", monitoring.at(logs[0]), ["monitoring_configuration", ...logs]),
      ...steps.flatMap((one, index) => {
        const [outer, inner] = ["StepMonitoringConfiguration", "S3MonitoringConfiguration"] as const;
        return place("log files of a step", one.at(outer).at(inner), ["step", index, outer, inner]);
      }),
    ];
  });
}

/** What a value names as a KMS key; `undefined` for nothing, for what is not known, and for keys that AWS manages. */
export function namedKey(value: Symbolic | undefined, resourceNames: ResourceNames): NamedKey | undefined {
  const text = resourceNames.text(value);
  if (!text || text.length === 0 || canonical(text) === undefined) return undefined;
  const literal = asLiteral(text);
  const awsManaged = resourceNames.once("keys that AWS manages", () => new AwsManagedKeys(resourceNames.model));
  if (awsManaged.has(value) || awsManaged.has(literal)) return undefined;
  const name: KeyName = literal === undefined ? { kind: "other" } : parseKeyName(literal);
  const alias = aliasOf(name, resourceNames);
  const resource = alias ? keyOfAlias(alias, resourceNames) : keyResource(text, resourceNames);
  const named = namedAs(name, text);
  if (resource) return { text, named, resource, ...(alias ? { alias } : {}), id: resource.address };
  if (literal !== undefined && name.kind === "other") return undefined;
  return { text, named, id: display(text) };
}

function namedAs({ kind }: KeyName, text: SymbolicString): NamedKey["named"] {
  if (kind === "key") return "key ARN";
  if (kind === "alias") return "alias ARN";
  if (kind === "alias name") return "alias name";
  const [first] = text;
  if (kind === "id") return "key id";
  if (typeof first === "string") return first.startsWith("arn:") ? "key ARN" : "key id";
  return first instanceof Reference && first.attribute === "key_id" ? "key id" : "key ARN";
}

/** The alias of that name; one of the Region where the name is an ARN. */
function aliasOf(name: KeyName, resourceNames: ResourceNames): Resource | undefined {
  if (name.kind !== "alias" && name.kind !== "alias name") return undefined;
  const aliases = resourceNames.indexed(["aws_kms_alias"], "written name", ({ values }) => [
    resourceNames.text(values.name),
  ]);
  const region = name.kind === "alias" ? name.arn.region : undefined;
  return aliases.get(`alias/${name.name}`)?.find((alias) => !areOtherRegions(alias.region, region));
}

/** A plan of a new alias has only the key's id as it is written; the ARN is not known yet. */
function keyOfAlias({ values }: Resource, resourceNames: ResourceNames): Resource | undefined {
  for (const value of [values.target_key_arn, values.target_key_id]) {
    const text = resourceNames.text(value ?? undefined);
    const key = text && keyResource(text, resourceNames);
    if (key) return key;
  }
  return undefined;
}

function keyResource(text: SymbolicString, resourceNames: ResourceNames): Resource | undefined {
  const [only] = text;
  if (text.length === 1 && only instanceof Reference) {
    const named = resourceNames.model.at(only.address);
    if (named) return named;
  }
  const inArn = keyInArn(text);
  return (inArn && resourceNames.model.at(inArn.address)) ?? resourceNames.find(keyTypes, text);
}

/** Every place in one document. */
export function documentPlaces(
  document: Symbolic,
  configuration: Resource,
  resourceNames: ResourceNames,
): readonly KeyPlace[] {
  const sections = encryptionPlaces(new DocumentCursor(asWritten, document));
  const places = sections.flatMap(({ kind, part, path }): readonly KeyPlace[] => {
    const key = namedKey(part.at("AwsKmsKey").source(), resourceNames);
    if (!key) return [];
    const place = { by: configuration, configuration, key, path: [...path, "AwsKmsKey"] };
    return usesOf(kind, part, resourceNames).map((use) => ({ ...place, ...use }));
  });
  const tls = sections.find(({ kind }) => kind === "tls")?.part;
  return [...places, ...bundlePlaces(tls?.at("S3Object").source(), configuration, resourceNames)];
}

/** What the key of a section is used for. */
function usesOf(
  kind: EncryptionPlace["kind"],
  part: DocumentCursor,
  resourceNames: ResourceNames,
): readonly Pick<KeyPlace, "purpose" | "words" | "mode" | "bucket">[] {
  const mode = resourceNames.text(part.at("EncryptionMode").source());
  switch (kind) {
    case "s3":
      return [{ purpose: "s3", words: "S3", ...(mode ? { mode } : {}) }];
    case "override": {
      const bucket = resourceNames.text(part.at("BucketName").source());
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
function bundlePlaces(
  uri: Symbolic | undefined,
  configuration: Resource,
  resourceNames: ResourceNames,
): readonly KeyPlace[] {
  if (uri === undefined || uri === null) return [];
  const objects = resourceNames.ofTypes([...objectTypes]).filter(({ mode }) => mode === "managed");
  const { object } = objectNamed(resourceNames.model, uri, objects);
  if (!object) return [];
  const own = namedKey(object.values.kms_key_id, resourceNames);
  const key = own ?? namedKey(keyOfBucket(object, resourceNames.model), resourceNames);
  if (!key) return [];
  const path = own ? ["kms_key_id"] : [];
  return [{ by: object, configuration, purpose: "bundle", words: "the bundle of certificates", key, path }];
}

/** The key that the bucket applies by default, where the upload asks for no encryption. */
function keyOfBucket(object: Resource, model: Model): Symbolic | undefined {
  const asked = argument(model, object, "server_side_encryption").text();
  if (!("known" in asked) || asked.known !== null) return undefined;
  return encryptionByDefault(model, written(model, object.values.bucket)).at("kms_master_key_id").source();
}

/** Keys that a document with unknown text refers to, for an unknown purpose. */
function mentioned(document: Unknown, configuration: Resource, resourceNames: ResourceNames): readonly KeyPlace[] {
  const seen = new Set<string>();
  return document.references.flatMap((reference): readonly KeyPlace[] => {
    const key = namedKey(reference, resourceNames);
    if (!key?.resource || !keyTypes.includes(key.resource.type) || seen.has(key.id)) return [];
    seen.add(key.id);
    const words = "the document";
    return [{ by: configuration, purpose: "s3", words, onlyReferred: true, key, path: ["configuration"] }];
  });
}

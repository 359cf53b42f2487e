import type { Model, Resource } from "../../model/terraform/model";
import { kept, managed } from "../../model/terraform/of-type";
import { areOtherRegions } from "../../model/terraform/regions";
import { isLeaf, isRecord, Reference, type Symbolic, Unknown } from "../../model/values/symbolic";
import {
  afterApply,
  firstUnknown as firstUnknownValue,
  LINT_LATER_PLAN,
  referencesIn,
} from "../../model/values/unknowns";
import type {
  ClassField,
  ConfigurationFact,
  DocumentKind,
  IdentityCenter,
  InstanceMetadata,
  Kerberos,
  LocalDiskEncryption,
  Obstacle,
  S3Encryption,
  S3Override,
  TlsCertificates,
} from "../../rows/configurations";
import { ABSENT, firstUnknown, isAbsent, known, knownValue, type Leaf, mapLeaf, unknownLeaf } from "../../rows/leaf";
import { accessGrants, imageEncrypted } from "../cluster/configuration-clusters";
import { DocumentCursor, leafOfUnknown, parseArgument } from "../document-cursor";
import type { LintContext } from "../lint-context";
import { encryptionPlaces } from "./encryption-places";
import { keyField, madeHere } from "./key-field";
import { mayBeOverridden, objectField } from "./object-field";
import { roleForm, roleMappings } from "./role-mappings";

/** A security configuration and its document, as far as it can be read. */
export interface ConfigurationDocument {
  readonly resource: Resource;
  /** What the document is, as in {@link ConfigurationFact.document}. */
  readonly kind: Leaf<DocumentKind>;
  /** The parsed document; an {@link Unknown} where its text is not known, null where it is not JSON. */
  readonly root: Symbolic;
}

/** Overrides that are checked of one document, and of all documents of an input: each is compared with the others. */
const MOST_OVERRIDES = 200;
const MOST_OVERRIDES_IN_ALL = 1_000;

/** Every security configuration of a model, those included that the plan destroys. A document with too many overrides is not known. */
export function readDocuments(model: Model): readonly ConfigurationDocument[] {
  let all = 0;
  return managed(model, "aws_emr_security_configuration").map((resource) => {
    const document = readDocument(model, resource);
    const count = overrideCount(model, document.root);
    all += count;
    const isInLimits = count <= MOST_OVERRIDES && (count === 0 || all <= MOST_OVERRIDES_IN_ALL);
    return isInLimits ? document : { resource, kind: leafOfUnknown(tooMany), root: tooMany };
  });
}

const tooMany = new Unknown(
  `the document has too many overrides: at most ${MOST_OVERRIDES} of one document and ${MOST_OVERRIDES_IN_ALL} of one input are checked`,
  "split the configuration, or lint the folders one by one",
);

function overrideCount(model: Model, root: Symbolic): number {
  if (!isRecord(root)) return 0;
  return encryptionPlaces(new DocumentCursor(model, root)).filter(({ kind }) => kind === "override").length;
}

function readDocument(model: Model, resource: Resource): ConfigurationDocument {
  const parsed = parseArgument(model, resource.values.configuration);
  if ("problem" in parsed) return { resource, kind: known("not JSON"), root: null };
  if ("unknown" in parsed) return { resource, kind: leafOfUnknown(parsed.unknown), root: parsed.unknown };
  return { resource, kind: known(jsonType(parsed.document)), root: parsed.document };
}

function jsonType(value: Symbolic): DocumentKind {
  if (isRecord(value)) return "object";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "boolean") return "a boolean";
  if (typeof value === "number") return "a number";
  return value === null ? "null" : "a string";
}

/** Rows for security configurations. */
export function configurationRows(
  model: Model,
  documents: readonly ConfigurationDocument[],
  lintContext: LintContext,
): readonly ConfigurationFact[] {
  return documents.map((document) => configuration(model, document, lintContext));
}

function configuration(
  model: Model,
  { resource, kind, root }: ConfigurationDocument,
  { settings }: LintContext,
): ConfigurationFact {
  const document = new DocumentCursor(model, isRecord(root) || isLeaf(root) ? root : undefined);
  const encryption = document.at("EncryptionConfiguration");
  const atRest = encryption.at("AtRestEncryptionConfiguration");
  const s3 = atRest.at("S3EncryptionConfiguration");
  const inTransit = encryption.at("InTransitEncryptionConfiguration").at("TLSCertificateConfiguration");
  const wal = encryption.at("EMRWALEncryptionConfiguration");
  const authentication = document.at("AuthenticationConfiguration");
  const authorization = document.at("AuthorizationConfiguration");
  const ranger = authorization.at("RangerConfiguration");
  const trusted = identityCenter(authentication.at("IdentityCenterConfiguration"));
  return {
    id: resource.address,
    document: kind,
    ...obstacle(model, resource, root, encryption),
    atRest: encryption.at("EnableAtRestEncryption").flag(),
    inTransit: encryption.at("EnableInTransitEncryption").flag(),
    atRestSettings: atRest.present(),
    inTransitSettings: inTransit.present(),
    s3: s3Encryption(model, s3),
    s3Overrides: overrides(model, s3.at("Overrides")),
    localDisk: {
      ...localDisk(model, atRest.at("LocalDiskEncryptionConfiguration")),
      ebsByDefault: ebsByDefault(model, resource.region, settings.known),
      imageEncrypted: imageEncrypted(model, resource),
    },
    tls: tls(model, inTransit),
    wal: { present: wal.present(), ...keyField(model, wal.at("AwsKmsKey")) },
    imds: imds(document.at("InstanceMetadataServiceConfiguration")),
    kerberos: kerberos(authentication.at("KerberosConfiguration")),
    identityCenter: {
      ...trusted,
      lakeFormation: lakeFormation(authorization.at("LakeFormationConfiguration")),
      // Asked only of documents that need it, so that others leave nothing open.
      accessGrants: knownValue(trusted.enabled) === true ? accessGrants(model, resource) : trusted.enabled,
    },
    roleMappings: roleMappings(authorization.at("EmrFsConfiguration").at("RoleMappings")),
    ranger: ranger.present(),
    rangerEmrfs: hasPlugin(ranger, "EMRFS-S3"),
    rangerTrino: hasPlugin(ranger, "Trino"),
    runtimeRoles: authorization.at("IAMConfiguration").at("EnableApplicationScopedIAMRole").flag(),
    onlyKey: onlyKey(model, root),
  };
}

function obstacle(
  model: Model,
  resource: Resource,
  root: Symbolic,
  encryption: DocumentCursor,
): Pick<ConfigurationFact, "obstacle" | "obstacleReason"> {
  if (root instanceof Unknown) {
    return { obstacle: obstacleTo(model, resource, root), obstacleReason: known(root.reason) };
  }
  const flags = ["EnableAtRestEncryption", "EnableInTransitEncryption"].map((name) => encryption.at(name).resolved());
  const open = flags.find(isLeaf);
  const flag = open && (firstUnknownValue(open) ?? afterApply(referencesIn(open)));
  return flag && isWrittenHere(model, resource, flag)
    ? { obstacle: known("a flag"), obstacleReason: known(flag.reason) }
    : { obstacle: ABSENT, obstacleReason: ABSENT };
}

/** What keeps the whole text of a document from being read; unknown where the sources of the plan may contain it. */
function obstacleTo(model: Model, resource: Resource, unknown: Unknown): Leaf<Obstacle> {
  const { references, cause } = unknown;
  // Only the references of a missing expression are known: a data source in it may give the whole document or one key.
  if (resource.lacksSource?.("configuration")) return leafOfUnknown(unknown);
  const data = references.map(({ address }) => model.at(address)).filter((each) => each?.mode === "data");
  if (data.some((each) => each?.type === "terraform_remote_state")) return known("another state");
  if (data.some((each) => each?.type.startsWith("aws_"))) return known("a data source");
  if (cause === "variable") return known(isModuleFolder(model) ? "caller" : "variable");
  if (cause === "module") return known("module");
  return known("expression");
}

/** Whether a value that is not known is made by the input itself, not by a caller, another state or AWS. */
function isWrittenHere(model: Model, resource: Resource, unknown: Unknown): boolean {
  const obstacle = knownValue(obstacleTo(model, resource, unknown));
  return obstacle !== undefined && ["variable", "module", "expression"].includes(obstacle);
}

/** A folder without a provider and a backend of its own is called by others, which set its variables. */
function isModuleFolder({ kind, defaultTags, backend }: Model): boolean {
  return kind === "configuration" && Object.keys(defaultTags).length === 0 && (backend ?? null) === null;
}

function s3Encryption(model: Model, part: DocumentCursor): S3Encryption {
  return {
    present: part.present(),
    mode: part.at("EncryptionMode").text(),
    ...keyField(model, part.at("AwsKmsKey")),
    ...classField(part.at("EncryptionKeyProviderClass")),
    ...objectField(model, part.at("S3Object")),
  };
}

function overrides(model: Model, list: DocumentCursor): readonly S3Override[] {
  const parts = list.items() ?? (isLeaf(list.resolved()) ? [list] : []);
  const buckets = parts.map((part) => part.at("BucketName").text());
  return parts.map((part, index) => {
    const bucket = buckets[index] ?? ABSENT;
    return {
      ...s3Encryption(model, part),
      bucket,
      mayBeBucket: mapLeaf(bucket, mayBeOverridden),
      repeated: repeated(bucket, buckets.slice(0, index)),
    };
  });
}

function classField(part: DocumentCursor): ClassField {
  const providerClass = part.text();
  return { providerClass, mayBeClass: mapLeaf(providerClass, mayBeClass) };
}

/** The full name of a class, and not of a file. */
function mayBeClass(name: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(name) && !/\.(?:jar|class|java)$/.test(name);
}

function repeated(bucket: Leaf<string>, earlier: readonly Leaf<string>[]): Leaf<boolean> {
  if ("unknown" in bucket) return bucket;
  const same = (other: Leaf<string>) => JSON.stringify(other) === JSON.stringify(bucket);
  if (earlier.some(same)) return known(!isAbsent(bucket));
  const open = earlier.find((other) => !("known" in other));
  if (!open || "known" in bucket) return known(false);
  return "unknown" in open ? open : unknownLeaf("another bucket is known after apply", LINT_LATER_PLAN);
}

function localDisk(model: Model, part: DocumentCursor): Omit<LocalDiskEncryption, "ebsByDefault" | "imageEncrypted"> {
  return {
    present: part.present(),
    provider: part.at("EncryptionKeyProviderType").text(),
    ...keyField(model, part.at("AwsKmsKey")),
    ebs: part.at("EnableEbsEncryption").flag(),
    ...classField(part.at("EncryptionKeyProviderClass")),
    ...objectField(model, part.at("S3Object")),
  };
}

/** EBS encryption by default is a setting of each Region. */
function ebsByDefault(model: Model, home: Symbolic, declared: LintContext["settings"]["known"]): Leaf<boolean> {
  const resource = kept(model, "aws_ebs_encryption_by_default").find(({ region }) => !areOtherRegions(region, home));
  if (!resource) return known(declared?.ebsEncryptionByDefault);
  return resource.values.enabled === undefined
    ? known(true)
    : new DocumentCursor(model, resource.values.enabled).flag();
}

function tls(model: Model, part: DocumentCursor): TlsCertificates {
  return {
    provider: part.at("CertificateProviderType").text(),
    ...objectField(model, part.at("S3Object")),
    ...classField(part.at("CertificateProviderClass")),
    ...keyField(model, part.at("AwsKmsKey")),
    validityDays: part.at("ValidityInDays").number(),
    wildcardSuffix: part.at("WildcardDnsSuffix").text(),
    secretTags: part.at("SecretTags").present(),
  };
}

function imds(part: DocumentCursor): InstanceMetadata {
  return {
    present: part.present(),
    version: part.at("MinimumInstanceMetadataServiceVersion").number(),
    hopLimit: part.at("HttpPutResponseHopLimit").number(),
  };
}

function kerberos(part: DocumentCursor): Kerberos {
  const external = part.at("ExternalKdcConfiguration");
  const dedicated = part.at("ClusterDedicatedKdcConfiguration");
  return {
    present: part.present(),
    provider: part.at("Provider").text(),
    dedicated: dedicated.present(),
    external: external.present(),
    trust: dedicated.at("CrossRealmTrustConfiguration").present(),
    activeDirectory: external.at("AdIntegrationConfiguration").present(),
    serverType: external.at("KdcServerType").text(),
  };
}

function identityCenter(
  part: DocumentCursor,
): Pick<IdentityCenter, "enabled" | "role" | "roleForm" | "backgroundSessions"> {
  const written = part.at("IAMRoleForEMRIdentityCenterApplicationARN");
  const role = written.text();
  const isEmpty = knownValue(role)?.trim() === "";
  return {
    enabled: part.at("EnableIdentityCenter").flag(),
    role: isEmpty ? ABSENT : role,
    roleForm: isEmpty ? ABSENT : roleForm(written),
    backgroundSessions: part.at("EnableUserBackgroundSession").flag(),
  };
}

function lakeFormation(part: DocumentCursor): Leaf<boolean> {
  const present = part.present();
  const enabled = part.at("EnableLakeFormation").flag();
  return knownValue(present) !== true || isAbsent(enabled) ? present : enabled;
}

function hasPlugin(ranger: DocumentCursor, application: string): Leaf<boolean> {
  const list = ranger.at("RangerPluginConfigurations");
  const plugins = list.items();
  if (!plugins) return list.present();
  const apps = plugins.map((plugin) => plugin.at("App").text());
  if (apps.some((app) => knownValue(app) === application)) return known(true);
  return firstUnknown(apps) ?? known(false);
}

/** The key that an unknown document refers to twice or more, and to no other. */
function onlyKey(model: Model, root: Symbolic): Leaf<string> {
  if (!(root instanceof Unknown)) return ABSENT;
  const keys = root.references
    .filter(({ attribute }) => attribute !== "")
    .map((reference) => model.key(reference))
    .filter((key) => key instanceof Reference)
    .filter(({ address }) => /^aws_kms_.*key$/.test(model.at(address)?.type ?? ""));
  const [first] = keys;
  const isOnly = keys.length > 1 && keys.every(({ address }) => address === first?.address);
  return first && isOnly ? madeHere(model, { reference: { ...first } }) : ABSENT;
}

import { isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { areOtherRegions } from "../../model/terraform/regions";
import { parseDocument } from "../../model/values/document";
import { isLeaf, isRecord, Reference, type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { afterApply, firstUnknown, LINT_LATER_PLAN, referencesIn } from "../../model/values/unknowns";
import type {
  ConfigurationFact,
  DocumentKind,
  IdentityCenter,
  InstanceMetadata,
  Kerberos,
  LocalDiskEncryption,
  Obstacle,
  RoleForm,
  S3Encryption,
  S3Override,
  TlsCertificates,
} from "../../rows/configurations";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { AwsManagedKeys } from "../aws-managed-keys";
import { ClusterImages } from "../cluster/image";
import { S3AccessGrants } from "../cluster/s3-access-grants";
import { DocumentCursor } from "../document-cursor";
import type { LintContext } from "../lint-context";
import { encryptionPlaces } from "./encryption-places";
import { keyField, madeHere } from "./key-field";
import { mayBeOverridden, objectField } from "./object-field";
import { isWrittenHere, obstacleTo } from "./obstacle";
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
    return isInLimits ? document : { resource, kind: unknownLeaf(tooMany.reason, tooMany.resolveWith), root: tooMany };
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
  const text = new DocumentCursor(model, resource.values.configuration).resolved();
  if (text === undefined || text === null) return { resource, kind: known("not JSON"), root: null };
  const parsed = parseWritten(resource.values.configuration) ?? parseDocument(text);
  if ("unknown" in parsed) {
    const { reason, resolveWith } = parsed.unknown;
    return { resource, kind: unknownLeaf(reason, resolveWith), root: parsed.unknown };
  }
  if ("problem" in parsed) return { resource, kind: known("not JSON"), root: null };
  return { resource, kind: known(jsonType(parsed.document)), root: parsed.document };
}

/** A template that is a document before its references are followed: how a key is written can still be seen in it. */
function parseWritten(text: Symbolic | undefined): { readonly document: Symbolic } | undefined {
  const parsed = text instanceof Template ? parseDocument(text) : undefined;
  return parsed && "document" in parsed ? parsed : undefined;
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
  const about = {
    model,
    grants: new S3AccessGrants(model),
    managed: new AwsManagedKeys(model),
    images: new ClusterImages(model),
  };
  return documents.map((document) => configuration(about, document, lintContext));
}

/** What the rows of all configurations of a model ask. */
interface About {
  readonly model: Model;
  readonly grants: S3AccessGrants;
  readonly managed: AwsManagedKeys;
  readonly images: ClusterImages;
}

function configuration(
  about: About,
  { resource, kind, root }: ConfigurationDocument,
  { settings }: LintContext,
): ConfigurationFact {
  const { model, grants } = about;
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
    s3: s3Encryption(about, s3),
    s3Overrides: overrides(about, s3.at("Overrides")),
    localDisk: {
      ...localDisk(about, atRest.at("LocalDiskEncryptionConfiguration")),
      ebsByDefault: ebsByDefault(model, resource.region, settings.known),
      imageEncrypted: about.images.encryptedFor(resource),
    },
    tls: tls(about, inTransit),
    wal: { present: wal.present(), ...keyField(about, wal.at("AwsKmsKey")) },
    imds: imds(document.at("InstanceMetadataServiceConfiguration")),
    kerberos: kerberos(authentication.at("KerberosConfiguration")),
    identityCenter: {
      ...trusted,
      lakeFormation: lakeFormation(authorization.at("LakeFormationConfiguration")),
      // Asked only of documents that need it, so that others leave nothing open.
      accessGrants:
        "known" in trusted.enabled && trusted.enabled.known === true ? grants.of(resource) : trusted.enabled,
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
  const flag = open && (firstUnknown(open) ?? afterApply(referencesIn(open)));
  return flag && isWrittenHere(model, resource, flag)
    ? { obstacle: known("a flag"), obstacleReason: known(flag.reason) }
    : { obstacle: known<Obstacle>(null), obstacleReason: known<string>(null) };
}

function s3Encryption(about: About, part: DocumentCursor): S3Encryption {
  return {
    present: part.present(),
    mode: part.at("EncryptionMode").text(),
    ...keyField(about, part.at("AwsKmsKey")),
    ...classField(part.at("EncryptionKeyProviderClass")),
    ...objectField(about.model, part.at("S3Object")),
  };
}

function overrides(about: About, list: DocumentCursor): readonly S3Override[] {
  const parts = list.items() ?? (isLeaf(list.resolved()) ? [list] : []);
  const buckets = parts.map((part) => part.at("BucketName").text());
  return parts.map((part, index) => {
    const bucket = buckets[index] ?? known<string>(null);
    return {
      ...s3Encryption(about, part),
      bucket,
      mayBeBucket: whether(bucket, mayBeOverridden),
      repeated: repeated(bucket, buckets.slice(0, index)),
    };
  });
}

function classField(part: DocumentCursor): Pick<S3Encryption, "providerClass" | "mayBeClass"> {
  const providerClass = part.text();
  return { providerClass, mayBeClass: whether(providerClass, mayBeClass) };
}

/** The full name of a class, and not of a file. Nearly all names are ASCII: V8 takes long to compile patterns of Unicode properties. */
function mayBeClass(name: string): boolean {
  if (/\.(?:jar|class|java)$/.test(name)) return false;
  return (
    /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/.test(name) ||
    /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u.test(name)
  );
}

function whether(leaf: Leaf<string>, test: (text: string) => boolean): Leaf<boolean> {
  if (!("known" in leaf)) return leaf;
  return known(leaf.known === null ? null : test(leaf.known));
}

function repeated(bucket: Leaf<string>, earlier: readonly Leaf<string>[]): Leaf<boolean> {
  if ("unknown" in bucket) return bucket;
  const same = (other: Leaf<string>) => JSON.stringify(other) === JSON.stringify(bucket);
  if (earlier.some(same)) return known(!("known" in bucket && bucket.known === null));
  const open = earlier.find((other) => !("known" in other));
  return open && !("known" in bucket) ? { ...openLeaf(open) } : known(false);
}

function openLeaf(leaf: Leaf<string>): Leaf<boolean> {
  if ("unknown" in leaf) return leaf;
  return unknownLeaf("another bucket is known after apply", LINT_LATER_PLAN);
}

function localDisk(about: About, part: DocumentCursor): Omit<LocalDiskEncryption, "ebsByDefault" | "imageEncrypted"> {
  return {
    present: part.present(),
    provider: part.at("EncryptionKeyProviderType").text(),
    ...keyField(about, part.at("AwsKmsKey")),
    ebs: part.at("EnableEbsEncryption").flag(),
    ...classField(part.at("EncryptionKeyProviderClass")),
    ...objectField(about.model, part.at("S3Object")),
  };
}

/** EBS encryption by default is a setting of each Region. */
function ebsByDefault(model: Model, home: Symbolic, declared: LintContext["settings"]["known"]): Leaf<boolean> {
  const resource = managed(model, "aws_ebs_encryption_by_default").find(
    ({ actions, region }) => !isRemoved(actions) && !areOtherRegions(region, home),
  );
  if (!resource) return known(declared?.ebsEncryptionByDefault);
  return resource.values.enabled === undefined
    ? known(true)
    : new DocumentCursor(model, resource.values.enabled).flag();
}

function tls(about: About, part: DocumentCursor): TlsCertificates {
  return {
    provider: part.at("CertificateProviderType").text(),
    ...objectField(about.model, part.at("S3Object")),
    ...classField(part.at("CertificateProviderClass")),
    ...keyField(about, part.at("AwsKmsKey")),
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
  const isEmpty = "known" in role && role.known?.trim() === "";
  return {
    enabled: part.at("EnableIdentityCenter").flag(),
    role: isEmpty ? known<string>(null) : role,
    roleForm: isEmpty ? known<RoleForm>(null) : roleForm(written),
    backgroundSessions: part.at("EnableUserBackgroundSession").flag(),
  };
}

function lakeFormation(part: DocumentCursor): Leaf<boolean> {
  const present = part.present();
  if (!("known" in present) || present.known !== true) return present;
  const enabled = part.at("EnableLakeFormation").flag();
  return "known" in enabled && enabled.known === null ? present : enabled;
}

function hasPlugin(ranger: DocumentCursor, application: string): Leaf<boolean> {
  const list = ranger.at("RangerPluginConfigurations");
  const plugins = list.items();
  if (!plugins) return list.present();
  const apps = plugins.map((plugin) => plugin.at("App").text());
  if (apps.some((app) => "known" in app && app.known === application)) return known(true);
  const open = apps.find((app) => "unknown" in app);
  return open && "unknown" in open ? open : known(false);
}

/** The key that an unknown document refers to twice or more, and to no other. */
function onlyKey(model: Model, root: Symbolic): Leaf<string> {
  if (!(root instanceof Unknown)) return known<string>(null);
  const keys = root.references
    .filter(({ attribute }) => attribute !== "")
    .map((reference) => model.key(reference))
    .filter((key) => key instanceof Reference && /^aws_kms_.*key$/.test(model.at(key.address)?.type ?? ""));
  const [first] = keys;
  if (!(first instanceof Reference) || keys.length < 2) return known<string>(null);
  const one = keys.every((key) => key instanceof Reference && key.address === first.address);
  return one
    ? madeHere(model, { reference: { address: first.address, attribute: first.attribute } })
    : known<string>(null);
}

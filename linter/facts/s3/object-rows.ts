import { parseKeyName, parseObjectName } from "../../../formats/arn";
import { uniqueBy } from "../../../formats/group-by";
import { display } from "../../access/symbolic-string";
import { isDestroyed, isKept, isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { managed } from "../../model/terraform/of-type";
import { Reference, type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { LINT_NEXT_PLAN } from "../../model/values/unknowns";
import type { KeyIdentifierForm } from "../../rows/configurations";
import {
  ABSENT,
  isAbsent,
  known,
  knownValue,
  type Leaf,
  mapLeaf,
  type UnknownLeaf,
  unknownLeaf,
} from "../../rows/leaf";
import type { ContentCarrier, ObjectEncryption, ObjectFact, ObjectKind } from "../../rows/objects";
import { isArchived, type LocatedBundle } from "../bundle/locate";
import { encryptionPlaces } from "../configuration/encryption-places";
import type { ConfigurationDocument } from "../configuration/rows";
import { argument, DocumentCursor, leafOfUnknown } from "../document-cursor";
import { ResourceNames } from "../iam/resource-names";
import type { LintContext } from "../lint-context";
import { lookUp, unreadableFile } from "../look-up";
import { nameOf, objectNamed, objectTypes, storedName } from "../object-name";
import { Bucket, keyWords } from "./bucket";
import { changeTracking } from "./change-tracking";
import { unreadableBy } from "./download-access";
import { grantLeaves } from "./grants";
import { lifecycleLeaves } from "./lifecycle";
import { uploadDenied } from "./upload-access";

/** A place in a security configuration that names an object. */
interface ObjectPlace {
  readonly configuration: Resource;
  readonly uri: DocumentCursor;
  /** Bucket and key, as far as they are known. */
  readonly name?: string;
  /** The object that it names, where the input makes one. */
  readonly object?: Resource;
  readonly isBundle: boolean;
  readonly path: readonly (string | number)[];
}

type Leaves = Omit<ObjectFact, "id" | "path">;

/** Rows of the objects that security configurations name, and of the zips of certificates that are uploaded without one. */
export function objectRows(
  model: Model,
  documents: readonly ConfigurationDocument[],
  located: readonly LocatedBundle[],
  lintContext: LintContext,
): readonly ObjectFact[] {
  const objects = managed(model, ...objectTypes);
  const kept = objects.filter(isKept);
  const places = documents.flatMap((document) => placesIn(model, document, kept));
  const bundles = new Map(located.map((each) => [each.address, each]));
  const claimed = new Set<ObjectPlace>();
  const names = ResourceNames.of(model);
  const made = kept.flatMap((object): readonly ObjectFact[] => {
    const own = places.filter((place) => place.object === object);
    for (const place of own) claimed.add(place);
    if (own.length === 0 && !bundles.has(object.address)) return [];
    const privateKeyIn = known(bundles.get(object.address)?.privateKeyIn);
    return [{ ...madeRow(names, object, own, lintContext), privateKeyIn }];
  });
  const taken = objects.flatMap((object) => takenRow(model, object, places));
  const elsewhere = places
    .filter((place) => !claimed.has(place) && !taken.some(({ uri }) => sameName(uri, place.uri.text())))
    .map((place) => elsewhereRow(place, lintContext));
  return [...made, ...taken, ...uniqueBy(elsewhere, ({ id }) => id)];
}

function placesIn(
  model: Model,
  { resource, root }: ConfigurationDocument,
  objects: readonly Resource[],
): readonly ObjectPlace[] {
  if (isRemoved(resource.actions) || root instanceof Unknown) return [];
  return encryptionPlaces(new DocumentCursor(model, root)).flatMap(({ kind, part, path }): readonly ObjectPlace[] => {
    const uri = part.at("S3Object");
    const written = uri.source();
    if (written === undefined || written === null) return [];
    const isBundle = kind === "tls" && part.at("CertificateProviderType").resolved() === "PEM";
    const named = objectNamed(model, written, objects);
    return [{ configuration: resource, uri, ...named, isBundle, path: [...path, "S3Object"] }];
  });
}

function madeRow(
  names: ResourceNames,
  object: Resource,
  places: readonly ObjectPlace[],
  { settings, options }: LintContext,
): ObjectFact {
  const { model } = names;
  const [place] = places;
  const isBundle = place === undefined || places.some((each) => each.isBundle);
  const bucket = new Bucket(model, object.values.bucket, settings.known?.buckets);
  const written = (name: string) => argument(model, object, name);
  const key = written("kms_key_id");
  return {
    id: object.address,
    path: [],
    ...noLeaves,
    what: known(kindOf(isBundle)),
    holdsPrivateKey: known(isBundle),
    seen: known(true),
    declared: known(false),
    uri: place ? place.uri.text() : known(nameOf(model, object)),
    name: keyLeaf(model, object, place),
    carrier: known(model.kind === "account" ? storedContent(object) : carrierOf(object)),
    missingSource: missingSource(model, object, options.root !== undefined),
    sourceHash: textThere(written("source_hash")),
    ...changeTracking(model, object),
    etag: etag(model, object),
    ...grantLeaves(written("acl").text(), bucket),
    ...lifecycleLeaves(model, object, bucket),
    encryptedWith: encryptedWith(written("server_side_encryption").text(), key.text(), bucket),
    kmsKey: rawText(key),
    kmsKeyForm: keyForm(key),
    contentEncoding: written("content_encoding").text(),
    storageClass: written("storage_class").text(),
    versioned: bucket.versioned,
    ...regionLeaves(model, bucket.region ?? object.region, place?.configuration.region),
    ...uploadDenied(object, bucket, names),
    ...unreadableBy(
      { object, bucket, configurations: places.map(({ configuration }) => configuration) },
      names,
      settings.known?.roles,
    ),
  };
}

/** The object's key as it is written, or as it is stored where the configuration names it so. */
function keyLeaf(model: Model, object: Resource, place: ObjectPlace | undefined): Leaf<string> {
  const leaf = argument(model, object, "key").text();
  const key = knownValue(leaf);
  const namesStored = place?.name !== undefined && place.name !== nameOf(model, object);
  return key !== undefined && namesStored ? known(storedName(key)) : leaf;
}

/** An object that the plan deletes, or recreates under another name, while a configuration that stays names the old one. */
function takenRow(model: Model, object: Resource, places: readonly ObjectPlace[]): readonly ObjectFact[] {
  if (!object.actions.includes("delete") || !object.before) return [];
  const former = nameOf(model, { values: object.before });
  if (former === undefined || (!isRemoved(object.actions) && nameOf(model, object) === former)) return [];
  const place = places.find(({ configuration, name }) => !isDestroyed(configuration) && name === former);
  if (!place) return [];
  return [
    {
      id: `${object.address}#${former}`,
      path: [],
      ...noLeaves,
      what: known(kindOf(place.isBundle)),
      uri: place.uri.text(),
      stillUsedBy: known(place.configuration.address),
    },
  ];
}

function kindOf(isBundle: boolean): ObjectKind {
  return isBundle ? "the bundle" : "the JAR";
}

function elsewhereRow({ configuration, uri, isBundle, path }: ObjectPlace, { settings }: LintContext): ObjectFact {
  const text = uri.text();
  const what = known(kindOf(isBundle));
  const id = `${configuration.address}#${path.slice(1).join(".")}`;
  if ("unknown" in text && uri.resolved() instanceof Unknown) {
    return { id, path, ...unknownLeaves(text), what, holdsPrivateKey: known(isBundle) };
  }
  const name = parseObjectName(knownValue(text) ?? "");
  const { bundles = {}, buckets = {} } = settings.known ?? {};
  const declared =
    name !== undefined &&
    (Object.hasOwn(buckets, name.bucket) ||
      Object.keys(bundles).some((each) => JSON.stringify(parseObjectName(each)) === JSON.stringify(name)));
  return { id, path, ...noLeaves, what, seen: known(false), declared: known(declared), uri: shownUri(text, uri) };
}

/** A name made from parts that are not known yet, with these parts as Terraform writes them. */
function shownUri(text: Leaf<string>, uri: DocumentCursor): Leaf<string> {
  const resolved = uri.resolved();
  return "unknown" in text && resolved instanceof Template ? known(display(resolved.parts)) : text;
}

const noLeaves: Leaves = {
  what: ABSENT,
  holdsPrivateKey: ABSENT,
  seen: ABSENT,
  declared: ABSENT,
  uri: ABSENT,
  name: ABSENT,
  carrier: ABSENT,
  privateKeyIn: ABSENT,
  missingSource: ABSENT,
  sourceHash: ABSENT,
  keyHoldsHash: ABSENT,
  constantHash: ABSENT,
  etag: ABSENT,
  publicBy: ABSENT,
  refusedGrant: ABSENT,
  expiredBy: ABSENT,
  archivedBy: ABSENT,
  archivedIfLarge: ABSENT,
  encryptedWith: ABSENT,
  kmsKey: ABSENT,
  kmsKeyForm: ABSENT,
  contentEncoding: ABSENT,
  storageClass: ABSENT,
  versioned: ABSENT,
  region: ABSENT,
  clusterRegion: ABSENT,
  unreadableBy: ABSENT,
  unreadableByService: ABSENT,
  uploadDeniedBy: ABSENT,
  uploadDeniedFor: ABSENT,
  stillUsedBy: ABSENT,
};

function unknownLeaves(why: UnknownLeaf): Leaves {
  return Object.fromEntries(Object.keys(noLeaves).map((name) => [name, why])) as unknown as Leaves;
}

/** An object of an account has content, wherever it came from, unless it is empty. */
function storedContent({ values }: Resource): ContentCarrier | undefined {
  return values.content_length === 0 ? undefined : "source";
}

function carrierOf({ type, values, written }: Resource): ContentCarrier | undefined {
  if (type === "aws_s3_object_copy") return "copy";
  return (["source", "content", "content_base64"] as const).find((name) => {
    const value = values[name];
    if (value === undefined || value === null || value === "") return false;
    return !(value instanceof Unknown) || written === undefined || written.has(name);
  });
}

/** Whether the input describes what exists, and no change. */
function isStanding({ kind }: Model): boolean {
  return kind === "state" || kind === "account";
}

/** Known only where the file would have to be: beside what was synthesized, or under the folder that was given for it. */
function missingSource(model: Model, object: Resource, rootGiven: boolean): Leaf<string> {
  const source = object.type === "aws_s3_object_copy" ? undefined : argument(model, object, "source").resolved();
  if (typeof source !== "string" || isStanding(model)) return ABSENT;
  const found = lookUp(model, source);
  if ("file" in found || isArchived(model, object)) return ABSENT;
  const unreadable = unreadableFile(source, found);
  if (found.problem === "refused") return leafOfUnknown(unreadable);
  if (model.kind === "stack" || model.beside === "its stack") return known(source);
  if (model.beside === "another stack") {
    return unknownLeaf(
      `the file ${source} does not exist here, and the stack in this folder is not the one that this plan was made from`,
      "make the plan again from this stack, or lint it where it was made",
    );
  }
  return rootGiven ? known(source) : leafOfUnknown(unreadable);
}

/** The provider fills in etag; a state does not show whether the code sets it. */
function etag(model: Model, object: Resource): Leaf<string> {
  if (model.kind === "account") return ABSENT;
  if (model.kind !== "state") return textThere(argument(model, object, "etag"));
  return unknownLeaf("a state does not show whether etag was set", "lint the plan or the sources");
}

/** A text counts even if its value is not known: it is a hash that a function computes from the file. */
function textThere(part: DocumentCursor): Leaf<string> {
  return part.source() instanceof Template ? known("worked out later") : part.text();
}

function encryptedWith(algorithm: Leaf<string>, key: Leaf<string>, bucket: Bucket): Leaf<ObjectEncryption> {
  if (!isAbsent(key)) return keyWords(key);
  if (!("known" in algorithm)) return algorithm;
  if (algorithm.known === null) return bucket.defaultEncryption;
  // A request that names no key gets aws/s3, whatever key the bucket has as its default.
  return known(algorithm.known.startsWith("aws:kms") ? "the key aws/s3" : "a key of S3");
}

/** A reference is kept, whatever the key resolves to. */
function rawText(key: DocumentCursor): Leaf<string> {
  const written = key.source();
  return written instanceof Reference ? { reference: { ...written } } : key.text();
}

function keyForm(key: DocumentCursor): Leaf<KeyIdentifierForm> {
  const written = key.source();
  if (written instanceof Reference) {
    const isArn = /(^|_|\.)arn$/.test(written.attribute);
    if (isArn || /(^|\.)(key_id|id)$/.test(written.attribute)) return known(isArn ? "key ARN" : "key id");
  }
  const later = unknownLeaf("the form of the key is not known", LINT_NEXT_PLAN);
  return mapLeaf(key.text(), (text) => parseKeyName(text).kind, later);
}

/** Both Regions, or neither if both come from one provider without a Region. */
function regionLeaves(
  model: Model,
  bucket: Symbolic,
  clusters: Symbolic | undefined,
): Pick<ObjectFact, "region" | "clusterRegion"> {
  const [one, other] = [new DocumentCursor(model, bucket), new DocumentCursor(model, clusters)];
  const same = JSON.stringify(one.resolved()) === JSON.stringify(other.resolved());
  if (same || clusters === undefined) return { region: ABSENT, clusterRegion: ABSENT };
  return { region: one.text(), clusterRegion: other.text() };
}

function sameName(left: Leaf<string>, right: Leaf<string>): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

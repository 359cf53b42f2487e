import type { BundleReading } from "../../../formats/bundle/read";
import { isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { kept, managed, ofType } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { type Symbolic, Unknown } from "../../model/values/symbolic";
import { encryptionPlaces } from "../configuration/encryption-places";
import { DocumentCursor, parseArgument, resolveValue } from "../document-cursor";
import { lookUp, unreadableFile } from "../look-up";
import { isNamed, nameOf, objectNamed, objectTypes, written } from "../object-name";
import type { PlannedArchive } from "./archive";
import { type BundleSources, bundleFormat, bundleNamed, type OpenedBundle, openBundle } from "./open";

/** A bundle that a model points to. */
export interface LocatedBundle {
  /** Address of the object that uploads it; of the security configuration where no object does. */
  readonly address: string;
  /** Addresses of the security configurations that use it, as far as the input shows. */
  readonly configurations: readonly string[];
  /** Region that its cluster works in, as far as the input shows. */
  readonly region: Symbolic;
  /** What is in it, what it is made from, or why it cannot be opened. */
  readonly content: BundleReading | PlannedArchive | Unknown;
  /** The zip or folder of this machine that was read, links followed; absent where none was. */
  readonly place?: string;
  /** Address of what keeps its private key in the state, besides the object itself. */
  readonly privateKeyIn?: string;
}

/** What of a located bundle comes from where it was found. */
type Content = Pick<LocatedBundle, "content" | "place" | "privateKeyIn">;

/** Every bundle that a security configuration names, and every zip of certificates that is uploaded here without one. */
export function findBundles(
  model: Model,
  sources: BundleSources = { ...nowhere, files: model.files },
): readonly LocatedBundle[] {
  const objects = kept(model, ...objectTypes);
  const used = new Map<string, LocatedBundle>();
  for (const configuration of managed(model, "aws_emr_security_configuration")) {
    if (isRemoved(configuration.actions)) continue;
    const place = deliveryOf(model, configuration, objects);
    if (!place) {
      for (const object of mentionedObjects(model, configuration, objects)) {
        if (used.has(object.address)) continue;
        const content = contentOf(model, object, sources);
        const { address, region } = object;
        used.set(address, { address, region, configurations: [configuration.address], ...content });
      }
      continue;
    }
    const { address } = place.object ?? configuration;
    const before = used.get(address);
    const { region } = configuration;
    const found = before ?? { address, region, configurations: [], ...deliveredContent(model, place, sources) };
    used.set(address, { ...found, configurations: [...found.configurations, configuration.address] });
  }
  const uploaded = objects
    .filter(({ address }) => !used.has(address))
    .flatMap((object) => unclaimed(model, object, sources));
  return [...used.values(), ...uploaded];
}

const nowhere = { declared: {}, beside: [] };

/** Objects that a document with unknown text refers to: they are its certificate bundle, unless the name is that of a JAR. */
function mentionedObjects(model: Model, configuration: Resource, objects: readonly Resource[]): readonly Resource[] {
  const parsed = parseDocument(new DocumentCursor(model, configuration.values.configuration).resolved() ?? "");
  if (!("unknown" in parsed)) return [];
  const addresses = new Set(parsed.unknown.references.map(({ address }) => address));
  const isJar = ({ values: { key, source } }: Resource) => [key, source].some((name) => String(name).endsWith(".jar"));
  return objects.filter((object) => addresses.has(object.address) && !isJar(object));
}

/** Where a security configuration expects its bundle. */
interface Delivery {
  readonly uri: Symbolic;
  /** Bucket and key, as far as they are known. */
  readonly name?: string;
  /** The object of the model that has this name, where one does. */
  readonly object?: Resource;
}

function deliveryOf(model: Model, configuration: Resource, objects: readonly Resource[]): Delivery | undefined {
  const parsed = parseArgument(model, configuration.values.configuration);
  if (!("document" in parsed)) return undefined;
  const tls = encryptionPlaces(new DocumentCursor(model, parsed.document)).find(({ kind }) => kind === "tls")?.part;
  const provider = tls?.at("CertificateProviderType").resolved();
  const uri = tls?.at("S3Object").source();
  if (provider !== "PEM" || uri === undefined || uri === null) return undefined;
  return { uri: resolveValue(model, uri), ...objectNamed(model, uri, objects) };
}

function deliveredContent(model: Model, { uri, name, object }: Delivery, sources: BundleSources): Content {
  if (object) return contentOf(model, object, sources);
  return contentIn((name === undefined ? undefined : bundleNamed(name, sources)) ?? notHere(uri));
}

/** A zip that is uploaded here and contains a file of a bundle, though no security configuration of the input names it. */
function unclaimed(model: Model, object: Resource, sources: BundleSources): readonly LocatedBundle[] {
  const valueAt = (name: string) => (object.attribute ? object.attribute(name) : object.values[name]);
  const names = ["source", "key"].map(valueAt);
  if (!names.some((value) => typeof value === "string" && value.endsWith(".zip"))) return [];
  const found = contentOf(model, object, sources);
  const { content } = found;
  if (content instanceof Unknown) return [];
  const entries = "entries" in content ? [...content.entries.keys()] : content.names;
  if (!entries.some((name) => name.endsWith(".pem"))) return [];
  return [{ address: object.address, configurations: [], region: object.region, ...found }];
}

/** What the model shows of an object's content; otherwise what is known about an object with that name. */
function contentOf(model: Model, object: Resource, sources: BundleSources): Content {
  const own = object.type === "aws_s3_object_copy" ? copiedContent(model, object, sources) : ownContent(model, object);
  const name = own.content instanceof Unknown ? nameOf(model, object) : undefined;
  const named = name === undefined ? undefined : bundleNamed(name, sources);
  return named ? contentIn(named) : own;
}

function contentIn(found: OpenedBundle | Unknown): Content {
  return found instanceof Unknown ? { content: found } : found;
}

function ownContent(model: Model, object: Resource): Content {
  const archive = hasArchives(model) ? archives().archiveBehind(model, object) : undefined;
  if (archive) return archive;
  const { source, content_base64: base64 } = object.values;
  if (typeof base64 === "string") return { content: bundleFormat().readBundle(Buffer.from(base64, "base64")) };
  const path = source === undefined || source === null ? undefined : resolveValue(model, source);
  if (typeof path !== "string") {
    if (path instanceof Unknown) return { content: path };
    const remedy = model.kind === "account" ? "run the audit with --bundles" : "also lint the bundle itself";
    return { content: new Unknown("the input does not show which file the object contains", remedy) };
  }
  const found = lookUp(model, path);
  return contentIn("problem" in found ? unreadableFile(path, found) : openBundle(found.file, model.files));
}

/** The content of the object that is copied: one that the model uploads, or one that is known by name. */
function copiedContent(model: Model, object: Resource, sources: BundleSources): Content {
  const source = written(model, object.values.source)?.replace(/^\//, "");
  const uploads = kept(model, "aws_s3_object", "aws_s3_bucket_object");
  const original = source === undefined ? undefined : uploads.find((each) => isNamed(model, each, source));
  if (original) return contentOf(model, original, sources);
  const found = source === undefined ? undefined : bundleNamed(source, sources);
  return contentIn(
    found ??
      new Unknown(
        `the object is copied from ${source ?? "a place that is not known yet"}`,
        "lint the zip itself as well, or declare it or its sidecar under known.bundles in the settings",
      ),
  );
}

/** Whether an `archive_file` of the input makes the file that an object uploads. */
export function isArchived(model: Model, object: Resource): boolean {
  return hasArchives(model) && archives().archiveOf(model, object) !== undefined;
}

function hasArchives(model: Model): boolean {
  return ofType(model, "archive_file").length > 0;
}

function archives(): typeof import("./archive") {
  return require("./archive");
}

function notHere(uri: Symbolic): Unknown {
  const name = typeof uri === "string" ? uri : "the bundle";
  return new Unknown(
    `${name} is uploaded elsewhere`,
    "lint the zip itself, or declare it or its sidecar under known.bundles in the settings",
  );
}

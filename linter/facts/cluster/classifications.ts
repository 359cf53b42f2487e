import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { parseDocument } from "../../model/values/document";
import { Reference, type Symbolic, Unknown } from "../../model/values/symbolic";
import { FILE_LIMITS } from "../../read/guarded-files";
import { explainFileError } from "../../read/refusal";
import { ABSENT, isAbsent, known, knownValue, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import { argument, DocumentCursor, leafOfUnknown } from "../document-cursor";
import { lookUp, shortened, unreadableFile } from "../look-up";

/**
 * A property of the cluster's software settings, by classification. Booleans are returned in lower case, since Hadoop ignores their case.
 * Without classifications the property counts wherever it is set.
 */
export function softwareSettings(
  model: Model,
  cluster: Resource,
): (property: string, ...classifications: readonly string[]) => Leaf<string> {
  const settings = classificationsOf(model, cluster);
  if ("unknown" in settings) return () => settings;
  return (property, ...classifications) => {
    const isWanted = (name: string) => classifications.length === 0 || classifications.includes(name);
    const found = settings.list.map((each) => {
      const classification = member(each, "Classification").resolved();
      if (typeof classification !== "string" || !isWanted(classification)) return ABSENT;
      return trimmed(member(each, "Properties").at(property).text());
    });
    return found.find((value) => !isAbsent(value)) ?? settings.open ?? ABSENT;
  };
}

/** Every value of properties that a pattern fits, nested classifications such as `export` included. */
export function everySetting(model: Model, cluster: Resource, property: RegExp): readonly Leaf<string>[] {
  const settings = classificationsOf(model, cluster);
  if ("unknown" in settings) return [settings];
  const within = (each: DocumentCursor, depth: number): readonly Leaf<string>[] => {
    const properties = member(each, "Properties");
    const own = properties
      .names()
      .flatMap((name) => (property.test(name) ? [trimmed(properties.at(name).text())] : []));
    const nested = depth < 4 ? (member(each, "Configurations").items() ?? []) : [];
    return [...own, ...nested.flatMap((inner) => within(inner, depth + 1))];
  };
  return [...settings.list.flatMap((each) => within(each, 0)), ...(settings.open ? [settings.open] : [])];
}

/** Classifications, and why others are not known. */
interface Classifications {
  readonly list: readonly DocumentCursor[];
  readonly open: UnknownLeaf | undefined;
}

/** The classifications of a cluster and then those of its groups and fleets, or why the cluster's are not known. */
function classificationsOf(model: Model, cluster: Resource): Classifications | UnknownLeaf {
  const own = documentOf(model, cluster);
  if ("unknown" in own) return own;
  const groups = kept(model, "aws_emr_instance_group")
    .filter((group) => isOfCluster(model, group, cluster))
    .map((group) => documentOf(model, group));
  const fleets = kept(model, "aws_emr_instance_fleet").filter((fleet) => isOfCluster(model, fleet, cluster));
  const types = [
    argument(model, cluster, "master_instance_fleet"),
    argument(model, cluster, "core_instance_fleet"),
    ...fleets.map(({ values }) => new DocumentCursor(model, values)),
  ].flatMap((fleet) => blocks(fleet).flatMap((each) => blocks(each.at("instance_type_configs"))));
  return {
    list: [
      ...own,
      ...groups.flatMap((group) => ("unknown" in group ? [] : group)),
      ...types.flatMap((type) => blocks(type.at("configurations"))),
    ],
    open: groups.find((group) => "unknown" in group),
  };
}

function isOfCluster(model: Model, { values }: Resource, { address, values: { id } }: Resource): boolean {
  const cluster = values.cluster_id;
  if (cluster instanceof Reference && cluster.address === address) return true;
  return typeof id === "string" && new DocumentCursor(model, cluster).resolved() === id;
}

/** Blocks, of which JSON syntax writes a single one without its list. */
function blocks(part: DocumentCursor): readonly DocumentCursor[] {
  return part.items() ?? [part];
}

/** The document of `configurations_json` or else of `configurations`. */
function documentOf(model: Model, resource: Resource): readonly DocumentCursor[] | UnknownLeaf {
  const json = new DocumentCursor(model, resource.values.configurations_json).resolved();
  const isText = json !== undefined && json !== null;
  const written = isText ? json : new DocumentCursor(model, resource.values.configurations).resolved();
  if (written === undefined || written === null) return [];
  const parsed = parseDocument(isText ? written : contentBehind(model, written));
  if ("unknown" in parsed) return leafOfUnknown(parsed.unknown);
  const list = "document" in parsed ? new DocumentCursor(model, parsed.document).items() : undefined;
  return list ?? unknownLeaf("the software settings are not a JSON list", "write a list of classifications");
}

/** The document of `configurations`, which the provider reads as a URL, as the path of a JSON file, or as the document itself. */
function contentBehind(model: Model, written: Symbolic): Symbolic {
  if (typeof written !== "string" || /^\s*[[{]/.test(written)) return written;
  if (!written.endsWith(".json") || /^\w+:\/\//.test(written)) {
    return new Unknown("the document of configurations is not in the input", "write configurations_json");
  }
  const found = lookUp(model, written);
  if ("problem" in found) return unreadableFile(written, found);
  try {
    return Buffer.from(model.files.bytes(found.file, FILE_LIMITS.document)).toString("utf8");
  } catch (error) {
    const reason = `the file ${shortened(written)} cannot be read: ${explainFileError(error)}`;
    return new Unknown(reason, "make it readable, and lint again");
  }
}

/** A member of a classification. The provider decodes the document with Go's `encoding/json`, which ignores the case of names. */
export function member(part: DocumentCursor, name: string): DocumentCursor {
  const exact = part.at(name);
  if (exact.source() !== undefined) return exact;
  const canonical = part.names().find((each) => each.toLowerCase() === name.toLowerCase());
  return canonical === undefined ? exact : part.at(canonical);
}

function trimmed(value: Leaf<string>): Leaf<string> {
  const text = knownValue(value)?.trim();
  if (text === undefined) return value;
  return known(/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text);
}

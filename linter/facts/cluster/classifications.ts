import type { Model, Resource } from "../../model/terraform/model";
import { parseDocument } from "../../model/values/document";
import { known, type Leaf, unknownLeaf } from "../../rows/leaf";
import { DocumentCursor } from "../document-cursor";

/**
 * A property of the cluster's software settings, by classification. Booleans are returned in lower case, since Hadoop ignores their case.
 * Without classifications the property counts wherever it is set.
 */
export function softwareSettings(
  model: Model,
  cluster: Resource,
): (property: string, ...classifications: readonly string[]) => Leaf<string> {
  const json = new DocumentCursor(model, cluster.values.configurations_json).resolved();
  const written = json ?? new DocumentCursor(model, cluster.values.configurations).resolved();
  if (written === undefined || written === null) return () => known<string>(null);
  const parsed = parseDocument(written);
  if ("unknown" in parsed) {
    const { reason, resolveWith } = parsed.unknown;
    return () => unknownLeaf(reason, resolveWith);
  }
  if ("problem" in parsed) {
    // `configurations` may be the address of a file, which is not read here.
    const remote = json === undefined || json === null;
    return () =>
      remote
        ? unknownLeaf("the file of configurations is elsewhere", "write configurations_json")
        : known<string>(null);
  }
  const settings = new DocumentCursor(model, parsed.document).items() ?? [];
  return (property, ...classifications) => {
    const isWanted = (name: string) => classifications.length === 0 || classifications.includes(name);
    const found = settings.flatMap((each): Leaf<string>[] => {
      const classification = member(each, "Classification").resolved();
      if (typeof classification !== "string" || !isWanted(classification)) return [];
      const value = trimmed(member(each, "Properties").at(property).text());
      return "known" in value && value.known === null ? [] : [value];
    });
    return found[0] ?? known<string>(null);
  };
}

/** A member of a classification. The provider decodes the document with Go's `encoding/json`, which ignores the case of names. */
export function member(part: DocumentCursor, name: string): DocumentCursor {
  const exact = part.at(name);
  if (exact.source() !== undefined) return exact;
  const spelling = part.names().find((each) => each.toLowerCase() === name.toLowerCase());
  return spelling === undefined ? exact : part.at(spelling);
}

function trimmed(value: Leaf<string>): Leaf<string> {
  if (!("known" in value) || value.known === null) return value;
  const text = value.known.trim();
  return known(/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text);
}

import type { Model, Resource } from "../../model/terraform/model";
import { parseDocument } from "../../model/values/document";
import { known, type Leaf, unsettled } from "../../rows/leaf";
import { Part } from "../document-cursor";

/** A property of the cluster's software settings, by classification. */
export function softwareSettings(
  model: Model,
  cluster: Resource,
): (property: string, ...classifications: readonly string[]) => Leaf<string> {
  const json = new Part(model, cluster.values.configurations_json).settled();
  const written = json ?? new Part(model, cluster.values.configurations).settled();
  if (written === undefined || written === null) return () => known<string>(null);
  const parsed = parseDocument(written);
  if ("unknown" in parsed) {
    const { reason, settledBy } = parsed.unknown;
    return () => unsettled(reason, settledBy);
  }
  if ("problem" in parsed) {
    // `configurations` may be the address of a file, which nobody here reads.
    const remote = json === undefined || json === null;
    return () =>
      remote ? unsettled("the file of configurations is elsewhere", "write configurations_json") : known<string>(null);
  }
  const settings = new Part(model, parsed.document).items() ?? [];
  return (property, ...classifications) => {
    const found = settings.flatMap((each): Leaf<string>[] => {
      const classification = each.at("Classification").settled();
      if (typeof classification !== "string" || !classifications.includes(classification)) return [];
      const value = each.at("Properties").at(property).text();
      return "known" in value && value.known === null ? [] : [value];
    });
    return found[0] ?? known<string>(null);
  };
}

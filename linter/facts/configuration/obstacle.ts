import type { Model, Resource } from "../../model/terraform/model";
import type { Unknown } from "../../model/values/symbolic";
import type { Obstacle } from "../../rows/configurations";

/** What keeps the whole text of a document from being read. */
export function obstacleTo(model: Model, resource: Resource, { reason, references }: Unknown): Obstacle {
  const data = references.map(({ address }) => model.at(address)).filter((each) => each?.mode === "data");
  if (data.some((each) => each?.type === "terraform_remote_state")) return "another state";
  if (data.length > 0) return "a data source";
  if (resource.lacksSource?.("configuration")) return "sources";
  if (reason.startsWith("var.")) return isModuleFolder(model) ? "caller" : "variable";
  if (reason.startsWith("an output of module.")) return "module";
  return "expression";
}

/** A folder without a provider and a backend of its own is called by others, which set its variables. */
function isModuleFolder({ kind, defaultTags, backend }: Model): boolean {
  return kind === "configuration" && Object.keys(defaultTags).length === 0 && (backend ?? null) === null;
}

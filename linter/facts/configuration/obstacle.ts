import type { Model, Resource } from "../../model/terraform/model";
import type { Unknown } from "../../model/values/symbolic";
import type { Obstacle } from "../../rows/configurations";
import { known, knownValue, type Leaf } from "../../rows/leaf";
import { leafOfUnknown } from "../document-cursor";

/** What keeps the whole text of a document from being read; unknown where the sources of the plan may contain it. */
export function obstacleTo(model: Model, resource: Resource, unknown: Unknown): Leaf<Obstacle> {
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
export function isWrittenHere(model: Model, resource: Resource, unknown: Unknown): boolean {
  const obstacle = knownValue(obstacleTo(model, resource, unknown));
  return obstacle !== undefined && ["variable", "module", "expression"].includes(obstacle);
}

/** A folder without a provider and a backend of its own is called by others, which set its variables. */
function isModuleFolder({ kind, defaultTags, backend }: Model): boolean {
  return kind === "configuration" && Object.keys(defaultTags).length === 0 && (backend ?? null) === null;
}

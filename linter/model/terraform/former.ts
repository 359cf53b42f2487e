import { unknownValue } from "../values/unknowns";
import type { Model, Resource } from "./model";
import { withResources } from "./with-resources";

/** The model of the resources before a plan. The content of an object is no longer known if the plan uploads another. */
export function formerModel(model: Model): Model {
  const resources = model.resources.flatMap((resource) => former(resource));
  const addresses = new Map(resources.map((resource) => [resource.address, resource]));
  return withResources(model, resources, (address) => addresses.get(address));
}

function former(resource: Resource): readonly Resource[] {
  const { before, address, type, name, mode, module, region, construct, file } = resource;
  if (mode === "data") return [resource];
  if (!before) return [];
  const unchanged = resource.actions.every((action) => action === "no-op");
  return [
    {
      address,
      type,
      name,
      mode,
      module,
      region,
      actions: [],
      values: unchanged ? before : { ...before, ...uploadedBefore(before) },
      ...(resource.written === undefined ? {} : { written: resource.written }),
      ...(construct === undefined ? {} : { construct }),
      ...(file === undefined ? {} : { file }),
    },
  ];
}

/** Files and bytes that were uploaded: even under the same name, the previous content no longer exists. */
function uploadedBefore(before: Resource["values"]): Resource["values"] {
  const held = ["source", "content_base64"].filter((name) => (before[name] ?? null) !== null);
  return Object.fromEntries(
    held.map((name) => [name, unknownValue("the previous content of the object", "lint the bundle that it contained")]),
  );
}

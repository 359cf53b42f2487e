import type { Model, Resource } from "./model";
import type { Reference, Symbolic } from "./symbolic";

/** The world before a plan: what was there, as it was. A file that the plan uploads anew is not what the object held. */
export function formerModel(model: Model): Model {
  const resources = model.resources.flatMap((resource) => former(resource));
  const addresses = new Map(resources.map((resource) => [resource.address, resource]));
  return {
    input: model.input,
    stack: model.stack,
    kind: model.kind,
    resources,
    get roots() {
      return model.roots;
    },
    defaultTags: model.defaultTags,
    ...(model.account === undefined ? {} : { account: model.account }),
    get metadata() {
      return model.metadata;
    },
    at: (address) => addresses.get(address),
    resolve: (reference: Reference): Symbolic => model.resolve(reference),
    key: (value) => model.key(value),
    origin: (reference) => model.origin(reference),
  };
}

function former(resource: Resource): readonly Resource[] {
  const { before, address, type, name, mode, module, region, construct, file } = resource;
  if (mode === "data") return [resource];
  if (!before) return [];
  const unchanged = resource.actions.every((action) => action === "no-op");
  const { source, content_base64: bytes, ...rest } = before;
  const values = unchanged || (source === undefined && bytes === undefined) ? before : rest;
  return [
    {
      address,
      type,
      name,
      mode,
      module,
      region,
      actions: [],
      values,
      ...(construct === undefined ? {} : { construct }),
      ...(file === undefined ? {} : { file }),
    },
  ];
}

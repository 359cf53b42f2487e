import type { Model, Resource } from "./model";

/** A model with other resources; everything else is that of the given model, and is still read lazily. */
export function withResources(model: Model, resources: readonly Resource[], at: Model["at"]): Model {
  return {
    input: model.input,
    stack: model.stack,
    kind: model.kind,
    resources,
    at,
    files: model.files,
    get partial() {
      return model.partial;
    },
    get roots() {
      return model.roots;
    },
    get beside() {
      return model.beside;
    },
    get defaultTags() {
      return model.defaultTags;
    },
    get siblings() {
      return model.siblings ?? [];
    },
    get metadata() {
      return model.metadata;
    },
    ...(model.backend === undefined ? {} : { backend: model.backend }),
    ...(model.account === undefined ? {} : { account: model.account }),
    resolve: (reference) => model.resolve(reference),
    key: (value) => model.key(value),
    isOrderedAfter: (address, needed) => model.isOrderedAfter(address, needed),
    origin: (reference) => model.origin(reference),
  };
}

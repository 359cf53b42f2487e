import { groupBy } from "../../../formats/group-by";
import { isKept } from "./lifecycle";
import type { Resource } from "./model";

type Resources<R extends Resource> = { readonly resources: readonly R[] };

const indexes = new WeakMap<object, ReadonlyMap<string, readonly Resource[]>>();

/** Managed resources and data sources of some types, in the order of the model; a plan may contain many thousands of others. */
export function ofType<R extends Resource>(model: Resources<R>, ...types: readonly string[]): readonly R[] {
  let index = indexes.get(model);
  if (!index) {
    index = groupBy(model.resources, ({ type }) => type);
    indexes.set(model, index);
  }
  // The index of a model contains that model's own resources.
  return types.flatMap((type) => (index.get(type) as readonly R[] | undefined) ?? []);
}

/** Managed resources of some types. */
export function managed<R extends Resource>(model: Resources<R>, ...types: readonly string[]): readonly R[] {
  return ofType(model, ...types).filter(({ mode }) => mode === "managed");
}

/** Managed resources of some types that exist after the change. */
export function kept<R extends Resource>(model: Resources<R>, ...types: readonly string[]): readonly R[] {
  return managed(model, ...types).filter(isKept);
}

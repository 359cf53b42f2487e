import type { Model } from "../model/terraform/model";

/** A function of a model whose result is computed once for each model. */
export function perModel<T extends object>(compute: (model: Model) => T): (model: Model) => T {
  const results = new WeakMap<Model, T>();
  return (model) => {
    const known = results.get(model);
    if (known) return known;
    const result = compute(model);
    results.set(model, result);
    return result;
  };
}

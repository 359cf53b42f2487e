import type { ReadInput } from "../read/read";
import type { Circumstances } from "./circumstances";
import type { Facts } from "./facts";
import { propertyRows } from "./properties";
import { configurationRows, readDocuments } from "./read-configurations";

/** Facts about everything of EMR in an input. */
export function establish({ model }: ReadInput, circumstances: Circumstances): Facts {
  const documents = model ? readDocuments(model) : [];
  return {
    evaluatedAt: circumstances.now.getTime(),
    environment: circumstances.environment,
    thresholds: circumstances.thresholds,
    configurations: model ? configurationRows(model, documents, circumstances) : [],
    properties: propertyRows(documents),
    keys: [],
    keyUses: [],
  };
}

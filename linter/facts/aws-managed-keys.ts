import { oncePer } from "../../formats/once-per";
import type { Model } from "../model/terraform/model";
import { ofType } from "../model/terraform/of-type";
import { Reference, type Symbolic } from "../model/values/symbolic";

/** The keys of a model that AWS manages, as data sources show them. */
export const awsManagedKeys = oncePer((model: Model) => new AwsManagedKeys(model));

class AwsManagedKeys {
  private readonly names = new Set<string>();
  private readonly addresses = new Set<string>();

  constructor(model: Model) {
    for (const resource of ofType(model, "aws_kms_key", "aws_kms_alias")) {
      if (resource.mode !== "data") continue;
      const { address, values } = resource;
      const { key_manager: manager } = values;
      const isAws = typeof manager === "string" ? manager === "AWS" : [values.name, values.key_id].some(isAwsAlias);
      if (!isAws) continue;
      this.addresses.add(address);
      for (const name of [values.arn, values.id, values.target_key_arn, values.target_key_id]) {
        if (typeof name === "string") this.names.add(name);
      }
    }
  }

  /** Whether a value, as it is written or with its references followed, names one of them. */
  has(value: Symbolic | undefined): boolean {
    if (value instanceof Reference) return this.addresses.has(value.address);
    return typeof value === "string" && (this.names.has(value) || isAwsAlias(value));
  }
}

/** Whether a text is the name or the ARN of an alias that AWS keeps for itself. */
function isAwsAlias(value: Symbolic | undefined): boolean {
  return typeof value === "string" && /^(?:arn:[^:]*:kms:[^:]*:[^:]*:)?alias\/aws\//.test(value);
}

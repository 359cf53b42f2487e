import { isKept } from "../model/terraform/lifecycle";
import type { Model } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import { isObject } from "../model/values/json";
import type { Symbolic } from "../model/values/symbolic";

/**
 * Whether a plan has every security configuration of its sources, with the same document as far as both know it. A plan that lacks one
 * covers only a part of the sources, or was not made by Terraform, so the sources are still checked.
 */
export function planHasAll(plan: Model, sources: Model): boolean {
  return managed(sources, "aws_emr_security_configuration").every(({ address, values }) => {
    const planned = plan.at(address);
    return planned !== undefined && isKept(planned) && !differ(planned.values.configuration, values.configuration);
  });
}

function differ(one: Symbolic | undefined, other: Symbolic | undefined): boolean {
  return typeof one === "string" && typeof other === "string" && canonical(one) !== canonical(other);
}

/** A document in one form, whatever its white space and the order of its members. */
function canonical(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), (_, value) => (isObject(value) ? sorted(value) : value));
  } catch {
    return text;
  }
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

import { withoutKeys } from "../model/expressions/address";
import { canonicalText } from "../model/expressions/types";
import { isKept } from "../model/terraform/lifecycle";
import type { Model, Resource } from "../model/terraform/model";
import { managed } from "../model/terraform/of-type";
import type { Symbolic } from "../model/values/symbolic";

/** Resources that rules are about; a plan and its sources may differ in others, for example by variables. */
const CHECKED_TYPE = /^aws_(?:emr\w*|kms|s3)_/;

/**
 * Whether a plan has every resource of EMR, KMS and S3 in its sources, and every security configuration with the same document as far as both know it. A plan
 * that lacks one covers only a part of the sources, or was not made by Terraform, so the sources are still checked.
 */
export function planHasAll(plan: Model, sources: Model): boolean {
  const planned = new Set(plan.resources.filter(isKept).map(({ address }) => address));
  const blocks = new Set([...planned].map(withoutKeys));
  // An address without keys represents instances that are not known yet.
  const isPlanned = ({ address }: Resource) => planned.has(address) || blocks.has(address);
  return (
    sources.resources.filter(({ mode, type }) => mode === "managed" && CHECKED_TYPE.test(type)).every(isPlanned) &&
    managed(sources, "aws_emr_security_configuration").every(({ address, values }) => {
      const document = plan.at(address)?.values.configuration;
      return planned.has(address) && !differ(document, values.configuration);
    })
  );
}

function differ(one: Symbolic | undefined, other: Symbolic | undefined): boolean {
  return typeof one === "string" && typeof other === "string" && canonical(one) !== canonical(other);
}

/** A document in one form, whatever its white space and the order of its members. */
function canonical(text: string): string {
  try {
    return canonicalText(JSON.parse(text));
  } catch {
    return text;
  }
}

import type { ResourceBlock, Written } from "../model/expressions/source";
import type { Instance } from "../model/terraform/instances";
import { isKept } from "../model/terraform/lifecycle";
import { part } from "../model/terraform/merge";
import { type ModelParts, TerraformModel } from "../model/terraform/terraform-model";

/**
 * The first argument whose value in a plan differs from what its sources evaluate to, as `address.argument`. A plan keeps no locals and no
 * expressions of HCL, which in another version of the sources may have other values.
 */
export function differingExpression(
  parts: Required<Pick<ModelParts, "source" | "instances" | "variables" | "files" | "workspace">>,
): string | undefined {
  const model = new TerraformModel({ input: "", stack: "", kind: "plan", roots: [], ...parts });
  const seen = new Set<ResourceBlock>();
  for (const instance of parts.instances) {
    const { block } = instance;
    // One instance of a block is enough for the comparison.
    if (!block || seen.has(block) || !isKept(instance)) continue;
    seen.add(block);
    const differing = [...block.arguments].find(([name, written]) => differs(model, instance, name, written));
    if (differing) return `${instance.address}.${differing[0]}`;
  }
  return undefined;
}

function differs(model: TerraformModel, instance: Instance, name: string, written: Written): boolean {
  const planned = isCompared(name, written) ? plannedText(instance, name) : undefined;
  const scope = planned === undefined ? undefined : model.instanceScope(instance);
  const value = scope && model.evaluator.written(written, scope);
  return typeof value === "string" && value.toLowerCase() !== planned?.toLowerCase();
}

/** Arguments that providers keep as they are written. */
const KEPT = /^(?:name|name_prefix|bucket|key|description|release_label|security_configuration)$/;

function isCompared(name: string, written: Written): boolean {
  if (written.kind === "references")
    return KEPT.test(name) || written.references.some((each) => each.startsWith("local."));
  return written.kind === "template" && typeof written.value === "string" && written.value.includes("local.");
}

/** A text that the provider keeps as it was written; many providers rewrite documents. */
function plannedText({ planned }: Instance, name: string): string | undefined {
  const { value, hidden } = planned ? part(planned.after, name) : {};
  return typeof value === "string" && hidden !== true && !/^\s*[{[]/.test(value) ? value : undefined;
}

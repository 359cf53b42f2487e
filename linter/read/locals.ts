import type { Instance } from "../model/terraform/instances";
import { isKept } from "../model/terraform/lifecycle";
import type { ModuleSource, Written } from "../model/terraform/source";
import { type ModelParts, TerraformModel } from "../model/terraform/terraform-model";
import { member } from "../model/values/json";

/**
 * Whether the locals of the sources come to what the plan says, wherever it tells the value of an argument that is made from
 * them: a plan keeps no locals, and those of another day say other things.
 */
export function localsAgree(parts: Required<Pick<ModelParts, "source" | "instances" | "variables">>): boolean {
  if (!hasLocals(parts.source)) return true;
  const model = new TerraformModel({ input: "", stack: "", kind: "plan", roots: [], ...parts });
  return parts.instances.filter(isKept).every((instance) => {
    const scope = model.instanceScope(instance);
    return [...(instance.block?.arguments ?? [])].every(([name, written]) => {
      const planned = scope && namesLocal(written) ? plannedText(instance, name) : undefined;
      if (!scope || planned === undefined) return true;
      const value = model.evaluator.written(written, scope);
      return typeof value !== "string" || value.toLowerCase() === planned.toLowerCase();
    });
  });
}

function hasLocals(source: ModuleSource): boolean {
  if ((source.locals()?.size ?? 0) > 0) return true;
  return [...source.calls.values()].some(({ module }) => module !== undefined && hasLocals(module));
}

function namesLocal(written: Written): boolean {
  return written.kind === "template" && typeof written.value === "string" && written.value.includes("local.");
}

/** A text that the provider keeps as it was written; documents are written anew by many. */
function plannedText({ planned }: Instance, name: string): string | undefined {
  const value = member(planned?.after, name);
  const isHidden = planned?.hidden === true || member(planned?.hidden, name) === true;
  return typeof value === "string" && !isHidden && !/^\s*[{[]/.test(value) ? value : undefined;
}

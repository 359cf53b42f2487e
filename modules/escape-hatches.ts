import { type TerraformElement, TerraformResource, type TerraformResourceLifecycle } from "cdktf";

/** Private members of the framework that store what escape hatches set. */
interface EscapeHatches {
  readonly rawOverrides: { readonly [argument: string]: unknown };
  readonly _logicalIdOverride?: string;
}

const setOn = (resource: TerraformElement) => resource as unknown as EscapeHatches;

/** Resources whose attributes other resources of this package refer to. */
const referred = /^aws_(kms_(replica_)?(external_)?key|emr_security_configuration|s3_bucket|s3_object)$/;

/** Reports escape hatches that break a resource of these constructs, or remove settings that protect data. */
export function guard(resource: TerraformElement): void {
  if (!TerraformResource.isTerraformResource(resource)) return;
  const { lifecycle = {} } = resource;
  resource.node.addValidation({
    validate: () => [...addressProblems(resource), ...lifecycleProblems(resource, lifecycle)],
  });
}

/** Reports escape hatches that change the address of a resource that others refer to. */
export function guardAddress(resource: TerraformResource): void {
  resource.node.addValidation({ validate: () => [...addressProblems(resource)] });
}

/** Reports an override that lets a resource be created before what it requires. */
export function guardOrder(resource: TerraformResource, required: () => readonly string[]): void {
  const validate = (): string[] => {
    const { depends_on: names } = setOn(resource).rawOverrides;
    const missing =
      names === undefined ? [] : required().filter((name) => !Array.isArray(names) || !names.includes(name));
    if (missing.length === 0) return [];
    return [
      `an override of depends_on leaves out ${missing.join(", ")}, so a cluster could start before it; remove the override, and add to dependsOn`,
    ];
  };
  resource.node.addValidation({ validate });
}

function addressProblems(resource: TerraformResource): readonly string[] {
  const { rawOverrides, _logicalIdOverride: id } = setOn(resource);
  const problems: string[] = [];
  if (id !== undefined && id !== resource.friendlyUniqueId) {
    problems.push(
      `overrideLogicalId('${id}') has no effect, because other resources refer to this one already; remove it, and use moveFromId for a resource that has another address in the state`,
    );
  }
  if (!referred.test(resource.terraformResourceType)) return problems;
  const several = [
    ...(resource.count !== undefined || "count" in rawOverrides ? ["count"] : []),
    ...(resource.forEach !== undefined || "for_each" in rawOverrides ? ["for_each"] : []),
  ];
  for (const argument of several) {
    problems.push(
      `${argument} is set, but other resources refer to this one without an index; remove it, and create the construct under a condition or in a loop of the code`,
    );
  }
  return problems;
}

/** Describes what is missing from the lifecycle that the construct set. */
function lifecycleProblems(resource: TerraformResource, set: TerraformResourceLifecycle): readonly string[] {
  const overrides = (setOn(resource).rawOverrides.lifecycle ?? {}) as { readonly [argument: string]: unknown };
  const present = resource.lifecycle as { readonly [argument: string]: unknown } | undefined;
  return Object.entries(set).flatMap(([name, value]) => {
    const argument = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (isKept(value, argument in overrides ? overrides[argument] : present?.[name])) return [];
    const remedy =
      name === "preventDestroy"
        ? 'pass removalPolicy: "destroy" to the construct if Terraform may destroy the key, else keep it'
        : "keep it";
    return [
      `lifecycle no longer has the ${argument} that the construct set; ${remedy} with { ...resource.lifecycle, createBeforeDestroy: true }`,
    ];
  });
}

function isKept(set: unknown, present: unknown): boolean {
  if (!Array.isArray(set)) return set === present;
  return present === "all" || (Array.isArray(present) && set.every((each) => present.includes(each)));
}

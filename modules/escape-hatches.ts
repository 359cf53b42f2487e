import { type TerraformElement, TerraformResource, type TerraformResourceLifecycle, TerraformStack } from "cdktf";

/** Private members of the framework that store what escape hatches set. */
interface EscapeHatches {
  readonly rawOverrides: { readonly [argument: string]: unknown };
  readonly _logicalIdOverride?: string;
}

/** Overrides of a stack, by the type and the address of the resource. */
interface StackOverrides {
  readonly resource?: { readonly [type: string]: { readonly [id: string]: EscapeHatches["rawOverrides"] } };
}

/** What escape hatches set on a resource, or through its stack. */
function setOn(resource: TerraformResource): EscapeHatches {
  const { rawOverrides, _logicalIdOverride } = resource as unknown as EscapeHatches;
  const ofStack = TerraformStack.of(resource) as unknown as { readonly rawOverrides: StackOverrides };
  const further = ofStack.rawOverrides.resource?.[resource.terraformResourceType]?.[resource.friendlyUniqueId];
  return { rawOverrides: { ...rawOverrides, ...further }, _logicalIdOverride };
}

/** Arguments that a construct sets for good: what others refer to or rely on, and what no rule checks. */
const fixed = [
  ...["name", "namePrefix", "bucket", "bucketPrefix", "keyId"],
  ...["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"],
];

/** Reports escape hatches that break a resource of these constructs, or remove settings that protect data. */
export function guard(resource: TerraformElement): void {
  if (!TerraformResource.isTerraformResource(resource)) return;
  const { lifecycle = {} } = resource;
  const values = fixedValues(resource);
  resource.node.addValidation({
    validate: () => [
      ...addressProblems(resource),
      ...lifecycleProblems(resource, lifecycle),
      ...changedArguments(resource, values),
    ],
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
  const several = [
    ...(resource.count !== undefined || "count" in rawOverrides ? ["count"] : []),
    ...(resource.forEach !== undefined || "for_each" in rawOverrides ? ["for_each"] : []),
  ];
  for (const argument of several) {
    problems.push(
      `${argument} is set, but the construct requires exactly one of this resource; remove it, and create the construct under a condition or in a loop of the code`,
    );
  }
  return problems;
}

const fixedValues = (resource: TerraformResource) => [
  resource.provider,
  ...fixed.map((name) => (resource as unknown as { readonly [name: string]: unknown })[`${name}Input`]),
];

/** Describes arguments that code outside the construct has changed or overridden. */
function changedArguments(resource: TerraformResource, set: readonly unknown[]): readonly string[] {
  const { rawOverrides } = setOn(resource);
  const present = fixedValues(resource);
  return ["provider", ...fixed].flatMap((name, index) => {
    const argument = inTerraform(name);
    if (present[index] === set[index] && !(argument in rawOverrides)) return [];
    return [
      `${argument} differs from what the construct set; remove the change, and pass what you need to the construct`,
    ];
  });
}

/** Describes what is missing from the lifecycle that the construct set. */
function lifecycleProblems(resource: TerraformResource, set: TerraformResourceLifecycle): readonly string[] {
  const overrides = (setOn(resource).rawOverrides.lifecycle ?? {}) as { readonly [argument: string]: unknown };
  const present = resource.lifecycle as { readonly [argument: string]: unknown } | undefined;
  return Object.entries(set).flatMap(([name, value]) => {
    const argument = inTerraform(name);
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

/** An argument as Terraform spells it. */
const inTerraform = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function isKept(set: unknown, present: unknown): boolean {
  if (!Array.isArray(set)) return set === present;
  return present === "all" || (Array.isArray(present) && set.every((each) => present.includes(each)));
}

import { type TerraformElement, type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { partitionOf } from "../formats/arn";
import { type Arguments, providerOf, text } from "./arguments";
import { guard } from "./escape-hatches";
import { providerFor6, providerPackage } from "./framework-names";
import { resolved } from "./resolve";
import { isDefault, register } from "./stack-checks";

/** Region and provider of the resources of a construct. */
export interface Placement {
  /**
   * Region of the resources, if it is not the provider's. Resources of AWS provider 6 (`@cdktf/provider-aws` 21, `@cdktn/provider-aws` 23) have
   * a Region of their own; with AWS provider 5, leave it out and pass a provider for that Region.
   *
   * @default - the provider's Region
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
   */
  readonly region?: string;

  /**
   * Provider for the account, and for the Region if none is given.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

/** The arguments of a placement. */
export const placementArguments: Arguments<Placement> = { region: text, provider: providerOf };

/**
 * Completes a resource of these constructs: sets its Region, and reports providers and escape hatches that break it. The types of AWS provider 5
 * have no argument for a Region, so it is an override.
 */
export function completed<T extends TerraformElement>(resource: T, { region, provider }: Placement): T {
  const stack = TerraformStack.of(resource);
  if (provider !== undefined && TerraformStack.of(provider) !== stack) {
    throw new Error(
      `${resource.node.scope?.node.path}: provider is ${provider.node.path}, which is in another stack; create a provider in this one`,
    );
  }
  guard(resource);
  register(resource);
  if (region === undefined) return resource;
  resource.addOverride("region", region);
  const known = checkedRegions.get(stack) ?? new Set();
  // Reported once, at the first construct with this Region.
  if (!known.has(region)) {
    checkedRegions.set(stack, known.add(region));
    resource.node.scope?.node.addValidation({ validate: () => regionProblems(stack, region, provider) });
  }
  return resource;
}

const checkedRegions = new WeakMap<TerraformStack, Set<string>>();

function regionProblems(stack: TerraformStack, region: string, provider: TerraformProvider | undefined): string[] {
  if (!Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    return [`region is '${region}', which is not a Region of AWS; write it like eu-west-1`];
  }
  const version = providerVersion(stack, provider);
  // A constraint that allows version 6 or later passes; Terraform chooses the version.
  if (version === undefined || !/^\s*(=|~>|<=?)?\s*[0-5]\b/.test(version)) return [];
  return [
    `region is '${resolved(stack, region)}', but resources of AWS provider ${version}, which this stack uses, have no argument for it; ` +
      `use ${providerPackage} ${providerFor6} (AWS provider 6), or leave region out and pass a provider for that Region`,
  ];
}

function providerVersion(stack: TerraformStack, provider: TerraformProvider | undefined): string | undefined {
  // The documented way to use another version than that of the bindings is an override of the stack, which cdktf keeps private.
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: StackOverrides };
  const constraint = rawOverrides.terraform?.required_providers?.aws?.version;
  return constraint ?? (provider ?? defaultProvider(stack))?.terraformGeneratorMetadata?.providerVersion;
}

interface StackOverrides {
  readonly terraform?: { readonly required_providers?: { readonly aws?: { readonly version?: string } } };
}

/** Region of the resources; undefined if the code does not name it. */
export function regionOf(scope: Construct, { region, provider }: Placement): string | undefined {
  const named = region ?? ((provider as AwsLike | undefined) ?? defaultProvider(TerraformStack.of(scope)))?.region;
  return typeof named !== "string" || Token.isUnresolved(named) ? undefined : named;
}

/** Partition of the resources; undefined if the code does not name their Region. */
export function partition(scope: Construct, place: Placement): string | undefined {
  const region = regionOf(scope, place);
  return region === undefined ? undefined : partitionOf(region);
}

type AwsLike = TerraformProvider & { readonly region?: unknown };

/** Found once for each stack, because cdktf walks the whole tree. */
const defaultProviders = new WeakMap<TerraformStack, AwsLike>();

function defaultProvider(stack: TerraformStack): AwsLike | undefined {
  const known = defaultProviders.get(stack);
  if (known) return known;
  const found = stack.allProviders().find(isDefault);
  if (found) defaultProviders.set(stack, found);
  return found;
}

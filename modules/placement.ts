import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformElement, type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { partitionOf } from "../formats/arn";
import { type Arguments, group, text } from "./arguments";
import { resolved } from "./resolve";

/** Where the resources of a construct are made. */
export interface Placement {
  /**
   * Region of the resources, where it is not the provider's. AWS provider 6 (`@cdktf/provider-aws` 21) knows a Region on each resource; with
   * AWS provider 5, leave it out and give a provider of that Region.
   *
   * @default - the provider's Region
   * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
   */
  readonly region?: string;

  /**
   * Provider of the account, and of the Region where none is given.
   *
   * @default - the stack's provider
   */
  readonly provider?: TerraformProvider;
}

/** The arguments that say where. */
export const placementArguments: Arguments<Placement> = { region: text, provider: group };

/** Puts a resource into the Region that its construct was given; the types of AWS provider 5 have no argument for it, so it is an override. */
export function inRegion<T extends TerraformElement>(resource: T, { region, provider }: Placement): T {
  if (region === undefined) return resource;
  resource.addOverride("region", region);
  const stack = TerraformStack.of(resource);
  const known = checkedRegions.get(stack) ?? new Set();
  // Said once, at the construct that names the Region first.
  if (!known.has(region)) {
    checkedRegions.set(stack, known.add(region));
    resource.node.scope?.node.addValidation({ validate: () => regionProblems(stack, region, provider) });
  }
  return resource;
}

const checkedRegions = new WeakMap<TerraformStack, Set<string>>();

function regionProblems(stack: TerraformStack, region: string, provider: TerraformProvider | undefined): string[] {
  if (!Token.isUnresolved(region) && !/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    return [`region is '${region}', which is no Region of AWS; write one like eu-west-1`];
  }
  const version = providerVersion(stack, provider);
  // What may be 6 or later passes: Terraform says which it takes.
  if (version === undefined || !/^\s*(=|~>|<=?)?\s*[0-5]\b/.test(version)) return [];
  return [
    `region is '${resolved(stack, region)}', and AWS provider ${version} of this stack knows no Region of a resource; ` +
      "take @cdktf/provider-aws 21 (AWS provider 6), or leave region out and give a provider of that Region",
  ];
}

function providerVersion(stack: TerraformStack, provider: TerraformProvider | undefined): string | undefined {
  // The documented way to another version than the bindings' own is an override of the stack, which cdktf keeps to itself.
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: StackOverrides };
  const said = rawOverrides.terraform?.required_providers?.aws?.version;
  return said ?? (provider ?? defaultProvider(stack))?.terraformGeneratorMetadata?.providerVersion;
}

interface StackOverrides {
  readonly terraform?: { readonly required_providers?: { readonly aws?: { readonly version?: string } } };
}

/** Region that resources are made in; undefined where it is not written in the code. */
export function regionOf(scope: Construct, { region, provider }: Placement): string | undefined {
  const said = region ?? ((provider as AwsLike | undefined) ?? defaultProvider(TerraformStack.of(scope)))?.region;
  return typeof said !== "string" || Token.isUnresolved(said) ? undefined : said;
}

/** Partition that resources are made in; undefined where their Region is not written in the code. */
export function partition(scope: Construct, place: Placement): string | undefined {
  const region = regionOf(scope, place);
  return region === undefined ? undefined : partitionOf(region);
}

type AwsLike = TerraformProvider & { readonly region?: unknown };

/** Found once for each stack: cdktf walks the whole tree for it. */
const defaultProviders = new WeakMap<TerraformStack, AwsLike>();

function defaultProvider(stack: TerraformStack): AwsLike | undefined {
  const known = defaultProviders.get(stack);
  if (known) return known;
  const isDefault = (one: TerraformProvider) =>
    one.terraformResourceType === AwsProvider.tfResourceType && one.alias === undefined;
  const found = stack.allProviders().find(isDefault);
  if (found) defaultProviders.set(stack, found);
  return found;
}

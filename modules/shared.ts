import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformProvider, TerraformStack, Token } from "cdktf";
import type { Construct } from "constructs";
import { partitionOf } from "../formats/arn";

/** ARN of an object in S3, in the partition that a provider works in. */
export function objectArn(
  scope: Construct,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  provider: TerraformProvider | undefined,
): string {
  return `arn:${partition(scope, provider) ?? lookedUpPartition(scope, provider)}:s3:::${bucket}/${key}`;
}

/** ARN of the root of the account that a provider works in: looked up once for each stack and provider. */
export function accountRoot(scope: Construct, provider: TerraformProvider | undefined): string {
  const { accountId } = once(
    scope,
    "account",
    provider,
    (stack, id) => new DataAwsCallerIdentity(stack, id, { provider }),
  );
  return `arn:${lookedUpPartition(scope, provider)}:iam::${accountId}:root`;
}

function lookedUpPartition(scope: Construct, provider: TerraformProvider | undefined): string {
  return once(scope, "partition", provider, (stack, id) => new DataAwsPartition(stack, id, { provider })).partition;
}

/** ARN of a role by its name: looked up once for each stack and provider. */
export function roleArn(scope: Construct, name: string, provider: TerraformProvider | undefined): string {
  return once(scope, `role-${name}`, provider, (stack, id) => new DataAwsIamRole(stack, id, { name, provider })).arn;
}

/** Partition that a provider works in; undefined where its Region is not written in the code. */
export function partition(scope: Construct, provider: TerraformProvider | undefined): string | undefined {
  const region = ((provider as AwsLike | undefined) ?? defaultProvider(TerraformStack.of(scope)))?.region;
  return typeof region !== "string" || Token.isUnresolved(region) ? undefined : partitionOf(region);
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

function once<T extends Construct>(
  scope: Construct,
  name: string,
  provider: TerraformProvider | undefined,
  make: (stack: TerraformStack, id: string) => T,
): T {
  const stack = TerraformStack.of(scope);
  const id = ["emr-encryption", name, ...(provider?.alias === undefined ? [] : [provider.alias])].join("-");
  return (stack.node.tryFindChild(id) as T | undefined) ?? make(stack, id);
}

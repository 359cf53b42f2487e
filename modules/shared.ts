import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { oncePer } from "./once";
import { type Placement, partition } from "./placement";

/** ARN of an object in S3, in the partition that it is made in. */
export function objectArn(
  scope: Construct,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  place: Placement,
): string {
  return `arn:${partition(scope, place) ?? lookedUpPartition(scope, place.provider)}:s3:::${bucket}/${key}`;
}

/** ARN of the root of the account that a provider works in: looked up once for each stack and provider. */
export function accountRoot(scope: Construct, provider: TerraformProvider | undefined): string {
  const identity = once(scope, "account", provider, (stack, id) => new DataAwsCallerIdentity(stack, id, { provider }));
  return `arn:${lookedUpPartition(scope, provider)}:iam::${accountIdOf(identity)}:root`;
}

function lookedUpPartition(scope: Construct, provider: TerraformProvider | undefined): string {
  return partitionIn(once(scope, "partition", provider, (stack, id) => new DataAwsPartition(stack, id, { provider })));
}

/** ARN of a role by its name: looked up once for each stack and provider. */
export function roleArn(scope: Construct, name: string, provider: TerraformProvider | undefined): string {
  return arnOf(once(scope, `role-${name}`, provider, (stack, id) => new DataAwsIamRole(stack, id, { name, provider })));
}

const accountIdOf = oncePer((identity: DataAwsCallerIdentity) => identity.accountId);
const partitionIn = oncePer((data: DataAwsPartition) => data.partition);
const arnOf = oncePer((role: DataAwsIamRole) => role.arn);

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

import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { type TerraformElement, type TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { EncryptionConstruct } from "./construct";
import { oncePer } from "./once";
import { resolved } from "./resolve";

/** The resources that these constructs created in each stack, which are checked together when it is synthesized. */
const createdIn = oncePer((stack: TerraformStack) => {
  const created: TerraformElement[] = [];
  stack.node.addValidation({
    validate: () => {
      const all = stack.node.findAll();
      return [
        ...providerProblems(stack, created),
        ...removalProblems(stack, created),
        ...secondSettings(stack, created, all),
        ...lostDependencies(stack, created, all),
      ];
    },
  });
  return created;
});

/** Registers a resource of these constructs, for the checks of its stack. */
export function register(resource: TerraformElement): void {
  createdIn(TerraformStack.of(resource)).push(resource);
}

/** Whether it is an AWS provider that resources use unless they name another. */
export const isDefault = ({ terraformResourceType, alias }: TerraformProvider) =>
  terraformResourceType === AwsProvider.tfResourceType && alias === undefined;

/** Terraform refuses a second provider without an alias, and uses an empty one if the stack has no provider; the framework reports neither. */
function providerProblems(stack: TerraformStack, created: readonly TerraformElement[]): readonly string[] {
  const aws = stack.allProviders().filter(({ terraformResourceType: type }) => type === AwsProvider.tfResourceType);
  const defaults = aws.filter(isDefault).map(({ node }) => node.path);
  if (defaults.length > 1) {
    return [
      `${defaults.join(" and ")} are AWS providers without an alias, but a stack can have only one; give the others an alias`,
    ];
  }
  const [withoutProvider] = created.filter((each) => TerraformResource.isTerraformResource(each) && !each.provider);
  if (defaults.length > 0 || aws.length === 0 || withoutProvider === undefined) return [];
  return [
    `${withoutProvider.node.path} has no provider, and every AWS provider of the stack has an alias; pass provider to its construct, or create an AwsProvider without an alias`,
  ];
}

/** Parts that were removed from their construct, and constructs that were removed although others depend on them. */
function removalProblems(stack: TerraformStack, created: readonly TerraformElement[]): readonly string[] {
  const removed = created.filter((each) => detachedAt(each) !== undefined);
  if (removed.length === 0) return [];
  const present = created.filter((each) => !removed.includes(each));
  const required = new Set(present.flatMap((each) => resolved(stack, (each as TerraformResource).dependsOn ?? [])));
  const needed = removed.flatMap((each) => {
    const gone = detachedAt(each);
    const isPart = gone?.node.scope instanceof EncryptionConstruct;
    return gone && (isPart || required.has(addressOf(each))) ? [gone.node.path] : [];
  });
  return [...new Set(needed)].map(
    (path) =>
      `${path} was removed from the tree, but other resources need it; remove the call of tryRemoveChild, and create the construct under a condition instead`,
  );
}

/** The construct with which an element was removed from the tree; undefined if it is still there. */
function detachedAt(element: IConstruct): IConstruct | undefined {
  const { scopes } = element.node;
  return scopes.slice(1).find((each) => each.node.scope?.node.tryFindChild(each.node.id) !== each);
}

const addressOf = ({ node, friendlyUniqueId, ...of }: TerraformElement & { readonly terraformResourceType?: string }) =>
  `${of.terraformResourceType}.${friendlyUniqueId}`;

/** A bucket, and settings of which it has one: a second resource for it replaces what the first one set, and back. */
const single =
  /^aws_s3_bucket(_policy|_versioning|_public_access_block|_ownership_controls|_server_side_encryption_configuration)?$/;

const isBucket = (resource: TerraformElement & { readonly terraformResourceType?: string }): resource is S3Bucket =>
  resource.terraformResourceType === "aws_s3_bucket";

function secondSettings(
  stack: TerraformStack,
  created: readonly TerraformElement[],
  all: readonly IConstruct[],
): readonly string[] {
  // Not by instanceof, which would load the binding for apps without a bucket.
  const buckets = created.filter(isBucket);
  if (buckets.length === 0) return [];
  const own = new Set<IConstruct>(created);
  return all.flatMap((each) => {
    if (!TerraformResource.isTerraformResource(each) || own.has(each) || !single.test(each.terraformResourceType))
      return [];
    const name = resolved(stack, (each as { readonly bucketInput?: string }).bucketInput);
    const bucket = buckets.find(
      (bucket) => name === bucket.bucketInput || name?.startsWith(`\${${addressOf(bucket)}.`),
    );
    if (name === undefined || bucket === undefined) return [];
    return [
      `${each.node.path} is a second ${each.terraformResourceType} for the bucket of ${bucket.node.scope?.node.path}, and each would replace the other; remove it, or create the bucket as an S3Bucket of your own`,
    ];
  });
}

/** Members of `dependsOn` that are no resources, such as a construct or a list in the list; the framework drops them. */
function lostDependencies(
  stack: TerraformStack,
  created: readonly TerraformElement[],
  all: readonly IConstruct[],
): readonly string[] {
  const own = new Set<IConstruct>(created);
  return all.flatMap((each) => {
    const { dependsOn } = each as { readonly dependsOn?: unknown };
    if (own.has(each) || !Array.isArray(dependsOn)) return [];
    const index = dependsOn.findIndex((member) => !resolved(stack, member));
    if (index < 0) return [];
    return [
      `${each.node.path}: dependsOn[${index}] is not a resource, so it would be dropped; for a construct write dependsOn: construct.dependables`,
    ];
  });
}

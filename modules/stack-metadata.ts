import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/** Lists in the metadata of a stack (`//` of `cdk.tf.json`), where the linter reads them. Terraform ignores them. */
type MetadataName = "emr-encryption:waiver" | "emr-encryption:bundle";

const metadata = new WeakMap<TerraformStack, Map<MetadataName, object[]>>();

/** Adds an entry to a list in the metadata of the construct's stack. */
export function addMetadata(scope: IConstruct, name: MetadataName, entry: object): void {
  const stack = TerraformStack.of(scope);
  const lists = metadata.get(stack) ?? new Map<MetadataName, object[]>();
  metadata.set(stack, lists);
  const entries = [...(lists.get(name) ?? []), entry];
  lists.set(name, entries);
  stack.addOverride(`//.${name}`, entries);
}

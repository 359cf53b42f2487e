import { EmrSecurityConfiguration } from "@cdktf/provider-aws/lib/emr-security-configuration";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  Aspects,
  dependable,
  TerraformCount,
  TerraformIterator,
  type TerraformResource,
  type TerraformStack,
} from "cdktf";
import type { IConstruct } from "constructs";
import { BundleBucket, EmrEncryption, EncryptionKey } from "../../modules";
import { toldOf, users } from "./attempts/attempt";
import { resources, stackOf, validations } from "./stacks";

const encryption = (stack: TerraformStack) =>
  new EmrEncryption(stack, "encryption", { keyUsers: users, inTransit: { provider: "EMR" } });
const s3Key = (stack: TerraformStack) => encryption(stack).createdKeys.s3?.resource as KmsKey;
const configuration = (stack: TerraformStack) => encryption(stack).securityConfiguration.resource;

const partOf = (construct: IConstruct, id: string) => construct.node.findChild(id) as TerraformResource;
const encryptionKeyPolicy = (stack: TerraformStack) =>
  stack.node.findAll().find((each): each is KmsKeyPolicy => each instanceof KmsKeyPolicy) as KmsKeyPolicy;

const several =
  "is set, but the construct requires exactly one of this resource; remove it, and create the construct under a condition or in a loop of the code";
const retained =
  '[lake/encryption/s3-key/resource] lifecycle no longer has the prevent_destroy that the construct set; pass removalPolicy: "destroy" to the construct if Terraform may destroy the key, else keep it with { ...resource.lifecycle, createBeforeDestroy: true }';
const late =
  "overrideLogicalId('mine') has no effect, because other resources refer to this one already; remove it, and use moveFromId for a resource that has another address in the state";

const differs = "differs from what the construct set; remove the change, and pass what you need to the construct";

const hatches: readonly (readonly [did: string, fill: (stack: TerraformStack) => unknown, told: string])[] = [
  [
    "the address of a key after its creation",
    (stack) => s3Key(stack).overrideLogicalId("mine"),
    `[lake/encryption/s3-key/resource] ${late}`,
  ],
  [
    "the address of a key of other code that EncryptionKey refers to",
    (stack) => {
      const key = new KmsKey(stack, "key");
      EncryptionKey.fromResource(stack, "policy", key);
      key.overrideLogicalId("mine");
    },
    `[lake/key] ${late}`,
  ],
  [
    "a count of the configuration",
    (stack) => {
      configuration(stack).count = 0;
    },
    `[lake/encryption/security-configuration/generation] count ${several}`,
  ],
  [
    "a count by an override",
    (stack) => s3Key(stack).addOverride("count", 0),
    `[lake/encryption/s3-key/resource] count ${several}`,
  ],
  [
    "a key for each of a list",
    (stack) => {
      s3Key(stack).forEach = TerraformIterator.fromList(["a"]);
    },
    `[lake/encryption/s3-key/resource] for_each ${several}`,
  ],
  [
    "a count of a key policy",
    (stack) => {
      s3Key(stack);
      encryptionKeyPolicy(stack).count = TerraformCount.of(2);
    },
    `[lake/encryption/s3-key/policy] count ${several}`,
  ],
  [
    "a count of the block of public access",
    (stack) => partOf(new BundleBucket(stack, "bucket"), "public-access-block").addOverride("count", 0),
    `[lake/bucket/public-access-block] count ${several}`,
  ],
  [
    "another name of the configuration",
    (stack) => {
      configuration(stack).name = "fixed";
    },
    `[lake/encryption/security-configuration/generation] name ${differs}`,
  ],
  [
    "a prefix for the name of the configuration, by an override",
    (stack) => configuration(stack).addOverride("name_prefix", "fixed"),
    `[lake/encryption/security-configuration/generation] name_prefix ${differs}`,
  ],
  [
    "another name of a bucket",
    (stack) => {
      new BundleBucket(stack, "bucket").resource.bucket = "s3://artifacts";
    },
    `[lake/bucket/resource] bucket ${differs}`,
  ],
  [
    "public ACLs of a bucket",
    (stack) => partOf(new BundleBucket(stack, "bucket"), "public-access-block").addOverride("block_public_acls", false),
    `[lake/bucket/public-access-block] block_public_acls ${differs}`,
  ],
  [
    "another provider of a key",
    (stack) => s3Key(stack).addOverride("provider", "aws.west"),
    `[lake/encryption/s3-key/resource] provider ${differs}`,
  ],
  [
    "an override that empties depends_on",
    (stack) => configuration(stack).addOverride("depends_on", []),
    "[lake/encryption/security-configuration/generation] an override of depends_on leaves out aws_kms_key_policy.encryption_s3-key_policy, aws_kms_key_policy.encryption_local-disk-key_policy, so a cluster could start before it; remove the override, and add to dependsOn",
  ],
  ["an override of prevent_destroy", (stack) => s3Key(stack).addOverride("lifecycle.prevent_destroy", false), retained],
  [
    "an override of prevent_destroy through the stack",
    (stack) => {
      const path = `resource.aws_kms_key.${s3Key(stack).friendlyUniqueId}.lifecycle.prevent_destroy`;
      stack.addOverride(path, false);
    },
    retained,
  ],
  [
    "another lifecycle, by an aspect",
    (stack) => {
      const key = s3Key(stack);
      Aspects.of(stack).add({
        visit: (node) => {
          if (node === key) key.lifecycle = { createBeforeDestroy: true };
        },
      });
    },
    retained,
  ],
  [
    "another lifecycle of a key policy",
    (stack) => {
      const { policy } = new EncryptionKey(stack, "key");
      policy.lifecycle = { createBeforeDestroy: true };
    },
    "[lake/key/policy] lifecycle no longer has the replace_triggered_by that the construct set; keep it with { ...resource.lifecycle, createBeforeDestroy: true }",
  ],
  [
    "a second provider without an alias",
    (stack) => {
      encryption(stack);
      new AwsProvider(stack, "west", { region: "us-west-2" });
    },
    "[lake] lake/aws and lake/west are AWS providers without an alias, but a stack can have only one; give the others an alias",
  ],
];

test.each(hatches)("%s is refused, with the resource and what to write", (_did, fill, told) => {
  expect(toldOf({ fill })).toBe(told);
});

test("dependsOn of the configuration can be added to, and not emptied", () => {
  const stack = stackOf((scope) => {
    const resource = configuration(scope);
    resource.dependsOn = [];
    resource.dependsOn = [...(resource.dependsOn ?? []), dependable(new S3Bucket(scope, "bucket"))];
  });
  const [{ depends_on: names } = {}] = resources(stack, EmrSecurityConfiguration.tfResourceType);
  expect(names).toEqual([
    expect.stringMatching(/^aws_kms_key_policy\.encryption_s3-key_policy_\w+$/),
    expect.stringMatching(/^aws_kms_key_policy\.encryption_local-disk-key_policy_\w+$/),
    "aws_s3_bucket.bucket",
  ]);
});

test("a lifecycle that keeps the construct's settings and adds to them is accepted", () => {
  const stack = stackOf((scope) => {
    const key = s3Key(scope);
    key.lifecycle = { ...key.lifecycle, ignoreChanges: "all" };
    const resource = scope.node.findAll().find((each) => each instanceof EmrSecurityConfiguration);
    if (resource) resource.lifecycle = { ...resource.lifecycle, ignoreChanges: ["configuration", "name"] };
  });
  expect(validations(stack)).toEqual([]);
});

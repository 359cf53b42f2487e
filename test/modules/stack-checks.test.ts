import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { BundleBucket, EmrEncryption, EncryptionKey } from "../../modules";
import { bundleIn, toldOf, users } from "./attempts/attempt";
import { stackOf, validations } from "./stacks";

const encryption = (scope: Construct, config: object = {}) =>
  new EmrEncryption(scope, "encryption", { keyUsers: users, inTransit: { provider: "EMR" }, ...config });
const ofKey = (key: EncryptionKey) => ({
  atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } },
});

const removed =
  "was removed from the tree, but other resources need it; remove the call of tryRemoveChild, and create the construct under a condition instead";
const lost = "is not a resource, so it would be dropped; for a construct write dependsOn: construct.dependables";
const second = (type: string) =>
  `is a second ${type} for the bucket of lake/bucket, and each would replace the other; remove it, or create the bucket as an S3Bucket of your own`;

const mistakes: readonly (readonly [did: string, fill: (stack: TerraformStack) => unknown, told: string])[] = [
  [
    "a key without its policy",
    (stack) => new EncryptionKey(stack, "key").node.tryRemoveChild("policy"),
    `lake/key/policy ${removed}`,
  ],
  [
    "an encryption without a key that it created",
    (stack) => encryption(stack).node.tryRemoveChild("s3-key"),
    `lake/encryption/s3-key ${removed}`,
  ],
  [
    "a configuration without the key that was passed in",
    (stack) => {
      encryption(stack, ofKey(new EncryptionKey(stack, "key")));
      stack.node.tryRemoveChild("key");
    },
    `lake/key ${removed}`,
  ],
  [
    "a configuration without its bundle",
    (stack) => {
      encryption(stack, { inTransit: { provider: "PEM", bundle: bundleIn(stack) } });
      stack.node.tryRemoveChild("bundle");
    },
    `lake/bundle ${removed}`,
  ],
  [
    "a bucket without the block of public access",
    (stack) => new BundleBucket(stack, "bucket").node.tryRemoveChild("public-access-block"),
    `lake/bucket/public-access-block ${removed}`,
  ],
  [
    "a second policy of a bucket",
    (stack) => {
      const { bucket } = new BundleBucket(stack, "bucket");
      new S3BucketPolicy(stack, "second", { bucket, policy: "{}" });
    },
    `lake/second ${second("aws_s3_bucket_policy")}`,
  ],
  [
    "a second bucket with the name",
    (stack) => {
      new BundleBucket(stack, "bucket", { bucket: "artifacts" });
      new S3Bucket(stack, "second", { bucket: "artifacts" });
    },
    `lake/second ${second("aws_s3_bucket")}`,
  ],
  [
    "a second versioning of a bucket, by its name",
    (stack) => {
      new BundleBucket(stack, "bucket", { bucket: "artifacts" });
      const versioningConfiguration = { status: "Suspended" };
      new S3BucketVersioningA(stack, "second", { bucket: "artifacts", versioningConfiguration });
    },
    `lake/second ${second("aws_s3_bucket_versioning")}`,
  ],
  [
    "a bucket that waits for a construct",
    (stack) => new S3Bucket(stack, "bucket", { dependsOn: [encryption(stack) as never] }),
    `lake/bucket: dependsOn[0] ${lost}`,
  ],
  [
    "a data source that waits for a key and a list of resources",
    (stack) => {
      const key = new EncryptionKey(stack, "key");
      const dependsOn = [key.resource, key.dependables as never];
      new DataAwsIamRole(stack, "role", { name: "emr", dependsOn });
    },
    `lake/role: dependsOn[1] ${lost}`,
  ],
];

test.each(mistakes)("%s is refused, with the place and what to write", (_did, fill, told) => {
  expect(toldOf({ fill })).toBe(`[lake] ${told}`);
});

test("a stack in which every AWS provider has an alias is refused, unless the constructs get one", () => {
  const fill = (pass: boolean) => (stack: TerraformStack) => {
    const other = new TerraformStack(stack.node.root as Construct, "other");
    const provider = new AwsProvider(other, "west", { region: "us-west-2", alias: "west" });
    encryption(other, pass ? { provider } : {});
  };
  expect(toldOf({ fill: fill(false) })).toBe(
    "[other] other/encryption/s3-key/resource has no provider, and every AWS provider of the stack has an alias; pass provider to its construct, or create an AwsProvider without an alias",
  );
  expect(toldOf({ fill: fill(true) })).toBe("nothing");
});

test("whole constructs can be removed, and resources can wait for their dependables and have settings of their own", () => {
  const stack = stackOf((scope) => {
    const unused = new Construct(scope, "unused");
    encryption(unused);
    const { dependables } = encryption(scope);
    const bucket = new S3Bucket(scope, "bucket", { dependsOn: dependables });
    new BundleBucket(scope, "artifacts");
    new S3BucketPolicy(scope, "policy", { bucket: bucket.bucket, policy: "{}" });
    scope.node.tryRemoveChild("unused");
  });
  expect(validations(stack)).toEqual([]);
});

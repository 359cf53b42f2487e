import { IamGroup } from "@cdktf/provider-aws/lib/iam-group";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { type TerraformStack, Testing } from "cdktf";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  EncryptionKey,
  PolicyCheck,
  ProviderJar,
  Waiver,
} from "../../modules";
import { stackOf, validations } from "./stacks";

const arn = "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
const anyKey =
  "an EncryptionKey; for a key that is managed elsewhere use EncryptionKey.fromArn, fromAlias, fromLookup or fromResource";
const anyBucket = "a BundleBucket, an aws_s3_bucket, or { bucket: its name }";
const emr = (config: object) => (stack: TerraformStack) =>
  new EmrEncryption(stack, "encryption", { inTransit: "off", ...config } as never);

/** What plain JavaScript can say, and TypeScript where the object was written elsewhere. */
test.each<[did: string, told: string, make: (stack: TerraformStack) => unknown]>([
  [
    "no arguments at all",
    "s/encryption: the third argument is undefined, expected an object",
    (stack) => new EmrEncryption(stack, "encryption", undefined as never),
  ],
  [
    "nothing about traffic between nodes",
    "s/encryption: inTransit is missing; expected an object, or 'off'",
    emr({ inTransit: undefined }),
  ],
  [
    "a word in place of settings",
    "s/encryption: atRest is 'none', expected an object, or 'off'",
    emr({ atRest: "none" }),
  ],
  [
    "a misspelt argument",
    "s/encryption: keyusers is not an argument; write keyUsers",
    emr({ keyusers: { instanceRole: "nodes" } }),
  ],
  [
    "a misspelt argument of a part",
    "s/encryption: atRest.s3.override is not an argument; write atRest.s3.overrides",
    emr({ atRest: { s3: { mode: "SSE-KMS", override: [] } } }),
  ],
  [
    "an argument of nobody's",
    "s/encryption: keyUsers.hadoop is not an argument; expected one of instanceRole, serviceRole, emrfsRoles, administrators",
    emr({ keyUsers: { hadoop: "x" } }),
  ],
  [
    "an override for no bucket",
    "s/encryption: atRest.s3.overrides[0].bucket is missing; expected a string",
    emr({ atRest: { s3: { mode: "SSE-S3", overrides: [{ mode: "SSE-S3" }] } } }),
  ],
  [
    "one former generation that is no list",
    "s/encryption: previous is another object, expected a literal list",
    emr({ previous: { inTransit: "off" } }),
  ],
  [
    "a misspelt argument of a former generation",
    "s/encryption: previous[0].atrest is not an argument; write previous[0].atRest",
    emr({ previous: [{ inTransit: "off", atrest: {} }] }),
  ],
  [
    "an ARN in place of a key",
    `s/encryption: atRest.s3.key is '${arn}', expected ${anyKey}`,
    emr({ atRest: { s3: { mode: "SSE-KMS", key: arn } } }),
  ],
  [
    "an aws_kms_key in place of a key",
    `s/encryption: atRest.localDisk.key is a resource of type aws_kms_key, expected ${anyKey}`,
    (stack) => emr({ atRest: { localDisk: { provider: "AwsKms", key: new KmsKey(stack, "key", {}) } } })(stack),
  ],
  ["a key for log files by yes", "s/encryption: logs is true, expected an object", emr({ logs: true })],
  [
    "a number in emrfs-site",
    `s/encryption: emrfsSite.fs.s3.maxRetries is 20, expected ${anyKey}, or a string`,
    emr({ emrfsSite: { "fs.s3.maxRetries": 20 } }),
  ],
  [
    "a folder in place of a bundle",
    "s/encryption: inTransit.bundle is 'certs', expected a bundle, such as CertificateBundle.fromFolder or fromObject",
    emr({ inTransit: { provider: "PEM", bundle: "certs" } }),
  ],
  [
    "a path in place of a JAR",
    "s/encryption: inTransit.jar is 'a.jar', expected a ProviderJar",
    emr({ inTransit: { provider: "Custom", jar: "a.jar", providerClass: "a.B" } }),
  ],
  [
    "the name of a bucket in place of a bucket",
    `s/bundle: bucket is 'artifacts', expected ${anyBucket}`,
    (stack) => CertificateBundle.fromFolder(stack, "bundle", { folder: "certs", bucket: "artifacts" } as never),
  ],
  [
    "a bundle without its folder",
    "s/bundle: folder is missing; expected a literal path",
    (stack) => CertificateBundle.fromFolder(stack, "bundle", { bucket: { bucket: "artifacts" } } as never),
  ],
  [
    "a JAR without its bucket",
    `s/jar: bucket is missing; expected ${anyBucket}`,
    (stack) => new ProviderJar(stack, "jar", { file: "keys.jar" } as never),
  ],
  [
    "a misspelt argument of a bucket",
    "s/bucket: forcedestroy is not an argument; write forceDestroy",
    (stack) => new BundleBucket(stack, "bucket", { forcedestroy: true } as never),
  ],
  [
    "no root",
    "s/key: accountRoot is not an argument; expected one of region, provider, administrators, enableIamPolicies, statements, useGrants, description, deletionWindowInDays, removalPolicy, importFrom, alias, tags, origin, enableKeyRotation, rotationPeriodInDays, multiRegion, customKeyStoreId, xksKeyId",
    (stack) => new EncryptionKey(stack, "key", { accountRoot: false } as never),
  ],
  [
    "no user",
    "s/key: a user for s3 is missing; give a role, its ARN or its name",
    (stack) => new EncryptionKey(stack, "key").grantS3Data(undefined as never),
  ],
  [
    "a service as user",
    "s/key: a user for s3 is 'elasticmapreduce.amazonaws.com', a service of AWS; give the role that it assumes, by its ARN or its name",
    (stack) => new EncryptionKey(stack, "key").grantS3Data("elasticmapreduce.amazonaws.com"),
  ],
  [
    "the construct of an instance profile as user",
    "s/key: a user for s3 is ${aws_iam_instance_profile.profile.arn}, an instance profile; give the role in it",
    (stack) => new EncryptionKey(stack, "key").grantS3Data(new IamInstanceProfile(stack, "profile", { role: "nodes" })),
  ],
  [
    "the construct of a group as user",
    "s/key: a user for logs is ${aws_iam_group.analysts.arn}, a group; give roles",
    (stack) => new EncryptionKey(stack, "key").grantLogs(new IamGroup(stack, "analysts", { name: "analysts" })),
  ],
  [
    "a purpose of nobody's",
    "s/key: purpose is 'hdfs', expected one of s3, local-disk, ebs, logs, wal, bundle",
    (stack) => new EncryptionKey(stack, "key").grant("hdfs" as never, "nodes"),
  ],
  [
    "a waiver without its reason",
    "s: waiver.reason is missing; expected a literal string",
    (stack) => Waiver.on(stack, { rule: "config.shared_key", expires: "2027-01-01" } as never),
  ],
  [
    "a severity of nobody's",
    "PolicyCheck: failOn is 'all', expected 'info' or 'warning' or 'error' or 'never'",
    () => PolicyCheck.of(Testing.app(), { failOn: "all" } as never),
  ],
  [
    "a stack in place of the app",
    "the first argument of PolicyCheck.of is not an App; pass the app whose stacks are to be checked",
    (stack) => PolicyCheck.of(stack as never),
  ],
])("%s", (_did, told, make) => {
  stackOf((stack) => {
    expect(() => make(stack)).toThrow(new Error(told));
  });
});

test("a number in quotes is distinguished from a number", () => {
  const stack = stackOf((scope) => void new EncryptionKey(scope, "key", { rotationPeriodInDays: "90" as never }));
  expect(validations(stack)).toEqual(["[s/key] rotationPeriodInDays is '90', expected a whole number from 90 to 2560"]);
});

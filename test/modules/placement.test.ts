import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  BundleBucket,
  CertificateBundle,
  EmrEncryption,
  EncryptionKey,
  EncryptionKeyReplica,
  ProviderJar,
} from "../../modules";
import { certificatesFolder, regionalTypes, stackOf, synthesized, validations } from "./stacks";

const jar = join(__dirname, "../fixtures/jars/providers.jar");
const certificates = certificatesFolder();
/** The documented way to a version of the provider that the bindings do not name. */
const six = (stack: TerraformStack) => stack.addOverride("terraform.required_providers.aws.version", "~> 6.0");

/** Everything that this package makes in a Region, in another than the provider's. */
function everything(stack: TerraformStack, region?: string): void {
  const bucket = new BundleBucket(stack, "bucket", { region });
  const bundle = CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket });
  new ProviderJar(stack, "jar", { file: jar, bucket });
  EncryptionKey.fromAlias(stack, "by-alias", "alias/emr", { region });
  EncryptionKey.fromLookup(stack, "by-id", "0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11", { region });
  const data = new EncryptionKey(stack, "granting", { region, useGrants: true, alias: "alias/granting" });
  new EncryptionKey(stack, "imported", { region, origin: "EXTERNAL" });
  new EmrEncryption(stack, "encryption", {
    atRest: { s3: { mode: "SSE-KMS", key: data }, localDisk: { provider: "AwsKms" } },
    inTransit: { provider: "PEM", bundle },
    logs: {},
    nameParameter: "/emr/name",
    region,
  });
}

/** What has no Region. */
const global = ["data.aws_caller_identity", "data.aws_iam_role", "data.aws_partition"];

/** The Regions of all resources and look-ups, by type. */
function placedIn(stack: TerraformStack): { readonly [type: string]: readonly unknown[] } {
  const { resource, data } = synthesized(stack);
  const regions = (kind: typeof data, prefix: string) =>
    Object.entries(kind).map(([type, all]) => [`${prefix}${type}`, Object.values(all).map(({ region }) => region)]);
  return Object.fromEntries([...regions(resource, ""), ...regions(data, "data.")]);
}

test("a Region that is given once is set on every regional resource and data source, and on no other", () => {
  const stack = stackOf((scope) => {
    six(scope);
    everything(scope, "eu-west-1");
  });
  const regions = placedIn(stack);
  expect(Object.keys(regions).sort()).toEqual([...regionalTypes, ...global].sort());
  for (const type of regionalTypes) expect([type, new Set(regions[type])]).toEqual([type, new Set(["eu-west-1"])]);
  for (const type of global) expect([type, new Set(regions[type])]).toEqual([type, new Set([undefined])]);
  expect(validations(stack)).toEqual([]);
});

test("without a Region none is set", () => {
  const stack = stackOf((scope) => everything(scope));
  expect(new Set(Object.values(placedIn(stack)).flat())).toEqual(new Set([undefined]));
});

test("AWS provider 5 has no argument for a Region: reported once, at the first construct that sets it", () => {
  expect(validations(stackOf((scope) => everything(scope, "eu-west-1")))).toEqual([
    "[s/bucket/key] region is 'eu-west-1', but resources of AWS provider 5.100.0, which this stack uses, have no argument for it; use @cdktf/provider-aws 21 (AWS provider 6), or leave region out and pass a provider for that Region",
  ]);
});

test.each([
  ["~> 5.0", 1],
  [">= 5.0", 0],
  ["6.25.0", 0],
])("a stack that requires provider %s gets %i messages", (version, sentences) => {
  const stack = stackOf((scope) => {
    scope.addOverride("terraform.required_providers.aws.version", version);
    new EncryptionKey(scope, "key", { region: "eu-west-1" });
  });
  expect(validations(stack)).toHaveLength(sentences);
});

test("a text that is not a Region is refused, a reference is not", () => {
  const stack = stackOf((scope) => {
    six(scope);
    new EncryptionKey(scope, "wrong", { region: "eu_west_1" });
    new EncryptionKey(scope, "later", { region: new TerraformVariable(scope, "region", {}).stringValue });
  });
  expect(validations(stack)).toEqual([
    "[s/wrong] region is 'eu_west_1', which is not a Region of AWS; write it like eu-west-1",
  ]);
});

test("a replica needs no provider if its Region is given, and must not be in the primary's Region", () => {
  const stack = stackOf((scope) => {
    six(scope);
    const primary = new EncryptionKey(scope, "primary", { multiRegion: true, region: "eu-west-1" });
    new EncryptionKeyReplica(scope, "replica", { primary, region: "eu-central-1" });
    expect(() => new EncryptionKeyReplica(scope, "same", { primary, region: "eu-west-1" })).toThrow(
      "s/same: region is 'eu-west-1', which is the primary's; a replica has to be in another Region",
    );
  });
  expect(Object.values(synthesized(stack).resource.aws_kms_replica_key ?? {})[0]).toMatchObject({
    region: "eu-central-1",
  });
});

test("principals and ARNs have the partition of the given Region", () => {
  const stack = stackOf((scope) => {
    six(scope);
    new EncryptionKey(scope, "key", { region: "cn-north-1" }).grantS3Data("arn:aws:iam::111122223333:role/nodes");
  });
  expect(validations(stack)).toEqual([
    "[s/key] 'arn:aws:iam::111122223333:role/nodes' is in partition aws, the key in aws-cn; principals of another partition do not exist there",
  ]);
});

test("bundles and JARs are in the Region and account of their bucket", () => {
  const stack = stackOf((scope) => {
    const provider = new AwsProvider(scope, "west", { region: "us-west-2", alias: "west" });
    const bucket = new BundleBucket(scope, "bucket", { provider });
    CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket });
    new ProviderJar(scope, "jar", { file: jar, bucket });
  });
  const objects = Object.values(synthesized(stack).resource.aws_s3_object ?? {});
  expect(objects.map(({ provider }) => provider)).toEqual(["aws.west", "aws.west"]);
});

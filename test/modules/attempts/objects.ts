import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { BundleBucket, CertificateBundle, EncryptionKey, SecurityConfiguration } from "../../../modules";
import { type Attempt, bundleIn, certificates, cluster, clusterWith, encryption, jarIn, rolesIn } from "./attempt";

/** An object that was changed after the construct made it. */
const changed =
  (change: (object: S3Object) => void): Attempt["fill"] =>
  (stack) => {
    const bundle = bundleIn(stack);
    change(bundle.resource);
    encryption(stack, { inTransit: { provider: "PEM", bundle } });
  };

/** What the way of the bundle to the nodes can get wrong. */
export const objectAttempts: readonly Attempt[] = [
  {
    did: "an object's key with a slash before it",
    rule: "object.key_slash",
    refused: true,
    told: "lake/bundle: objectKey is '/certs.zip'; leave out the first '/' and double '//', which Terraform drops from the object's key",
    fill: (stack) => encryption(stack, { inTransit: { provider: "PEM", bundle: bundleIn(stack, "/certs.zip") } }),
  },
  {
    did: "a bundle whose changes Terraform does not see",
    rule: "object.change_unseen",
    told: "[lake/bundle/object] object.change_unseen",
    fill: changed((object) => object.resetSourceHash()),
  },
  {
    did: "an ACL that the bucket refuses",
    rule: "object.grant_refused",
    told: "[lake/bundle/object] object.grant_refused",
    fill: changed((object) => {
      object.acl = "public-read";
    }),
  },
  {
    did: "a bundle under Amazon S3's own key",
    rule: "object.not_customer_key",
    told: "[lake/bundle/object] object.not_customer_key",
    fill: changed((object) => {
      object.serverSideEncryption = "AES256";
      object.resetKmsKeyId();
    }),
  },
  {
    did: "the key of the object by its alias",
    rule: "object.kms_key_not_arn",
    told: "[lake/bundle/object] object.kms_key_not_arn",
    fill: changed((object) => {
      object.kmsKeyId = "alias/emr";
    }),
  },
  {
    did: "an empty object",
    rule: "object.empty",
    told: "[lake/bundle/object] object.empty",
    fill: changed((object) => object.resetSource()),
  },
  {
    did: "a file that is not there",
    rule: "object.source_missing",
    told: "[lake/bundle/object] object.source_missing",
    fill: changed((object) => {
      object.source = "nowhere/certs.zip";
    }),
  },
  {
    did: "the zip inside the plan",
    rule: "object.private_key_in_state",
    told: "[lake/bundle/object] object.private_key_in_state",
    fill: (stack) => {
      const bundle = bundleIn(stack);
      bundle.resource.resetSource();
      bundle.resource.contentBase64 = '${filebase64("certs.zip")}';
      encryption(stack, { inTransit: { provider: "PEM", bundle } });
    },
  },
  {
    did: "a JAR as text",
    rule: "object.text_content",
    told: "[lake/jar/object] object.text_content",
    fill: (stack) => {
      const jar = jarIn(stack);
      jar.resource.resetSource();
      jar.resource.content = "PK\u0003\u0004";
      encryption(stack, { atRest: { s3: { mode: "CSE-Custom", jar, providerClass: "com.example.S3Keys" } } });
    },
  },
  {
    did: "a storage class that nobody reads at once",
    rule: "object.unreadable_storage",
    told: "[lake/bundle/object] object.unreadable_storage",
    fill: changed((object) => {
      object.storageClass = "GLACIER";
    }),
  },
  {
    did: "a bucket that keeps no versions",
    rule: "object.bucket_unversioned",
    told: "[lake/bundle/object] object.bucket_unversioned",
    fill: (stack) => {
      const bucket = new S3Bucket(stack, "plain", {});
      new S3BucketVersioningA(stack, "versioning", {
        bucket: bucket.bucket,
        versioningConfiguration: { status: "Suspended" },
      });
      const bundle = CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket });
      encryption(stack, { inTransit: { provider: "PEM", bundle } });
    },
  },
  {
    did: "a bundle that the nodes may not read",
    rule: "object.unreadable_by_roles",
    told: "[lake/bundle/object] object.unreadable_by_roles",
    fill: (stack) => {
      const { nodes, emr, cluster: roles } = rolesIn(stack);
      const bucket = new S3Bucket(stack, "plain", {});
      const bundle = CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket });
      clusterWith(
        stack,
        { keyUsers: { instanceRole: nodes, serviceRole: emr }, inTransit: { provider: "PEM", bundle } },
        roles,
      );
    },
  },
  {
    did: "a bucket of another Region",
    rule: "object.region_mismatch",
    told: "[lake/bundle/object] object.region_mismatch",
    fill: (stack) => {
      const provider = new AwsProvider(stack, "west", { region: "us-west-2", alias: "west" });
      const bucket = new BundleBucket(stack, "bucket", { provider });
      const bundle = CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket });
      clusterWith(stack, { inTransit: { provider: "PEM", bundle } });
    },
  },
  {
    did: "a bundle of another stack",
    rule: "object.not_in_plan",
    told: "[lake/configuration/generation] object.not_in_plan",
    fill: (stack) => {
      const bundle = { s3Uri: "s3://artifacts/certs.zip", dependables: [], grantRead: () => undefined };
      const [s3, disk] = ["s3", "disk"].map((id) => new EncryptionKey(stack, id)) as [EncryptionKey, EncryptionKey];
      const { name } = new SecurityConfiguration(stack, "configuration", {
        atRest: { s3: { mode: "SSE-KMS", key: s3 }, localDisk: { provider: "AwsKms", key: disk } },
        inTransit: { provider: "PEM", bundle },
      });
      cluster(stack, { securityConfiguration: name });
    },
  },
];

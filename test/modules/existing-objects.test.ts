import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BundleBucket, CertificateBundle, EncryptionKey, ProviderJar, SecurityConfiguration } from "../../modules";
import { bundleZip } from "../support/certificates";
import { annotations, certificatesFolder, resources, stackOf, synthesized, validations } from "./stacks";

const certificates = certificatesFolder();
const zip = join(certificates, "development.zip");
const reader = "arn:aws:iam::111122223333:role/emr";

describe("CertificateBundle.fromZip", () => {
  test("uploads the bytes of the zip under its name", () => {
    const stack = stackOf((scope) => {
      const bucket = new BundleBucket(scope, "bucket");
      const importFrom = "artifacts/emr-encryption/development.zip";
      const bundle = CertificateBundle.fromZip(scope, "bundle", { zip, bucket, importFrom });
      expect(bundle.notAfter).toBeInstanceOf(Date);
    });
    const other = stackOf((scope) => {
      const bucket = new BundleBucket(scope, "bucket");
      CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket, objectKey: "a.zip" });
    });
    const [[object], [fromFolder]] = [resources(stack, "aws_s3_object"), resources(other, "aws_s3_object")];
    expect(object?.key).toBe("emr-encryption/development.zip");
    expect(object?.source_hash).toBe(fromFolder?.source_hash);
    const { import: imports } = synthesized(stack) as { readonly import?: readonly { readonly id: string }[] };
    expect(imports?.map(({ id }) => id)).toEqual(["artifacts/emr-encryption/development.zip"]);
  });

  const folder = dirname(certificates);
  const made = (name: string, make: (path: string) => void) => {
    make(join(folder, name));
    return join(folder, name);
  };
  test.each<[string, () => string, RegExp]>([
    [
      "a folder",
      () => made("a.zip", (path) => mkdirSync(path)),
      /cannot be read \(EISDIR\); use fromFolder for a folder of PEM files$/,
    ],
    ["a missing file", () => join(folder, "none.zip"), /cannot be read \(ENOENT\); make it with certs bundle$/],
    ["something else", () => made("b.zip", (path) => writeFileSync(path, "text")), /is not a zip that nodes can use: /],
    [
      "a zip without a chain",
      () => made("c.zip", (path) => writeFileSync(path, bundleZip({ "privateKey.pem": "x" }))),
      /contains no certificateChain\.pem at its root$/,
    ],
  ])("refuses %s", (_, file, sentence) => {
    const bucket = { bucket: "artifacts" };
    expect(() => stackOf((scope) => CertificateBundle.fromZip(scope, "bundle", { zip: file(), bucket }))).toThrow(
      sentence,
    );
  });
});

test("bundles and JARs that are in S3 already are named by their URI, and their readers get the permissions that this stack can grant", () => {
  let notes: readonly string[] = [];
  const stack = stackOf((scope) => {
    const bucket = new BundleBucket(scope, "bucket", { bucket: "artifacts" });
    const bundle = CertificateBundle.fromUri(scope, "bundle", "s3://artifacts/certs/prod.zip");
    const jar = ProviderJar.fromUri(scope, "jar", "arn:aws:s3:::artifacts/keys.jar", { bucket, key: bucket.key });
    new SecurityConfiguration(scope, "configuration", {
      atRest: { localDisk: { provider: "Custom", jar, providerClass: "com.example.DiskKeys" } },
      inTransit: { provider: "PEM", bundle },
    });
    bundle.grantRead(reader);
    jar.grantRead(reader);
    notes = annotations(scope);
  });
  expect(validations(stack)).toEqual([]);
  const document = String(resources(stack, "aws_emr_security_configuration")[0]?.configuration);
  expect(document).toContain('"S3Object":"s3://artifacts/certs/prod.zip"');
  expect(document).toContain('"S3Object":"s3://artifacts/keys.jar"');
  expect(notes).toEqual([expect.stringMatching(/^bucket artifacts is not in this stack; .*certs\/prod\.zip"}$/)]);
  expect(String(resources(stack, "aws_s3_bucket_policy")[0]?.policy)).toContain("/keys.jar");
  expect(String(resources(stack, "aws_kms_key_policy")[0]?.policy)).toContain("EmrBundle");
});

test.each(["https://bucket/key", "s3://bucket", "bucket/key"])("'%s' is not the URI of an object", (uri) => {
  expect(() => stackOf((scope) => CertificateBundle.fromUri(scope, "bundle", uri))).toThrow(
    `s/bundle: uri is '${uri}'; write it like s3://bucket/key`,
  );
});

test("an existing configuration with keys of this stack keeps its name and its document", () => {
  const arn = "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";
  const configuration = `{ "EncryptionConfiguration": { "EnableInTransitEncryption": false, "EnableAtRestEncryption": true,
    "AtRestEncryptionConfiguration": { "S3EncryptionConfiguration": { "EncryptionMode": "SSE-KMS", "AwsKmsKey": "${arn}" } } } }`;
  const stack = stackOf((scope) => {
    const key = new EncryptionKey(scope, "key", { importFrom: arn.split("/")[1] });
    new SecurityConfiguration(scope, "configuration", {
      atRest: { s3: { mode: "SSE-KMS", key } },
      importFrom: { name: "emr-prod", configuration },
    });
  });
  expect(validations(stack)).toEqual([]);
  expect(resources(stack, "aws_emr_security_configuration")).toMatchObject([{ name: "emr-prod", configuration }]);
});

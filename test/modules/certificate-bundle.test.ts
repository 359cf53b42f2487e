import { generateKeyPairSync } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { readBundle } from "../../formats/bundle/read";
import { writeSidecar } from "../../formats/sidecar";
import { BundleBucket, CertificateBundle, EncryptionKey } from "../../modules";
import { annotations, certificatesFolder, resources, stackOf, synthesized } from "./stacks";

const certificates = certificatesFolder();
const bucket = { bucket: "artifacts" };
const fromFolder = (folder: string) =>
  stackOf((stack) => CertificateBundle.fromFolder(stack, "bundle", { folder, bucket }));

/** A copy of the good folder, changed. */
function changed(name: string, change: (folder: string) => void): string {
  const folder = join(dirname(certificates), name);
  cpSync(certificates, folder, { recursive: true });
  change(folder);
  return folder;
}

describe("CertificateBundle.fromFolder", () => {
  test("uploads the zip by file and hash, encrypted with its own key", () => {
    const stack = fromFolder(certificates);
    const [key] = Object.keys(synthesized(stack).resource.aws_kms_key ?? {});
    const [object] = resources(stack, "aws_s3_object");
    expect(object).toEqual({
      bucket: "artifacts",
      key: "emr-encryption/certs.zip",
      source: expect.stringMatching(/^assets\/.*\/bundle\.zip$/),
      source_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      server_side_encryption: "aws:kms",
      kms_key_id: `\${aws_kms_key.${key}.arn}`,
      content_type: "application/zip",
    });
  });

  test("the same files give the same stack, whatever else is in the folder", () => {
    const other = changed("same/certs", (folder) => writeFileSync(join(folder, "notes.txt"), "x"));
    expect(synthesized(fromFolder(other))).toEqual(synthesized(fromFolder(certificates)));
  });

  test("a given key encrypts the zip, and its readers may decrypt", () => {
    const stack = stackOf((scope) => {
      const key = new EncryptionKey(scope, "key");
      const bundle = CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket, key });
      bundle.grantRead("arn:aws:iam::111122223333:role/emr");
    });
    expect(resources(stack, "aws_kms_key")).toHaveLength(1);
    expect(String(resources(stack, "aws_kms_key_policy")[0]?.policy)).toContain('"Sid":"EmrBundle"');
  });

  test("no private byte reaches the stack: not the PEM text, not a line of it", () => {
    const pem = readFileSync(join(certificates, "privateKey.pem"), "utf8");
    const outdir = join(dirname(certificates), "cdktf.out");
    const app = new App({ outdir, skipValidation: true });
    const stack = new TerraformStack(app, "s");
    CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket });
    app.synth();
    const text = readFileSync(join(outdir, "stacks/s/cdk.tf.json"), "utf8");
    expect(text).toContain("assets/");
    for (const line of pem.split("\n").filter((one) => one.length > 16)) expect(text).not.toContain(line);
    expect(text).not.toContain(Buffer.from(pem).toString("base64").slice(0, 64));
    rmSync(outdir, { recursive: true });
  });

  test("the policy of an ordinary bucket is not changed: the statement that readers need is printed and added as an output", () => {
    const stack = stackOf((scope) => {
      const ordinary = new S3Bucket(scope, "artifacts", { bucket: "artifacts" });
      const bundle = CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket: ordinary });
      bundle.grantRead("arn:aws:iam::111122223333:role/emr");
      expect(annotations(scope)).toEqual([
        expect.stringMatching(
          /^bucket \$\{aws_s3_bucket\.artifacts\.bucket} is not a BundleBucket, so its policy is not managed here; the policies of arn:aws:iam::111122223333:role\/emr need: \{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::\$\{aws_s3_object\.[\w-]+\.bucket}\/\$\{aws_s3_object\.[\w-]+\.key}"}$/,
        ),
      ]);
    });
    expect(resources(stack, "aws_s3_bucket_policy")).toEqual([]);
    const [object] = Object.keys(synthesized(stack).resource.aws_s3_object ?? {});
    const [output] = Object.values(synthesized(stack).output ?? {});
    expect(JSON.parse(String(output?.value))).toEqual({
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::\${aws_s3_object.${object}.bucket}/\${aws_s3_object.${object}.key}`,
    });
  });

  test("fails when the folder does not exist, with the command that creates a bundle", () => {
    expect(() => fromFolder("nowhere/certs")).toThrow(
      /^s\/bundle: folder 'nowhere\/certs' \(.*\) has no privateKey\.pem and no certificateChain\.pem; create a bundle for a trial with 'npx emr-encryption certs development --out nowhere\/certs', or put the files of your CA there$/,
    );
  });

  test("fails when the chain is missing, and names only the chain", () => {
    const folder = changed("no-chain", (path) => rmSync(join(path, "certificateChain.pem")));
    expect(() => fromFolder(folder)).toThrow(/ has no certificateChain\.pem; /);
  });

  test("fails when a file cannot be read", () => {
    const folder = changed("folder-for-file", (path) => {
      rmSync(join(path, "privateKey.pem"));
      mkdirSync(join(path, "privateKey.pem"));
    });
    expect(() => fromFolder(folder)).toThrow(/^s\/bundle: cannot read .*privateKey\.pem \(EISDIR\)$/);
  });

  test("fails when the private key is another certificate's, without a byte of it in the message", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const folder = changed("other-key", (path) => writeFileSync(join(path, "privateKey.pem"), pem));
    expect(() => fromFolder(folder)).toThrow(
      /^s\/bundle: the private key in .*privateKey\.pem does not belong to the first certificate of .*certificateChain\.pem; the leaf must come first, and both must come from the same request$/,
    );
    expect(() => fromFolder(folder)).not.toThrow(pem.split("\n")[1]);
  });

  test.each([
    ["/certs.zip", "leave out the first '/' and double '//', which Terraform drops from the object's key"],
    ["certs//emr.zip", "leave out the first '/' and double '//', which Terraform drops from the object's key"],
    ["certs", "EMR requires a name that ends in .zip"],
  ])("fails when the object's key is %s", (objectKey, remedy) => {
    const fill = (scope: Construct) =>
      CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket, objectKey });
    expect(() => stackOf(fill)).toThrow(`s/bundle: objectKey is '${objectKey}'; ${remedy}`);
  });
});

describe("CertificateBundle.fromObject", () => {
  const object = {
    bucket: "artifacts",
    key: "certs/prod.zip",
    region: "us-gov-west-1",
    kmsKey: "arn:aws-us-gov:kms:us-gov-west-1:999988887777:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11",
  };
  const zip = readFileSync(join(certificates, "development.zip"));
  const sidecar = join(dirname(certificates), "prod.bundle.json");
  writeFileSync(sidecar, writeSidecar(zip, readBundle(zip), object));

  test("creates no object, knows when the certificates expire, and lists the permissions that its readers need", () => {
    let notes: readonly string[] = [];
    const stack = stackOf((scope) => {
      const bundle = CertificateBundle.fromObject(scope, "bundle", { sidecar });
      expect(bundle.s3Uri).toBe("s3://artifacts/certs/prod.zip");
      expect(bundle.notAfter?.toISOString()).toMatch(/^2027-02-21T/);
      bundle.grantRead("arn:aws-us-gov:iam::111122223333:role/emr");
      notes = annotations(scope);
    });
    expect(synthesized(stack).resource).toEqual({});
    expect(notes).toEqual([
      'bucket artifacts is not in this stack; the policies of arn:aws-us-gov:iam::111122223333:role/emr need: {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws-us-gov:s3:::artifacts/certs/prod.zip"}',
      expect.stringMatching(
        /^key arn:aws-us-gov:kms:.* is not managed in this stack; ask its owner to add to the key policy: .*"kms:Decrypt"/,
      ),
      expect.stringMatching(
        /^key arn:aws-us-gov:kms:.* is in another account; the IAM policies of .* must allow it as well/,
      ),
    ]);
  });

  test("leaves the public sidecar in the metadata of the stack, for the linter", () => {
    const stack = stackOf((scope) => void CertificateBundle.fromObject(scope, "bundle", { sidecar }));
    const { "//": metadata } = stack.toTerraform();
    expect(metadata["emr-encryption:bundle"]).toEqual([JSON.parse(readFileSync(sidecar, "utf8"))]);
  });

  test("a bucket and a key of this stack allow the readers", () => {
    const stack = stackOf((scope) => {
      const own = new BundleBucket(scope, "bucket", { bucket: "artifacts" });
      const bundle = CertificateBundle.fromObject(scope, "bundle", { sidecar, bucket: own, key: own.key });
      bundle.grantRead("arn:aws:iam::111122223333:role/emr");
      expect(annotations(scope)).toEqual([]);
    });
    expect(String(resources(stack, "aws_s3_bucket_policy")[0]?.policy)).toContain('"Sid":"Readers"');
    expect(String(resources(stack, "aws_kms_key_policy")[0]?.policy)).toContain('"Sid":"EmrBundle"');
  });

  test("fails when the sidecar does not exist", () => {
    expect(() =>
      stackOf((scope) => CertificateBundle.fromObject(scope, "bundle", { sidecar: "prod.bundle.json" })),
    ).toThrow(
      /^s\/bundle: sidecar 'prod\.bundle\.json' \(.*\) cannot be read \(ENOENT\); 'emr-encryption certs publish' writes it beside the zip$/,
    );
  });

  test("fails when the file is not a sidecar", () => {
    const file = join(dirname(certificates), "wrong.bundle.json");
    writeFileSync(file, "{");
    expect(() => stackOf((scope) => CertificateBundle.fromObject(scope, "bundle", { sidecar: file }))).toThrow(
      new Error(`s/bundle: '${file}' is not a sidecar: it is not JSON; give the file that certs publish wrote`),
    );
  });
});

import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { endpoint } from "../../examples/endpoint";
import { CertificateBundle, EncryptionKey, SecurityConfiguration } from "../../modules";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { type Aws, openAws } from "../cli/certs/aws";
import { run } from "../cli/certs/run";
import { applyPrinted } from "./printed";
import { certificatesFolder } from "./stacks";

const certificates = certificatesFolder();
let aws: Aws;
beforeAll(async () => {
  aws = await openAws();
}, 900_000);
afterAll(() => aws.stop());

/** The last line of Terraform's plan for a stack. */
async function planOf(name: string, make: (stack: TerraformStack) => void): Promise<string> {
  const outdir = join(aws.cwd, name);
  const { env, awsVersions } = terraformInstallation(aws.cwd);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "s");
  new AwsProvider(stack, "aws", { region: aws.region, ...endpoint(aws.moto.endpoint) });
  if (awsVersions[0]) stack.addOverride("terraform.required_providers.aws.version", awsVersions[0]);
  stack.addOverride("terraform.backend.local.path", join(outdir, "s.tfstate"));
  make(stack);
  app.synth();
  const folder = join(outdir, "stacks/s");
  // Not in sync: moto's door is in this process.
  const terraform = (...args: readonly string[]) =>
    promisify(execFile)("terraform", [...args, "-no-color"], { cwd: folder, env: { ...process.env, ...env } });
  await terraform("init");
  const { stdout } = await terraform("plan", "-input=false");
  return /^Plan: .*$|^No changes.*$/m.exec(stdout)?.[0] ?? stdout;
}

const client = () => ({ region: aws.region, endpoint: aws.moto.endpoint });

async function createKey() {
  const kms = new KMSClient(client());
  // moto keeps no default of the usage, as KMS does.
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "EMR", KeyUsage: "ENCRYPT_DECRYPT" }));
  kms.destroy();
  return { id: String(KeyMetadata?.KeyId), arn: String(KeyMetadata?.Arn) };
}

/** A configuration for S3 with a key, as another tool wrote it. */
async function createConfiguration(name: string, keyArn: string): Promise<string> {
  const configuration = `{"EncryptionConfiguration": {"EnableInTransitEncryption": false, "EnableAtRestEncryption": true,
    "AtRestEncryptionConfiguration": {"S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS", "AwsKmsKey": "${keyArn}"}}}}`;
  const emr = new EMRClient(client());
  await emr.send(new CreateSecurityConfigurationCommand({ Name: name, SecurityConfiguration: configuration }));
  emr.destroy();
  return configuration;
}

test("an existing configuration and its key are imported, and nothing is added", async () => {
  const { id, arn } = await createKey();
  const configuration = await createConfiguration("emr-prod", arn);
  const plan = await planOf("key", (stack) => {
    const key = new EncryptionKey(stack, "key", { importFrom: id });
    const importFrom = { name: "emr-prod", configuration };
    new SecurityConfiguration(stack, "configuration", { atRest: { s3: { mode: "SSE-KMS", key } }, importFrom });
  });
  expect(plan).toMatch(/^Plan: 3 to import, 0 to add, \d to change, 0 to destroy\.$/);
}, 900_000);

test("the output of convert for a configuration of the account imports it, and changes nothing", async () => {
  await createConfiguration("emr-lake", (await createKey()).arn);
  const { out } = await run(["convert", "emr-lake", "--region", aws.region], aws.cwd);
  const plan = await planOf("convert", (stack) => applyPrinted(out, stack));
  expect(plan).toBe("Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.");
}, 900_000);

test("an existing object of a bundle is imported, and nothing of it is added", async () => {
  const { arn } = await createKey();
  const s3 = new S3Client({ ...client(), forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({
      Bucket: "emr-artifacts",
      CreateBucketConfiguration: { LocationConstraint: "us-west-2" },
    }),
  );
  const Key = "emr-encryption/certificates.zip";
  await s3.send(new PutObjectCommand({ Bucket: "emr-artifacts", Key, Body: "PK" }));
  s3.destroy();
  const plan = await planOf("object", (stack) => {
    CertificateBundle.fromFolder(stack, "bundle", {
      folder: certificates,
      objectKey: Key,
      bucket: { bucket: "emr-artifacts" },
      key: EncryptionKey.fromArn(stack, "key", arn),
      importFrom: `emr-artifacts/${Key}`,
    });
  });
  expect(plan).toBe("Plan: 1 to import, 0 to add, 1 to change, 0 to destroy.");
}, 900_000);

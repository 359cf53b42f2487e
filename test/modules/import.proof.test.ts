import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { CreateSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { endpoint } from "../../examples/endpoint";
import { EncryptionKey, SecurityConfiguration } from "../../modules";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { type Aws, openAws } from "../cli/certs/aws";

let aws: Aws;
beforeAll(async () => {
  aws = await openAws();
}, 60_000);
afterAll(() => aws.stop());

test("an existing configuration and its key are imported, and nothing is added", async () => {
  const options = { region: aws.region, endpoint: aws.moto.endpoint };
  const kms = new KMSClient(options);
  // moto keeps no default of the usage, as KMS does.
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "EMR", KeyUsage: "ENCRYPT_DECRYPT" }));
  kms.destroy();
  const configuration = `{"EncryptionConfiguration": {"EnableInTransitEncryption": false, "EnableAtRestEncryption": true,
    "AtRestEncryptionConfiguration": {"S3EncryptionConfiguration": {"EncryptionMode": "SSE-KMS", "AwsKmsKey": "${KeyMetadata?.Arn}"}}}}`;
  const emr = new EMRClient(options);
  await emr.send(new CreateSecurityConfigurationCommand({ Name: "emr-prod", SecurityConfiguration: configuration }));
  emr.destroy();

  const outdir = join(aws.cwd, "out");
  const { env, awsVersions } = terraformInstallation(aws.cwd);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "s");
  new AwsProvider(stack, "aws", { region: aws.region, ...endpoint(aws.moto.endpoint) });
  if (awsVersions[0]) stack.addOverride("terraform.required_providers.aws.version", awsVersions[0]);
  stack.addOverride("terraform.backend.local.path", join(aws.cwd, "s.tfstate"));
  const key = new EncryptionKey(stack, "key", { importFrom: KeyMetadata?.KeyId });
  new SecurityConfiguration(stack, "configuration", {
    atRest: { s3: { mode: "SSE-KMS", key } },
    importFrom: { name: "emr-prod", configuration },
  });
  app.synth();
  const folder = join(outdir, "stacks/s");
  // Not in sync: moto's door is in this process.
  const terraform = (...args: readonly string[]) =>
    promisify(execFile)("terraform", [...args, "-no-color"], { cwd: folder, env: { ...process.env, ...env } });
  await terraform("init");
  const { stdout } = await terraform("plan", "-input=false");
  expect(stdout).toMatch(/Plan: 3 to import, 0 to add, \d to change, 0 to destroy/);
}, 180_000);

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../../../linter";
import { terraformInstallation } from "../../../../scripts/fixtures/terraform";
import { startMoto } from "../../../deploy/moto";

const scratch = mkdtempSync(join(tmpdir(), "emr-encryption-objects-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const { env, awsVersions } = terraformInstallation(scratch);

const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const file = { source: "certs.zip" };
type Resources = { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };

function terraform(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync("terraform", [...args, "-no-color"], {
    cwd: scratch,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
  return { status, stdout, output: stdout + stderr };
}

/** Writes resources, objects with a configuration each that encrypts traffic with it, so that the rules look at them. */
function write({ aws_s3_object = {}, ...others }: Resources, endpoint = "http://127.0.0.1:9"): void {
  const objects = Object.entries(aws_s3_object);
  const resource = {
    ...others,
    aws_s3_object: Object.fromEntries(
      objects.map(([name, args]) => [name, { bucket: "emr-artifacts", key: `${name}.zip`, ...args }]),
    ),
    aws_emr_security_configuration: {
      ...Object.fromEntries(
        objects.map(([name, args]) => [`with_${name}`, { configuration: using(`${args.key ?? `${name}.zip`}`) }]),
      ),
      ...others.aws_emr_security_configuration,
    },
  };
  const provider = {
    region: "us-east-1",
    access_key: "test",
    secret_key: "test",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
    s3_use_path_style: true,
    endpoints: [{ s3: endpoint, kms: endpoint, emr: endpoint }],
  };
  const aws = { source: "hashicorp/aws", ...(awsVersions[0] && { version: awsVersions[0] }) };
  const content = { terraform: { required_providers: { aws } }, provider: { aws: provider }, resource };
  writeFileSync(join(scratch, "main.tf.json"), JSON.stringify(content));
}

function using(key: string): string {
  const tls = { CertificateProviderType: "PEM", S3Object: `s3://emr-artifacts/${key}` };
  const inTransit = { InTransitEncryptionConfiguration: { TLSCertificateConfiguration: tls } };
  return JSON.stringify({
    EncryptionConfiguration: { EnableAtRestEncryption: false, EnableInTransitEncryption: true, ...inTransit },
  });
}

function reported(input: string): readonly string[] {
  const { findings } = lint([input], { cwd: scratch, root: ".", rules: ["object.*", "config.not_json"] });
  return findings.map(({ rule, address, severity }) => `${address} ${rule} ${severity}`);
}

beforeAll(() => {
  writeFileSync(join(scratch, "certs.zip"), "one");
  write({ aws_s3_object: { first: file } });
  expect(terraform("init")).toMatchObject({ status: 0 });
}, 900_000);

test("what the AWS provider refuses before it asks AWS is an error of the linter as well", () => {
  const content_base64 = "b25l";
  write({
    aws_s3_object: {
      etag: { ...file, etag: "x", kms_key_id: keyArn },
      etag_of_content: { content_base64, etag: "x", kms_key_id: keyArn },
      key_id: { ...file, kms_key_id: keyArn.slice(-36) },
      key_alias: { ...file, kms_key_id: "alias/emr" },
    },
    aws_emr_security_configuration: { broken: { configuration: "{" } },
    aws_kms_key: { window: { deletion_window_in_days: 6 } },
  });
  const { diagnostics } = JSON.parse(terraform("validate", "-json").stdout);
  const refused = diagnostics.map(
    ({ address, summary, detail }: { address: string; summary: string; detail: string }) =>
      `${address}: ${summary} ${detail}`,
  );
  expect(refused.sort()).toEqual([
    expect.stringMatching(/^aws_emr_security_configuration\.broken: "configuration" contains an invalid JSON/),
    expect.stringMatching(/^aws_kms_key\.window: expected deletion_window_in_days to be in the range \(7 - 30\)/),
    expect.stringMatching(/^aws_s3_object\.etag: .+ "etag": conflicts with kms_key_id/),
    expect.stringMatching(/^aws_s3_object\.etag_of_content: .+ "etag": conflicts with kms_key_id/),
    expect.stringMatching(/^aws_s3_object\.key_alias: "kms_key_id" \(alias\/emr\) is an invalid ARN/),
    expect.stringMatching(/^aws_s3_object\.key_id: "kms_key_id" .+ is an invalid ARN/),
  ]);
  expect(reported(".")).toEqual(
    expect.arrayContaining([
      "aws_emr_security_configuration.broken config.not_json error",
      "aws_s3_object.etag object.change_unseen error",
      "aws_s3_object.etag_of_content object.change_unseen error",
      "aws_s3_object.key_alias object.kms_key_not_arn error",
      "aws_s3_object.key_id object.kms_key_not_arn error",
    ]),
  );
}, 900_000);

test("Terraform plans without a warning what the linter reports, and what it uploads is as the rules say", async () => {
  const moto = await startMoto();
  try {
    const bucket = { aws_s3_bucket: { artifacts: { bucket: "emr-artifacts" } } };
    const waiting = { bucket: "${aws_s3_bucket.artifacts.bucket}" };
    const kept = { empty: waiting, unseen: { ...waiting, ...file }, slash: { ...waiting, ...file, key: "/a//b.zip" } };
    write({ ...bucket, aws_s3_object: { ...kept, missing: { ...waiting, source: "nowhere.zip" } } }, moto.url);
    const planned = terraform("plan", "-out=plan");
    expect([planned.status, planned.output]).toEqual([0, expect.not.stringContaining("Warning")]);
    writeFileSync(join(scratch, "plan.json"), terraform("show", "-json", "plan").stdout);
    expect(reported("plan.json")).toEqual(
      expect.arrayContaining([
        "aws_s3_object.empty object.empty error",
        "aws_s3_object.missing object.source_missing error",
        "aws_s3_object.slash object.key_slash error",
        "aws_s3_object.unseen object.change_unseen warning",
      ]),
    );
    expect(terraform("apply", "plan")).toMatchObject({ status: 1, output: expect.stringContaining("nowhere.zip") });
    write({ ...bucket, aws_s3_object: kept }, moto.url);
    expect(terraform("apply", "-auto-approve").status).toBe(0);
    const stored = await (await fetch(`${moto.url}/emr-artifacts`)).text();
    const sizes = [...stored.matchAll(/<Key>(.*?)<\/Key>.*?<Size>(\d+)<\/Size>/gs)].map(([, key, size]) => [key, size]);
    expect(sizes.sort()).toEqual([
      ["a/b.zip", "3"],
      ["empty.zip", "0"],
      ["unseen.zip", "3"],
    ]);
    writeFileSync(join(scratch, "certs.zip"), "another");
    expect(terraform("plan").output).toContain("No changes.");
  } finally {
    await moto.stop();
  }
}, 900_000);

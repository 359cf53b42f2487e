import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { lint } from "../../../../linter";
import { terraformInstallation } from "../../../../scripts/fixtures/terraform";
import { startMoto } from "../../../deploy/moto";

const scratch = mkdtempSync(join(tmpdir(), "emr-encryption-objects-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const { env, awsVersions } = terraformInstallation(scratch);

const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const file = { source: "certs.zip" };
type Resources = { readonly [type: string]: { readonly [name: string]: { readonly [argument: string]: unknown } } };

/** Runs Terraform while this process goes on, since the S3 of a test may be in it. */
async function terraform(...args: readonly string[]) {
  const options = { cwd: scratch, env: { ...process.env, ...env } };
  const child = spawn("terraform", [...args, "-no-color"], { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { status: status[0], stdout, output: stdout + stderr };
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

beforeAll(async () => {
  writeFileSync(join(scratch, "certs.zip"), "one");
  write({ aws_s3_object: { first: file } });
  expect(await terraform("init")).toMatchObject({ status: 0 });
}, 900_000);

test("what the AWS provider refuses before it asks AWS is an error of the linter as well", async () => {
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
  const { diagnostics } = JSON.parse((await terraform("validate", "-json")).stdout);
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

test("Terraform's file() refuses a zip, which is no text", async () => {
  writeFileSync(join(scratch, "binary.zip"), Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0xfe]));
  write({ aws_s3_object: { text: { content: '${file("binary.zip")}' } } });
  const { status, output } = await terraform("validate");
  expect([status, output.replace(/\s+/g, " ")]).toEqual([1, expect.stringContaining("are not valid UTF-8")]);
}, 900_000);

test("Terraform plans without a warning what the linter reports, and what it uploads is as the rules say", async () => {
  const moto = await startMoto();
  try {
    const bucket = { aws_s3_bucket: { artifacts: { bucket: "emr-artifacts" } } };
    const waiting = { bucket: "${aws_s3_bucket.artifacts.bucket}" };
    const kept = { empty: waiting, unseen: { ...waiting, ...file }, slash: { ...waiting, ...file, key: "/a//b.zip" } };
    write({ ...bucket, aws_s3_object: { ...kept, missing: { ...waiting, source: "nowhere.zip" } } }, moto.url);
    const planned = await terraform("plan", "-out=plan");
    expect([planned.status, planned.output]).toEqual([0, expect.not.stringContaining("Warning")]);
    writeFileSync(join(scratch, "plan.json"), (await terraform("show", "-json", "plan")).stdout);
    expect(reported("plan.json")).toEqual(
      expect.arrayContaining([
        "aws_s3_object.empty object.empty error",
        "aws_s3_object.missing object.source_missing error",
        "aws_s3_object.slash object.key_slash error",
        "aws_s3_object.unseen object.change_unseen warning",
      ]),
    );
    expect(await terraform("apply", "plan")).toMatchObject({
      status: 1,
      output: expect.stringContaining("nowhere.zip"),
    });
    write({ ...bucket, aws_s3_object: kept }, moto.url);
    expect((await terraform("apply", "-auto-approve")).status).toBe(0);
    const stored = await (await fetch(`${moto.url}/emr-artifacts`)).text();
    const sizes = [...stored.matchAll(/<Key>(.*?)<\/Key>.*?<Size>(\d+)<\/Size>/gs)].map(([, key, size]) => [key, size]);
    expect(sizes.sort()).toEqual([
      ["a/b.zip", "3"],
      ["empty.zip", "0"],
      ["unseen.zip", "3"],
    ]);
    writeFileSync(join(scratch, "certs.zip"), "another");
    expect((await terraform("plan")).output).toContain("No changes.");
  } finally {
    await moto.stop();
  }
}, 900_000);

/** S3 as far as moto does not check it: it refuses ACLs with the documented error, as buckets with BucketOwnerEnforced do. */
async function withoutAcls(moto: string) {
  const server = createServer((asked, answer) => {
    // The provider creates a bucket with an ACL too, which S3 accepts.
    if (asked.headers["x-amz-acl"] !== undefined && /^\/[^/]+\/./.test(asked.url ?? "")) {
      asked.resume();
      answer.writeHead(400, { "content-type": "application/xml" });
      answer.end(
        "<Error><Code>AccessControlListNotSupported</Code><Message>The bucket does not allow ACLs</Message></Error>",
      );
      return;
    }
    const { method, headers, url } = asked;
    const passedOn = request(new URL(url ?? "/", moto), { method, headers }, (found) => {
      answer.writeHead(found.statusCode ?? 500, found.headers);
      found.pipe(answer);
    });
    asked.pipe(passedOn);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

test("Terraform plans archives, expirations and public ACLs without a warning, and S3 refuses the ACLs", async () => {
  // The state of the test before is of another moto.
  rmSync(join(scratch, "terraform.tfstate"), { force: true });
  const moto = await startMoto();
  const s3 = await withoutAcls(moto.url);
  try {
    const bucket = "${aws_s3_bucket.artifacts.bucket}";
    const rule = (prefix: string, more: object) => ({ id: prefix, status: "Enabled", filter: { prefix }, ...more });
    const around = {
      aws_s3_bucket: { artifacts: { bucket: "emr-artifacts" } },
      aws_s3_bucket_ownership_controls: { this: { bucket, rule: { object_ownership: "BucketOwnerEnforced" } } },
      aws_s3_bucket_public_access_block: { this: { bucket, block_public_acls: true, ignore_public_acls: true } },
      aws_s3_bucket_lifecycle_configuration: {
        this: {
          bucket,
          rule: [
            rule("old/", { expiration: { days: 30 } }),
            rule("cold/", {
              filter: { and: { prefix: "cold/", object_size_greater_than: 1 } },
              transition: { days: 30, storage_class: "DEEP_ARCHIVE" },
            }),
            rule("warm/", { transition: { days: 30, storage_class: "GLACIER_IR" } }),
          ],
        },
      },
    };
    const object = { ...file, bucket, source_hash: '${filebase64sha256("certs.zip")}' };
    const stored = {
      expiring: { ...object, key: "old/a.zip" },
      archived: { ...object, key: "cold/a.zip" },
      read: { ...object, key: "warm/a.zip" },
    };
    const shared = {
      ...object,
      key: "a.zip",
      acl: "public-read",
      depends_on: ["aws_s3_bucket_ownership_controls.this"],
    };
    const about = / object\.(expires|archived|public|grant_refused) /;
    const lifecycle = [
      "aws_s3_object.archived object.archived warning",
      "aws_s3_object.expiring object.expires warning",
    ];
    write({ ...around, aws_s3_object: { ...stored, shared } }, s3.url);
    const planned = await terraform("plan", "-out=plan");
    expect([planned.status, planned.output]).toEqual([0, expect.not.stringContaining("Warning")]);
    writeFileSync(join(scratch, "plan.json"), (await terraform("show", "-json", "plan")).stdout);
    expect(
      reported("plan.json")
        .filter((each) => about.test(each))
        .sort(),
    ).toEqual([...lifecycle, "aws_s3_object.shared object.grant_refused error"]);

    // The provider watches a new lifecycle for a minute; what it plans is enough here.
    const { aws_s3_bucket_lifecycle_configuration: _, ...quick } = around;
    write({ ...quick, aws_s3_object: { ...stored, shared } }, s3.url);
    const refused = await terraform("apply", "-auto-approve");
    expect([refused.status, refused.output]).toEqual([1, expect.stringContaining("AccessControlListNotSupported")]);
    const { acl: __, ...own } = shared;
    write({ ...quick, aws_s3_object: { ...stored, shared: own } }, s3.url);
    const applied = await terraform("apply", "-auto-approve");
    expect([applied.status, applied.output]).toEqual([0, expect.stringContaining("1 added, 0 changed, 0 destroyed")]);
  } finally {
    s3.close();
    await moto.stop();
  }
}, 900_000);

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPrinted } from "../modules/printed";
import { resources, stackOf, synthesized, validations } from "../modules/stacks";
import { run } from "./certs/run";

const cwd = mkdtempSync(join(tmpdir(), "convert-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const key = (end: string) => `arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c${end}`;
const document = {
  EncryptionConfiguration: {
    EnableInTransitEncryption: true,
    EnableAtRestEncryption: true,
    InTransitEncryptionConfiguration: {
      TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://artifacts/certs/prod.zip" },
    },
    AtRestEncryptionConfiguration: {
      S3EncryptionConfiguration: {
        EncryptionMode: "SSE-KMS",
        AwsKmsKey: key("11"),
        Overrides: [{ BucketName: "raw", EncryptionMode: "SSE-S3" }],
      },
      LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: key("12") },
    },
  },
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
};

/** The stack that printed code makes. */
const stackFrom = (code: string) => stackOf((stack) => applyPrinted(code, stack));

const converted = async (file: string, content: unknown, ...args: readonly string[]) => {
  writeFileSync(join(cwd, file), typeof content === "string" ? content : JSON.stringify(content));
  return run(["convert", file, ...args], cwd);
};

test("a document becomes TypeScript that creates the same document", async () => {
  const { code, out, err } = await converted("prod.json", document);
  expect([code, err]).toEqual([0, ""]);
  const stack = stackFrom(out);
  expect(validations(stack)).toEqual([]);
  const [made] = resources(stack, "aws_emr_security_configuration");
  const expected = structuredClone(document) as { EncryptionConfiguration: { AtRestEncryptionConfiguration: object } };
  Object.assign(expected.EncryptionConfiguration.AtRestEncryptionConfiguration, {
    LocalDiskEncryptionConfiguration: {
      EncryptionKeyProviderType: "AwsKms",
      AwsKmsKey: key("12"),
      EnableEbsEncryption: false,
    },
  });
  expect(JSON.parse(String(made?.configuration))).toEqual(expected);
  expect(out).toContain(`const s3Key = EncryptionKey.fromArn(this, "s3Key", "${key("11")}");`);
});

test("the answer of DescribeSecurityConfiguration becomes an import with the same name and document", async () => {
  const withEbs = structuredClone(document);
  Object.assign(withEbs.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration, {
    EnableEbsEncryption: true,
  });
  const configuration = JSON.stringify(withEbs, null, 1);
  const { out } = await converted("described.json", { Name: "prod", SecurityConfiguration: configuration });
  const stack = stackFrom(out);
  expect(validations(stack)).toEqual([]);
  expect(resources(stack, "aws_emr_security_configuration")).toEqual([{ name: "prod", configuration }]);
  const { import: imports } = synthesized(stack) as { readonly import?: readonly { readonly id: string }[] };
  expect(imports?.map(({ id }) => id)).toEqual(["prod"]);
});

test("settings that differ from the imported document are refused with the place", async () => {
  const configuration = JSON.stringify(document);
  const { out } = await converted("other.json", { Name: "prod", SecurityConfiguration: configuration });
  const stack = stackFrom(out.replace('mode: "SSE-S3"', 'mode: "CSE-KMS", key: s3Key'));
  expect(validations(stack)).toEqual([
    expect.stringMatching(
      /the settings differ from the existing configuration 'prod' at atRest\.s3\.overrides\[0]\.(mode|key) .*; a security configuration cannot be changed/,
    ),
  ]);
});

test("Terraform in HCL and in JSON is converted, with the references that it has", async () => {
  const hcl = `
    resource "aws_kms_key" "data" {}
    resource "aws_emr_security_configuration" "lake" {
      configuration = jsonencode({
        EncryptionConfiguration = {
          EnableInTransitEncryption = false
          EnableAtRestEncryption = true
          AtRestEncryptionConfiguration = {
            S3EncryptionConfiguration = { EncryptionMode = "SSE-KMS", AwsKmsKey = aws_kms_key.data.arn }
          }
        }
      })
    }
  `;
  const { code, out } = await converted("main.tf", hcl, "--cdktn");
  expect([code, out]).toEqual([0, expect.stringContaining('from "cdktf-emr-encryption/cdktn"')]);
  expect(out).toContain("${aws_kms_key.data.arn}");
  expect(out).toContain('new SecurityConfiguration(this, "lake", ');
});

test.each<[string, unknown, RegExp]>([
  [
    "a document that EMR would refuse",
    { EncryptionConfiguration: { EnableInTransitEncryption: "yes" } },
    /EMR would refuse this document: EncryptionConfiguration\.EnableInTransitEncryption is a string, expected a boolean$/,
  ],
  [
    "a flag without its section",
    { EncryptionConfiguration: { EnableInTransitEncryption: true, EnableAtRestEncryption: false } },
    /EMR would refuse this document: EnableInTransitEncryption is true and InTransitEncryptionConfiguration is missing; add it$/,
  ],
  ["Terraform without a configuration", { resource: {} }, /contains no aws_emr_security_configuration$/],
])("%s is one sentence, and nothing is printed", async (_, content, sentence) => {
  const { code, out, err } = await converted(
    "wrong.tf.json".replace(".tf", "EncryptionConfiguration" in (content as object) ? "" : ".tf"),
    content,
  );
  expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(err.trimEnd()).toMatch(sentence);
});

test.each([
  ["missing.json", "'missing.json' does not exist"],
  ["folder/emr", "'folder/emr' does not exist"],
  [
    "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c",
    "'arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c' is not the ARN of an EMR cluster; security configurations have no ARN: give the name, or the ARN of a cluster that uses it",
  ],
])("%s is refused before the account is asked", async (source, sentence) => {
  expect(await run(["convert", source], cwd)).toEqual({ code: 2, out: "", err: `emr-encryption: ${sentence}\n` });
});

test.each(["null", "17", "[]", "{", ""])("JSON that is not a document, %s, is one sentence", async (content) => {
  const { code, out, err } = await converted("no-document.json", content);
  expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(err).toContain("no-document.json");
});

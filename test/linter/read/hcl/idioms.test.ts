import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

/** Findings above info, with their lines, of a configuration made from an expression. */
function found(configuration: string, rest = ""): readonly string[] {
  const block = `resource "aws_emr_security_configuration" "this" {\n  configuration = ${configuration}\n}\n`;
  const cwd = folderOf({ "main.tf": `${block}${rest}` });
  const { findings, inputs } = lint(["."], { cwd, now });
  expect(inputs.map(({ error, status }) => error ?? status)).toEqual(["checked"]);
  return findings.filter(({ severity }) => severity !== "info").map(({ rule, line }) => `${rule}:${line}`);
}

const KEY = 'resource "aws_kms_key" "disk" {\n  enable_key_rotation = true\n}\n';

test.each(["if v != null", "if v == null ? false : true"])(
  "an object without its null members (%s) is evaluated, although the ARN in it is known after apply",
  (condition) => {
    const document = `jsonencode({
    EncryptionConfiguration = {
      EnableAtRestEncryption    = true
      EnableInTransitEncryption = false
      AtRestEncryptionConfiguration = {
        LocalDiskEncryptionConfiguration = { for k, v in {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.disk.arn
          EnableEbsEncryption       = null
        } : k => v ${condition} }
      }
    }
  })`;
    expect(found(document, KEY)).toEqual([
      "config.ebs_not_encrypted:11",
      "config.in_transit_disabled:5",
      "config.s3_encryption_missing:6",
    ]);
  },
);

test.each([
  ["trimspace(", ")"],
  ["jsonencode(jsondecode(", "))"],
])("a heredoc with strip markers inside %s…) is evaluated, and lines in it are found", (open, close) => {
  const document = `${open}<<-EOT
    {
      "EncryptionConfiguration": {
        %{~ if false ~}
        "InTransitEncryptionConfiguration": "never",
        %{~ endif ~}
        %{~ for flag in ["EnableAtRestEncryption"] ~}
        "\${flag}": false,
        %{~ endfor ~}
        "EnableInTransitEncryption": \${false}
      }
    }
  EOT
  ${close}`;
  expect(found(document)).toEqual(["config.at_rest_disabled:4", "config.in_transit_disabled:11"]);
});

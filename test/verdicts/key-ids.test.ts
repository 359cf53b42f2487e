import { lint } from "../../linter";
import { folderOf } from "../linter/models";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/${aws_kms_key.a.key_id}";

/** Rules found and left open for a configuration with these keys for S3 and local disks. */
function checked(s3: string, disk: string) {
  const AtRestEncryptionConfiguration = {
    S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: s3 },
    LocalDiskEncryptionConfiguration: {
      EncryptionKeyProviderType: "AwsKms",
      AwsKmsKey: disk,
      EnableEbsEncryption: true,
    },
  };
  const configuration = JSON.stringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration,
    },
  });
  const content = {
    provider: { aws: { region: "eu-west-1" } },
    resource: {
      aws_kms_key: { a: { enable_key_rotation: true }, b: { enable_key_rotation: true } },
      aws_emr_security_configuration: { c: { configuration } },
    },
  };
  const { findings, notEvaluated } = lint(["main.tf.json"], {
    cwd: folderOf({ "main.tf.json": JSON.stringify(content) }),
  });
  const keys = (each: { readonly rule: string }) => (each.rule === "config.shared_key" ? [each.rule] : []);
  return { found: findings.flatMap(keys), open: notEvaluated.flatMap(keys) };
}

test("an ARN that is built from the id of a key is that key", () => {
  expect(checked("${aws_kms_key.a.arn}", ARN)).toEqual({ found: ["config.shared_key"], open: [] });
});

test("it is not another key", () => {
  expect(checked("${aws_kms_key.b.arn}", ARN)).toEqual({ found: [], open: [] });
});

import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

/** What is reported of the root volumes of a cluster that starts from an image. */
function found(image: string, resources: object = {}, more: object = {}): readonly string[] {
  const localDisk = {
    EncryptionKeyProviderType: "AwsKms",
    AwsKmsKey: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  };
  const document = {
    EncryptionConfiguration: {
      EnableAtRestEncryption: true,
      EnableInTransitEncryption: false,
      AtRestEncryptionConfiguration: { LocalDiskEncryptionConfiguration: localDisk },
    },
  };
  const cluster = { security_configuration: "${aws_emr_security_configuration.lake.name}", custom_ami_id: image };
  const text = JSON.stringify({
    resource: {
      aws_emr_security_configuration: { lake: { name: "lake", configuration: JSON.stringify(document) } },
      aws_emr_cluster: { this: { release_label: "emr-7.5.0", ...cluster }, ...more },
      ...resources,
    },
  });
  const { findings } = lint(["main.tf.json"], {
    cwd: folderOf({ "main.tf.json": text }),
    now: new Date("2026-11-28T12:00:00Z"),
    rules: ["config.ebs_not_encrypted"],
  });
  return findings.map(({ severity, variant = "" }) => `${severity} ${variant}`.trim());
}

const copy = (encrypted: boolean) => ({
  aws_ami_copy: { this: { name: "emr", source_ami_id: "ami-1", source_ami_region: "us-east-1", encrypted } },
});
const made = (encrypted: boolean) => ({
  aws_ami: { this: { name: "emr", ebs_block_device: [{ device_name: "/dev/xvda", encrypted }] } },
});

test.each([
  ["an encrypted copy of an image", "${aws_ami_copy.this.id}", copy(true), "info by_image"],
  ["a copy that is not encrypted", "${aws_ami_copy.this.id}", copy(false), "warning"],
  ["an image with encrypted devices", "${aws_ami.this.id}", made(true), "info by_image"],
  ["an image with a device that is not", "${aws_ami.this.id}", made(false), "warning"],
  ["an image of which nothing is known", "ami-0123456789abcdef0", {}, "warning"],
])("root volumes from %s", (_, image, resources, expected) => {
  expect(found(image, resources)).toEqual([expected]);
});

test("one cluster without an encrypted image is enough for the warning", () => {
  const other = { other: { release_label: "emr-7.5.0", security_configuration: "lake" } };
  expect(found("${aws_ami_copy.this.id}", copy(true), other)).toEqual(["warning"]);
});

test.each([
  ["encrypts", { aws_ebs_encryption_by_default: { this: { enabled: true } } }, "info by_default"],
  ["does not encrypt", { aws_ebs_encryption_by_default: { this: { enabled: false } } }, "warning"],
])("root volumes of an account that %s volumes by default", (_, resources, expected) => {
  expect(found("ami-0123456789abcdef0", resources)).toEqual([expected]);
});

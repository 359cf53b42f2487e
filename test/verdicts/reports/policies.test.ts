import { all, lake, reported, serious } from "./lake";

test("the lake that the other cases break has no mistake", () => {
  expect(serious(reported())).toEqual([]);
  expect(lake().resource).toHaveProperty("aws_emr_cluster.main");
});

describe("misspelt actions", () => {
  test.each([
    ["kms=Decrypt", "kms:Decrypt"],
    ["kms:Decrpyt", "kms:Decrypt"],
    ["Decrypt", "kms:Decrypt"],
    ["mks:Decrypt", "kms:Decrypt"],
    ["kms: Decrypt", "kms:Decrypt"],
    ["kms:ReEncrypt", "kms:ReEncrypt*"],
    ["kms:GenerateDataKeys", "kms:GenerateDataKey"],
  ])("%s is named, and %s is what to write", (written, meant) => {
    const { findings } = reported(({ policies }) => {
      policies.volumes.Statement[1].Action.push(written);
    });
    const [found] = findings.filter(({ rule }) => rule === "key.statement_incomplete");
    expect(found?.message).toContain(`contains ${written}, which is not a KMS action`);
    expect(found?.remedy).toBe(`Write ${meant} instead of ${written}.`);
  });

  test.each(["kms:*", "*", "kms:Describe*", "kms:decrypt", "kms:SomethingOfNextYear", "s3:GetObject"])(
    "%s is left alone",
    (written) => {
      const report = reported(({ policies }) => {
        policies.volumes.Statement[1].Action.push(written);
      });
      expect(all(report)).not.toContain("error key.statement_incomplete misspelt");
    },
  );
});

test("a principal that KMS refuses is shown as it is written", () => {
  const { findings } = reported(({ policies }) => {
    policies.volumes.Statement[1].Principal.AWS[0] = "${aws_iam_instance_profile.nodes.arn}";
  });
  const [found] = findings.filter(({ rule }) => rule === "key.principal_invalid");
  expect(found?.message).toContain("'${aws_iam_instance_profile.nodes.arn}' is an instance profile");
  expect(findings.map(({ message }) => message).join()).not.toContain("aws_caller_identity");
});

describe("keys that AWS manages", () => {
  const managed = (values: object) =>
    serious(
      reported(({ data, document }) => {
        data.aws_kms_key = { disk: values };
        const disk = document.EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration;
        disk.AwsKmsKey = "${data.aws_kms_key.disk.arn}";
      }),
    );

  test("one that a data source reads by its alias is not for local disks", () => {
    expect(managed({ key_id: "alias/aws/ebs" })).toContain("error config.aws_managed_key");
  });

  test("one of a team's own is", () => {
    expect(managed({ key_id: "alias/lake" })).not.toContain("error config.aws_managed_key");
  });
});

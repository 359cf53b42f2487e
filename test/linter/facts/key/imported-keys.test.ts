import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const foreign = "arn:aws:kms:us-east-1:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** A cluster whose objects are encrypted with the key of a central account, and a role with a policy that allows these actions on it. */
function stack(actions: readonly string[], resource: string): string {
  return folderOf({
    "main.tf.json": JSON.stringify({
      provider: { aws: { region: "us-east-1", allowed_account_ids: ["111122223333"] } },
      resource: {
        aws_kms_key: { disk: { enable_key_rotation: true } },
        aws_iam_role: { nodes: { name: "nodes", assume_role_policy: "{}" } },
        aws_iam_role_policy: {
          nodes: {
            role: "${aws_iam_role.nodes.name}",
            policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: actions, Resource: resource }] }),
          },
        },
        aws_iam_instance_profile: { nodes: { role: "${aws_iam_role.nodes.name}" } },
        aws_emr_security_configuration: {
          this: {
            configuration: JSON.stringify({
              EncryptionConfiguration: {
                EnableAtRestEncryption: true,
                EnableInTransitEncryption: false,
                AtRestEncryptionConfiguration: {
                  S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: foreign },
                  LocalDiskEncryptionConfiguration: {
                    EncryptionKeyProviderType: "AwsKms",
                    AwsKmsKey: "${aws_kms_key.disk.arn}",
                    EnableEbsEncryption: true,
                  },
                },
              },
            }),
          },
        },
        aws_emr_cluster: {
          etl: {
            release_label: "emr-7.5.0",
            service_role: "arn:aws:iam::111122223333:role/emr",
            security_configuration: "${aws_emr_security_configuration.this.name}",
            ec2_attributes: { instance_profile: "${aws_iam_instance_profile.nodes.arn}" },
          },
        },
      },
    }),
  });
}

function told(cwd: string): { readonly messages: readonly string[]; readonly open: readonly string[] } {
  const { findings, notEvaluated } = lint(["."], { cwd, rules: ["key.foreign_account_iam"] });
  return { messages: findings.map(({ message }) => message), open: notEvaluated.map(({ reason }) => reason) };
}

const all = ["kms:Decrypt", "kms:GenerateDataKey*", "kms:Encrypt", "kms:ReEncrypt*", "kms:DescribeKey"];

test("a role whose own policies do not allow the other account's key is reported, with the missing actions", () => {
  expect(told(stack(["kms:Decrypt"], foreign)).messages).toEqual([
    `the visible IAM policies of arn:aws:iam::111122223333:role/nodes do not allow kms:GenerateDataKey on ${foreign}, the key of another account for S3`,
  ]);
  expect(told(stack(all, foreign.replace("1234abcd", "5678abcd"))).messages).toEqual([
    `the visible IAM policies of arn:aws:iam::111122223333:role/nodes do not allow kms:Decrypt, kms:GenerateDataKey on ${foreign}, the key of another account for S3`,
  ]);
});

test("a role whose own policies allow it is clean, and so is the key of the own account", () => {
  expect(told(stack(all, foreign))).toEqual({ messages: [], open: [] });
});

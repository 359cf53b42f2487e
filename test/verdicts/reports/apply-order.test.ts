import { lint } from "../../../linter";
import { folderOf } from "../../linter/models";
import { all, type Lake, reported, serious } from "./lake";

const cluster = ({ resource }: Lake) => resource.aws_emr_cluster?.main;
const tls = ({ document }: Lake) =>
  document.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration;
const without = (lake: Lake, name: string) => {
  cluster(lake).depends_on = cluster(lake).depends_on.filter((each: string) => each !== name);
};

const missing = "warning cluster.missing_dependency";
const missingPolicy = "info cluster.missing_dependency policy";

function messages(change: (lake: Lake) => void): readonly string[] {
  return reported(change)
    .findings.filter(({ rule }) => rule === "cluster.missing_dependency")
    .map(({ message }) => message);
}

describe("what a cluster does not wait for", () => {
  test.each<[string, (lake: Lake) => void, string]>([
    [
      "a bundle that is named by a text",
      (lake) => {
        tls(lake).S3Object = "s3://${aws_s3_bucket.store.bucket}/tls/live.zip";
        without(lake, "aws_s3_object.bundle");
      },
      "aws_s3_object.bundle",
    ],
    [
      "a configuration that is named by a text",
      (lake) => {
        const { main } = lake.resource.aws_emr_security_configuration ?? {};
        delete main.name_prefix;
        main.name = "lake";
        cluster(lake).security_configuration = "lake";
      },
      "aws_emr_security_configuration.main",
    ],
    [
      "a role that is named by a text",
      (lake) => {
        cluster(lake).service_role = "lake-service";
        without(lake, "aws_iam_role_policy.service");
        without(lake, "aws_kms_key_policy.volumes");
        without(lake, "aws_kms_key_policy.objects");
      },
      "aws_iam_role.service",
    ],
    [
      "an instance profile that is named by a text",
      (lake) => {
        cluster(lake).ec2_attributes.instance_profile = "lake-nodes-profile";
      },
      "aws_iam_instance_profile.nodes",
    ],
    [
      "an alias that is named by a text",
      (lake) => {
        lake.resource.aws_kms_alias = { disk: { name: "alias/disk", target_key_id: "${aws_kms_key.volumes.key_id}" } };
        const { LocalDiskEncryptionConfiguration: disk } =
          lake.document.EncryptionConfiguration.AtRestEncryptionConfiguration;
        disk.AwsKmsKey = "arn:aws:kms:us-east-1:111122223333:alias/disk";
      },
      "aws_kms_alias.disk",
    ],
  ])("%s is reported", (_, change, address) => {
    expect(messages(change)).toEqual(
      expect.arrayContaining([
        `the cluster can be created before ${address}, which it needs: no reference or depends_on orders them`,
      ]),
    );
  });

  test("is ordered by a local, and by a data source that depends on it", () => {
    const report = reported((lake) => {
      tls(lake).S3Object = "s3://lake-artifacts-example/tls/live.zip";
      without(lake, "aws_s3_object.bundle");
      lake.data.aws_s3_object = { uploaded: { bucket: "b", key: "k", depends_on: ["aws_s3_object.bundle"] } };
      cluster(lake).tags = { bundle: "${data.aws_s3_object.uploaded.etag}" };
    });
    expect(serious(report)).not.toContain(missing);
  });

  test("is ordered by a reference to the alias", () => {
    const report = reported((lake) => {
      lake.resource.aws_kms_alias = { disk: { name: "alias/disk", target_key_id: "${aws_kms_key.volumes.key_id}" } };
      const { LocalDiskEncryptionConfiguration: disk } =
        lake.document.EncryptionConfiguration.AtRestEncryptionConfiguration;
      disk.AwsKmsKey = "${aws_kms_alias.disk.arn}";
    });
    expect(all(report)).not.toContain(missing);
  });

  test("a missing key policy has severity info", () => {
    const report = reported((lake) => without(lake, "aws_kms_key_policy.objects"));
    expect(all(report)).toContain(missingPolicy);
    expect(serious(report)).toEqual([]);
  });

  test("nothing is reported of a cluster that waits for all", () => {
    expect(all(reported()).filter((each) => each.includes("missing_dependency"))).toEqual([]);
  });
});

test("an alias that a plan creates leads to its key, although its target is not known yet", () => {
  const arn = "arn:aws:kms:us-east-1:111122223333:alias/disk";
  const disk = { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: arn };
  const atRest = { AtRestEncryptionConfiguration: { LocalDiskEncryptionConfiguration: disk } };
  const document = { EncryptionConfiguration: { EnableAtRestEncryption: true, ...atRest } };
  const created = (type: string, name: string, after: object, unknown: readonly string[], references: object) => ({
    change: {
      address: `${type}.${name}`,
      mode: "managed",
      type,
      name,
      change: {
        actions: ["create"],
        before: null,
        after,
        after_unknown: Object.fromEntries(unknown.map((each) => [each, true])),
      },
    },
    source: { address: `${type}.${name}`, mode: "managed", type, name, expressions: references },
  });
  const resources = [
    created("aws_kms_key", "disk", { enable_key_rotation: true }, ["arn", "id", "key_id"], {}),
    created("aws_kms_alias", "disk", { name: "alias/disk" }, ["arn", "target_key_arn", "target_key_id"], {
      name: { constant_value: "alias/disk" },
      target_key_id: { references: ["aws_kms_key.disk.key_id", "aws_kms_key.disk"] },
    }),
    created("aws_emr_security_configuration", "main", { configuration: JSON.stringify(document) }, ["name", "id"], {
      configuration: { constant_value: JSON.stringify(document) },
    }),
    created("aws_emr_cluster", "main", { release_label: "emr-7.5.0" }, ["id", "security_configuration"], {
      release_label: { constant_value: "emr-7.5.0" },
      security_configuration: {
        references: ["aws_emr_security_configuration.main.name", "aws_emr_security_configuration.main"],
      },
    }),
  ];
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: resources.map(({ change }) => change),
    configuration: { root_module: { resources: resources.map(({ source }) => source) } },
  };
  const { findings } = lint(["plan.json"], { cwd: folderOf({ "plan.json": JSON.stringify(plan) }) });
  expect(findings.filter(({ rule }) => rule === "cluster.missing_dependency").map(({ message }) => message)).toEqual([
    "the cluster can be created before aws_kms_key.disk and aws_kms_alias.disk, which it needs: no reference or depends_on orders them",
  ]);
});

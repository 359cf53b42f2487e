import { all, type Lake, reported, serious } from "./lake";

const atRest = ({ document }: Lake) => document.EncryptionConfiguration.AtRestEncryptionConfiguration;
const tls = ({ document }: Lake) =>
  document.EncryptionConfiguration.InTransitEncryptionConfiguration.TLSCertificateConfiguration;
const nodes = ({ policies }: Lake, principal: string) => {
  for (const { Statement } of [policies.objects, policies.volumes]) Statement[1].Principal.AWS[0] = principal;
};

/** The account as plans of companies write it. */
const identity = (lake: Lake) => {
  lake.data.aws_caller_identity = { current: {} };
  lake.data.aws_partition = { current: {} };
};
const ACCOUNT = "${data.aws_caller_identity.current.account_id}";

describe("every way to name a resource is followed", () => {
  test.each<[string, (lake: Lake) => void]>([
    [
      "a key by an ARN that is composed of its parts",
      (lake) => {
        identity(lake);
        const arn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/\${aws_kms_key.volumes.key_id}`;
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = arn;
      },
    ],
    [
      "a key by the target of its alias",
      (lake) => {
        lake.resource.aws_kms_alias = {
          volumes: { name: "alias/volumes", target_key_id: "${aws_kms_key.volumes.id}" },
        };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${aws_kms_alias.volumes.target_key_arn}";
      },
    ],
    [
      "a key by a data source of its id",
      (lake) => {
        lake.data.aws_kms_key = { volumes: { key_id: "${aws_kms_key.volumes.key_id}" } };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${data.aws_kms_key.volumes.arn}";
      },
    ],
    [
      "a key's policy by the alias of the key",
      (lake) => {
        lake.resource.aws_kms_alias = {
          volumes: { name: "alias/volumes", target_key_id: "${aws_kms_key.volumes.id}" },
        };
        Object.assign(lake.resource.aws_kms_key_policy?.volumes, { key_id: "${aws_kms_alias.volumes.target_key_id}" });
      },
    ],
    [
      "a key's policy by the ARN of its alias",
      (lake) => {
        lake.resource.aws_kms_alias = {
          volumes: { name: "alias/volumes", target_key_id: "${aws_kms_key.volumes.id}" },
        };
        Object.assign(lake.resource.aws_kms_key_policy?.volumes, { key_id: "${aws_kms_alias.volumes.arn}" });
      },
    ],
    [
      "a key's policy by the name of its alias",
      (lake) => {
        lake.resource.aws_kms_alias = {
          volumes: { name: "alias/volumes", target_key_id: "${aws_kms_key.volumes.id}" },
        };
        Object.assign(lake.resource.aws_kms_key_policy?.volumes, { key_id: "alias/volumes" });
      },
    ],
    [
      "a key's policy by a data source of the key",
      (lake) => {
        lake.data.aws_kms_key = { volumes: { key_id: "${aws_kms_key.volumes.arn}" } };
        Object.assign(lake.resource.aws_kms_key_policy?.volumes, { key_id: "${data.aws_kms_key.volumes.id}" });
      },
    ],
    [
      "a key's policy by the ARN of the key",
      (lake) => Object.assign(lake.resource.aws_kms_key_policy?.volumes, { key_id: "${aws_kms_key.volumes.arn}" }),
    ],
    [
      "a role by an ARN that is composed of its parts",
      (lake) => {
        identity(lake);
        nodes(lake, `arn:\${data.aws_partition.current.partition}:iam::${ACCOUNT}:role/\${aws_iam_role.nodes.name}`);
      },
    ],
    [
      "a role with a path by its ARN",
      (lake) => {
        identity(lake);
        Object.assign(lake.resource.aws_iam_role?.nodes, { path: "/emr/" });
        nodes(lake, `arn:aws:iam::${ACCOUNT}:role/emr/lake-nodes`);
      },
    ],
    [
      "a role by its id",
      (lake) => Object.assign(lake.resource.aws_iam_role_policy?.nodes, { role: "${aws_iam_role.nodes.id}" }),
    ],
    [
      "an instance profile by its name",
      ({ resource }) =>
        Object.assign(resource.aws_emr_cluster?.main.ec2_attributes, {
          instance_profile: "${aws_iam_instance_profile.nodes.name}",
        }),
    ],
    [
      "an instance profile by its id",
      ({ resource }) =>
        Object.assign(resource.aws_emr_cluster?.main.ec2_attributes, {
          instance_profile: "${aws_iam_instance_profile.nodes.id}",
        }),
    ],
    [
      "the service role by its name",
      ({ resource }) => Object.assign(resource.aws_emr_cluster?.main, { service_role: "${aws_iam_role.service.name}" }),
    ],
    [
      "a bucket by its id, and an object by its id",
      (lake) => {
        tls(lake).S3Object = "s3://${aws_s3_bucket.store.id}/${aws_s3_object.bundle.id}";
      },
    ],
    [
      "an object by its ARN",
      (lake) => {
        tls(lake).S3Object = "${aws_s3_object.bundle.arn}";
      },
    ],
    [
      "an object by the bucket's ARN and its key",
      (lake) => {
        tls(lake).S3Object = "${aws_s3_bucket.store.arn}/${aws_s3_object.bundle.key}";
      },
    ],
    [
      "versioning by the bucket's name",
      ({ resource }) => Object.assign(resource.aws_s3_bucket_versioning?.store, { bucket: "lake-artifacts-example" }),
    ],
    [
      "versioning by the name that the bucket gives",
      ({ resource }) =>
        Object.assign(resource.aws_s3_bucket_versioning?.store, { bucket: "${aws_s3_bucket.store.bucket}" }),
    ],
  ])("%s", (_, change) => {
    expect(serious(reported(change))).toEqual([]);
  });

  test.each<[string, (lake: Lake) => void]>([
    [
      "a composed ARN",
      (lake) => {
        identity(lake);
        const arn = `arn:aws:kms:us-east-1:${ACCOUNT}:key/\${aws_kms_key.objects.key_id}`;
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = arn;
      },
    ],
    [
      "a data source",
      (lake) => {
        lake.data.aws_kms_key = { disk: { key_id: "${aws_kms_key.objects.arn}" } };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${data.aws_kms_key.disk.arn}";
      },
    ],
    [
      "an alias",
      (lake) => {
        lake.resource.aws_kms_alias = { disk: { name: "alias/disk", target_key_id: "${aws_kms_key.objects.key_id}" } };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${aws_kms_alias.disk.target_key_arn}";
      },
    ],
  ])("one key for both places is seen through %s", (_, change) => {
    expect(serious(reported(change))).toContain("error config.shared_key");
  });
});

test("an alias that a data source reads is one of its own Region", () => {
  const target = (region: string) =>
    serious(
      reported((lake) => {
        const alias = { name: "alias/disk", target_key_id: "${aws_kms_key.objects.key_id}", region };
        lake.resource.aws_kms_alias = { disk: alias };
        lake.data.aws_kms_alias = { disk: { name: "alias/disk" } };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "${data.aws_kms_alias.disk.target_key_arn}";
      }),
    );
  expect(target("us-east-1")).toContain("error config.shared_key");
  expect(target("eu-west-1")).not.toContain("error config.shared_key");
});

test("an alias that is named by its ARN is one of that Region", () => {
  const target = (region: string) =>
    serious(
      reported((lake) => {
        const alias = { name: "alias/disk", target_key_id: "${aws_kms_key.objects.key_id}", region };
        lake.resource.aws_kms_alias = { disk: alias };
        atRest(lake).LocalDiskEncryptionConfiguration.AwsKmsKey = "arn:aws:kms:us-east-1:111122223333:alias/disk";
      }),
    );
  expect(target("us-east-1")).toEqual(expect.arrayContaining(["error config.shared_key"]));
  expect(target("eu-west-1")).toEqual(["warning config.key_alias_arn"]);
});

test.each(["eu", "main"])("a cluster uses the configuration of its own Region, also if %s comes first", (first) => {
  const report = reported((lake) => {
    const { aws_emr_security_configuration: configurations, aws_emr_cluster: clusters } = lake.resource;
    const kerberos = {
      Provider: "ClusterDedicatedKdc",
      ClusterDedicatedKdcConfiguration: { TicketLifetimeInHours: 24 },
    };
    const document = { ...lake.document, AuthenticationConfiguration: { KerberosConfiguration: kerberos } };
    const main = { name: "lake", configuration: JSON.stringify(lake.document) };
    const eu = { name: "lake", configuration: JSON.stringify(document), region: "eu-west-1" };
    delete configurations?.main;
    Object.assign(configurations ?? {}, first === "eu" ? { eu, main } : { main, eu });
    clusters?.main.depends_on.push("aws_emr_security_configuration.main");
    Object.assign(clusters?.main, { security_configuration: "lake" });
  });
  expect(all(report).filter((each) => each.includes("cluster."))).toEqual([]);
});

test("an alias is named as it is written, not as the key that it leads to", () => {
  const { findings } = reported((lake) => {
    lake.resource.aws_kms_alias = { lake: { name: "alias/lake", target_key_id: "${aws_kms_key.objects.id}" } };
    atRest(lake).S3EncryptionConfiguration.AwsKmsKey = "${aws_kms_alias.lake.arn}";
  });
  const [found] = findings.filter(({ rule }) => rule === "config.key_alias_arn");
  expect(found?.message).toContain("is the alias aws_kms_alias.lake.arn;");
});

test("a role of the account is named as it is written where the account is not known", () => {
  const { findings } = reported((lake) => {
    identity(lake);
    Object.assign(lake.resource.aws_emr_cluster?.main, { service_role: "EMR_DefaultRole" });
    lake.policies.volumes.Statement.shift();
  });
  const [found] = findings.filter(({ rule }) => rule === "key.service_role_not_user");
  expect(found?.message).toMatch(/^the service role EMR_DefaultRole lacks /);
});

import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { TerraformOutput } from "cdktf";
import { BundleBucket, CertificateBundle, EmrEncryption, EncryptionKey } from "../../modules";
import { accountPrincipals } from "./policies";
import { certificatesFolder, resources, stackOf, synthesized, validations } from "./stacks";

const certificates = certificatesFolder();
const otherCertificates = certificatesFolder("certs-2");

const example = () =>
  stackOf((stack) => {
    const bucket = new BundleBucket(stack, "bucket");
    new EmrEncryption(stack, "encryption", {
      inTransit: {
        provider: "PEM",
        bundle: CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket }),
      },
    });
  });

const documentOf = (stack: ReturnType<typeof stackOf>) =>
  JSON.parse(String(resources(stack, "aws_emr_security_configuration")[0]?.configuration));

test("a construct in a text is what other resources know it by", () => {
  const stack = stackOf((scope) => {
    const bucket = new BundleBucket(scope, "bucket");
    const bundle = CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket });
    const published = CertificateBundle.fromUri(scope, "published", "s3://artifacts/certs.zip");
    const encryption = new EmrEncryption(scope, "encryption", { inTransit: { provider: "PEM", bundle } });
    const value = `${encryption} ${encryption.securityConfiguration} ${encryption.s3Key} ${bundle} ${published} ${bucket}`;
    new TerraformOutput(scope, "text", { value, staticId: true });
  });
  const { output } = synthesized(stack) as { readonly output?: { readonly text: { readonly value: string } } };
  const shown = output?.text.value.replaceAll(/\$\{(aws_\w+)\.[\w-]+\.(\w+)}/g, "$1.$2");
  expect(shown?.split(" ")).toEqual([
    "aws_emr_security_configuration.name",
    "aws_emr_security_configuration.name",
    "aws_kms_key.arn",
    "s3://aws_s3_object.bucket/aws_s3_object.key",
    "s3://artifacts/certs.zip",
    "aws_s3_bucket.bucket",
  ]);
});

describe("EmrEncryption", () => {
  test("without more than a bundle: SSE-KMS, local disks with EBS, two keys, and TLS by PEM", () => {
    const stack = example();
    const { EncryptionConfiguration: encryption } = documentOf(stack);
    expect(encryption).toMatchObject({
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: true,
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: {
          CertificateProviderType: "PEM",
          S3Object: expect.stringMatching(
            /^s3:\/\/\$\{aws_s3_object\.[\w-]+\.bucket}\/\$\{aws_s3_object\.[\w-]+\.key}$/,
          ),
        },
      },
      AtRestEncryptionConfiguration: {
        S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS" },
        LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", EnableEbsEncryption: true },
      },
    });
    const { S3EncryptionConfiguration: s3, LocalDiskEncryptionConfiguration: disk } =
      encryption.AtRestEncryptionConfiguration;
    expect(s3.AwsKmsKey).toMatch(/^\$\{aws_kms_key\.encryption_s3-key_resource_\w+\.arn}$/);
    expect(disk.AwsKmsKey).toMatch(/^\$\{aws_kms_key\.encryption_local-disk-key_resource_\w+\.arn}$/);
    expect(validations(stack)).toEqual([]);
  });

  test("each role gets its permissions on the keys that it uses, and on no other", () => {
    const stack = example();
    const instance = "${data.aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole.arn}";
    const service = "${data.aws_iam_role.emr-encryption-role-EMR_DefaultRole.arn}";
    expect(accountPrincipals(stack, "encryption_s3-key_policy")).toEqual({ EmrS3Data: [instance] });
    expect(accountPrincipals(stack, "encryption_local-disk-key_policy")).toEqual({
      EmrLocalDisk: [instance],
      EmrEbs: [service],
      EmrEbsGrants: [service],
    });
    expect(accountPrincipals(stack, "bucket_key_policy")).toEqual({ EmrBundle: [service, instance] });
  });

  test("each default role is looked up once, so that a missing one is an error of the plan", () => {
    expect(synthesized(example()).data.aws_iam_role).toEqual({
      "emr-encryption-role-EMR_DefaultRole": { name: "EMR_DefaultRole" },
      "emr-encryption-role-EMR_EC2_DefaultRole": { name: "EMR_EC2_DefaultRole" },
    });
  });

  test("roles of EMRFS, given or mapped, are users of the key for S3 only", () => {
    const stack = stackOf((scope) => {
      const analysts = new IamRole(scope, "analysts", { assumeRolePolicy: "{}" });
      const raw = "arn:aws:iam::111122223333:role/raw";
      new EmrEncryption(scope, "encryption", {
        keyUsers: { emrfsRoles: [analysts] },
        authorization: {
          EmrFsConfiguration: {
            RoleMappings: [{ Role: raw, IdentifierType: "Prefix", Identifiers: ["s3://lake/raw/"] }],
          },
        },
        inTransit: "off",
      });
    });
    expect(accountPrincipals(stack, "encryption_s3-key_policy").EmrS3Data).toEqual([
      "${aws_iam_role.analysts.arn}",
      "${data.aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole.arn}",
      "arn:aws:iam::111122223333:role/raw",
    ]);
    expect(accountPrincipals(stack, "encryption_local-disk-key_policy").EmrLocalDisk).toHaveLength(1);
  });

  test("one key for both places is written as requested: the linter checks it", () => {
    const stack = stackOf((scope) => {
      const key = new EncryptionKey(scope, "key");
      new EmrEncryption(scope, "encryption", {
        atRest: { s3: { mode: "CSE-KMS", key }, localDisk: { provider: "AwsKms", key } },
        inTransit: "off",
      });
    });
    const { AtRestEncryptionConfiguration: atRest } = documentOf(stack).EncryptionConfiguration;
    expect(atRest.S3EncryptionConfiguration.AwsKmsKey).toBe(atRest.LocalDiskEncryptionConfiguration.AwsKmsKey);
    expect(resources(stack, "aws_kms_key")).toHaveLength(1);
    expect(validations(stack)).toEqual([]);
  });

  test("without encryption at rest no key is created", () => {
    const stack = stackOf((scope) => {
      new EmrEncryption(scope, "encryption", { atRest: "off", inTransit: { provider: "EMR" } });
    });
    expect(synthesized(stack).resource).not.toHaveProperty("aws_kms_key");
    expect(documentOf(stack)).toEqual({
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: { TLSCertificateConfiguration: { CertificateProviderType: "EMR" } },
      },
    });
  });

  test("a previous generation keeps its name, its keys and its users", () => {
    const names = (stack: ReturnType<typeof stackOf>) =>
      resources(stack, "aws_emr_security_configuration").map(({ name }) => name);
    const before = stackOf((scope) => {
      new EmrEncryption(scope, "encryption", { inTransit: "off" });
    });
    const after = stackOf((scope) => {
      new EmrEncryption(scope, "encryption", {
        atRest: { s3: { mode: "SSE-S3" } },
        inTransit: { provider: "EMR" },
        previous: [{ inTransit: "off" }],
      });
    });
    expect(names(after)).toHaveLength(2);
    expect(names(after)).toContain(names(before)[0]);
    expect(Object.keys(synthesized(after).resource.aws_kms_key ?? {}).sort()).toEqual(
      Object.keys(synthesized(before).resource.aws_kms_key ?? {}).sort(),
    );
    for (const policy of ["encryption_s3-key_policy", "encryption_local-disk-key_policy"]) {
      expect(accountPrincipals(after, policy)).toEqual(accountPrincipals(before, policy));
    }
  });

  test("keys of overrides, logs and the write-ahead log each allow their own users", () => {
    const stack = stackOf((scope) => {
      new EmrEncryption(scope, "encryption", {
        atRest: {
          s3: {
            mode: "SSE-KMS",
            overrides: [{ bucket: "ledger", mode: "CSE-KMS", key: new EncryptionKey(scope, "ledger") }],
          },
        },
        inTransit: "off",
        wal: { key: new EncryptionKey(scope, "wal") },
        logs: {},
      });
    });
    const instance = "${data.aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole.arn}";
    const service = "${data.aws_iam_role.emr-encryption-role-EMR_DefaultRole.arn}";
    expect(accountPrincipals(stack, "ledger_policy")).toEqual({ EmrS3Data: [instance] });
    expect(accountPrincipals(stack, "wal_policy")).toEqual({ EmrWal: [instance] });
    expect(accountPrincipals(stack, "encryption_logs-key_policy")).toEqual({ EmrLogs: [service, instance] });
  });

  test("the outputs are what a cluster and its operators need, and no more", () => {
    const stack = stackOf((scope) => {
      const bucket = new BundleBucket(scope, "bucket");
      const bundle = CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket });
      new EmrEncryption(scope, "encryption", { inTransit: { provider: "PEM", bundle }, outputs: true });
    });
    const outputs = synthesized(stack).output ?? {};
    expect(Object.keys(outputs).sort()).toEqual([
      "encryption-certificates-end",
      "encryption-local-disk-key-arn",
      "encryption-s3-key-arn",
      "encryption-security-configuration-name",
    ]);
    expect(outputs["encryption-certificates-end"]?.value).toMatch(/^2027-02-21T\d\d:\d\d:\d\d\.000Z$/);
  });

  test("without emrfsSite the cluster's own configuration is empty", () => {
    stackOf((scope) => {
      expect(new EmrEncryption(scope, "encryption", { inTransit: "off" }).clusterConfigurations).toEqual([]);
    });
  });

  const ranger = {
    RangerConfiguration: {
      AdminServerURL: "https://ranger.corp.example:6182",
      RoleForRangerPluginsARN: "arn:aws:iam::111122223333:role/plugins",
      RoleForOtherAWSServicesARN: "arn:aws:iam::111122223333:role/others",
      AdminServerSecretARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:admin",
      RangerPluginConfigurations: [],
    },
  };
  const properties = { "my.kms.key.id": "one" };
  const core = { Classification: "core-site", Properties: properties };
  const emrfs = { Classification: "emrfs-site", Properties: properties };
  const implementation = {
    Classification: "core-site",
    Properties: { "fs.s3.impl": "com.amazon.ws.emr.hadoop.fs.EmrFileSystem" },
  };

  test.each([
    ["EMRFS is the default of emr-7.9.0", "emr-7.9.0", undefined, [emrfs]],
    ["S3A is the default of emr-7.10.0", "emr-7.10.0", undefined, [core]],
    ["S3A is the default of emr-spark-8.0.0", "emr-spark-8.0.0", undefined, [core]],
    ["a release newer than those that are known has S3A", "emr-9.0.0", undefined, [core]],
    ["Ranger keeps EMRFS", "emr-7.12.0", ranger, [implementation, emrfs]],
    ["EMRFS is the default beside Ranger", "emr-7.9.0", ranger, [emrfs]],
    ["the release is not known", undefined, ranger, [emrfs]],
  ])("the configurations of clusters follow the connector: %s", (_, releaseLabel, authorization, expected) => {
    stackOf((scope) => {
      const settings = { inTransit: "off", emrfsSite: properties, releaseLabel, authorization } as const;
      expect(new EmrEncryption(scope, "encryption", settings).clusterConfigurations).toEqual(expected);
    });
  });

  test.each(["7.10.0", "emr-7.10", "emr-3.11.0", "emr-7.x", "${var.release}"])(
    "the release label %s is refused",
    (releaseLabel) => {
      const make = () => stackOf((scope) => new EmrEncryption(scope, "encryption", { inTransit: "off", releaseLabel }));
      expect(make).toThrow("a literal release label, such as emr-7.14.0 or emr-spark-8.1.0");
    },
  );

  test("a key in emrfsSite is written as its ARN, has the users of objects in S3, and clusters wait for its policy", () => {
    const stack = stackOf((scope) => {
      const key = new EncryptionKey(scope, "own");
      const encryption = new EmrEncryption(scope, "encryption", {
        keyUsers: {
          instanceRole: "arn:aws:iam::111122223333:role/nodes",
          emrfsRoles: ["arn:aws:iam::111122223333:role/a"],
        },
        emrfsSite: { "my.kms.key.id": key, "fs.s3.cse.materialsDescription.enabled": "true" },
        inTransit: "off",
      });
      expect(encryption.dependables).toEqual(expect.arrayContaining([...key.dependables]));
      new TerraformOutput(scope, "configurations", {
        value: JSON.stringify(encryption.clusterConfigurations),
        staticId: true,
      });
    });
    expect(accountPrincipals(stack, "own_policy")).toEqual({
      EmrS3Data: ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/nodes"],
    });
    expect(synthesized(stack).output?.configurations?.value).toMatch(
      /^\[\{"Classification":"emrfs-site","Properties":\{"my\.kms\.key\.id":"\$\{aws_kms_key\.own_resource_\w+\.arn}","fs\.s3\.cse\.materialsDescription\.enabled":"true"}}]$/,
    );
  });

  test("another folder under the same construct is another object and another generation, not a replacement", () => {
    const made = (folder: string) => {
      const { resource } = synthesized(
        stackOf((scope) => {
          const bucket = new BundleBucket(scope, "bucket");
          const bundle = CertificateBundle.fromFolder(scope, "bundle", { folder, bucket });
          new EmrEncryption(scope, "encryption", { inTransit: { provider: "PEM", bundle } });
        }),
      );
      return ["aws_s3_object", "aws_emr_security_configuration"].flatMap((type) => Object.keys(resource[type] ?? {}));
    };
    const [before, after] = [made(certificates), made(otherCertificates)];
    expect(before).toHaveLength(2);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
  });

  test("each previous generation keeps its own properties of emrfs-site, and their keys keep their users", () => {
    const stack = stackOf((scope) => {
      const [one, two, three] = ["one", "two", "three"].map((id) => new EncryptionKey(scope, id));
      const encryption = new EmrEncryption(scope, "encryption", {
        keyUsers: { instanceRole: "arn:aws:iam::111122223333:role/nodes" },
        inTransit: { provider: "EMR" },
        emrfsSite: { "my.kms.key.id": three as EncryptionKey },
        previous: [
          { inTransit: { provider: "EMR" }, emrfsSite: { "my.kms.key.id": two as EncryptionKey } },
          { inTransit: "off", emrfsSite: { "my.kms.key.id": one as EncryptionKey } },
          { atRest: "off", inTransit: { provider: "EMR" } },
        ],
      });
      expect(encryption.dependables).toEqual(expect.arrayContaining([...(one?.dependables ?? [])]));
      new TerraformOutput(scope, "told", {
        value: [encryption, ...encryption.previous].map(({ clusterConfigurations }) => clusterConfigurations),
        staticId: true,
      });
      new TerraformOutput(scope, "names", { value: encryption.previous.map(({ name }) => name), staticId: true });
    });
    const site = (name: string) => [
      {
        Classification: "emrfs-site",
        Properties: { "my.kms.key.id": expect.stringContaining(`aws_kms_key.${name}_resource`) },
      },
    ];
    const { output } = synthesized(stack);
    expect(output?.told?.value).toEqual([site("three"), site("two"), site("one"), []]);
    const told = (output?.names?.value ?? []) as readonly string[];
    const names = told.map((name) => name.match(/generation-\w{8}/)?.[0]);
    const made = Object.keys(synthesized(stack).resource.aws_emr_security_configuration ?? {});
    expect(made).toHaveLength(3);
    expect(new Set(names).size).toBe(3);
    expect(made.map((name) => name.match(/generation-\w{8}/)?.[0])).toEqual(expect.arrayContaining(names));
    for (const id of ["one", "two", "three"])
      expect(accountPrincipals(stack, `${id}_policy`)).toEqual({ EmrS3Data: ["arn:aws:iam::111122223333:role/nodes"] });
  });

  test("a previous generation with the same settings as the current one, emrfs-site included, is a mistake", () => {
    stackOf((scope) => {
      const same = { inTransit: "off", emrfsSite: { a: "b" } } as const;
      expect(() => new EmrEncryption(scope, "encryption", { ...same, previous: [same] })).toThrow(
        "s/encryption/security-configuration: previous contains the same settings twice, or the current ones; remove the duplicate",
      );
    });
  });

  test("addresses in Terraform do not change", () => {
    const { resource, data } = synthesized(example());
    const addresses = Object.entries({ ...resource, ...data }).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    expect(addresses.map((address) => address.replace(/generation-\w{8}_\w{8}/, "generation-…")).sort()).toEqual([
      "aws_caller_identity.emr-encryption-account",
      "aws_emr_security_configuration.encryption_security-configuration_generation-…",
      "aws_iam_role.emr-encryption-role-EMR_DefaultRole",
      "aws_iam_role.emr-encryption-role-EMR_EC2_DefaultRole",
      "aws_kms_alias.encryption_local-disk-key_alias_2D79386C",
      "aws_kms_alias.encryption_s3-key_alias_1D7CC1FB",
      "aws_kms_key.bucket_key_resource_547558B9",
      "aws_kms_key.encryption_local-disk-key_resource_B2C2C4EE",
      "aws_kms_key.encryption_s3-key_resource_E02147E1",
      "aws_kms_key_policy.bucket_key_policy_1F71D2E9",
      "aws_kms_key_policy.encryption_local-disk-key_policy_B0924ADA",
      "aws_kms_key_policy.encryption_s3-key_policy_9D84530B",
      "aws_partition.emr-encryption-partition",
      "aws_s3_bucket.bucket_resource_A608D3B9",
      "aws_s3_bucket_ownership_controls.bucket_ownership_D84360D7",
      "aws_s3_bucket_policy.bucket_policy_C7AF4A7D",
      "aws_s3_bucket_public_access_block.bucket_public-access-block_0139FF17",
      "aws_s3_bucket_server_side_encryption_configuration.bucket_encryption_64AB656F",
      "aws_s3_bucket_versioning.bucket_versioning_FFA4302A",
      "aws_s3_object.bundle_object-919deef1_68FE1F55",
    ]);
  });
});

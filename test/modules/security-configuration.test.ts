import type { Construct } from "constructs";
import {
  BundleBucket,
  CertificateBundle,
  EncryptionKey,
  SecurityConfiguration,
  type SecurityConfigurationConfig,
} from "../../modules";
import { certificatesFolder, resources, stackOf, synthesized, validations } from "./stacks";

const certificates = certificatesFolder();

const keyArn = (name: string) => `arn:aws:kms:us-east-1:111122223333:key/${name}`;
const key = (scope: Construct, id: string) =>
  EncryptionKey.fromArn(scope, id, keyArn(`0e6bcf0c-9e0b-4b4c-8a3e-${id.padStart(12, "0")}`));

const withConfiguration = (config: (scope: Construct) => SecurityConfigurationConfig) =>
  stackOf((scope) => new SecurityConfiguration(scope, "configuration", config(scope)));
const generations = (stack: ReturnType<typeof stackOf>) =>
  Object.entries(synthesized(stack).resource.aws_emr_security_configuration ?? {}).map(([address, { name }]) => ({
    address,
    name,
  }));

describe("SecurityConfiguration", () => {
  test("EBS is encrypted with local disks by default", () => {
    const ebs = (asked?: boolean) => {
      const stack = withConfiguration((scope) => ({
        atRest: { localDisk: { provider: "AwsKms", key: key(scope, "1"), ebs: asked } },
      }));
      const { EncryptionConfiguration: encryption } = JSON.parse(
        String(resources(stack, "aws_emr_security_configuration")[0]?.configuration),
      );
      return encryption.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.EnableEbsEncryption;
    };
    expect([ebs(), ebs(true), ebs(false)]).toEqual([true, true, false]);
  });

  test("changed settings are another generation with another address and name", () => {
    const stacks = ["1", "2"].map((id) =>
      withConfiguration((scope) => ({ atRest: { s3: { mode: "SSE-KMS", key: key(scope, id) } } })),
    );
    const [first, second] = stacks.map((stack) => generations(stack)[0]);
    expect(first?.name).toMatch(/^s-configuration-[0-9a-f]{8}$/);
    expect(second?.name).not.toBe(first?.name);
    expect(second?.address).not.toBe(first?.address);
  });

  test("the same settings keep address and name, so the next plan is empty", () => {
    const again = () => generations(withConfiguration(() => ({ atRest: { s3: { mode: "SSE-S3" } } })));
    expect(again()).toEqual(again());
  });

  test("a generation that moves to `previous` keeps its address, name and document", () => {
    const before = generations(withConfiguration(() => ({ atRest: { s3: { mode: "SSE-S3" } } })));
    const after = generations(
      withConfiguration((scope) => ({
        atRest: { s3: { mode: "SSE-KMS", key: key(scope, "1") } },
        previous: [{ atRest: { s3: { mode: "SSE-S3" } } }],
      })),
    );
    expect(after).toHaveLength(2);
    expect(after).toContainEqual(before[0]);
  });

  test("the current name is published where schedulers can read it", () => {
    const stack = withConfiguration(() => ({ atRest: { s3: { mode: "SSE-S3" } }, nameParameter: "/emr/current" }));
    const [current] = generations(stack);
    expect(resources(stack, "aws_ssm_parameter")).toMatchObject([
      { name: "/emr/current", value: `\${aws_emr_security_configuration.${current?.address}.name}` },
    ]);
  });

  test("a cluster waits for the configuration and for the permissions on its keys", () => {
    stackOf((scope) => {
      const s3Key = new EncryptionKey(scope, "s3");
      const diskKey = new EncryptionKey(scope, "disk");
      const { dependables, resource } = new SecurityConfiguration(scope, "configuration", {
        atRest: {
          s3: { mode: "SSE-KMS", key: s3Key, overrides: [{ bucket: "b", mode: "CSE-KMS", key: s3Key }] },
          localDisk: { provider: "AwsKms", key: diskKey },
        },
      });
      expect(dependables.map(({ fqn }) => fqn)).toEqual([resource, s3Key.policy, diskKey.policy].map(({ fqn }) => fqn));
    });
  });

  test("sections of other services are written with AWS's own names", () => {
    const instanceMetadata = { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 } as const;
    const stack = withConfiguration(() => ({ wal: {}, instanceMetadata }));
    expect(JSON.parse(String(resources(stack, "aws_emr_security_configuration")[0]?.configuration))).toEqual({
      EncryptionConfiguration: {
        EnableInTransitEncryption: false,
        EnableAtRestEncryption: false,
        EMRWALEncryptionConfiguration: {},
      },
      InstanceMetadataServiceConfiguration: instanceMetadata,
    });
    expect(validations(stack)).toEqual([]);
  });

  test("fails when a mapped role is given by its name", () => {
    const stack = withConfiguration(() => ({
      authorization: {
        EmrFsConfiguration: { RoleMappings: [{ Role: "analysts", IdentifierType: "User", Identifiers: ["ana"] }] },
      },
    }));
    expect(validations(stack)).toEqual([
      "[s/configuration] authorization.EmrFsConfiguration.RoleMappings[0].Role is 'analysts'; write the ARN of a role, such as arn:aws:iam::111122223333:role/name",
    ]);
  });

  test("fails for plain JavaScript that violates the types", () => {
    const stack = withConfiguration(
      () =>
        ({
          atRest: { s3: { mode: "SSE-S3" } },
          instanceMetadata: { MinimumInstanceMetadataServiceVersion: 3, HopLimit: 1 },
        }) as unknown as SecurityConfigurationConfig,
    );
    expect(validations(stack)).toEqual([
      "[s/configuration] instanceMetadata.MinimumInstanceMetadataServiceVersion is '3', expected 1 or 2",
      "[s/configuration] instanceMetadata.HopLimit is not a property of EMR; known here: MinimumInstanceMetadataServiceVersion, HttpPutResponseHopLimit",
      "[s/configuration] instanceMetadata.HttpPutResponseHopLimit is missing",
    ]);
  });

  test("waits for the policies and grants of its keys, also for those that are added later", () => {
    const stack = stackOf((scope) => {
      const s3Key = new EncryptionKey(scope, "s3-key", { useGrants: true });
      const diskKey = new EncryptionKey(scope, "disk-key");
      const { bucket, key } = new BundleBucket(scope, "bucket");
      new SecurityConfiguration(scope, "configuration", {
        atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: diskKey } },
        inTransit: {
          provider: "PEM",
          bundle: CertificateBundle.fromFolder(scope, "bundle", { folder: certificates, bucket: { bucket }, key }),
        },
        previous: [{ atRest: { s3: { mode: "SSE-S3" } } }],
      });
      s3Key.grantS3Data("arn:aws:iam::111122223333:role/late");
    });
    const [current, previous] = resources(stack, "aws_emr_security_configuration");
    const types = ((current?.depends_on ?? []) as string[]).map((address) => address.split(".")[0]).sort();
    expect(types).toEqual([
      "aws_kms_grant",
      ...["aws_kms_key_policy", "aws_kms_key_policy", "aws_kms_key_policy"],
      "aws_s3_object",
    ]);
    expect(previous?.depends_on).toBeUndefined();
  });

  test("properties that EMR adds to a document are no change, but another key is", () => {
    const lifecycle = (config: SecurityConfigurationConfig) =>
      resources(
        withConfiguration(() => config),
        "aws_emr_security_configuration",
      ).map((configuration) => configuration.lifecycle);
    expect(lifecycle({ inTransit: { provider: "EMR" } })).toEqual([{ ignore_changes: ["configuration"] }]);
    expect(lifecycle({ atRest: { s3: { mode: "SSE-S3" } } })).toEqual([undefined]);
    const stack = withConfiguration((scope) => ({
      inTransit: { provider: "EMR", key: new EncryptionKey(scope, "key") },
    }));
    expect(resources(stack, "aws_emr_security_configuration")[0]?.lifecycle).toEqual({
      ignore_changes: ["configuration"],
      replace_triggered_by: [expect.stringMatching(/^aws_kms_key\.key_resource_\w+\.arn$/)],
    });
  });

  test("fails when a previous generation is the current one", () => {
    expect(() =>
      withConfiguration(() => ({
        atRest: { s3: { mode: "SSE-S3" } },
        previous: [{ atRest: { s3: { mode: "SSE-S3" } } }],
      })),
    ).toThrow(
      new Error(
        "s/configuration: previous contains the same settings twice, or the current ones; remove the duplicate",
      ),
    );
  });
});

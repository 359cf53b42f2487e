import { App } from "cdktf";
import { ClusterStack } from "../../examples/cluster/stack";
import { EncryptionStack } from "../../examples/encryption/stack";
import { certificatesFolder, outdir, resources, synthesized, validations } from "../modules/stacks";

const certificates = certificatesFolder();
const common = { region: "us-east-1", environment: "production", certificates };
const app = () => new App({ outdir });

describe("examples/encryption", () => {
  test("passes its own checks, and tags everything with its environment", () => {
    const stack = new EncryptionStack(app(), "s", { ...common, sharedKey: false });
    expect(validations(stack)).toEqual([]);
    expect(resources(stack, "aws_kms_key")).toHaveLength(3);
    expect(synthesized(stack)).toMatchObject({
      provider: { aws: [{ region: "us-east-1", default_tags: [{ tags: { Environment: "production" } }] }] },
    });
  });

  test("in production the bucket is not emptied by a destroy", () => {
    const forced = ["production", "development"].map((environment) => {
      const stack = new EncryptionStack(app(), "s", { ...common, environment, sharedKey: false });
      return resources(stack, "aws_s3_bucket")[0]?.force_destroy;
    });
    expect(forced).toEqual([false, true]);
  });

  test("with one key for both places, the document names it twice", () => {
    const stack = new EncryptionStack(app(), "s", { ...common, sharedKey: true });
    const json = String(resources(stack, "aws_emr_security_configuration")[0]?.configuration);
    const keys = [...json.matchAll(/"AwsKmsKey":"([^"]+)"/g)].map(([, key]) => key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  test("an emulator of AWS is called without TLS, without an account and without real credentials", () => {
    const stack = new EncryptionStack(app(), "s", { ...common, sharedKey: false, endpoint: "http://127.0.0.1:5000" });
    expect(synthesized(stack)).toMatchObject({
      provider: {
        aws: [
          {
            access_key: "test",
            skip_credentials_validation: true,
            s3_use_path_style: true,
            endpoints: [{ emr: "http://127.0.0.1:5000", kms: "http://127.0.0.1:5000" }],
          },
        ],
      },
    });
    expect(String(resources(stack, "aws_s3_bucket_policy")[0]?.policy)).not.toContain("aws:SecureTransport");
  });
});

describe("examples/cluster", () => {
  test("the cluster has the configuration and the log key; the configuration waits for every key policy and the bundle", () => {
    const stack = new ClusterStack(app(), "s", common);
    expect(validations(stack)).toEqual([]);
    const { resource } = synthesized(stack);
    const [cluster] = Object.values(resource.aws_emr_cluster ?? {});
    const [configuration] = Object.keys(resource.aws_emr_security_configuration ?? {});
    expect(cluster?.security_configuration).toBe(`\${aws_emr_security_configuration.${configuration}.name}`);
    expect(cluster?.log_encryption_kms_key_id).toMatch(/^\$\{aws_kms_key\.encryption_logs-key_resource_\w+\.arn}$/);
    const policies = Object.keys(resource.aws_kms_key_policy ?? {}).map((name) => `aws_kms_key_policy.${name}`);
    expect(policies).toHaveLength(4);
    const [{ depends_on }] = Object.values(resource.aws_emr_security_configuration ?? {}) as [{ depends_on: string[] }];
    expect(cluster?.depends_on).toBeUndefined();
    expect(depends_on).toEqual(
      expect.arrayContaining([
        ...policies,
        ...Object.keys(resource.aws_s3_object ?? {}).map((name) => `aws_s3_object.${name}`),
      ]),
    );
  });
});

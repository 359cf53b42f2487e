import { readFileSync } from "node:fs";
import { join } from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { BundleBucket, CertificateBundle, EmrEncryption, EncryptionKey, SecurityConfiguration } from "../../modules";
import { certificatesFolder, outdir } from "./stacks";

const certificates = certificatesFolder();

/** A stack of its own with an AWS provider in us-east-1. */
function stackIn(app: App, name: string): TerraformStack {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  return stack;
}

test("roles of another stack reach the policies as outputs of that stack", () => {
  const app = new App({ outdir });
  const platform = stackIn(app, "roles");
  const nodes = new IamRole(platform, "nodes", { assumeRolePolicy: "{}" });
  const key = new EncryptionKey(platform, "key");
  const team = stackIn(app, "lake");
  const bucket = new BundleBucket(team, "bucket");
  EncryptionKey.fromArn(team, "imported", key.arn).grantLogs(nodes);
  new EmrEncryption(team, "encryption", {
    keyUsers: { instanceRole: nodes, administrators: [nodes] },
    inTransit: {
      provider: "PEM",
      bundle: CertificateBundle.fromFolder(team, "bundle", { folder: certificates, bucket }),
    },
  });
  new SecurityConfiguration(team, "of-emr", {
    atRest: { s3: { mode: "SSE-KMS", key } },
    inTransit: { provider: "EMR" },
  });
  app.synth();

  const text = readFileSync(join(outdir, "stacks/lake/cdk.tf.json"), "utf8");
  expect(text).not.toMatch(/aws_iam_role\.nodes|aws_kms_key\.key_/);
  const { resource } = JSON.parse(text);
  const [policy] = Object.values(resource.aws_kms_key_policy) as [{ readonly policy: string }];
  expect(policy.policy).toMatch(
    /"AWS":\[.*"\$\{data\.terraform_remote_state\.cross-stack-reference-input-roles\.outputs\.cross-stack-output-aws_iam_role\w+arn}/,
  );
});

test("a key and a bundle of another stack: Terraform depends on resources of the same stack only, and the other is deployed first", () => {
  const app = new App({ outdir });
  const platform = stackIn(app, "platform");
  const key = new EncryptionKey(platform, "key");
  const logKey = new EncryptionKey(platform, "logs");
  const bucket = new BundleBucket(platform, "bucket");
  const bundle = CertificateBundle.fromFolder(platform, "bundle", { folder: certificates, bucket });
  new EmrEncryption(stackIn(app, "team"), "encryption", {
    atRest: { s3: { mode: "SSE-KMS", key }, localDisk: { provider: "AwsKms" } },
    inTransit: { provider: "PEM", bundle },
    logs: { key: logKey },
  });
  app.synth();

  const read = (file: string) => JSON.parse(readFileSync(join(outdir, file), "utf8"));
  const [configuration] = Object.values(read("stacks/team/cdk.tf.json").resource.aws_emr_security_configuration) as [
    { readonly depends_on: readonly string[]; readonly configuration: string },
  ];
  expect(configuration.depends_on).toEqual([
    expect.stringMatching(/^aws_kms_key_policy\.encryption_local-disk-key_policy_\w+$/),
  ]);
  expect(configuration.configuration).toContain(
    "${data.terraform_remote_state.cross-stack-reference-input-platform.outputs.",
  );
  expect(read("manifest.json").stacks.team.dependencies).toEqual(["platform"]);
  // Whole resources would be outputs that Terraform refuses in depends_on.
  const outputs = Object.keys(read("stacks/platform/cdk.tf.json").output);
  expect(outputs.map((name) => name.replace(/.*(?=arn$|bucket$|key$)/, ""))).toEqual(["arn", "bucket", "key"]);
});

test("a key of another app is refused", () => {
  const key = new EncryptionKey(stackIn(new App({ outdir: join(outdir, "other") }), "platform"), "key");
  const make = () =>
    new SecurityConfiguration(stackIn(new App({ outdir }), "team"), "configuration", {
      atRest: { s3: { mode: "SSE-KMS", key } },
    });
  expect(make).toThrow("team/configuration: it uses platform/key/policy of another App; create both in one App");
});

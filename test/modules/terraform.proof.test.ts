import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmrCluster } from "@cdktf/provider-aws/lib/emr-cluster";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { BundleBucket, CertificateBundle, EmrEncryption, EncryptionKey, SecurityConfiguration } from "../../modules";
import { terraformInstallation } from "../../scripts/fixtures/terraform";
import { certificatesFolder } from "./stacks";

const scratch = mkdtempSync(join(tmpdir(), "emr-encryption-terraform-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const { env, awsVersions } = terraformInstallation(scratch);
const certificates = certificatesFolder();
const centralKey = "arn:aws:kms:us-east-1:111122223333:key/0e6bcf0c-9e0b-4b4c-8a3e-6f2f2f5b7c11";

function terraform(folder: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync("terraform", [...args, "-no-color"], {
    cwd: folder,
    env: { ...process.env, ...env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

/** Synthesizes a stack and returns its folder. */
function synthesized(name: string, fill: (stack: TerraformStack) => void): string {
  const outdir = join(scratch, name);
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "s");
  new AwsProvider(stack, "aws", {
    region: "us-east-1",
    skipCredentialsValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: "true",
  });
  if (awsVersions[0]) stack.addOverride("terraform.required_providers.aws.version", awsVersions[0]);
  fill(stack);
  app.synth();
  return join(outdir, "stacks", "s");
}

test("a cluster that names the security configuration starts after key policies, grants and the bundle, without dependsOn", () => {
  const folder = synthesized("order", (stack) => {
    const bucket = new BundleBucket(stack, "bucket");
    const granted = new EncryptionKey(stack, "granted", { useGrants: true });
    const encryption = new EmrEncryption(stack, "encryption", {
      atRest: { s3: { mode: "SSE-KMS", key: granted }, localDisk: { provider: "AwsKms" } },
      inTransit: {
        provider: "PEM",
        bundle: CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket }),
      },
      logs: {},
    });
    new SecurityConfiguration(stack, "managed", {
      inTransit: { provider: "EMR", key: new EncryptionKey(stack, "ca") },
    });
    new EmrCluster(stack, "cluster", {
      name: "c",
      releaseLabel: "emr-7.5.0",
      serviceRole: "EMR_DefaultRole",
      securityConfiguration: encryption.securityConfiguration.name,
    });
  });
  expect(terraform(folder, "init")).toMatchObject({ status: 0 });
  expect(terraform(folder, "validate").output).toContain("Success! The configuration is valid");
  const edges = [...terraform(folder, "graph").output.matchAll(/"([^"]+)" -> "([^"]+)"/g)].map(
    ([, from = "", to = ""]) => [from, to] as const,
  );
  const reached = new Set(["aws_emr_cluster.cluster"]);
  for (const at of reached) for (const [from, to] of edges) if (from === at) reached.add(to);
  const types = [...reached].map((address) => address.split(".")[0]);
  // Keys of the bucket, for local disks and for logs, and the one whose policy gives nothing.
  expect(types.filter((type) => type === "aws_kms_key_policy")).toHaveLength(4);
  expect(types).toEqual(expect.arrayContaining(["aws_kms_grant", "aws_s3_object", "aws_s3_bucket_policy"]));
}, 900_000);

test("cdktf synth --hcl gives valid, formatted HCL that Terraform plans to the same documents as the JSON", () => {
  const fill = (stack: TerraformStack) => {
    const roles = {
      instanceRole: "arn:aws:iam::111122223333:role/nodes",
      serviceRole: "arn:aws:iam::111122223333:role/emr",
    };
    const bucket = new BundleBucket(stack, "bucket", {
      bucket: "emr-artifacts",
      key: EncryptionKey.fromArn(stack, "central", centralKey),
    });
    const atRest = {
      s3: { mode: "SSE-KMS", key: bucket.key },
      localDisk: { provider: "AwsKms", key: bucket.key },
    } as const;
    new EmrEncryption(stack, "encryption", {
      keyUsers: roles,
      atRest,
      inTransit: {
        provider: "PEM",
        bundle: CertificateBundle.fromFolder(stack, "bundle", { folder: certificates, bucket }),
      },
    });
    const own = new EncryptionKey(stack, "own", {
      enableIamPolicies: false,
      administrators: [roles.serviceRole],
      statements: [
        {
          Sid: "Quotes",
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalTag/note": 'a "b" \\ c' } },
        },
      ],
    });
    new SecurityConfiguration(stack, "managed", { inTransit: { provider: "EMR", key: own } });
  };
  const json = synthesized("json", fill);
  process.env.SYNTH_HCL_OUTPUT = "true";
  let hcl: string;
  try {
    hcl = synthesized("hcl", fill);
  } finally {
    delete process.env.SYNTH_HCL_OUTPUT;
  }
  const planned = (folder: string) => {
    writeFileSync(join(folder, "local_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
    for (const args of [
      ["init", "-reconfigure"],
      ["plan", "-out", "plan"],
    ]) {
      const { status, output } = terraform(folder, ...args);
      expect([status, status === 0 ? "" : output]).toEqual([0, ""]);
    }
    const { resource_changes } = JSON.parse(terraform(folder, "show", "-json", "plan").output);
    return resource_changes.map(({ address, change }: { address: string; change: { after: object } }) => ({
      address,
      after: change.after,
    }));
  };
  expect(terraform(hcl, "fmt")).toMatchObject({ status: 0 });
  const [fromJson, fromHcl] = [planned(json), planned(hcl)];
  expect(fromHcl).toEqual(fromJson);
  const documents = fromHcl.flatMap(({ after }: { after: { configuration?: string; policy?: string } }) =>
    [after.configuration, after.policy].filter((text) => text !== undefined),
  );
  expect(documents.length).toBeGreaterThan(1);
  for (const text of documents) expect(typeof JSON.parse(text)).toBe("object");
}, 900_000);

describe("what Terraform can do for a resource that must not be lost (docs/changes.md)", () => {
  const folder = join(scratch, "lifecycle");
  const write = (configuration: object) => writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
  const key = (triggers: string, lifecycle: object) => ({
    resource: { terraform_data: { key: { triggers_replace: triggers, lifecycle } } },
  });
  const kept = { prevent_destroy: true };

  beforeAll(() => {
    mkdirSync(folder);
    write(key("a", kept));
    expect(terraform(folder, "apply", "-auto-approve")).toMatchObject({ status: 0 });
  });

  test("prevent_destroy stops a replacement and a destroy", () => {
    write(key("b", kept));
    for (const args of [["plan"], ["plan", "-destroy"]]) {
      const { status, output } = terraform(folder, ...args);
      expect([status, output]).toEqual([1, expect.stringContaining("Instance cannot be destroyed")]);
    }
  });

  test("it does not stop the removal of its code", () => {
    write({});
    expect(terraform(folder, "plan").output).toContain("0 to add, 0 to change, 1 to destroy");
  });

  test("a removed block with destroy = false keeps the resource, and the state forgets it", () => {
    write({ removed: [{ from: "terraform_data.key", lifecycle: { destroy: false } }] });
    const { output } = terraform(folder, "plan");
    expect(output).toContain("will no longer be managed by Terraform");
    expect(output).toContain("0 to add, 0 to change, 0 to destroy");
  });
});

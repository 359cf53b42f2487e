import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DescribeSecurityConfigurationCommand, EMRClient } from "@aws-sdk/client-emr";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
} from "@aws-sdk/client-kms";
import { GetObjectCommand, HeadObjectCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { type Moto, startMoto } from "./moto";
import { type Outcome, Workshop } from "./workshop";

jest.setTimeout(300_000);

const stack = "emr-encryption";
const aws = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

interface StateResource {
  readonly type: string;
  readonly values: { readonly [name: string]: unknown };
}

describe("the example, deployed with Terraform and the AWS provider to moto", () => {
  let moto: Moto;
  let workshop: Workshop;
  let kms: KMSClient;
  let s3: S3Client;
  let emr: EMRClient;
  let state: readonly StateResource[] = [];

  beforeAll(async () => {
    moto = await startMoto();
    for (const role of ["EMR_EC2_DefaultRole", "EMR_DefaultRole"]) await moto.createRole(role);
    workshop = new Workshop(stack, { AWS_ENDPOINT_URL: moto.url, AWS_REGION: aws.region });
    const client = { ...aws, endpoint: moto.url };
    kms = new KMSClient(client);
    s3 = new S3Client({ ...client, forcePathStyle: true });
    emr = new EMRClient(client);
  });

  afterAll(async () => {
    for (const client of [kms, s3, emr]) client?.destroy();
    await moto?.stop();
    workshop?.remove();
  });

  /** Saves a plan in the stack's folder and as JSON in the workshop's. */
  async function plan(
    name: string,
  ): Promise<{ readonly code: number | null; readonly changed: readonly PlannedResource[] }> {
    const { code, output } = await workshop.terraform(
      "plan",
      "-input=false",
      "-detailed-exitcode",
      `-out=${name}.tfplan`,
    );
    if (code === 1) throw new Error(output);
    const { stdout } = await workshop.terraform("show", "-json", `${name}.tfplan`);
    writeFileSync(join(workshop.folder, `${name}.json`), stdout);
    const changes: readonly PlannedResource[] = JSON.parse(stdout).resource_changes;
    return { code, changed: changes.filter(({ change }) => !["no-op", "read"].includes(change.actions.join())) };
  }

  /** Values of the resources of a type that Terraform has made. */
  const made = (type: string) => state.filter((resource) => resource.type === type).map(({ values }) => values);

  async function certs(...args: readonly string[]): Promise<Outcome> {
    return workshop.run(process.execPath, [resolve("bin/emr-encryption.js"), "certs", "development", ...args]);
  }

  function succeeded({ code, output }: Outcome): void {
    if (code !== 0) throw new Error(`ended with ${code}: ${output}`);
  }

  test("a development bundle is made, the stack is synthesized and planned: everything is to be created", async () => {
    succeeded(await certs("--region", aws.region, "--out", "certs"));
    succeeded(await workshop.cdktf("synth"));
    succeeded(await workshop.terraform("init", "-input=false"));
    const { code, changed } = await plan("first");
    expect(code).toBe(2);
    expect(new Set(changed.map(({ change }) => change.actions.join()))).toEqual(new Set(["create"]));
  });

  test("the first plan, where every ARN is still unknown, is judged clean as a development environment", async () => {
    const { code, stdout } = await workshop.lint("first.json", "--format", "json");
    const report = JSON.parse(stdout);
    expect(report.findings.filter((finding: { severity: string }) => finding.severity !== "info")).toEqual([]);
    expect(report.inputs[0]).toMatchObject({ kind: "plan", status: "judged", environment: { name: "development" } });
    expect(code).toBe(0);
  });

  test("cdktf deploy makes it", async () => {
    succeeded(await workshop.cdktf("deploy", {}, stack, "--auto-approve", "--skip-provider-lock"));
    const { stdout } = await workshop.terraform("show", "-json");
    writeFileSync(join(workshop.folder, "state.json"), stdout);
    state = JSON.parse(stdout).values.root_module.resources;
    expect(made("aws_emr_security_configuration")).toHaveLength(1);
  });

  test("KMS has the keys, rotated, each with the rights of its purpose and the account's own", async () => {
    const purposes: { readonly [alias: string]: readonly string[] } = {};
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    for (const { AliasName, TargetKeyId } of Aliases.filter(({ AliasName }) => !AliasName?.startsWith("alias/aws/"))) {
      const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: TargetKeyId, PolicyName: "default" }));
      const { Statement } = JSON.parse(Policy ?? "{}");
      Object.assign(purposes, { [String(AliasName)]: Statement.map(({ Sid }: { Sid: string }) => Sid) });
      const principals = JSON.stringify(Statement.map(({ Principal }: { Principal: unknown }) => Principal));
      expect(principals).toContain("arn:aws:iam::123456789012:root");
      expect(principals).toContain("arn:aws:iam::123456789012:role/EMR_EC2_DefaultRole");
      expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId: TargetKeyId }))).KeyRotationEnabled).toBe(true);
    }
    expect(purposes).toMatchObject({
      "alias/emr-encryption-encryption-s3": expect.any(Array),
      "alias/emr-encryption-encryption-local-disk": expect.any(Array),
    });
    expect(made("aws_kms_key").length).toBeGreaterThanOrEqual(3);
  });

  test("S3 holds the bundle: the zip's own bytes, encrypted with the bucket's key", async () => {
    const { bucket, key } = made("aws_s3_object")[0] as { bucket: string; key: string };
    const object = { Bucket: bucket, Key: key };
    const { Body } = await s3.send(new GetObjectCommand(object));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");
    expect(sha256(bytes)).toBe(sha256(readFileSync(join(workshop.folder, "certs", "development.zip"))));
    const head = await s3.send(new HeadObjectCommand(object));
    expect(head.ServerSideEncryption).toBe("aws:kms");
    expect(made("aws_kms_key").map(({ arn }) => arn)).toContain(head.SSEKMSKeyId);
  });

  test("EMR holds the security configuration, with the ARNs of two different keys and the bundle's place", async () => {
    const { name } = made("aws_emr_security_configuration")[0] as { name: string };
    const { SecurityConfiguration } = await emr.send(new DescribeSecurityConfigurationCommand({ Name: name }));
    const { EncryptionConfiguration: encryption } = JSON.parse(SecurityConfiguration ?? "{}");
    const { S3EncryptionConfiguration: data, LocalDiskEncryptionConfiguration: disk } =
      encryption.AtRestEncryptionConfiguration;
    const keys = made("aws_kms_key").map(({ arn }) => arn);
    expect(keys).toContain(data.AwsKmsKey);
    expect(keys).toContain(disk.AwsKmsKey);
    expect(data.AwsKmsKey).not.toBe(disk.AwsKmsKey);
    expect(disk.EnableEbsEncryption).toBe(true);
    const { bucket, key } = made("aws_s3_object")[0] as { bucket: string; key: string };
    expect(encryption.InTransitEncryptionConfiguration.TLSCertificateConfiguration).toEqual({
      CertificateProviderType: "PEM",
      S3Object: `s3://${bucket}/${key}`,
    });
  });

  test("a second plan changes nothing", async () => {
    expect(await plan("second")).toEqual({ code: 0, changed: [] });
  });

  test.each(["second", "state"])(
    "the linter judges the %s, where everything is known, as it judged the first plan",
    async (name) => {
      const { code, stdout } = await workshop.lint(`${name}.json`, "--format", "json");
      const report = JSON.parse(stdout);
      expect(report.findings.filter((finding: { severity: string }) => finding.severity !== "info")).toEqual([]);
      expect(report.inputs[0]).toMatchObject({
        kind: name === "state" ? "state" : "plan",
        status: "judged",
        environment: { name: "development" },
      });
      expect(code).toBe(0);
    },
  );

  test("a renewed bundle is a new object and a new security configuration; no key is touched", async () => {
    succeeded(await certs("--region", aws.region, "--out", "certs", "--renew"));
    expect(existsSync(join(workshop.folder, "certs-2", "privateKey.pem"))).toBe(true);
    succeeded(await workshop.cdktf("synth", { EMR_CERTIFICATES: "certs-2" }));
    const { changed } = await plan("renewed");
    const types = new Set(changed.map(({ type }) => type));
    expect([...types].sort()).toEqual(["aws_emr_security_configuration", "aws_s3_object"]);
    for (const { change } of changed) expect(change.actions).not.toEqual(["update"]);
  });

  test("no byte of a private key is in plans, state, the JSON of cdktf.out, or anything a command has said", () => {
    const secrets = ["certs", "certs-2"].flatMap((folder) => {
      const pem = readFileSync(join(workshop.folder, folder, "privateKey.pem"), "utf8");
      const body = pem.split("\n").filter((line) => line && !line.startsWith("-----"));
      const zip = readFileSync(join(workshop.folder, folder, "development.zip")).toString("base64");
      return [...body.map((line) => line.slice(0, 48)).filter((line) => line.length === 48), zip.slice(64, 128)];
    });
    expect(secrets.length).toBeGreaterThan(60);
    const texts: [string, string][] = [["what was said", workshop.said]];
    for (const [path, content] of workshop.files()) {
      if (/\.(json|tfplan( unpacked)?|tfstate(\.backup)?|hcl)$/.test(path))
        texts.push([path, content.toString("latin1")]);
    }
    expect(texts.map(([path]) => path)).toEqual(
      expect.arrayContaining(["first.json", "second.json", "state.json", `terraform.${stack}.tfstate`]),
    );
    expect(texts.filter(([path]) => path.endsWith(".tfplan unpacked"))).toHaveLength(3);
    const leaks = texts.filter(([, text]) => secrets.some((secret) => text.includes(secret))).map(([path]) => path);
    expect(leaks).toEqual([]);
  });

  test("cdktf destroy leaves nothing: no configuration, no bucket, and the keys wait for their deletion", async () => {
    succeeded(await workshop.cdktf("synth"));
    succeeded(await workshop.cdktf("destroy", {}, stack, "--auto-approve", "--skip-provider-lock"));
    const left = JSON.parse(readFileSync(join(workshop.folder, `terraform.${stack}.tfstate`), "utf8"));
    expect(left.resources).toEqual([]);
    const { name } = made("aws_emr_security_configuration")[0] as { name: string };
    await expect(emr.send(new DescribeSecurityConfigurationCommand({ Name: name }))).rejects.toThrow("does not exist");
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    for (const { arn } of made("aws_kms_key")) {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: String(arn) }));
      expect(KeyMetadata?.KeyState).toBe("PendingDeletion");
    }
  });
});

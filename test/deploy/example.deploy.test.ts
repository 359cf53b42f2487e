import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
import { type StateResource, succeeded, Workshop } from "./workshop";

jest.setTimeout(900_000);

const stack = "emr-encryption";
const aws = { region: "us-east-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };

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

  /** Values of the resources of a type that Terraform has made. */
  const made = (type: string) => state.filter((resource) => resource.type === type).map(({ values }) => values);

  test("a development bundle is made, the stack is synthesized and planned: everything is to be created", async () => {
    await workshop.certificates(aws.region, "--out", "certs");
    succeeded(await workshop.cdktf("synth"));
    succeeded(await workshop.terraform("init", "-input=false"));
    const { empty, changed } = await workshop.plan("first");
    expect(empty).toBe(false);
    expect(new Set(changed.map(({ change }) => change.actions.join()))).toEqual(new Set(["create"]));
  });

  test("the first plan, where every ARN is still unknown, is checked clean as a development environment", async () => {
    const { code, findings, checked } = await workshop.findings("first.json");
    expect(findings).toEqual([]);
    expect(checked).toMatchObject({ kind: "plan", status: "checked", environment: { name: "development" } });
    expect(code).toBe(0);
  });

  test("cdktf deploy creates it", async () => {
    succeeded(await workshop.cdktf("deploy", {}, stack, "--auto-approve", "--skip-provider-lock"));
    state = await workshop.state();
    expect(made("aws_emr_security_configuration")).toHaveLength(1);
  });

  test("KMS has the keys, with rotation, each with the permissions of its purpose and those of the account", async () => {
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

  test("S3 has the bundle: the bytes of the zip, encrypted with the bucket's key", async () => {
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

  test("EMR has the security configuration, with the ARNs of two different keys and the place of the bundle", async () => {
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
    expect(await workshop.plan("second")).toEqual({ empty: true, changed: [], actions: [] });
  });

  test.each(["second", "state"])(
    "the linter checks the %s, where everything is known, as it checked the first plan",
    async (name) => {
      const { code, findings, checked } = await workshop.findings(`${name}.json`);
      expect(findings).toEqual([]);
      expect(checked).toMatchObject({
        kind: name === "state" ? "state" : "plan",
        status: "checked",
        environment: { name: "development" },
      });
      expect(code).toBe(0);
    },
  );

  test("a renewed bundle is a new object and a new security configuration; no key is touched", async () => {
    await workshop.certificates(aws.region, "--out", "certs", "--renew");
    expect(existsSync(join(workshop.folder, "certs-2", "privateKey.pem"))).toBe(true);
    succeeded(await workshop.cdktf("synth", { EMR_CERTIFICATES: "certs-2" }));
    const { changed } = await workshop.plan("renewed");
    const types = new Set(changed.map(({ type }) => type));
    // The bucket's policy names the objects that readers may read.
    expect([...types].sort()).toEqual(["aws_emr_security_configuration", "aws_s3_bucket_policy", "aws_s3_object"]);
    const updated = changed.filter(({ change }) => change.actions.includes("update"));
    expect(updated.map(({ type }) => type)).toEqual(["aws_s3_bucket_policy"]);
  });

  test("no byte of a private key is in plans, state, the JSON of cdktf.out, or any output", () => {
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

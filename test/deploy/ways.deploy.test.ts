import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DescribeSecurityConfigurationCommand, TerminateJobFlowsCommand } from "@aws-sdk/client-emr";
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { buildExample } from "../examples/maven";
import { type EmrStandIn, startEmr } from "./emr";
import { type PlannedChange, type StateResource, succeeded, Workshop } from "./workshop";

jest.setTimeout(900_000);

const region = "us-east-1";
/** The ways that name the bundle. */
const pem = ["sse-kms", "cse-kms", "custom-keys"];
const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

describe("the four ways of EMR's guide, deployed with Terraform and the AWS provider to moto", () => {
  let aws: EmrStandIn;
  let workshop: Workshop;
  let s3: S3Client;
  let kms: KMSClient;
  let state: readonly StateResource[] = [];
  /** Clusters that schedulers have started. */
  const clusters: string[] = [];

  beforeAll(async () => {
    aws = await startEmr(region);
    for (const name of ["EMR_EC2_DefaultRole", "EMR_DefaultRole", "Analysts"]) await aws.createRole(name);
    workshop = new Workshop("emr-ways", { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: region });
    const client = { region, endpoint: aws.endpoint, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
    kms = new KMSClient(client);
    s3 = new S3Client({ ...client, forcePathStyle: true });
  });

  afterAll(async () => {
    for (const client of [kms, s3]) client?.destroy();
    await aws?.stop();
    workshop?.remove();
  });

  /** The JARs of this project's own examples, compiled for these tests. */
  const jars = { EMR_KEY_PROVIDERS: "", EMR_TLS_PROVIDER: "" };

  const synth = (env: NodeJS.ProcessEnv = {}) =>
    workshop.node(["--import", "tsx", resolve("examples/ways/main.ts")], { ...jars, ...env });

  const plan = async (name: string, ...options: readonly string[]) => (await workshop.plan(name, ...options)).actions;

  const made = (type: string) => state.filter((resource) => resource.type === type);

  const named = (way: string): string => {
    const all = made("aws_emr_security_configuration").map(({ values }) => String(values.name));
    return all.find((name) => name.startsWith(`emr-ways-${way}-`)) ?? `none of ${all}`;
  };

  async function document(way: string) {
    const { SecurityConfiguration } = await aws.emr.send(
      new DescribeSecurityConfigurationCommand({ Name: named(way) }),
    );
    return JSON.parse(SecurityConfiguration ?? "{}").EncryptionConfiguration;
  }

  /** Whether EMR holds a security configuration; moto cannot list them. */
  async function held(name: string): Promise<boolean> {
    try {
      await aws.emr.send(new DescribeSecurityConfigurationCommand({ Name: name }));
      return true;
    } catch (error) {
      if (/does not exist/.test((error as Error).message)) return false;
      throw error;
    }
  }

  /** Names of the security configurations that a saved plan makes, with what has been made before. */
  function plannedNames(name: string): readonly string[] {
    const { resource_changes: changes } = JSON.parse(readFileSync(join(workshop.folder, `${name}.json`), "utf8"));
    return changes
      .filter(({ type, change }: PlannedChange) => type === "aws_emr_security_configuration" && change.after)
      .map(({ change }: PlannedChange) => change.after?.name);
  }

  async function objects(): Promise<readonly string[]> {
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: String(made("aws_s3_bucket")[0]?.values.bucket) }),
    );
    return Contents.map(({ Key }) => String(Key)).sort();
  }

  test("all four are planned and created in one apply", async () => {
    const built = (example: string, setting: string) =>
      buildExample(example, join(workshop.folder, example), setting, "-Dmaven.test.skip=true");
    const [keys, tls] = await Promise.all([
      built("custom-key-provider", "-Dlocal.disk.key.id=alias/emr-disks"),
      built("custom-tls-provider", "-Dtls.secret.id=emr/tls"),
      workshop.certificates(region, "--out", "certs"),
    ]);
    jars.EMR_KEY_PROVIDERS = join(keys, "custom-key-provider.jar");
    jars.EMR_TLS_PROVIDER = join(tls, "custom-tls-provider.jar");
    await synth();
    succeeded(await workshop.terraform("init", "-input=false"));
    const planned = await plan("first");
    expect(planned.filter((change) => change.endsWith("aws_emr_security_configuration"))).toHaveLength(4);
    succeeded(await workshop.terraform("apply", "-input=false", "first.tfplan"));
    state = await workshop.state();
    expect([...plannedNames("first")].sort()).toEqual([...pem, "custom-tls"].map(named).sort());
    for (const name of plannedNames("first")) expect(await held(name)).toBe(true);
  });

  test("EMR has SSE-KMS with AwsKms and PEM", async () => {
    const { AtRestEncryptionConfiguration: atRest, InTransitEncryptionConfiguration: inTransit } =
      await document("sse-kms");
    expect(atRest.S3EncryptionConfiguration.EncryptionMode).toBe("SSE-KMS");
    expect(atRest.LocalDiskEncryptionConfiguration).toMatchObject({
      EncryptionKeyProviderType: "AwsKms",
      EnableEbsEncryption: true,
    });
    expect(inTransit.TLSCertificateConfiguration).toEqual({
      CertificateProviderType: "PEM",
      S3Object: expect.stringMatching(/^s3:\/\/.+\/certs\.zip$/),
    });
  });

  test("EMR has CSE-KMS with a key of this stack", async () => {
    const { AtRestEncryptionConfiguration: atRest } = await document("cse-kms");
    const keys = made("aws_kms_key").map(({ values }) => values.arn);
    expect(atRest.S3EncryptionConfiguration.EncryptionMode).toBe("CSE-KMS");
    expect(keys).toContain(atRest.S3EncryptionConfiguration.AwsKmsKey);
  });

  test("EMR has the classes of the custom providers, and S3 the bytes of the JAR", async () => {
    const { AtRestEncryptionConfiguration: atRest } = await document("custom-keys");
    const { InTransitEncryptionConfiguration: inTransit } = await document("custom-tls");
    const uri = atRest.S3EncryptionConfiguration.S3Object;
    const tlsUri = inTransit.TLSCertificateConfiguration.S3Object;
    expect(atRest).toEqual({
      S3EncryptionConfiguration: {
        EncryptionMode: "CSE-Custom",
        S3Object: uri,
        EncryptionKeyProviderClass: "example.emr.ConfiguredKeyProvider",
      },
      LocalDiskEncryptionConfiguration: {
        EncryptionKeyProviderType: "Custom",
        S3Object: uri,
        EncryptionKeyProviderClass: "example.emr.LocalDiskKeyProvider",
      },
    });
    expect(inTransit.TLSCertificateConfiguration).toEqual({
      CertificateProviderType: "Custom",
      S3Object: tlsUri,
      CertificateProviderClass: "example.emr.SecretsManagerTlsProvider",
    });
    for (const [place, file] of [
      [uri, jars.EMR_KEY_PROVIDERS],
      [tlsUri, jars.EMR_TLS_PROVIDER],
    ]) {
      const [bucket = "", ...key] = String(place).replace("s3://", "").split("/");
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key.join("/") }));
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(readFileSync(String(file)))).toBe(true);
    }
  });

  test("the cluster's own configuration names the custom class's key by its ARN, and the nodes may use it", async () => {
    const { stdout } = await workshop.terraform("output", "-raw", "custom-keys-configurations");
    const key = made("aws_kms_key").find(({ address }) => address.includes("own-key"))?.values.arn;
    expect(JSON.parse(stdout)).toEqual([{ Classification: "emrfs-site", Properties: { "my.kms.key.id": key } }]);
    const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: String(key), PolicyName: "default" }));
    const statements: readonly { readonly Sid: string; readonly Principal: unknown }[] = JSON.parse(
      Policy ?? "{}",
    ).Statement;
    expect(statements.find(({ Sid }) => Sid === "EmrS3Data")?.Principal).toEqual({
      AWS: [role("EMR_EC2_DefaultRole")],
    });
  });

  test("the linter reports nothing about the plan", async () => {
    const { findings, checked } = await workshop.findings("first.json");
    expect(checked).toMatchObject({ kind: "plan", status: "checked", environment: { name: "development" } });
    expect(findings).toEqual([]);
  });

  test("a second plan changes nothing", async () => {
    expect(await plan("second")).toEqual([]);
  });

  test("a renewed bundle without the previous one: EMR refuses to delete the configuration that a running cluster uses", async () => {
    await workshop.certificates(region, "--out", "certs", "--renew");
    await synth({ EMR_CERTIFICATES: "certs-2" });
    expect(await plan("renewed", "-refresh=false")).toEqual([
      ...pem.map(() => "create aws_emr_security_configuration"),
      "create aws_s3_object",
      ...pem.map(() => "delete aws_emr_security_configuration"),
      "delete aws_s3_object",
      "update aws_s3_bucket_policy",
    ]);
    for (const way of pem) clusters.push(await aws.startCluster(named(way)));
    const { code, output } = await workshop.terraform("apply", "-input=false", "-no-color", "renewed.tfplan");
    expect(code).toBe(1);
    expect(output.replace(/\s*\n[│\s]*/g, " ")).toContain(
      `Security configuration '${named("sse-kms")}' cannot be deleted because it is in use by active clusters.`,
    );
    for (const name of [...plannedNames("renewed"), ...pem.map(named)])
      expect([name, await held(name)]).toEqual([name, true]);
    expect(await objects()).toEqual(expect.arrayContaining(["emr-encryption/certs-2.zip", "emr-encryption/certs.zip"]));
  });

  test("with the previous one declared, only the bucket policy changes: it names the previous object again", async () => {
    await synth({ EMR_CERTIFICATES: "certs-2,certs" });
    expect(await plan("kept")).toEqual(["update aws_s3_bucket_policy"]);
  });

  test("once the last cluster has ended, only the previous configurations and their bundle are removed", async () => {
    await aws.emr.send(new TerminateJobFlowsCommand({ JobFlowIds: clusters }));
    await synth({ EMR_CERTIFICATES: "certs-2" });
    expect(await plan("dropped", "-refresh=false")).toEqual([
      ...pem.map(() => "delete aws_emr_security_configuration"),
      "delete aws_s3_object",
    ]);
    succeeded(await workshop.terraform("apply", "-input=false", "dropped.tfplan"));
    for (const way of pem) expect(await held(named(way))).toBe(false);
    for (const name of plannedNames("dropped")) expect(await held(name)).toBe(true);
    expect(await objects()).not.toContain("emr-encryption/certs.zip");
  });

  test("destroy leaves no configuration", async () => {
    succeeded(await workshop.terraform("destroy", "-auto-approve", "-input=false", "-refresh=false"));
    for (const name of plannedNames("dropped")) expect(await held(name)).toBe(false);
    const left = JSON.parse(readFileSync(join(workshop.folder, "terraform.emr-ways.tfstate"), "utf8"));
    expect(left.resources).toEqual([]);
  });
});

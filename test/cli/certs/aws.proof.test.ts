import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ACMPCAClient,
  CreateCertificateAuthorityCommand,
  GetCertificateAuthorityCsrCommand,
  GetCertificateCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  type KeyAlgorithm,
  UpdateCertificateAuthorityCommand,
} from "@aws-sdk/client-acm-pca";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { developmentBundle } from "../../../certificates/generations";
import { issueCertificate } from "../../../certificates/issue";
import { type BundleSidecar, readSidecar, sidecarFits } from "../../../formats/sidecar";
import { modelProblems } from "../../certificates/aws-model";
import { sharedKeyPair } from "../../certificates/key-pairs";
import { type MotoDoor, openMotoDoor } from "../../certificates/moto-door";
import { openssl } from "../../certificates/openssl";
import { run } from "./run";

const region = "us-west-2";
const cwd = mkdtempSync(join(tmpdir(), "aws-"));
const file = (name: string) => join(cwd, name);
const environment = { ...process.env };
let moto: MotoDoor;

beforeAll(async () => {
  moto = await openMotoDoor();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: region,
    AWS_CONFIG_FILE: file("aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: file("aws-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
  });
});
afterAll(async () => {
  await moto.stop();
  process.env = environment;
  rmSync(cwd, { recursive: true, force: true });
});

describe("certs issue", () => {
  const pca = () => new ACMPCAClient({ region, endpoint: moto.endpoint });

  async function authority(KeyAlgorithm: KeyAlgorithm): Promise<string> {
    const client = pca();
    const { CertificateAuthorityArn } = await client.send(
      new CreateCertificateAuthorityCommand({
        CertificateAuthorityType: "ROOT",
        CertificateAuthorityConfiguration: {
          KeyAlgorithm,
          SigningAlgorithm: KeyAlgorithm.startsWith("EC") ? "SHA256WITHECDSA" : "SHA256WITHRSA",
          Subject: { CommonName: "Corporate root" },
        },
      }),
    );
    const { Csr } = await client.send(new GetCertificateAuthorityCsrCommand({ CertificateAuthorityArn }));
    const { CertificateArn } = await client.send(
      new IssueCertificateCommand({
        CertificateAuthorityArn,
        Csr: Buffer.from(Csr ?? ""),
        SigningAlgorithm: "SHA256WITHRSA",
        TemplateArn: "arn:aws:acm-pca:::template/RootCACertificate/V1",
        Validity: { Type: "DAYS", Value: 365 },
      }),
    );
    const { Certificate } = await client.send(new GetCertificateCommand({ CertificateAuthorityArn, CertificateArn }));
    await client.send(
      new ImportCertificateAuthorityCertificateCommand({
        CertificateAuthorityArn,
        Certificate: Buffer.from(Certificate ?? ""),
      }),
    );
    return CertificateAuthorityArn ?? "";
  }

  const request = (out: string, keyType: string) =>
    run(["certs", "request", "--region", region, "--key-type", keyType, "--out", out], cwd);
  const issue = (arn: string, folder: string, ...args: string[]) =>
    run(["certs", "issue", "--acm-pca-arn", arn, "--csr", `${folder}/request.csr`, "--out", folder, ...args], cwd);
  let rsa: string;
  /** moto calls every CA short-lived. */
  const usageMode = (mode: string) =>
    moto.amend("DescribeCertificateAuthority", (answer) => answer.replace("SHORT_LIVED_CERTIFICATE", mode));
  beforeAll(async () => {
    usageMode("GENERAL_PURPOSE");
    rsa = await authority("RSA_2048");
  });

  test("a request becomes a chain and a root that openssl verifies for the nodes, asked for the days given", async () => {
    await request("rsa", "rsa2048");
    const { code, out, err } = await issue(rsa, "rsa", "--days", "90");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("*.us-west-2.compute.internal, until ");
    expect(moto.asked("IssueCertificate").at(-1)).toMatchObject({
      CertificateAuthorityArn: rsa,
      Validity: { Type: "DAYS", Value: 90 },
      SigningAlgorithm: "SHA256WITHRSA",
      TemplateArn: "arn:aws:acm-pca:::template/EndEntityCertificate/V1",
    });
    const verdict = openssl(
      ...["verify", "-CAfile", file("rsa/trustedCertificates.pem"), "-verify_hostname"],
      ...["ip-10-0-0-1.us-west-2.compute.internal", file("rsa/certificateChain.pem")],
    );
    expect(verdict).toEqual({ code: 0, output: expect.stringContaining(": OK") });
  });

  test("certificates that are there stay, and the CA is not even asked", async () => {
    const before = moto.asked("IssueCertificate").length;
    const { code, err } = await issue(rsa, "rsa", "--days", "90");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("certificateChain.pem' exists; give another name, or --force"),
    ]);
    expect(moto.asked("IssueCertificate")).toHaveLength(before);
    expect((await issue(rsa, "rsa", "--days", "90", "--force")).code).toBe(0);
  });

  test("an EC CA signs with its own kind of key; template and algorithm can be given", async () => {
    await request("ec", "ec256");
    await issue(await authority("EC_prime256v1"), "ec", "--days", "7");
    expect(moto.asked("IssueCertificate").at(-1)).toMatchObject({ SigningAlgorithm: "SHA256WITHECDSA" });
    const template = "arn:aws:acm-pca:::template/EndEntityServerAuthCertificate/V1";
    await issue(
      rsa,
      "ec",
      "--days",
      "7",
      "--force",
      "--template-arn",
      template,
      "--signing-algorithm",
      "SHA512WITHRSA",
    );
    expect(moto.asked("IssueCertificate").at(-1)).toMatchObject({
      SigningAlgorithm: "SHA512WITHRSA",
      TemplateArn: template,
    });
  });

  test("a leaf is never asked for longer than its CA lives", async () => {
    const before = moto.asked("IssueCertificate").length;
    const { code, err } = await issue(rsa, "rsa", "--days", "400", "--force");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/--days is 400; the private CA itself ends on 20\d\d-\d\d-\d\d, in 36\d days/),
    ]);
    expect(moto.asked("IssueCertificate")).toHaveLength(before);
  });

  test("a CA in short-lived mode is not asked for more than the 7 days it may", async () => {
    usageMode("SHORT_LIVED_CERTIFICATE");
    const { code, err } = await issue(rsa, "rsa", "--days", "8", "--force");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("this private CA issues for 7 days at most (short-lived mode)"),
    ]);
    expect((await issue(rsa, "rsa", "--days", "7", "--force")).code).toBe(0);
    usageMode("GENERAL_PURPOSE");
  });

  test("a disabled CA, a foreign ARN, zero days and an unknown algorithm are told in one sentence", async () => {
    const disabled = await authority("RSA_2048");
    await pca().send(new UpdateCertificateAuthorityCommand({ CertificateAuthorityArn: disabled, Status: "DISABLED" }));
    const sentence = async (arn: string, ...args: string[]) => {
      const { code, err } = await issue(arn, "rsa", "--force", ...args);
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
      return err;
    };
    expect(await sentence(disabled, "--days", "9")).toContain(
      "the private CA is DISABLED; only an ACTIVE one issues certificates",
    );
    expect(await sentence("arn:aws:iam::1:role/x", "--days", "9")).toContain("is not the ARN of a private CA");
    expect(await sentence(rsa, "--days", "0")).toContain("--days is 0; a certificate lives at least one day");
    expect(await sentence(rsa, "--days", "9", "--signing-algorithm", "MD5")).toContain(
      "--signing-algorithm 'MD5' is not one of SHA256WITHRSA",
    );
    const gone = rsa.replace(/[^/]+$/, "00000000-0000-0000-0000-000000000000");
    expect(await sentence(gone, "--days", "9")).toContain("reading the private CA failed: ResourceNotFoundException");
  });

  test("the certificate is waited for while AWS is at it; a missing right is told at once, and patience ends", async () => {
    let refusals = 2;
    const busy = { code: "RequestInProgressException", message: "The request to issue is in progress." };
    moto.refuse("GetCertificate", () => (refusals-- > 0 ? busy : undefined));
    expect((await issue(rsa, "rsa", "--days", "9", "--force")).code).toBe(0);
    expect(refusals).toBe(-1);
    moto.refuse("GetCertificate", () => ({ code: "AccessDeniedException", message: "not authorized: GetCertificate" }));
    const start = Date.now();
    expect((await issue(rsa, "rsa", "--days", "9", "--force")).err).toContain(
      "fetching the certificate failed: AccessDeniedException: not authorized: GetCertificate",
    );
    expect(Date.now() - start).toBeLessThan(5000);
    moto.refuse("GetCertificate", () => busy);
    const order = { certificateAuthorityArn: rsa, request: readFileSync(file("rsa/request.csr")), path: "request.csr" };
    await expect(issueCertificate({ ...order, days: 9, now: new Date(), patience: 1 })).rejects.toThrow(
      /is still issuing arn:aws:acm-pca:.* after 1 seconds; run the same again within five minutes/,
    );
    moto.refuse("GetCertificate", () => undefined);
  });

  test("the same order has the same token, another order another one", async () => {
    const tokens = async (...args: string[]) => {
      expect((await issue(rsa, "rsa", "--force", ...args)).code).toBe(0);
      return (moto.asked("IssueCertificate").at(-1) as { readonly IdempotencyToken: string }).IdempotencyToken;
    };
    const template = ["--template-arn", "arn:aws:acm-pca:::template/EndEntityServerAuthCertificate/V1"];
    const first = await tokens("--days", "9");
    expect(await tokens("--days", "9")).toBe(first);
    const others = [await tokens("--days", "8"), await tokens("--days", "9", ...template)];
    expect(new Set([first, ...others]).size).toBe(3);
  });

  test("what would give nothing that nodes can use is refused before anything is issued", async () => {
    const before = moto.asked("IssueCertificate").length;
    const sentence = async (...args: string[]) => {
      const { code, err } = await issue(rsa, "rsa", "--days", "9", "--force", ...args);
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
      return err;
    };
    const template = (name: string, partition = "aws") => `arn:${partition}:acm-pca:::template/${name}/V1`;
    for (const name of ["RootCACertificate", "SubordinateCACertificate_PathLen0", "EndEntityClientAuthCertificate"]) {
      expect(await sentence("--template-arn", template(name))).toContain(
        `${name} gives no certificate of a TLS server`,
      );
    }
    expect(await sentence("--template-arn", template("EndEntityCertificate", "aws-cn"))).toContain(
      "is no template of AWS Private CA here; write it like arn:aws:acm-pca:::template/EndEntityCertificate/V1",
    );
    expect(await sentence("--signing-algorithm", "SHA256WITHECDSA")).toContain(
      "is not one of SHA256WITHRSA, SHA384WITHRSA, SHA512WITHRSA, which the private CA's RSA_2048 key makes",
    );
    expect(await sentence("--csr", "rsa/privateKey.pem")).toContain(
      "'rsa/privateKey.pem' holds PRIVATE KEY, not one CERTIFICATE REQUEST; give the request.csr that certs request made",
    );
    moto.amend("DescribeCertificateAuthority", (answer) =>
      answer.replace("SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE").replaceAll("RSA_2048", "ML_DSA_65"),
    );
    expect(await sentence()).toContain(
      "the private CA's key is ML_DSA_65, whose signatures the nodes' Java does not verify",
    );
    usageMode("GENERAL_PURPOSE");
    moto.amend("GetCertificateAuthorityCertificate", (answer) => answer.replace(/-----BEGIN[^"]*/, ""));
    expect(await sentence()).toContain("AWS Private CA does not know the root above this CA");
    moto.amend("GetCertificateAuthorityCertificate", (answer) => answer);
    expect(moto.asked("IssueCertificate")).toHaveLength(before);
    const all = JSON.stringify(["IssueCertificate", "DescribeCertificateAuthority"].map((name) => moto.asked(name)));
    expect(all).not.toContain(Buffer.from("PRIVATE KEY").toString("base64").slice(0, 12));
  });

  test("every request is one that AWS's own model of the API takes", () => {
    const problems = modelProblems("acm-pca", "2017-08-22");
    const operations = [
      "DescribeCertificateAuthority",
      "GetCertificateAuthorityCertificate",
      "IssueCertificate",
      "GetCertificate",
    ];
    for (const operation of operations) {
      const asked = moto.asked(operation);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.flatMap((request) => problems(operation, request))).toEqual([]);
    }
    const [good] = moto.asked("IssueCertificate") as [{ readonly Validity: object }];
    expect(
      problems("IssueCertificate", { ...good, SigningAlgorithm: "MD5", Validity: { Value: 0 }, Extra: 1 }),
    ).toEqual([
      "IssueCertificate.SigningAlgorithm is 'MD5'",
      "IssueCertificate.Validity.Type is missing",
      "IssueCertificate.Validity.Value is 0",
      "IssueCertificate.Extra is not in the model",
    ]);
  });

  test("a profile and a role are who asks", async () => {
    writeFileSync(file("aws-credentials"), "[corp]\naws_access_key_id = profile\naws_secret_access_key = secret\n");
    expect((await issue(rsa, "rsa", "--days", "9", "--force", "--profile", "corp")).code).toBe(0);
    const as = (account: string) =>
      issue(
        rsa,
        "rsa",
        "--days",
        "9",
        "--force",
        "--profile",
        "corp",
        "--assume-role",
        `arn:aws:iam::${account}:role/issuer`,
      );
    expect((await as("123456789012")).code).toBe(0);
    // A role of another account sees the CAs of that account.
    expect((await as("111122223333")).err).toContain("reading the private CA failed: ResourceNotFoundException");
    const { code, err } = await issue(rsa, "rsa", "--days", "9", "--force", "--profile", "nobody");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("reading the private CA failed: CredentialsProviderError"),
    ]);
  });
});

describe("certs publish", () => {
  const s3 = () => new S3Client({ region, endpoint: moto.endpoint, forcePathStyle: true });
  const { folder } = developmentBundle({
    folder: file("certs"),
    domains: ["us-west-2.compute.internal"],
    days: 30,
    subject: [],
    renew: false,
    force: false,
    now: new Date(),
    makeKeyPair: sharedKeyPair,
  });
  const zip = readFileSync(join(folder, "development.zip"));
  const publish = (target: string, ...args: string[]) =>
    run(["certs", "publish", "certs/development.zip", target, ...args], cwd);
  const sidecar = () => readSidecar(readFileSync(file("certs/development.bundle.json"), "utf8")) as BundleSidecar;
  let key: string;

  async function bucket(Bucket: string, { open = false, versions = true } = {}): Promise<void> {
    const client = s3();
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
    const all = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
    if (!open) await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: all }));
    const VersioningConfiguration = { Status: "Enabled" } as const;
    if (versions) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }

  beforeAll(async () => {
    const { KeyMetadata } = await new KMSClient({ region, endpoint: moto.endpoint }).send(new CreateKeyCommand({}));
    key = KeyMetadata?.Arn ?? "";
    await bucket("artifacts");
    await bucket("open-bucket", { open: true, versions: false });
  });

  test("the object is the zip, encrypted with the key given; the sidecar names its version and fits it", async () => {
    const { code, out, err } = await publish("s3://artifacts/certs/prod.zip", "--kms-key", key);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("to s3://artifacts/certs/prod.zip, version ");
    const object = { Bucket: "artifacts", Key: "certs/prod.zip" };
    const stored = await s3().send(new GetObjectCommand(object));
    expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? []).equals(zip)).toBe(true);
    expect([stored.ServerSideEncryption, stored.SSEKMSKeyId]).toEqual(["aws:kms", key]);
    expect(sidecar().object).toEqual({
      bucket: "artifacts",
      key: "certs/prod.zip",
      region,
      versionId: stored.VersionId,
      kmsKey: key,
    });
    expect(sidecarFits(sidecar(), zip)).toBe(true);
  });

  test("publishing the same bundle again uploads nothing", async () => {
    const before = sidecar();
    const { code, out } = await publish("s3://artifacts/certs/prod.zip", "--kms-key", key);
    expect([code, out]).toEqual([0, expect.stringContaining("holds this bundle already")]);
    expect(sidecar()).toEqual(before);
  });

  test("another object is replaced with --force alone, and its version stays", async () => {
    const before = sidecar();
    const other = await run(["certs", "development", "--out", "other", "--region", region], cwd);
    expect(other.code).toBe(0);
    const again = (...args: string[]) =>
      run(["certs", "publish", "other/development.zip", "s3://artifacts/certs/prod.zip", ...args], cwd);
    const refused = await again();
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining("holds another object; give another key")]);
    expect((await again("--force")).code).toBe(0);
    const old = { Bucket: "artifacts", Key: "certs/prod.zip", VersionId: before.object.versionId };
    expect((await s3().send(new HeadObjectCommand(old))).ContentLength).toBe(zip.length);
  });

  test("a bucket open to the public or without versions is refused, unless accepted", async () => {
    const refused = await publish("s3://open-bucket/a.zip");
    expect([refused.code, refused.err]).toEqual([
      2,
      "emr-encryption: bucket 'open-bucket' does not block public access in all four ways; bucket 'open-bucket' keeps no versions, so a replaced bundle is lost; repair the bucket, or --allow-warnings to accept it\n",
    ]);
    const accepted = await publish("s3://open-bucket/a.zip", "--allow-warnings");
    expect([accepted.code, accepted.err.split("\n")]).toEqual([
      0,
      [
        expect.stringContaining("warning: bucket 'open-bucket' does not block"),
        expect.stringContaining("keeps no versions"),
        "",
      ],
    ]);
    expect(sidecar().object.versionId).toBeUndefined();
  });

  test("a missing bucket, a target that is none and a zip that is none are told in one sentence", async () => {
    const sentence = async (...args: string[]) => {
      const { code, err } = await run(["certs", "publish", ...args], cwd);
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
      return err;
    };
    const bundle = "certs/development.zip";
    expect(await sentence(bundle, "s3://not-there-at-all/a.zip")).toContain(
      "looking for bucket 'not-there-at-all' failed: NotFound",
    );
    expect(await sentence(bundle, "https://x/a.zip")).toContain(
      "is not an object of S3; write it like s3://bucket/certs/prod.zip",
    );
    expect(await sentence("certs/certificateChain.pem", "s3://artifacts/a.zip")).toContain(
      "make the zip with certs bundle",
    );
    expect(await sentence("missing.zip", "s3://artifacts/a.zip")).toContain("it does not exist");
  });

  test("nothing of the private key is in the sidecar or any output", async () => {
    const { out, err } = await publish("s3://artifacts/second.zip");
    const jwk = sharedKeyPair("leaf").privateKey.export({ format: "jwk" });
    const all = out + err + readFileSync(file("certs/development.bundle.json"), "utf8");
    const decoded = Buffer.from(all.replace(/\\n|-----[^-]+-----/g, ""), "base64");
    for (const number of [jwk.d, jwk.p, jwk.q])
      expect(decoded.includes(Buffer.from(number ?? "", "base64url"))).toBe(false);
    expect(all).not.toContain("PRIVATE KEY");
  });
});

import { readFileSync, writeFileSync } from "node:fs";
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
import { issueCertificate } from "../../../certificates/issue";
import { modelProblems } from "../../certificates/aws-model";
import type { MotoDoor } from "../../certificates/moto-door";
import { openssl } from "../../certificates/openssl";
import { openAws } from "./aws";
import { run } from "./run";

const region = "us-west-2";
let cwd: string;
let moto: MotoDoor;
let stop: () => Promise<void>;
const file = (name: string) => join(cwd, name);

beforeAll(async () => {
  ({ cwd, moto, stop } = await openAws());
});
afterAll(() => stop());

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

  test("a request becomes a chain and a root that openssl verifies, valid for the requested days", async () => {
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

  test("existing certificates are kept, and the CA is not called", async () => {
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

  test("a leaf is never requested beyond the end of its CA", async () => {
    const before = moto.asked("IssueCertificate").length;
    const { code, err } = await issue(rsa, "rsa", "--days", "400", "--force");
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/--days is 400; the private CA itself expires on 20\d\d-\d\d-\d\d, in 36\d days/),
    ]);
    expect(moto.asked("IssueCertificate")).toHaveLength(before);
  });

  test("a CA in short-lived mode is not asked for more than 7 days", async () => {
    usageMode("SHORT_LIVED_CERTIFICATE");
    const { code, err } = await issue(rsa, "rsa", "--days", "8", "--force");
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("this private CA issues certificates for at most 7 days (short-lived mode)"),
    ]);
    expect((await issue(rsa, "rsa", "--days", "7", "--force")).code).toBe(0);
    usageMode("GENERAL_PURPOSE");
  });

  test("a disabled CA, a foreign ARN, zero days and an unknown algorithm are reported in one sentence", async () => {
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
    expect(await sentence(rsa, "--days", "0")).toContain("--days is 0; a certificate is valid for at least one day");
    expect(await sentence(rsa, "--days", "9", "--signing-algorithm", "MD5")).toContain(
      "--signing-algorithm 'MD5' is not one of SHA256WITHRSA",
    );
    const gone = rsa.replace(/[^/]+$/, "00000000-0000-0000-0000-000000000000");
    expect(await sentence(gone, "--days", "9")).toContain("reading the private CA failed: ResourceNotFoundException");
  });

  test("the command waits while AWS issues the certificate, up to a limit; a missing permission is reported at once", async () => {
    let refusals = 2;
    const busy = { code: "RequestInProgressException", message: "The request to issue is in progress." };
    moto.answer("GetCertificate", () => (refusals-- > 0 ? busy : undefined));
    expect((await issue(rsa, "rsa", "--days", "9", "--force")).code).toBe(0);
    expect(refusals).toBe(-1);
    moto.answer("GetCertificate", () => ({ code: "AccessDeniedException", message: "not authorized: GetCertificate" }));
    const start = Date.now();
    expect((await issue(rsa, "rsa", "--days", "9", "--force")).err).toContain(
      "fetching the certificate failed: AccessDeniedException: not authorized: GetCertificate",
    );
    expect(Date.now() - start).toBeLessThan(5000);
    moto.answer("GetCertificate", () => busy);
    const order = { certificateAuthorityArn: rsa, request: readFileSync(file("rsa/request.csr")), path: "request.csr" };
    await expect(issueCertificate({ ...order, days: 9, now: new Date(), patience: 1 })).rejects.toThrow(
      /is still issuing arn:aws:acm-pca:.* after 1 seconds; run the same command again within five minutes/,
    );
    moto.answer("GetCertificate", () => undefined);
  });

  test("equal requests have the same token, different ones different tokens", async () => {
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

  test("a request whose certificate nodes could not use is refused before anything is issued", async () => {
    const before = moto.asked("IssueCertificate").length;
    const sentence = async (...args: string[]) => {
      const { code, err } = await issue(rsa, "rsa", "--days", "9", "--force", ...args);
      expect([code, err.trimEnd().split("\n").length]).toEqual([2, 1]);
      return err;
    };
    const template = (name: string, partition = "aws") => `arn:${partition}:acm-pca:::template/${name}/V1`;
    for (const name of ["RootCACertificate", "SubordinateCACertificate_PathLen0", "EndEntityClientAuthCertificate"]) {
      expect(await sentence("--template-arn", template(name))).toContain(
        `${name} does not issue certificates for TLS servers`,
      );
    }
    expect(await sentence("--template-arn", template("EndEntityCertificate", "aws-cn"))).toContain(
      "is not a template of AWS Private CA in this partition; write it like arn:aws:acm-pca:::template/EndEntityCertificate/V1",
    );
    expect(await sentence("--signing-algorithm", "SHA256WITHECDSA")).toContain(
      "is not one of SHA256WITHRSA, SHA384WITHRSA, SHA512WITHRSA, which the private CA's RSA_2048 key supports",
    );
    expect(await sentence("--csr", "rsa/privateKey.pem")).toContain(
      "'rsa/privateKey.pem' contains PRIVATE KEY, not one CERTIFICATE REQUEST; give the request.csr that certs request created",
    );
    moto.amend("DescribeCertificateAuthority", (answer) =>
      answer.replace("SHORT_LIVED_CERTIFICATE", "GENERAL_PURPOSE").replaceAll("RSA_2048", "ML_DSA_65"),
    );
    expect(await sentence()).toContain(
      "the private CA's key is ML_DSA_65, whose signatures the nodes' Java does not verify",
    );
    usageMode("GENERAL_PURPOSE");
    moto.amend("GetCertificateAuthorityCertificate", (answer) => answer.replace(/-----BEGIN[^"]*/, ""));
    expect(await sentence()).toContain("AWS Private CA does not know the root of this CA");
    moto.amend("GetCertificateAuthorityCertificate", (answer) => answer);
    expect(moto.asked("IssueCertificate")).toHaveLength(before);
    const all = JSON.stringify(["IssueCertificate", "DescribeCertificateAuthority"].map((name) => moto.asked(name)));
    expect(all).not.toContain(Buffer.from("PRIVATE KEY").toString("base64").slice(0, 12));
  });

  test("every request is valid by AWS's own model of the API", () => {
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

  test("a profile and a role are used for the calls", async () => {
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

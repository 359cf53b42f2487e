import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundle } from "../../../formats/bundle/read";
import { CLIENT_AUTH, type IssueOptions, issue, rsaKeys, SERVER_AUTH } from "../../support/certificates";
import { reuseRsaKeys } from "../../support/reuse-keys";
import { run } from "./run";

reuseRsaKeys();

const keys = rsaKeys();
const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, "");
const root = issue({
  subject: "CN=Corporate root",
  ca: true,
  keys: rsaKeys(2048, 1),
  notBefore: "2026-01-01T00:00:00Z",
  notAfter: soon(3650),
});
const leafOf = (options: IssueOptions = {}) =>
  issue({
    subject: "CN=*.us-west-2.compute.internal",
    by: root,
    keys,
    dns: ["*.us-west-2.compute.internal"],
    ca: false,
    keyUsage: [0, 2],
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    notBefore: soon(-1),
    notAfter: soon(180),
    ...options,
  });

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "bundle-"));
  writeFileSync(join(cwd, "key.pem"), keys.privateKey.export({ type: "pkcs8", format: "pem" }));
  writeFileSync(join(cwd, "root.pem"), root.pem);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function bundle(chain: string, ...args: readonly string[]) {
  writeFileSync(join(cwd, "chain.pem"), chain);
  const files = ["--private-key", "key.pem", "--certificate-chain", "chain.pem", "--trusted-certificates", "root.pem"];
  return run(["certs", "bundle", ...files, "--out", "prod.zip", "--region", "us-west-2", ...args], cwd);
}

test("a good bundle is written, readable by its owner alone, and corrections are reported", async () => {
  const { code, out, err } = await bundle(root.pem + leafOf().pem);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("wrote prod.zip for *.us-west-2.compute.internal, until ");
  expect(out).toContain("  put the chain in order: the leaf first, each issued by the next\n");
  expect(statSync(join(cwd, "prod.zip")).mode & 0o777).toBe(0o600);
  expect(readBundle(readFileSync(join(cwd, "prod.zip"))).zipProblems).toEqual([]);
  expect(readdirSync(cwd).sort()).toEqual(["chain.pem", "key.pem", "prod.zip", "root.pem"]);
});

test("names are checked against AWS_REGION without --region; without either, that is reported", async () => {
  writeFileSync(join(cwd, "chain.pem"), leafOf().pem);
  const files = ["--private-key", "key.pem", "--certificate-chain", "chain.pem", "--trusted-certificates", "root.pem"];
  const command = ["certs", "bundle", ...files, "--out", "prod.zip", "--force"];
  const elsewhere = await run(command, cwd, { AWS_REGION: "eu-west-1" });
  expect([elsewhere.code, elsewhere.out]).toEqual([1, expect.stringContaining("cert.wrong_region")]);
  const nowhere = await run(command, cwd);
  expect([nowhere.code, nowhere.out]).toEqual([
    0,
    expect.stringContaining("its names were not checked: give --region or --vpc-domain"),
  ]);
});

test("an existing zip is replaced only with --force", async () => {
  writeFileSync(join(cwd, "prod.zip"), "mine");
  const refused = await bundle(leafOf().pem);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining("prod.zip' exists; give another name, or --force"),
  ]);
  expect(readFileSync(join(cwd, "prod.zip"), "utf8")).toBe("mine");
  expect((await bundle(leafOf().pem, "--force")).code).toBe(0);
});

test("a symbolic link in place of the zip is not followed, even with --force", async () => {
  writeFileSync(join(cwd, "elsewhere"), "mine");
  symlinkSync(join(cwd, "elsewhere"), join(cwd, "prod.zip"));
  const { code, err } = await bundle(leafOf().pem, "--force");
  expect([code, err]).toEqual([2, expect.stringContaining("is a symbolic link; give the file it leads to")]);
  expect(readFileSync(join(cwd, "elsewhere"), "utf8")).toBe("mine");
});

describe("a bundle that the linter refuses is not written", () => {
  const weak = rsaKeys(1024);
  const intermediate = issue({ subject: "CN=Issuing", by: root, ca: true, notAfter: soon(900) });

  test.each([
    ["an expired leaf", leafOf({ notBefore: soon(-20), notAfter: soon(-10) }), "cert.expired"],
    ["a leaf for another Region", leafOf({ dns: ["*.eu-west-1.compute.internal"] }), "cert.wrong_region"],
    ["a leaf without its intermediate", leafOf({ by: intermediate }), "cert.chain_incomplete"],
    ["a leaf for TLS clients alone", leafOf({ extendedKeyUsage: [CLIENT_AUTH] }), "cert.purpose_missing"],
    ["a weak RSA key", leafOf({ keys: weak }), "cert.weak_rsa"],
  ])("%s", async (_, { pem, privateKeyPem }, rule) => {
    writeFileSync(join(cwd, "key.pem"), privateKeyPem);
    const { code, out, err } = await bundle(pem, "--allow-warnings");
    expect([code, err]).toEqual([1, "emr-encryption: 'prod.zip' was not written: the linter refuses the bundle\n"]);
    expect(out).toContain(rule);
    expect(out).toContain("fix: ");
    expect(readdirSync(cwd).sort()).toEqual(["chain.pem", "key.pem", "root.pem"]);
  });

  test("a warning refuses too, unless it is accepted", async () => {
    const ending = leafOf({ notAfter: soon(10) }).pem;
    const refused = await bundle(ending);
    expect([refused.code, refused.err]).toEqual([
      1,
      "emr-encryption: 'prod.zip' was not written: the linter refuses the bundle; --allow-warnings accepts it\n",
    ]);
    expect(refused.out).toContain("prod.zip\n  warning  cert.expires_soon  certificateChain.pem[0]");
    expect(refused.out).toContain("cert.expires_soon");
    const accepted = await bundle(ending, "--allow-warnings");
    expect([accepted.code, accepted.err]).toEqual([0, ""]);
    expect(accepted.out).toContain("cert.expires_soon");
    expect(accepted.out).toContain("wrote prod.zip");
  });

  test("an old bundle is kept if the new one is refused, even with --force", async () => {
    writeFileSync(join(cwd, "prod.zip"), "mine");
    expect((await bundle(leafOf({ notAfter: soon(-1), notBefore: soon(-9) }).pem, "--force")).code).toBe(1);
    expect(readFileSync(join(cwd, "prod.zip"), "utf8")).toBe("mine");
  });

  test("the environment decides about the development CA", async () => {
    const { code } = await run(["certs", "development", "--region", "us-west-2", "--out", "dev"], cwd);
    expect(code).toBe(0);
    const files = ["privateKey", "certificateChain", "trustedCertificates"].map((name) => `dev/${name}.pem`);
    const options = ["--private-key", "--certificate-chain", "--trusted-certificates"];
    const again = (...args: readonly string[]) =>
      run(
        [
          "certs",
          "bundle",
          ...options.flatMap((option, index) => [option, files[index] ?? ""]),
          "--out",
          "again.zip",
          ...args,
        ],
        cwd,
      );
    const production = await again("--region", "us-west-2");
    expect([production.code, production.out]).toEqual([1, expect.stringContaining("cert.development_ca")]);
    expect((await again("--region", "us-west-2", "--environment", "development")).code).toBe(0);
    expect(readFileSync(join(cwd, "again.zip")).equals(readFileSync(join(cwd, "dev/development.zip")))).toBe(true);
  });
});

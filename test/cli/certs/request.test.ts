import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./run";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "certs-"));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const request = (...args: string[]) => run(["certs", "request", "--region", "us-west-2", ...args], cwd);
const folder = () => join(cwd, "new");
const privateKey = () => readFileSync(join(folder(), "privateKey.pem"), "utf8");

test("a private key of mode 0600, a request and a .gitignore are written, and the next command is printed", async () => {
  const { code, out, err } = await request("--key-type", "ec256", "--out", "new");
  expect([code, err]).toEqual([0, ""]);
  expect(readdirSync(folder()).sort()).toEqual([".gitignore", "privateKey.pem", "request.csr"]);
  expect(statSync(join(folder(), "privateKey.pem")).mode & 0o777).toBe(0o600);
  expect(out).toContain("for *.us-west-2.compute.internal: send this to your CA");
  expect(out).toMatch(/emr-encryption certs issue --acm-pca-arn <arn> --csr \S+request\.csr/);
  expect(out).toMatch(/certs bundle .* --vpc-domain us-west-2\.compute\.internal --out <zip>/);
  for (const line of privateKey().split("\n").slice(1, -2)) expect(out).not.toContain(line);
});

test("an existing private key is replaced only with --force", async () => {
  await request("--key-type", "ec256", "--out", "new");
  const before = privateKey();
  const again = await request("--key-type", "ec256", "--out", "new");
  expect([again.code, again.err]).toEqual([
    2,
    expect.stringContaining("is not empty; give another folder, or --force"),
  ]);
  expect(privateKey()).toBe(before);
  expect((await request("--key-type", "ec256", "--out", "new", "--force")).code).toBe(0);
  expect(privateKey()).not.toBe(before);
});

test("--force does not touch a folder that already contains the CA's answer", async () => {
  await request("--key-type", "ec256", "--out", "new");
  writeFileSync(join(folder(), "certificateChain.pem"), "issued");
  const before = privateKey();
  const { code, err } = await request("--key-type", "ec256", "--out", "new", "--force");
  expect([code, err]).toEqual([
    2,
    expect.stringContaining("contains 'certificateChain.pem', which this command did not create"),
  ]);
  expect(privateKey()).toBe(before);
});

test("a folder is required", async () => {
  const { code, err } = await request();
  expect([code, err]).toEqual([2, "emr-encryption: required option '--out <dir>' not specified\n"]);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundle } from "../../../formats/bundle/read";
import { CLIENT_AUTH, type IssueOptions, issue, rsaKeys, SERVER_AUTH } from "../../support/certificates";
import { run } from "./run";

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

test("a good bundle is written, readable by its owner alone, and what was put right is told", async () => {
  const { code, out, err } = await bundle(root.pem + leafOf().pem);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("wrote prod.zip for *.us-west-2.compute.internal, until ");
  expect(out).toContain("  put the chain in order: the leaf first, each issued by the next\n");
  expect(statSync(join(cwd, "prod.zip")).mode & 0o777).toBe(0o600);
  expect(readBundle(readFileSync(join(cwd, "prod.zip"))).zipProblems).toEqual([]);
  expect(readdirSync(cwd).sort()).toEqual(["chain.pem", "key.pem", "prod.zip", "root.pem"]);
});

test("a zip that is there is replaced with --force alone", async () => {
  writeFileSync(join(cwd, "prod.zip"), "mine");
  const refused = await bundle(leafOf().pem);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining("prod.zip' exists; give another name, or --force"),
  ]);
  expect(readFileSync(join(cwd, "prod.zip"), "utf8")).toBe("mine");
  expect((await bundle(leafOf().pem, "--force")).code).toBe(0);
});

test("a symbolic link in the zip's place is not followed, even with --force", async () => {
  writeFileSync(join(cwd, "elsewhere"), "mine");
  symlinkSync(join(cwd, "elsewhere"), join(cwd, "prod.zip"));
  const { code, err } = await bundle(leafOf().pem, "--force");
  expect([code, err]).toEqual([2, expect.stringContaining("is a symbolic link; give the file it leads to")]);
  expect(readFileSync(join(cwd, "elsewhere"), "utf8")).toBe("mine");
});

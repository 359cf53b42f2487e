import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reuseRsaKeys } from "../../support/reuse-keys";
import { run } from "./run";

reuseRsaKeys();

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "certs-"));
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const development = (...args: string[]) => run(["certs", "development", ...args], cwd);

const inspected = async (folder: string) =>
  JSON.parse((await run(["certs", "inspect", folder, "--format", "json"], cwd)).out)[0].certificates;

test("a bundle is created, then kept, then renewed beside it, and no output contains a byte of the private key", async () => {
  const made = await development("--region", "us-west-2", "--days", "7", "--subject", "/C=US/O=Example");
  expect(made.code).toBe(0);
  expect(made.out).toMatch(/created a development bundle in .*certs\n/);
  expect(made.out).toMatch(/privateKey\.pem +RSA 3072, readable only by you/);
  expect(made.out).toMatch(/certificateChain\.pem +\*\.us-west-2\.compute\.internal, until 20\d\d-\d\d-\d\d/);
  const kept = await development("--region", "us-west-2");
  expect([kept.code, kept.out]).toEqual([
    0,
    expect.stringContaining("6 days left\n--renew creates the next one beside it"),
  ]);
  const renewed = await run(["certs", "development", "--renew"], cwd, { AWS_REGION: "eu-west-1" });
  expect([renewed.code, renewed.out]).toEqual([0, expect.stringContaining("certs-2")]);
  const [leaf] = await inspected("certs-2");
  expect(leaf).toMatchObject({
    subject: "C=US, O=Example, CN=*.us-west-2.compute.internal",
    names: ["*.us-west-2.compute.internal"],
    daysLeft: 6,
  });
  const key = readFileSync(join(cwd, "certs/privateKey.pem"), "utf8").split("\n").slice(1, -2);
  for (const line of key) expect(made.out + kept.out + renewed.out).not.toContain(line);
  expect(made.err + kept.err + renewed.err).toBe("");
});

test.each([
  [["--out", "x"], "no Region is given"],
  [
    ["--out", "x", "--region", "us-west-2", "--days", "0"],
    "--days is 0; a development bundle is valid for 1 to 90 whole days",
  ],
  [["--out", "x", "--region", "us-west-2", "--days", "ten"], "--days is 'ten'; a whole number of days is required"],
  [["--out", "x", "--region", "us-west-2", "--vpc-domain", "a.b"], "--region and --vpc-domain are not valid together"],
  [["--out", "x", "--region", "west"], "Region 'west' is not the name of a Region"],
  [["--out", "x", "--region", "us-west-2", "--subject", "/CN=x"], "subject '/CN=x' contains a common name"],
  [["--nonsense"], "unknown option '--nonsense'"],
])("%p ends with exit code 2 and one sentence", async (args, sentence) => {
  const { code, out, err } = await development(...args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(`emr-encryption: ${sentence}`);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
});

test("AWS_REGION is the Region if none is given", async () => {
  const { code, out } = await run(["certs", "development", "--out", "from-env"], cwd, { AWS_REGION: "us-east-1" });
  expect([code, out]).toEqual([0, expect.stringContaining("*.ec2.internal, until")]);
});

import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../cli/certs/run";
import { type MotoAccount, startAccount } from "./moto-account";

let moto: MotoAccount;
const folder = mkdtempSync(join(tmpdir(), "audit-"));
const before = { ...process.env };

beforeAll(async () => {
  moto = await startAccount();
  Object.assign(process.env, moto.env);
}, 900_000);
afterAll(() => {
  process.env = before;
  return moto.stop();
});

const audit = (...args: readonly string[]) => run(["audit", ...args], folder);
const rules = (out: string) =>
  (JSON.parse(out).findings as { readonly rule: string; readonly address: string }[]).map(
    ({ rule, address }) => `${rule} ${address}`,
  );

test("an account on moto is read by the real SDK, checked, saved, and checked again from the file", async () => {
  const live = await audit("--bundles", "--save", "estate.json", "--format", "json", "--verbose");
  expect(live.code).toBe(1);
  expect(live.err).toMatch(/^emr-encryption: \d+ requests: /);
  const id = moto.keys.shared.split("/").at(-1);
  expect(rules(live.out)).toEqual(
    expect.arrayContaining([
      'config.shared_key aws_emr_security_configuration.all["lake"]',
      `key.instance_role_not_user aws_kms_key.all["${id}"]`,
      `key.rotation_off aws_kms_key.all["${id}"]`,
      'object.bucket_unversioned aws_s3_object.all["emr-artifacts/certs/lake.zip"]',
    ]),
  );
  expect(readFileSync(join(folder, "estate.json"), "utf8")).not.toContain("PRIVATE KEY");
  const again = await run(["lint", "estate.json", "--format", "json"], folder);
  expect(rules(again.out)).toEqual(rules(live.out));
});

test("an HTML answer, as moto gives for unsupported calls, ends with exit code 2 and keeps what was read", async () => {
  const html = await startAccount("us-west-2");
  html.answer("ListSecurityConfigurations", () => undefined);
  Object.assign(process.env, html.env);
  const { code, err, out } = await audit("--format", "json");
  Object.assign(process.env, moto.env);
  await html.stop();
  expect(code).toBe(2);
  expect(err).toBe(
    "emr-encryption: the account was not read completely: elasticmapreduce:ListSecurityConfigurations in us-west-2 failed: the answer does not come from the AWS API\n",
  );
  expect(rules(out)).toContain('config.shared_key aws_emr_security_configuration.all["lake"]');
});

test("an endpoint that is not there, and credentials that are missing, end in one sentence", async () => {
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:9";
  const unreachable = await audit();
  expect(unreachable.code).toBe(2);
  expect(unreachable.err).toMatch(/^emr-encryption: the account cannot be identified: .*\(ECONNREFUSED\)\n$/);
  process.env.AWS_ENDPOINT_URL = moto.endpoint;
  const none = await audit("--profile", "missing");
  expect(none).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^emr-encryption: .*sign in, or give --profile\n$/),
  });
});

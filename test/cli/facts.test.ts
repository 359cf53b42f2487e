import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv from "ajv";
import { main } from "../../cli/main";
import { folderOf } from "../linter/models";

async function run(cwd: string, args: readonly string[]) {
  let out = "";
  let err = "";
  const code = await main(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => new Uint8Array(),
    cwd,
    env: {},
    colour: false,
    columns: 80,
    exitCode: 0,
  });
  return { code, out, err };
}

const configuration = JSON.stringify({ EncryptionConfiguration: { EnableAtRestEncryption: false } });
const stack = (more: object = {}) =>
  JSON.stringify({ resource: { aws_emr_security_configuration: { lake: { name: "lake", configuration } }, ...more } });

describe("facts", () => {
  test("are the published object for one input", async () => {
    const cwd = folderOf({ "main.tf.json": stack() });
    const { code, out } = await run(cwd, ["facts", "main.tf.json", "--now", "2026-12-01T00:00:00Z"]);
    const facts = JSON.parse(out);
    const schema = JSON.parse(readFileSync(resolve(__dirname, "../../schemas/facts.schema.json"), "utf8"));
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([code, validate(facts), validate.errors]).toEqual([0, true, null]);
    expect(facts.configurations[0]).toMatchObject({
      id: "aws_emr_security_configuration.lake",
      atRest: { known: false },
    });
  });

  test("are listed by input for several, without private keys", async () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
    const cwd = folderOf({ "a.tf.json": stack(), "b.tf.json": stack({ aws_s3_bucket: { b: { bucket: key } } }) });
    const { out } = await run(cwd, ["facts", "a.tf.json", "b.tf.json"]);
    expect(JSON.parse(out).map(({ input }: { readonly input: string }) => input)).toEqual(["a.tf.json", "b.tf.json"]);
    expect(out).not.toContain("MIIE");
  });

  test.each([
    ["cannot be read", "{"],
    ["is checked only in part", '{"module": {"labels": {"source": "acme/labels/aws"}}}'],
  ])("end with 2 and one sentence where an input %s", async (_, content) => {
    const cwd = folderOf({ "x.tf.json": content });
    for (const command of ["facts", "graph"]) {
      const { code, err } = await run(cwd, [command, "x.tf.json"]);
      expect(code).toBe(2);
      expect(err).toMatch(/^emr-encryption: x\.tf\.json: [^\n]+\n$/);
    }
  });
});

describe("--strict", () => {
  // The bundle is not here, so the rules of its content are not evaluated.
  const open = JSON.stringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption: false,
      EnableInTransitEncryption: true,
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://lake/certs.zip" },
      },
    },
  });
  const cwd = folderOf({
    "main.tf.json": JSON.stringify({
      resource: { aws_emr_security_configuration: { lake: { name: "lake", configuration: open } } },
    }),
  });
  const code = async (...args: readonly string[]) => (await run(cwd, ["lint", "--fail-on", "never", ...args])).code;

  test("fails for every rule, or for some of them", async () => {
    expect(await code("main.tf.json")).toBe(0);
    expect(await code("main.tf.json", "--strict")).toBe(1);
    expect(await code("main.tf.json", "--strict", "cert.*")).toBe(1);
    expect(await code("main.tf.json", "--strict", "config.*,key.*")).toBe(0);
  });

  test("treats a path as the first input", async () => {
    expect(await code("--strict", "main.tf.json")).toBe(1);
    expect(await code("--strict", ".")).toBe(1);
    expect(await code("--strict", "missing/main.tf.json")).toBe(2);
    expect(await code("--strict", "missing")).toBe(2);
  });

  test.each([
    ["confg.*", "--strict 'confg.*' matches no rule;"],
    ["nosuch.rule", "--strict 'nosuch.rule' matches no rule;"],
    ["cert.*,nosuch.*", "--strict 'nosuch.*' matches no rule;"],
    ["config.*,", "--strict '' matches no rule;"],
    ["", "--strict '' matches no rule;"],
  ])("refuses '%s', which names no rule", async (globs, message) => {
    const { code: exit, err } = await run(cwd, ["lint", "--fail-on", "never", "--strict", globs, "main.tf.json"]);
    expect([exit, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

test("EMR Serverless and EMR on EKS get one notice each", async () => {
  const services = JSON.stringify({
    resource: {
      aws_emrserverless_application: { jobs: { name: "jobs", type: "spark", release_label: "emr-7.5.0" } },
      aws_emrcontainers_virtual_cluster: { a: { name: "a" }, b: { name: "b" } },
    },
  });
  const cwd = folderOf({ "main.tf.json": services });
  const { out, code } = await run(cwd, ["lint", "main.tf.json", "--format", "json"]);
  const { notices } = JSON.parse(out);
  expect(code).toBe(0);
  expect(notices.map(({ kind }: { readonly kind: string }) => kind)).toEqual(["service", "service"]);
  expect(notices[0].message).toContain(
    "aws_emrserverless_application.jobs: EMR Serverless has no security configuration",
  );
});

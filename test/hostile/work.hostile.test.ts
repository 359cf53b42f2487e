import { symlinkSync } from "node:fs";
import { checkout, lint, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

describe("more inputs than a run checks", () => {
  const stacks = Object.fromEntries(
    Array.from({ length: 12_000 }, (_, at) => [`s${at}`, { synthesizedStackPath: "a.tf.json" }]),
  );

  test.each(["text", "json"])("stacks of one file, as %s", (format) => {
    const place = checkout();
    place.write({ "cdktf.out/manifest.json": JSON.stringify({ stacks }), "cdktf.out/a.tf.json": "{}" });
    const { code, out } = run(place, ["lint", "cdktf.out", "--format", format]);
    expect([code, out.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining("at most 2000 inputs")]);
  });

  test("links to one file are one input", () => {
    const place = checkout();
    place.write({ ".plans/plan.json": wrongPlan(), "b/main.tf": "" });
    for (let at = 0; at < 3_000; at++) symlinkSync(".plans/plan.json", place.path(`plan${at}.json`));
    const { code, report } = lint(place, ["."]);
    expect([code, report?.inputs.length]).toEqual([1, 2]);
  });
});

const LONG = 400_000;
const configuration = (value: string, name = "a") =>
  `resource "aws_emr_security_configuration" "${name}" {\n  name = "${name}"\n  configuration = ${value}\n}\n`;
const waiver = '# emr-encryption:waive config.at_rest_disabled until=2026-12-31 reason="x"\n';
const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => each(at)).join("");

/** Text of less than a megabyte that once took longer than the limits of `run` allow, or is of the same kind. */
const HCL: { readonly [name: string]: string } = {
  "calls with many arguments": configuration(`cidrsubnets("10.0.0.0/8", ${Array(20_000).fill(8).join(",")})`),
  "calls with many conditions": configuration(`f(${Array(20_000).fill("true ? 1 : 2").join(",")})`),
  "nested calls": configuration(`jsonencode(${"merge({}, ".repeat(300)}{}${")".repeat(300)})`),
  "a repeated choice in a pattern": configuration(`replace("${"a".repeat(40)}b", "/(a|aa)+$/", "x")`),
  "many choices in a pattern": configuration(`regex("${"(a|a)".repeat(60)}b", "${"a".repeat(60)}c")`),
  "many optional parts of a pattern": configuration(
    `regex("${"a?".repeat(40)}${"a".repeat(40)}", "${"a".repeat(40)}")`,
  ),
  "a repeated repetition": configuration(`regexall("(a+)+$", "${"a".repeat(40)}b")`),
  "space before the end": configuration(`trimspace("${" ".repeat(LONG)}x")`),
  "line ends before the end": configuration(`chomp("${"\\n".repeat(LONG / 2)}x")`),
  "slashes before the end": configuration(`basename("${"/".repeat(LONG)}x")`),
  "a string that doubles": `locals {\n  a0 = "x"\n${many(60, (at) => `  a${at + 1} = "\${local.a${at}}\${local.a${at}}"\n`)}}\n${configuration("local.a60")}`,
  "a list that doubles": `locals {\n  a0 = [1]\n${many(60, (at) => `  a${at + 1} = [local.a${at}, local.a${at}]\n`)}}\n${configuration("jsonencode(local.a60)")}`,
  "a chain of locals": `locals {\n  a0 = 1\n${many(20_000, (at) => `  a${at + 1} = local.a${at}\n`)}}\n${configuration("local.a20000")}`,
  "a product of lists": `locals {\n  x = range(1000)\n}\n${configuration("jsonencode(setproduct(local.x, local.x, local.x))")}`,
  "a long range": configuration("jsonencode(range(100000000))"),
  "a verb of zeros": configuration(`format("%${"0".repeat(LONG)}", 1)`),
  "a wide number": configuration('format("%999999999d", 1)'),
  "a high power": configuration("pow(10, 999999999)"),
  "parentheses in parentheses": configuration(`${"(".repeat(100_000)}1${")".repeat(100_000)}`),
  "lists in lists": configuration(`${"[".repeat(200_000)}${"]".repeat(200_000)}`),
  "blocks in blocks": `${"a {\n".repeat(60_000)}${"}\n".repeat(60_000)}`,
  "templates in templates": configuration(`"${'${"'.repeat(50_000)}${'"}'.repeat(50_000)}"`),
  "an open heredoc": configuration(`<<EOT\n${"x\n".repeat(200_000)}`),
  "open comments": "/*".repeat(LONG),
  "signs before a number": configuration(`${"-".repeat(LONG)}1`),
  "a sum": configuration(`1${" + 1".repeat(150_000)}`),
  "a path": configuration(`a${".b".repeat(300_000)}`),
  "a thousand instances of a document": `locals {\n  k = toset([for i in range(1000) : tostring(i)])\n}\n${many(9, (at) => configuration('"{}"', `a${at}`).replace("{\n", "{\n  for_each = local.k\n"))}`,
  "waivers above each other": waiver.repeat(9_000) + configuration('"{}"'),
  "waivers above blocks": many(1_500, (at) => waiver + configuration('"{}"', `a${at}`)),
  "waivers behind arguments": `locals {\n${many(9_000, (at) => `  a${at} = 1 ${waiver}`)}}\n${configuration('"{}"')}`,
  "waivers on one line": `locals {\n  a = [${"/* emr-encryption:waive x */1,".repeat(9_000)}]\n}\n${configuration('"{}"')}`,
};

test.each(Object.entries(HCL))("HCL: %s", (_, text) => {
  const place = checkout();
  place.write({ "main.tf": text });
  expect([0, 1, 2]).toContain(lint(place, []).code);
});

const policy = (statements: readonly object[]) => ({
  address: "aws_kms_key.k",
  mode: "managed",
  type: "aws_kms_key",
  name: "k",
  change: {
    actions: ["create"],
    before: null,
    after: { policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }) },
    after_unknown: {},
  },
});
const document = (object: string) =>
  JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: {
        TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: object },
      },
    },
  });
const allow = (action: unknown) => ({ Effect: "Allow", Principal: "*", Action: action, Resource: "*" });

const PLANS: { readonly [name: string]: string } = {
  "dots of an object": wrongPlan({ configuration: document(`${".".repeat(LONG)}}`) }),
  "an action of wildcards": wrongPlan({ configuration: "{" }, [policy([allow(`kms:${"*?".repeat(60)}`)])]),
  "a long action": wrongPlan({ configuration: "{" }, [policy([allow(`kms:${"*".repeat(LONG)}x`)])]),
  "many statements": wrongPlan({ configuration: "{" }, [policy(Array(6_000).fill(allow("kms:*")))]),
  "a deep document": wrongPlan({ configuration: "[".repeat(LONG) }),
  "many overrides": wrongPlan({
    configuration: JSON.stringify({
      EncryptionConfiguration: {
        EnableInTransitEncryption: false,
        EnableAtRestEncryption: true,
        AtRestEncryptionConfiguration: {
          S3EncryptionConfiguration: {
            EncryptionMode: "SSE-S3",
            Overrides: Array.from({ length: 7_000 }, (_, at) => ({
              ...{ BucketName: `b${at}`, EncryptionMode: "SSE-KMS" },
              AwsKmsKey: `arn:aws:kms:us-east-1:111122223333:key/${at}`,
            })),
          },
        },
      },
    }),
  }),
  "modules in modules": JSON.stringify({
    format_version: "1.2",
    planned_values: {
      root_module: Array.from({ length: 55 }).reduce<object>(
        (inner, _, at) => ({ address: `module.m${at}`, child_modules: [inner] }),
        {},
      ),
    },
    configuration: { root_module: {} },
  }),
};

test.each(Object.entries(PLANS))("plan: %s", (name, text) => {
  const place = checkout();
  place.write({ "plan.json": text });
  expect(lint(place, ["plan.json"]).code).toBe(name.startsWith("modules") ? 2 : 1);
});

const json = (resource: object, provider: object = {}) =>
  JSON.stringify({ provider: { aws: provider }, resource: { aws_emr_security_configuration: { a: resource } } });

const JSON_SYNTAX: { readonly [name: string]: string } = {
  "spaces in the name of a provider": json({ configuration: "{}", provider: `\${${" ".repeat(LONG)}x` }),
  "brackets in the name of a provider": json({ configuration: "{}", provider: `aws${"[".repeat(LONG)}` }),
  "spaces in the name of an iterator": json({
    dynamic: { configuration: { for_each: [1], iterator: `\${${" ".repeat(LONG)}x`, content: {} } },
  }),
  "many starts of a template in a Region": json(
    { configuration: "{}" },
    { region: `\${var.x}${"$${".repeat(LONG / 3)}` },
  ),
};

test.each(Object.entries(JSON_SYNTAX))("JSON syntax: %s", (_, text) => {
  const place = checkout();
  place.write({ "main.tf.json": text });
  expect([1, 2]).toContain(lint(place, []).code);
});

test.each([
  ["ends of keys", `# BEGIN PRIVATE KEY ${"END ".repeat(LONG / 4)}`],
  ["starts of keys", `# ${"BEGIN ".repeat(LONG / 6)}`],
  ["spaces behind a secret", `# sensitive(\n)${" ".repeat(LONG)}x`],
  ["spaces before a line separator", `\n  name =${" ".repeat(LONG)}"x\u2028"`],
])("lines that a page shows: %s", (_, text) => {
  const place = checkout();
  place.write({ "main.tf": `resource "aws_emr_security_configuration" "a" {\n  configuration = "{}" ${text}\n}\n` });
  expect([1, 2]).toContain(run(place, ["lint", "main.tf", "--format", "html"]).code);
});

import { mkdirSync, symlinkSync } from "node:fs";
import { checkout, lint, wrongPlan } from "./run";

jest.setTimeout(120_000);

const PROVIDER = 'provider "aws" {\n  region = "us-east-1"\n}\n';
const resource = (document: string) =>
  `${PROVIDER}resource "aws_emr_security_configuration" "a" {\n  name          = "a"\n  configuration = ${document}\n}\n`;
const document = (flag: string) =>
  `jsonencode({ EncryptionConfiguration = { EnableAtRestEncryption = ${flag}, EnableInTransitEncryption = ${flag} } })`;
const data = (type: string) => `data "${type}" "x" {\n}\n`;
const random = 'resource "random_integer" "x" {\n  min = 0\n  max = 1\n}\n';

/** Values that Terraform knows, at the latest when it applies, and this linter does not. */
const VALUES: { readonly [value: string]: string } = {
  'file("../secret.txt")': "",
  'file("/dev/zero")': "",
  'file("link")': "",
  'file("missing.json")': "",
  'filebase64("../secret.txt")': "",
  'templatefile("../secret.txt", {})': "",
  'try(file("../secret.txt"), "{}")': "",
  'file(pathexpand("~/document.json"))': "",
  "timestamp()": "",
  "uuid()": "",
  'base64gzip("x")': "",
  'provider::aws::arn_parse("x")': "",
  'unknown_function("x")': "",
  'sensitive("{}")': "",
  "terraform.workspace": "",
  "local.a": "locals {\n  a = local.b\n  b = local.a\n}\n",
  "var.document": 'variable "document" {}\n',
  "random_integer.x.result": random,
  "data.external.x.result.document": data("external"),
  "data.local_file.x.content": data("local_file"),
  "data.http.x.response_body": data("http"),
  "module.emr.document": 'module "emr" {\n  source = "acme/emr/aws"\n}\n',
  'join("", [for i in range(100000000) : "x"])': "",
  "ephemeral.aws_secretsmanager_secret_version.x.secret_string": "",
};

describe("a document that cannot be read does not end with exit code 0", () => {
  test.each(Object.entries(VALUES))("%s as the document", (value, rest) => {
    const place = checkout();
    place.write({ "main.tf": resource(value) + rest });
    symlinkSync("../secret.txt", place.path("link"));
    expect([1, 2]).toContain(lint(place, []).code);
  });

  test.each(Object.entries(VALUES))("%s in both flags", (value, rest) => {
    const place = checkout();
    place.write({ "main.tf": resource(document(`${value} == "1"`)) + rest });
    symlinkSync("../secret.txt", place.path("link"));
    expect([1, 2]).toContain(lint(place, []).code);
  });

  test.each(Object.entries(VALUES))("%s around both flags", (value, rest) => {
    const place = checkout();
    place.write({ "main.tf": resource(`jsonencode({ EncryptionConfiguration = jsondecode(${value}) })`) + rest });
    symlinkSync("../secret.txt", place.path("link"));
    expect([1, 2]).toContain(lint(place, []).code);
  });
});

test.each([
  ["the policy of a key", 'aws_kms_key" "k" {\n  policy = file("../secret.txt")\n}\n'],
  ["the name of a configuration", 'aws_emr_cluster" "c" {\n  security_configuration = file("link")\n}\n'],
  ["settings of applications", 'aws_emr_cluster" "c" {\n  configurations_json = templatefile("/dev/zero", {})\n}\n'],
])("%s in a file that is refused does not end in 0", (_, block) => {
  const place = checkout();
  place.write({ "main.tf": `${PROVIDER}resource "${block}` });
  symlinkSync("../secret.txt", place.path("link"));
  const { code, report } = lint(place, ["--all-keys"]);
  expect([code, report?.inputs.map(({ incomplete }) => incomplete).join("")]).toEqual([
    2,
    expect.stringContaining("an expression names a file that is not read"),
  ]);
});

const WRONG = '{ "name": "a", "configuration": "{}" }';
const MODULE = 'module "m" {\n  source = "./m"\n}\n';

describe("a resource cannot be hidden", () => {
  test.each<[string, string]>([
    ["a second resource block", `{"resource":{"aws_emr_security_configuration":{"a":${WRONG}}},"resource":{}}`],
    [
      "a second type",
      `{"resource":{"aws_emr_security_configuration":{"a":${WRONG}},"aws_emr_security_configuration":{}}}`,
    ],
    [
      "a second name",
      `{"resource":{"aws_emr_security_configuration":{"a":${WRONG},"a":{"configuration":"$\{var.x}"}}}}`,
    ],
    ["an escape in the name", `{"resource":{"aws_emr_security_configuration":{"a":${WRONG}}},"r\\u0065source":{}}`],
    ["a second module", `{"module":{"m":{"source":"./m"}},"module":{}}`],
    ["a member named __proto__", `{"resource":{"aws_emr_security_configuration":{"__proto__":${WRONG}}}}`],
    ["a list of blocks", `{"resource":[{"aws_emr_security_configuration":[{"a":[${WRONG}]}]},{}]}`],
  ])("JSON: %s", (_, text) => {
    const place = checkout();
    place.write({ "main.tf.json": text, "m/main.tf": resource('"{}"') });
    for (const input of [".", "main.tf.json"]) expect([1, 2]).toContain(lint(place, [input]).code);
    place.write({ "cdktf.out/manifest.json": '{"stacks":{"s":{"name":"s","synthesizedStackPath":"main.tf.json"}}}' });
    place.write({ "cdktf.out/main.tf.json": text, "cdktf.out/m/main.tf": resource('"{}"') });
    expect([1, 2]).toContain(lint(place, ["cdktf.out"]).code);
  });

  test("values of variables that are given twice", () => {
    const place = checkout();
    place.write({ "main.tf": `${resource("var.d")}variable "d" {}\n`, "terraform.tfvars.json": '{"d":"{","d":"x"}' });
    expect(lint(place, []).code).toBe(2);
  });

  test.each(["../../outside", "/etc", "/proc/self"])("a local module behind a link to %s", (target) => {
    const place = checkout();
    place.write({ "main.tf": MODULE, "../outside/main.tf": resource('"{}"') });
    symlinkSync(target, place.path("m"));
    expect(lint(place, []).code).toBe(2);
  });

  test.each([".m", "node_modules/m", "cdktf.out"])("a local module in %s, which is not searched", (folder) => {
    const place = checkout();
    place.write({ "main.tf": MODULE.replace("./m", `./${folder}`), [`${folder}/main.tf`]: resource('"{}"') });
    expect(lint(place, []).code).toBe(1);
  });

  const manifest = (path: string) => JSON.stringify({ stacks: { s: { name: "s", synthesizedStackPath: path } } });

  test.each<[string, { readonly [file: string]: string }]>([
    ["beside it", { "manifest.json": manifest("b.tf.json"), "b.tf.json": "{}", "main.tf": resource('"{}"') }],
    ["in its folder", { "manifest.json": manifest("in/b.tf.json"), "in/b.tf.json": "{}", "in/a.tf": resource('"{}"') }],
    ["below it", { "manifest.json": manifest("in/b.tf.json"), "in/b.tf.json": "{}", "in/d/a.tf": resource('"{}"') }],
    ["elsewhere", { "manifest.json": manifest("in/b.tf.json"), "in/b.tf.json": "{}", "d/a.tf": resource('"{}"') }],
    ["a plan", { "manifest.json": manifest("in/b.tf.json"), "in/b.tf.json": "{}", "plan.json": wrongPlan() }],
    ["without stacks", { "manifest.json": '{"stacks":{}}', "main.tf": resource('"{}"') }],
  ])("a manifest of stacks hides nothing: %s", (_, files) => {
    const place = checkout();
    place.write(files);
    expect(lint(place, ["."]).code).toBe(1);
  });

  test.each([".prod", "node_modules/prod"])("a link to a folder that is not searched: %s", (folder) => {
    const place = checkout();
    place.write({ "a/main.tf": "", [`${folder}/main.tf`]: resource('"{}"'), "b.json": "{}" });
    symlinkSync(folder, place.path("prod"));
    symlinkSync(".", place.path("circle"));
    expect(lint(place, ["."]).code).toBe(1);
  });

  test("a folder named as a file of Terraform", () => {
    const place = checkout();
    mkdirSync(place.path("main.tf"));
    place.write({ "b.tf": resource('"{}"') });
    expect([1, 2]).toContain(lint(place, []).code);
  });

  test("a folder sixty levels deep", () => {
    const place = checkout();
    place.write({ [`${"d/".repeat(60)}main.tf`]: resource('"{}"') });
    expect(lint(place, []).code).toBe(1);
  });
});

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${"0".repeat(64)}\nsize 12345\n`;

test.each(["plan.json", "certs.zip", "a/prod.bundle.json", "plan", "a.tf", "terraform.tfvars", "a.b/Plan.JSON"])(
  "a file that Git LFS has not fetched is reported: %s",
  (file) => {
    const place = checkout();
    place.write({ "main.tf": PROVIDER, [file]: POINTER, "images/picture.png": POINTER });
    const { code, report } = lint(place, ["."]);
    expect([code, report?.inputs.filter(({ status }) => status === "unreadable").length]).toEqual([2, 1]);
  },
);

test.each(["plan.json", "certs.zip"])("a pointer of Git LFS that is named on the command line: %s", (file) => {
  const place = checkout();
  place.write({ [file]: POINTER });
  expect(lint(place, [file]).report?.inputs[0]?.error).toContain("run git lfs pull first");
});

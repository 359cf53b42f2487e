import { mkdirSync, symlinkSync } from "node:fs";
import { bundleZip } from "../support/certificates";
import { checkout, lint, run, wrongPlan } from "./run";

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
    ["a plan with it", { "manifest.json": manifest("in/b.tf.json"), "in/b.tf.json": "{}", "in/p.json": wrongPlan() }],
    [
      "a plan among assets",
      { "manifest.json": manifest("b.tf.json"), "b.tf.json": "{}", "assets/p.json": wrongPlan() },
    ],
    [
      "HCL among assets",
      { "manifest.json": manifest("b.tf.json"), "b.tf.json": "{}", "assets/a.tf": resource('"{}"') },
    ],
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

  test.each(["#main.tf", "#main.tf.json", "~main.tf", " main.tf"])("a file that Terraform reads: %s", (file) => {
    const place = checkout();
    const json = '{"resource":{"aws_emr_security_configuration":{"a":{"configuration":"{}"}}}}';
    place.write({ "b.tf": PROVIDER, [file]: file.endsWith(".json") ? json : resource('"{}"') });
    expect(lint(place, []).code).toBe(1);
  });

  test.each([".auto.tfvars", "#.auto.tfvars"])("variables that Terraform reads from %s", (file) => {
    const place = checkout();
    const variable = 'variable "n" {\n  default = 0\n}\n';
    place.write({
      "main.tf": variable + resource('"{}"').replace("name ", "count = var.n\n  name "),
      [file]: "n = 1\n",
    });
    expect(lint(place, []).code).toBe(1);
  });

  test("a cdktf.out that someone adds beside a configuration, without an input", () => {
    const place = checkout();
    place.write({
      "main.tf": resource('"{}"'),
      "cdktf.out/manifest.json": manifest("a.tf.json"),
      "cdktf.out/a.tf.json": "{}",
    });
    expect(lint(place, []).code).toBe(1);
  });

  test.each<[string, readonly string[]]>([
    ["a thousand other files", Array.from({ length: 1_100 }, (_, at) => `a${at}`)],
    ["a file named as Terraform's saved plan", ["tfplan"]],
  ])("a bundle behind %s", (_, names) => {
    const place = checkout();
    const others = Object.fromEntries(names.map((name) => [name, ""]));
    place.write({ "b.tf": PROVIDER, "certs.zip": bundleZip({ ...others, "privateKey.pem": "x" }) });
    expect(lint(place, ["."]).report?.inputs.map(({ input }) => input)).toContain("certs.zip");
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

describe("files that Git LFS has not fetched", () => {
  const FILES = [
    ...["plan.json", "a.b/Plan.JSON", "tfplan", "plan.txt", "plan.out", "prod.tfplan", "plan.json.bak", "audit.yaml"],
    ...["certs.zip", "bundle.bin", "a/prod.bundle.json", "b/privateKey.pem", "b/certificateChain.pem"],
    ...["a.tf", "a.tf.json", "a.tofu", "terraform.tfvars", "manifest.json"],
  ];
  const errors = ({ report }: ReturnType<typeof lint>) =>
    report?.inputs.flatMap(({ error, incomplete }) => error ?? incomplete ?? []);

  test.each(FILES)("%s in a folder", (file) => {
    const place = checkout();
    place.write({ "main.tf": PROVIDER, [file]: POINTER, "images/picture.png": POINTER, "lib/a.jar": POINTER });
    const ran = lint(place, ["."]);
    expect([ran.code, errors(ran)]).toEqual([2, [expect.stringContaining("run git lfs pull first")]]);
  });

  test.each(FILES)("%s on the command line", (file) => {
    const place = checkout();
    place.write({ [file]: POINTER });
    const ran = lint(place, [file]);
    expect([ran.code, errors(ran)?.[0]]).toEqual([2, expect.stringContaining("run git lfs pull first")]);
  });

  const wired = (flags: object) => ({
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: { TLSCertificateConfiguration: { S3Object: "s3://b/x.zip", ...flags } },
    },
  });
  const PEM = wired({ CertificateProviderType: "PEM" });
  const JAR = wired({ CertificateProviderType: "Custom", CertificateProviderClass: "a.B" });
  const uploading = (more: string, configuration: object) =>
    `${resource(`jsonencode(${JSON.stringify(configuration)})`)}resource "aws_s3_object" "o" {\n  bucket = "b"\n  key    = "x.zip"\n${more}}\n`;
  const ARCHIVE = `data "archive_file" "z" {\n  type        = "zip"\n  source_dir  = "certs"\n  output_path = "x.zip"\n}\n`;

  test.each<[string, { readonly [file: string]: string }]>([
    ["a bundle that is uploaded", { "main.tf": uploading('  source = "x.png"\n', PEM) }],
    ["a JAR that is uploaded", { "main.tf": uploading('  source = "x.png"\n', JAR) }],
    ["a file that is hashed", { "main.tf": uploading('  source_hash = filemd5("x.png")\n', PEM) }],
    ["a document", { "main.tf": resource('file("x.png")') }],
    ["a template", { "main.tf": resource('templatefile("x.png", {})') }],
    [
      "a declared bundle",
      {
        "main.tf": resource(`jsonencode(${JSON.stringify(PEM)})`),
        "emr-encryption.config.json": '{ "known": { "bundles": { "s3://b/x.zip": "x.png" } } }',
      },
    ],
  ])("%s", (_, files) => {
    const place = checkout();
    place.write({ ...files, "x.png": POINTER });
    const ran = lint(place, ["."]);
    expect([ran.code, errors(ran)]).toEqual([2, [expect.stringContaining("x.png: it is a pointer of Git LFS")]]);
  });

  test("files of a folder that is zipped", () => {
    const place = checkout();
    const main = uploading("  source = data.archive_file.z.output_path\n", PEM) + ARCHIVE;
    place.write({ "main.tf": main, "certs/privateKey.pem": "x", "certs/certificateChain.pem": POINTER });
    expect(lint(place, ["main.tf"]).code).toBe(2);
  });

  test.each(["emr-encryption.config.json", "emr-encryption.config.yaml"])("settings in %s", (file) => {
    const place = checkout();
    place.write({ "main.tf": PROVIDER, [file]: POINTER });
    expect(run(place, ["lint"])).toMatchObject({ code: 2, err: expect.stringContaining("run git lfs pull first") });
  });
});

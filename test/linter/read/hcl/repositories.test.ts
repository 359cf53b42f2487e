import { strToU8, zipSync } from "fflate";
import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

/** A module whose security configuration encrypts in transit where its caller says so. */
const MODULE = `variable "tls" {
  type = bool
}

resource "aws_emr_security_configuration" "this" {
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = var.tls
      EnableAtRestEncryption    = false
    }
  })
}
`;

const call = (source: string, tls: string) => `module "emr" {\n  source = "${source}"\n  tls    = ${tls}\n}\n`;

function check(files: { readonly [path: string]: string | Uint8Array }, options: object = {}) {
  const report = lint(["."], { cwd: folderOf(files), now, rules: ["config.in_transit_disabled"], ...options });
  return {
    inputs: report.inputs.map(({ input, stack, status }) =>
      [input, ...(stack === "" ? [] : [stack]), status].join(" "),
    ),
    found: report.findings.map(({ input, stack, address, file, line }) =>
      [input, ...(stack === "" ? [] : [stack]), address, `${file}:${line}`].join(" "),
    ),
    open: report.notEvaluated.map(({ input, address }) => `${input} ${address}`),
    errors: report.inputs.flatMap(({ error, incomplete }) => error ?? incomplete ?? []),
  };
}

test("a module is checked with each root that calls it, and not on its own", () => {
  const files = {
    "envs/dev/main.tf": call("../../modules/emr", "true"),
    "envs/prod/main.tf": call("../../modules/emr", "false"),
    "modules/emr/main.tf": MODULE,
    "modules/emr/examples/simple/main.tf": call("../..", "true"),
    "envs/prod/.terraform/modules/other/main.tf": call("./nowhere", "false"),
  };
  expect(check(files)).toEqual({
    inputs: ["envs/dev checked", "envs/prod checked", "modules/emr/examples/simple checked"],
    found: ["envs/prod module.emr.aws_emr_security_configuration.this modules/emr/main.tf:8"],
    open: [],
    errors: [],
  });
});

test("a module that is called twice has its findings at each address", () => {
  const twice = `${call("./emr", "false")}${call("./emr", "true").replace('"emr"', '"good"')}`;
  expect(check({ "main.tf": twice, "emr/main.tf": MODULE }).found).toEqual([
    ". module.emr.aws_emr_security_configuration.this emr/main.tf:8",
  ]);
});

test("a module that nothing calls is checked on its own, and what its caller sets is open", () => {
  const { inputs, open } = check({ "modules/emr/main.tf": MODULE });
  expect(inputs).toEqual(["modules/emr checked"]);
  expect(open).toEqual(["modules/emr aws_emr_security_configuration.this"]);
});

test("the settings name the files of variable values of a root, and the several ways in which one is planned", () => {
  const settings = `roots:
  - path: envs
    varFiles: [dev.tfvars]
  - path: envs
    varFiles: [common.tfvars, prod.tfvars]
`;
  const files = {
    "emr-encryption.config.yaml": settings,
    "envs/main.tf": `variable "tls" {}\n${call("../emr", "var.tls")}`,
    "envs/dev.tfvars": "tls = true\n",
    "envs/common.tfvars": "tls = true\n",
    "envs/prod.tfvars": "tls = false\n",
    "emr/main.tf": MODULE,
  };
  expect(check(files)).toMatchObject({
    inputs: ["envs dev.tfvars checked", "envs common.tfvars prod.tfvars checked"],
    found: ["envs common.tfvars prod.tfvars module.emr.aws_emr_security_configuration.this emr/main.tf:8"],
    errors: [],
  });
});

test("a file of variable values that the settings name and that is not there is refused by its name", () => {
  const { errors, inputs } = check({
    "emr-encryption.config.yaml": "roots:\n  - path: .\n    varFiles: [prod.tfvars]\n",
    "main.tf": 'variable "tls" {}\n',
  });
  expect(inputs).toEqual([". empty", "prod.tfvars unreadable"]);
  expect(errors).toEqual(["no such file or folder"]);
});

test("if one file is broken, the others are checked, and the run is reported as incomplete", () => {
  const { inputs, found, errors } = check({
    "broken.tf": "locals {\n  a = [1\n}\n",
    "main.tf": MODULE.replace("var.tls", "local.tls"),
    "locals.tf.json": '{"locals": {"tls": false}}',
  });
  expect(inputs).toEqual([". checked", "broken.tf unreadable"]);
  expect(found).toEqual([". aws_emr_security_configuration.this main.tf:8"]);
  expect(errors).toEqual(["it is not valid HCL: found } where ] is expected, at line 3, column 1"]);
});

test("HCL and a bundle in one folder are both checked", () => {
  const zip = zipSync({ "privateKey.pem": strToU8("none"), "certificateChain.pem": strToU8("none") });
  expect(check({ "main.tf": MODULE, "certs.zip": zip }).inputs).toEqual([". checked", "certs.zip checked"]);
});

test("a file of HCL represents its folder, whose other files it needs", () => {
  const files = { "main.tf": MODULE.replace("var.tls", "local.tls"), "locals.tf": "locals {\n  tls = false\n}\n" };
  const report = lint(["main.tf", "locals.tf"], { cwd: folderOf(files), now, rules: ["config.in_transit_disabled"] });
  expect(report.inputs.map(({ input }) => input)).toEqual(["."]);
  expect(report.findings).toMatchObject([{ file: "main.tf", line: 8 }]);
});

test("roots beyond those that are kept in memory call their modules as well", () => {
  const roots = Array.from({ length: 55 }, (_, at) => [`r${at}/main.tf`, call("../modules/emr", "false")] as const);
  const { inputs, found } = check({ ...Object.fromEntries(roots), "modules/emr/main.tf": MODULE });
  expect(inputs).toHaveLength(55);
  expect(found).toHaveLength(55);
});

test.each<[string, string, readonly string[]]>([
  ["a file of variable values that is not there", "  configuration = null\n", ["no such file or folder"]],
  [
    "a count beyond the limit",
    "  count = 2000000\n",
    ["no such file or folder", "the limit is 10000 instances of aws_emr_security_configuration.more, at main.tf:13"],
  ],
  [
    "a for_each that Terraform refuses",
    "  for_each = toset([for n in range(2000000) : tostring(n)])\n",
    [
      "no such file or folder",
      "for_each of aws_emr_security_configuration.more is made by range(…), which Terraform refuses, at main.tf:13",
    ],
  ],
  [
    "a for_each beyond the limit",
    '  for_each = toset([for p in setproduct(range(1000), range(1000)) : join("-", p)])\n',
    ["no such file or folder", "the limit is 10000 combinations that setproduct makes, at main.tf:13"],
  ],
])("%s is named, and everything else is checked", (_, argument, errors) => {
  const more = `resource "aws_emr_security_configuration" "more" {\n${argument}}\n`;
  const report = check({ "main.tf": `${MODULE}${more}` }, { varFiles: ["nowhere.tfvars"] });
  expect(new Set(report.errors)).toEqual(new Set(errors));
  expect(report.open).toContain(". aws_emr_security_configuration.this");
});

test("templates that lead back to themselves are refused where they are named", () => {
  const main = 'resource "aws_emr_security_configuration" "this" {\n  configuration = templatefile("a.tftpl", {})\n}\n';
  const template = (next: string) => `\${templatefile("${next}", {})}\n`;
  const files = { "main.tf": main, "a.tftpl": template("b.tftpl"), "b.tftpl": template("a.tftpl") };
  const { inputs, findings } = lint(["."], { cwd: folderOf(files), now, rules: ["config.not_*"] });
  expect(inputs.map(({ status }) => status)).toEqual(["checked"]);
  expect(findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual(["config.not_visible main.tf:2"]);
  expect(findings[0]?.message).toContain("templatefile(…), which Terraform refuses");
});

import { lint } from "../../../../linter/run/lint";
import { folderOf } from "../../models";

const now = new Date("2026-11-23T12:00:00Z");

const resource = (expression: string, more = "") =>
  `resource "aws_emr_security_configuration" "this" {\n${more}  configuration = ${expression}\n}\n`;
const JSON_TEXT = `{
  "EncryptionConfiguration": {
    "EnableAtRestEncryption": false,
    "EnableInTransitEncryption": false
  }
}
`;
const OBJECT = `{
    EncryptionConfiguration = {
      EnableAtRestEncryption    = false
      EnableInTransitEncryption = false
    }
  }`;
const MODULE = `variable "settings" {}\n${resource("var.settings.document")}`;
const call = (settings: string, more = "") =>
  `module "emr" {\n  source = "./emr"\n${more}  settings = ${settings}\n}\n`;

test.each<[string, { readonly [path: string]: string }, string]>([
  [
    "the argument of a module",
    { "main.tf": call(`{\n    document = <<EOT\n${JSON_TEXT}EOT\n  }`), "emr/main.tf": MODULE },
    "main.tf:8",
  ],
  [
    "an argument that is passed on twice",
    {
      "main.tf": `module "outer" {\n  source = "./outer"\n  doc    = jsonencode(${OBJECT})\n}\n`,
      "outer/main.tf": `variable "doc" {}\n${call("{ document = var.doc }").replace("./emr", "../emr")}`,
      "emr/main.tf": MODULE,
    },
    "main.tf:6",
  ],
  [
    "each.value of a call",
    {
      "main.tf": call("each.value", "  for_each = local.all\n"),
      "locals.tf": `locals {\n  all = {\n    etl = { document = jsonencode(${OBJECT}) }\n  }\n}\n`,
      "emr/main.tf": MODULE,
    },
    "locals.tf:6",
  ],
  [
    "the default of a variable",
    { "main.tf": `variable "doc" {\n  default = ${OBJECT}\n}\n${resource("jsonencode(var.doc)")}` },
    "main.tf:5",
  ],
  [
    "an element of a list",
    { "main.tf": `locals {\n  all = [\n  {}, ${OBJECT}]\n}\n${resource("jsonencode(local.all[1])")}` },
    "main.tf:6",
  ],
  [
    "the one of several locals that has the property",
    {
      "main.tf": resource("jsonencode({ EncryptionConfiguration = merge(local.off, local.other) })"),
      "off.tf":
        "locals {\n  off = {\n    EnableAtRestEncryption = true\n    EnableInTransitEncryption = false\n  }\n}\n",
      "other.tf": 'locals {\n  other = { Comment = "x" }\n}\n',
    },
    "off.tf:4",
  ],
  [
    "the members that a for expression makes",
    {
      "main.tf": resource("each.value", "  for_each = local.all\n"),
      "locals.tf": `locals {\n  all = { for name in ["etl"] : name => jsonencode(${OBJECT}) if name != "" }\n}\n`,
    },
    "locals.tf:5",
  ],
  [
    "the elements that a for expression makes",
    {
      "main.tf": resource("jsonencode(local.all[0])"),
      "locals.tf": `locals {\n  all = [\n    for name in ["etl"] :\n    merge({}, ${OBJECT})\n  ]\n}\n`,
    },
    "locals.tf:7",
  ],
  [
    "the elements of a list that a for expression names by one of their members",
    {
      "main.tf": resource(
        "jsonencode(each.value.document)",
        "  for_each = { for one in var.all : one.name => merge(one, { tags = {} }) if one.on }\n",
      ),
      "variables.tf": `variable "all" {\n  default = [\n    { on = false, name = "a" },\n    { on = true, name = "b", document = ${OBJECT} }\n  ]\n}\n`,
    },
    "variables.tf:7",
  ],
  [
    "the elements of a list that a for expression leaves others out of",
    {
      "main.tf": resource("jsonencode([for key, one in local.all : one.document if one.on][0])"),
      "locals.tf": `locals {\n  all = {\n    a = { on = false, document = ${OBJECT} }\n    b = { on = true, document = ${OBJECT} }\n  }\n}\n`,
    },
    "locals.tf:12",
  ],
  [
    "a template with directives",
    {
      "main.tf": resource('templatefile("${path.module}/doc.tftpl", { on = false })'),
      "doc.tftpl": JSON_TEXT.replace('    "EnableInTransit', '%{ if !on ~}\n    "EnableInTransit').replace(
        "  }\n}",
        "%{ endif ~}\n  }\n}",
      ),
    },
    "doc.tftpl:5",
  ],
  [
    "a template that is one expression",
    { "main.tf": resource('templatefile("doc.tftpl", {})'), "doc.tftpl": `\${jsonencode(${OBJECT})}\n` },
    "doc.tftpl:4",
  ],
  [
    "a file of a module",
    {
      "main.tf": 'module "emr" {\n  source = "./emr"\n}\n',
      "emr/main.tf": resource('jsonencode(jsondecode(file("${path.module}/doc.json")))'),
      "emr/doc.json": JSON_TEXT,
    },
    "emr/doc.json:4",
  ],
  [
    "an output of a module",
    {
      "main.tf": `module "sec" {\n  source = "./sec"\n}\n${resource("module.sec.json")}`,
      "sec/main.tf": `output "json" {\n  value = local.doc\n}\nlocals {\n  doc = jsonencode(${OBJECT})\n}\n`,
    },
    "sec/main.tf:8",
  ],
  [
    "an output of one instance of a module, inside of an object",
    {
      "main.tf": `module "sec" {\n  source   = "./sec"\n  for_each = toset(["a", "b"])\n}\n${resource('jsonencode(module.sec["b"].all.doc)')}`,
      "sec/main.tf": `output "all" {\n  value = { doc = ${OBJECT} }\n}\n`,
    },
    "sec/main.tf:5",
  ],
  [
    "an output of the only instance of a module",
    {
      "main.tf": `module "sec" {\n  source = "./sec"\n  count  = 1\n}\n${resource("one(module.sec[*].doc)")}`,
      "sec/main.tf": `output "doc" {\n  value = jsonencode(${OBJECT})\n}\n`,
    },
    "sec/main.tf:5",
  ],
  [
    "the side of a condition that is chosen",
    {
      "main.tf": `${resource('jsonencode(var.env == "dev" ? local.good : local.bad)')}variable "env" {\n  default = "prod"\n}\n`,
      "locals.tf": `locals {\n  good = ${OBJECT.replaceAll("false", "true")}\n  bad = ${OBJECT}\n}\n`,
    },
    "locals.tf:11",
  ],
  [
    "the branch of a template that is taken",
    {
      "main.tf": resource('templatefile("doc.tftpl", { tls = false, key = "k" })'),
      "doc.tftpl": JSON_TEXT.replace(
        '    "EnableInTransit',
        '%{ if tls ~}\n    "EnableInTransitEncryption": true\n%{ else ~}\n    "EnableInTransit',
      ).replace("false\n  }", "false\n%{ endif ~}\n  }"),
    },
    "doc.tftpl:7",
  ],
  [
    "a file that a variable names",
    {
      "main.tf": `${resource('file("$' + "{path.module}/$" + '{var.env}.json")')}variable "env" {\n  default = "prod"\n}\n`,
      "prod.json": JSON_TEXT,
    },
    "prod.json:4",
  ],
  [
    "a file that each.value names",
    {
      "main.tf": resource("file(each.value)", '  for_each = fileset(path.module, "*.json")\n'),
      "prod.json": JSON_TEXT,
    },
    "prod.json:4",
  ],
  [
    "the argument that coalesce takes",
    {
      "main.tf": `${resource('coalesce(var.doc, file("doc.json"))')}variable "doc" {\n  default = null\n}\n`,
      "doc.json": JSON_TEXT,
    },
    "doc.json:4",
  ],
  [
    "the argument that try takes",
    {
      "main.tf": `${resource("try(jsonencode(local.all.dev), jsonencode(local.all.prod), null)")}locals {\n  all = {\n    prod = ${OBJECT}\n  }\n}\n`,
    },
    "main.tf:9",
  ],
  [
    "the member that lookup takes",
    {
      "main.tf": `${resource("jsonencode(lookup(local.all, var.env, {}))")}variable "env" {\n  default = "prod"\n}\nlocals {\n  all = {\n    dev = ${OBJECT}\n    prod = ${OBJECT}\n  }\n}\n`,
    },
    "main.tf:18",
  ],
  [
    "the elements of a list that is spread",
    {
      "main.tf": `${resource("jsonencode(merge([{ EncryptionConfiguration = {} }, local.doc]...))")}locals {\n  doc = ${OBJECT}\n}\n`,
    },
    "main.tf:8",
  ],
  [
    "a file of YAML",
    {
      "main.tf": `${resource("jsonencode(local.settings.emr[0].security)")}locals {\n  settings = yamldecode(file("$\{path.module}/emr.yaml"))\n}\n`,
      "emr.yaml":
        "# all clusters\nbase: &base\n  EnableInTransitEncryption: false\nemr:\n  - security:\n      EncryptionConfiguration:\n        EnableAtRestEncryption: false\n        EnableInTransitEncryption: false\n",
    },
    "emr.yaml:8",
  ],
  [
    "a heredoc of YAML",
    {
      "main.tf": resource(
        "jsonencode(yamldecode(<<-EOT\n    EncryptionConfiguration:\n      EnableAtRestEncryption: false\n      EnableInTransitEncryption: false\n  EOT\n  ))",
      ),
    },
    "main.tf:5",
  ],
  [
    "a local that JSON syntax names",
    {
      "main.tf.json": JSON.stringify({
        resource: { aws_emr_security_configuration: { this: { configuration: "${jsonencode(local.doc)}" } } },
      }),
      "locals.tf": `locals {\n  doc = ${OBJECT}\n}\n`,
    },
    "locals.tf:5",
  ],
  [
    "an output in JSON syntax",
    {
      "main.tf": `module "sec" {\n  source = "./sec"\n}\n${resource("module.sec.doc")}`,
      "sec/main.tf.json": `{"output": {\n"doc": {\n"value": "$\{file(\\"$\{path.module}/doc.json\\")}"\n}\n}}`,
      "sec/doc.json": JSON_TEXT,
    },
    "sec/doc.json:4",
  ],
])("a mistake in %s is reported there", (_, files, expected) => {
  const { findings } = lint(["."], { cwd: folderOf(files), now, rules: ["config.in_transit_disabled"] });
  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual([expected]);
});

test("a file outside of the root has no places, and is not read", () => {
  const cwd = folderOf({
    "root/main.tf": resource('file("${path.module}/../doc.json")'),
    "doc.json": JSON_TEXT,
  });
  const { findings, notEvaluated } = lint(["."], { cwd: `${cwd}/root`, now, rules: ["config.in_transit_disabled"] });
  expect(findings).toEqual([]);
  expect(notEvaluated.map(({ file, line }) => `${file}:${line}`)).toEqual(["main.tf:2"]);
});

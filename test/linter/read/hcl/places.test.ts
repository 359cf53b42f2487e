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

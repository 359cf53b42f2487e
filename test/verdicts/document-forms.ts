import { lint } from "../../linter/run/lint";
import { folderOf } from "../linter/models";

const now = new Date("2026-11-23T12:00:00Z");

/** JSON with interpolations in its strings as an expression of HCL. */
function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{\n${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)} = ${expression(item)}`)
    .join("\n")}\n}`;
}

const json = (value: unknown) => JSON.stringify(value, null, 2);
const configuration = (text: string) =>
  `resource "aws_emr_security_configuration" "this" {\n  name = "emr"\n  configuration = ${text}\n}\n`;
const CLUSTER = `resource "aws_emr_cluster" "etl" {
  security_configuration = NAME
}
`;
const cluster = (name = "aws_emr_security_configuration.this.name") => CLUSTER.replace("NAME", name);
const KEYS = `provider "aws" {
  region = "us-east-1"
}
resource "aws_kms_key" "s3" {
  enable_key_rotation = true
}
resource "aws_kms_key" "disk" {
  enable_key_rotation = true
}
resource "aws_kms_key" "logs" {
  enable_key_rotation = true
}
resource "aws_kms_alias" "s3" {
  name          = "alias/s3"
  target_key_id = aws_kms_key.s3.key_id
}
resource "aws_kms_alias" "disk" {
  name          = "alias/disk"
  target_key_id = aws_kms_key.disk.key_id
}
resource "aws_s3_bucket" "certs" {
  bucket_prefix = "certs-"
}
`;

/** The ways in which people write a document in HCL. */
export const forms: { readonly [form: string]: (value: unknown) => { readonly [file: string]: string } } = {
  heredoc: (value) => ({ "main.tf": `${configuration(`<<-EOT\n${json(value)}\nEOT`)}${cluster()}` }),
  jsonencode: (value) => ({ "main.tf": `${configuration(`jsonencode(${expression(value)})`)}${cluster()}` }),
  "a local in a file of JSON": (value) => ({
    "main.tf": `${configuration("jsonencode(local.document)")}${cluster()}`,
    "locals.tf.json": json({ locals: { document: value } }),
  }),
  templatefile: (value) => {
    const references = new Map<string, string>();
    const template = json(value).replace(/\$\{([^}]+)\}/g, (_, reference: string) => {
      const name = `v${references.size}`;
      references.set(name, reference);
      return `\${${name}}`;
    });
    const vars = [...references].map(([name, reference]) => `    ${name} = ${reference}\n`).join("");
    return {
      "document.json.tpl": template,
      "main.tf": `${configuration(`templatefile("\${path.module}/document.json.tpl", {\n${vars}  })`)}${cluster()}`,
    };
  },
  "a module with optional attributes": (value) => ({
    "main.tf": `module "emr" {\n  source = "./emr"\n  settings = {\n    document = jsonencode(${expression(value)})\n  }\n}\n${cluster("module.emr.name")}`,
    "emr/main.tf": `variable "settings" {
  type = object({
    document = string
    name     = optional(string, "emr")
  })
}
resource "aws_emr_security_configuration" "this" {
  name          = var.settings.name
  configuration = var.settings.document
}
output "name" {
  value = aws_emr_security_configuration.this.name
}
`,
  }),
  "an override": (value) => ({
    "main.tf": `${configuration(`jsonencode({})`)}${cluster()}`,
    "main_override.tf": `resource "aws_emr_security_configuration" "this" {\n  configuration = jsonencode(${expression(value)})\n}\n`,
  }),
};

/** Rules about documents that fire on a folder of HCL, and whether each has the file and line of what is wrong. */
export function found(files: { readonly [file: string]: string }) {
  const cwd = folderOf({ ...files, "keys.tf": KEYS });
  const { findings, inputs } = lint(["."], { cwd, now, rules: ["config.*"] });
  expect(inputs.map(({ status, error }) => error ?? status)).toEqual(["checked"]);
  const placed = findings.every(({ file, line }) => file !== undefined && (line ?? 0) > 0);
  return { rules: findings.map(({ rule }) => rule), placed };
}

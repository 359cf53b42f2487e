import { Unknown } from "../../../../linter/model/values/symbolic";
import { folderOf, modelOf } from "../../models";

const TEMPLATE = '{"Key": "${key}", "Ebs": ${ebs}, "Literal": "$${x}"}';

function rendered(vars: string) {
  const cwd = folderOf({
    "document.json.tpl": TEMPLATE,
    "main.tf": `data "template_file" "document" {
  template = file("\${path.module}/document.json.tpl")
  vars = {
    ${vars}
  }
}
resource "aws_kms_key" "s3" {}
resource "aws_emr_security_configuration" "this" {
  configuration = data.template_file.document.rendered
}
`,
  });
  return modelOf(".", cwd).at("aws_emr_security_configuration.this")?.values.configuration;
}

test("the data source template_file is its template with its variables as strings", () => {
  expect(rendered('key = "k"\n    ebs = true')).toBe('{"Key": "k", "Ebs": true, "Literal": "${x}"}');
});

test("a reference among them stays one", () => {
  expect(rendered("key = aws_kms_key.s3.arn\n    ebs = true")).toMatchObject({
    parts: ['{"Key": "', { address: "aws_kms_key.s3", attribute: "arn" }, '", "Ebs": true, "Literal": "${x}"}'],
  });
});

test("a variable that is missing leaves its place unknown", () => {
  expect(rendered("ebs = true")).toMatchObject({ parts: ['{"Key": "', expect.any(Unknown), expect.any(String)] });
});

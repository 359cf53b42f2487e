import { CANARY, checkout, FORMATS, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

const DOCUMENT =
  "jsonencode({ EncryptionConfiguration = { EnableAtRestEncryption = false, EnableInTransitEncryption = false } })";
const resource = (name: string) =>
  `resource "aws_emr_security_configuration" "a" {\n  name          = ${name}\n  configuration = ${DOCUMENT}\n}\n`;
const cluster = (value: string) =>
  `resource "aws_emr_cluster" "c" {\n  name = ${value}\n  service_role = ${value}\n  kerberos_attributes {\n    kdc_admin_password = ${value}\n  }\n}\n`;
const variable = `variable "secret" {\n  sensitive = true\n  default   = "${CANARY}"\n}\n`;
const hidden = { name: true, configuration: true };
const change = (configuration: unknown) =>
  wrongPlan({ name: CANARY, configuration }).replace(
    '"after_unknown":{}',
    `"after_unknown":{},"after_sensitive":${JSON.stringify(hidden)}`,
  );

const INPUTS: { readonly [name: string]: { readonly [file: string]: string } } = {
  "sensitive(…) in HCL": { "main.tf": resource(`sensitive("${CANARY}")`) + cluster(`sensitive("${CANARY}")`) },
  "a sensitive variable in HCL": { "main.tf": variable + resource("var.secret") + cluster("var.secret") },
  "a sensitive variable inside a text": {
    "main.tf": variable + resource('"x-${var.secret}"') + cluster('"x-${var.secret}"'),
  },
  "a sensitive local": {
    "main.tf": `${variable}locals {\n  s = upper(lower(var.secret))\n}\n${resource("local.s")}${cluster("local.s")}`,
  },
  "a sensitive variable from a file": {
    "main.tf": variable.replace(CANARY, "x") + resource("var.secret"),
    "terraform.tfvars": `secret = "${CANARY}"\n`,
  },
  "a sensitive output of a module": {
    "main.tf": `module "m" {\n  source = "./m"\n}\n${resource("module.m.secret")}`,
    "m/main.tf": `output "secret" {\n  sensitive = true\n  value     = "${CANARY}"\n}\n`,
  },
  "sensitive(…) in JSON": {
    "main.tf.json": JSON.stringify({
      resource: { aws_emr_security_configuration: { a: { name: `\${sensitive("${CANARY}")}`, configuration: "{}" } } },
    }),
  },
  "a sensitive name in a plan": { "plan.json": change("{}") },
  "a sensitive document in a plan": {
    "plan.json": change(JSON.stringify({ EncryptionConfiguration: { EnableAtRestEncryption: CANARY, [CANARY]: 1 } })),
  },
  "a sensitive variable beside a finding": {
    "main.tf": (resource('"a"') + variable).replace(/^(?=.)/gm, " "),
  },
  "a sensitive output beside a finding": {
    "main.tf": `${resource('"a"')}output "secret" {\n  sensitive = true\n  value = "${CANARY}"\n}\n`.replace(
      /^(?=.)/gm,
      " ",
    ),
  },
  "a word that is not valid": { "main.tf": "", "terraform.tfvars": `secret = "x" ${CANARY}\n` },
  "a heredoc that is not closed": { "main.tf": "", "terraform.tfvars": `secret = <<${CANARY}\n` },
};

const COMMANDS = [
  ...FORMATS.map((format) => ["lint", "--format", format]),
  ["facts"],
  ["graph"],
  ["graph", "--format", "json"],
];

// `run` expects that the canary is nowhere.
test.each(Object.entries(INPUTS))("%s is printed nowhere", (_, files) => {
  const place = checkout();
  place.write(files);
  for (const command of COMMANDS) expect([0, 1, 2]).toContain(run(place, [...command, "."]).code);
});

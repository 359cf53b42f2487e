import { lint } from "../../../linter/lint";
import { folderOf } from "../models";
import { type Block, now, tls } from "./planned-bundle";

/** Change of a resource as `terraform show -json` writes it (internals/json-format of Terraform's documentation). */
const change = (address: string, after: Block, unknown: Block = {}, hidden: Block = {}, actions = ["create"]) => {
  const data = address.startsWith("data.");
  const [type, name] = address.replace("data.", "").split(".");
  const mode = data ? "data" : "managed";
  const before = actions.includes("create") ? null : after;
  return {
    address,
    mode,
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/any",
    change: {
      actions: data ? ["read"] : actions,
      before,
      after,
      after_unknown: unknown,
      before_sensitive: false,
      after_sensitive: hidden,
    },
  };
};

/** The configuration beside it, with the references that a plan of HCL keeps. */
const written = (address: string, expressions: Block) => {
  const [type, name] = address.replace("data.", "").split(".");
  return { address, mode: address.startsWith("data.") ? "data" : "managed", type, name, expressions };
};

const references = (attribute: string) => ({
  references: [attribute, attribute.slice(0, attribute.lastIndexOf("."))],
});

/** No provider `tls` is at hand to plan with: this is the documented shape, written by hand. */
function plan(made: boolean, rsaBits: number) {
  const actions = made ? ["no-op"] : ["create"];
  const uses = ["digital_signature", "server_auth", "client_auth"];
  const later = (...names: readonly string[]) => (made ? {} : Object.fromEntries(names.map((name) => [name, true])));
  const pem = (value: string) => (made ? value : undefined);
  return {
    format_version: "1.2",
    terraform_version: "1.9.0",
    resource_changes: [
      change(
        "tls_private_key.emr",
        {
          algorithm: "RSA",
          rsa_bits: rsaBits,
          ecdsa_curve: "P224",
          private_key_pem: pem("KEY"),
          private_key_pem_pkcs8: pem("KEY8"),
        },
        later("private_key_pem", "private_key_pem_pkcs8"),
        { private_key_pem: true, private_key_pem_pkcs8: true },
        actions,
      ),
      change(
        "tls_self_signed_cert.emr",
        {
          subject: [{ common_name: "*.ec2.internal", organization: null }],
          dns_names: ["*.ec2.internal"],
          allowed_uses: uses,
          is_ca_certificate: false,
          validity_period_hours: 8760,
          early_renewal_hours: 0,
          private_key_pem: pem("KEY"),
          cert_pem: pem("CERTIFICATE"),
          ...(made && { validity_start_time: "2026-01-01T00:00:00Z", validity_end_time: "2026-12-01T00:00:00Z" }),
        },
        later("private_key_pem", "cert_pem", "validity_start_time", "validity_end_time"),
        { private_key_pem: true },
        actions,
      ),
      change(
        "data.archive_file.certs",
        {
          type: "zip",
          output_path: "./certs.zip",
          source: [
            { filename: "certificateChain.pem", content: pem("CERTIFICATE") },
            { filename: "privateKey.pem", content: pem("KEY8") },
          ],
        },
        made ? {} : { source: [{ content: true }, { content: true }], output_md5: true },
        { source: [{ content: true }, { content: true }] },
      ),
      change(
        "aws_s3_object.certs",
        { bucket: "emr-artifacts", key: "certs.zip", source: "./certs.zip" },
        {},
        {},
        actions,
      ),
      change(
        "aws_emr_security_configuration.this",
        { configuration: tls("s3://emr-artifacts/certs.zip") },
        {},
        {},
        actions,
      ),
    ],
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "us-east-1" } } } },
      root_module: {
        resources: [
          written("tls_private_key.emr", { algorithm: { constant_value: "RSA" } }),
          written("tls_self_signed_cert.emr", { private_key_pem: references("tls_private_key.emr.private_key_pem") }),
          written("data.archive_file.certs", {
            source: [
              {
                filename: { constant_value: "privateKey.pem" },
                content: references("tls_private_key.emr.private_key_pem_pkcs8"),
              },
              {
                filename: { constant_value: "certificateChain.pem" },
                content: references("tls_self_signed_cert.emr.cert_pem"),
              },
            ],
          }),
          written("aws_s3_object.certs", { source: references("data.archive_file.certs.output_path") }),
        ],
      },
    },
  };
}

describe("certificates that a plan of HCL makes", () => {
  const ofPlan = (made: boolean, rsaBits = 2048) => {
    const cwd = folderOf({ "plan.json": JSON.stringify(plan(made, rsaBits)) });
    const report = lint(["plan.json"], { cwd, now, rules: ["cert.*", "bundle.*"] });
    expect(JSON.stringify(report)).not.toMatch(/KEY8|"KEY/);
    return report.findings.map(({ rule, address }) => `${rule} ${address}`);
  };
  const expected = ["bundle.trust_missing tls_self_signed_cert.emr", "cert.self_signed tls_self_signed_cert.emr"];

  test("the first plan tells by references what the sensitive contents are made from", () => {
    expect(ofPlan(false)).toEqual(expected);
    expect(ofPlan(false, 1024)).toEqual(["cert.weak_rsa tls_private_key.emr", ...expected]);
  });

  test("a later plan tells the end that the certificate really has", () => {
    expect(ofPlan(true)).toEqual([
      "bundle.trust_missing tls_self_signed_cert.emr",
      "cert.expires_soon tls_self_signed_cert.emr",
      "cert.self_signed tls_self_signed_cert.emr",
    ]);
  });
});

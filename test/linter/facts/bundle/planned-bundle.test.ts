import { lint } from "../../../../linter/run/lint";
import type { LintOptions } from "../../../../linter/run/options";
import { authorityAndLeaf } from "../../../support/certificates";
import { folderOf } from "../../models";
import { type Block, now, tls } from "./planned";

/** A stack whose bundle is zipped by `archive_file` from what the provider `tls` makes. */
function stack(parts: {
  readonly resource: { readonly [type: string]: { readonly [name: string]: Block } };
  readonly source?: readonly Block[];
  readonly archive?: Block;
  readonly object?: Block;
}) {
  const { resource, source, archive, object } = parts;
  return {
    provider: { aws: { region: "us-east-1" } },
    data: { archive_file: { certs: archive ?? { type: "zip", output_path: "certs.zip", source } } },
    resource: {
      ...resource,
      aws_s3_object: {
        certs: {
          bucket: "emr-artifacts",
          key: "certs.zip",
          source: ref("data.archive_file.certs.output_path"),
          ...object,
        },
      },
      aws_emr_security_configuration: { this: { configuration: tls("s3://emr-artifacts/certs.zip") } },
    },
  };
}

/** Terraform's reference to an attribute. */
const ref = (attribute: string) => `\${${attribute}}`;

const key = (block: Block = {}) => ({ algorithm: "RSA", rsa_bits: 2048, ...block });
const files = (...content: readonly string[]) =>
  ["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"].flatMap((filename, at) =>
    content[at] === undefined ? [] : [{ filename, content: content[at] }],
  );

const goodRequest = { subject: [{ common_name: "*.ec2.internal" }], dns_names: ["*.ec2.internal"] };
const uses = ["digital_signature", "key_encipherment", "server_auth", "client_auth"];

/** A CA and a leaf that it signs, everything good; `change` breaks one thing. */
function authority(
  change: {
    readonly leafKey?: Block;
    readonly caKey?: Block;
    readonly request?: Block;
    readonly leaf?: Block;
    readonly ca?: Block;
    readonly source?: readonly Block[];
  } = {},
) {
  return stack({
    resource: {
      tls_private_key: { ca: key(change.caKey), leaf: key(change.leafKey), ssh: key({ rsa_bits: 1024 }) },
      tls_self_signed_cert: {
        ca: {
          private_key_pem: ref("tls_private_key.ca.private_key_pem"),
          subject: [{ common_name: "Example CA" }],
          is_ca_certificate: true,
          allowed_uses: ["cert_signing", "crl_signing"],
          validity_period_hours: 87600,
          ...change.ca,
        },
      },
      tls_cert_request: {
        leaf: { private_key_pem: ref("tls_private_key.leaf.private_key_pem"), ...goodRequest, ...change.request },
      },
      tls_locally_signed_cert: {
        leaf: {
          cert_request_pem: ref("tls_cert_request.leaf.cert_request_pem"),
          ca_private_key_pem: ref("tls_private_key.ca.private_key_pem"),
          ca_cert_pem: ref("tls_self_signed_cert.ca.cert_pem"),
          allowed_uses: uses,
          validity_period_hours: 8760,
          ...change.leaf,
        },
      },
    },
    source:
      change.source ??
      files(
        ref("tls_private_key.leaf.private_key_pem_pkcs8"),
        `${ref("tls_locally_signed_cert.leaf.cert_pem")}${ref("tls_self_signed_cert.ca.cert_pem")}`,
        ref("tls_self_signed_cert.ca.cert_pem"),
      ),
  });
}

function checked(content: object, options: LintOptions = {}, extra: { readonly [path: string]: string } = {}) {
  const cwd = folderOf({ "main.tf.json": JSON.stringify(content), ...extra });
  return lint(["main.tf.json"], { cwd, now, region: "us-east-1", rules: ["cert.*", "bundle.*"], ...options });
}

const found = (content: object, options: LintOptions = {}) =>
  checked(content, options).findings.map(({ rule, address }) => `${rule} ${address}`);

describe("certificates that a plan creates", () => {
  test("a good CA and leaf, with the root among the trusted certificates, are clean, and every rule is evaluated", () => {
    const report = checked(authority());
    expect(report.findings).toEqual([]);
    expect(report.notEvaluated).toEqual([]);
  });

  test("a private key that Terraform generates or gets as text is in its state; one in a folder is not", () => {
    const kept = (content: object, extra = {}) =>
      checked(content, { rules: ["object.private_key_in_state"] }, extra).findings.map(
        ({ address, severity, message }) => [address, severity, message],
      );
    const says = (address: string) => [
      ["aws_s3_object.certs", "warning", `${address} keeps the nodes' private key in the state in clear text`],
    ];
    expect(kept(authority())).toEqual(says("tls_private_key.leaf"));
    const { root, leaf } = authorityAndLeaf();
    const written = files(leaf.privateKeyPem, leaf.pem, root.pem);
    expect(kept(stack({ resource: {}, source: written }))).toEqual(says("data.archive_file.certs"));
    const archive = { type: "zip", output_path: "certs.zip", source_dir: "certs" };
    const folder = { "certs/privateKey.pem": leaf.privateKeyPem, "certs/certificateChain.pem": leaf.pem };
    expect(kept(stack({ resource: {}, archive }), folder)).toEqual([]);
  });

  test("a weak key of the leaf is found at the key, once, and a weak key for SSH is not checked", () => {
    expect(found(authority({ leafKey: { rsa_bits: 1024 } }))).toEqual(["cert.weak_rsa tls_private_key.leaf"]);
    const [finding] = checked(authority({ leafKey: { rsa_bits: 1024 } })).findings;
    expect(finding?.message).toBe("tls_private_key has a 1024-bit RSA key; at least 2048 bits are required");
  });

  test.each<[string, Parameters<typeof authority>[0], readonly string[]]>([
    ["a CA's weak key", { caKey: { rsa_bits: 1024 } }, ["cert.weak_rsa tls_private_key.ca"]],
    [
      "the provider's default curve, P-224",
      { leafKey: { algorithm: "ECDSA" } },
      ["cert.key_unsupported tls_private_key.leaf", "cert.not_rsa tls_private_key.leaf"],
    ],
    [
      "another Region's names",
      { request: { dns_names: ["*.eu-west-1.compute.internal"] } },
      ["cert.wrong_region tls_locally_signed_cert.leaf"],
    ],
    [
      "names of somebody else",
      { request: { dns_names: ["www.example.com"], subject: [{ common_name: "x" }] } },
      ["cert.wrong_domain tls_locally_signed_cert.leaf"],
    ],
    ["no DNS name", { request: { dns_names: [] } }, ["cert.no_san tls_locally_signed_cert.leaf"]],
    ["ten years", { leaf: { validity_period_hours: 87600 } }, ["cert.long_validity tls_locally_signed_cert.leaf"]],
    ["a week", { leaf: { validity_period_hours: 168 } }, ["cert.expires_soon tls_locally_signed_cert.leaf"]],
    [
      "a leaf that outlives its CA",
      { ca: { validity_period_hours: 5000 } },
      ["cert.issuer_expires_first tls_locally_signed_cert.leaf"],
    ],
    [
      "a use without servers",
      { leaf: { allowed_uses: ["digital_signature", "client_auth"] } },
      ["cert.purpose_missing tls_locally_signed_cert.leaf"],
    ],
    ["a CA that is none", { ca: { is_ca_certificate: false } }, ["cert.issuer_not_ca tls_self_signed_cert.ca"]],
    [
      "one key for leaf and CA",
      { request: { private_key_pem: ref("tls_private_key.ca.private_key_pem") } },
      ["bundle.key_mismatch aws_s3_object.certs", "cert.shared_issuer_key tls_locally_signed_cert.leaf"],
    ],
  ])("finds %s", (_, change, expected) => {
    expect(found(authority(change))).toEqual(expected);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    [
      "the chain in the wrong order",
      [
        ref("tls_private_key.ca.private_key_pem_pkcs8"),
        `${ref("tls_self_signed_cert.ca.cert_pem")}\n${ref("tls_locally_signed_cert.leaf.cert_pem")}`,
        ref("tls_self_signed_cert.ca.cert_pem"),
      ],
      ["bundle.key_mismatch aws_s3_object.certs", "cert.chain_order tls_locally_signed_cert.leaf"],
    ],
    [
      "no trust",
      [
        ref("tls_private_key.leaf.private_key_pem_pkcs8"),
        `${ref("tls_locally_signed_cert.leaf.cert_pem")}${ref("tls_self_signed_cert.ca.cert_pem")}`,
      ],
      ["bundle.trust_missing tls_locally_signed_cert.leaf"],
    ],
    [
      "PKCS#1, which the provider writes",
      [
        ref("tls_private_key.leaf.private_key_pem"),
        ref("tls_locally_signed_cert.leaf.cert_pem"),
        ref("tls_self_signed_cert.ca.cert_pem"),
      ],
      ["bundle.private_key_encoding aws_s3_object.certs"],
    ],
    [
      "swapped files",
      [
        ref("tls_locally_signed_cert.leaf.cert_pem"),
        ref("tls_private_key.leaf.private_key_pem_pkcs8"),
        ref("tls_self_signed_cert.ca.cert_pem"),
      ],
      ["bundle.files_swapped aws_s3_object.certs"],
    ],
  ])("finds %s", (_, content, expected) => {
    const rules = found(authority({ source: files(...content) }));
    for (const each of expected) expect(rules).toContain(each);
  });

  test("a chain in reverse is one finding", () => {
    const source = files(
      ref("tls_private_key.leaf.private_key_pem_pkcs8"),
      `${ref("tls_self_signed_cert.ca.cert_pem")}\n${ref("tls_locally_signed_cert.leaf.cert_pem")}`,
      ref("tls_self_signed_cert.ca.cert_pem"),
    );
    expect(found(authority({ source }))).toEqual(["cert.chain_order tls_locally_signed_cert.leaf"]);
  });

  test("a CA that is in no file of the bundle is not checked", () => {
    const source = files(
      ref("tls_private_key.leaf.private_key_pem_pkcs8"),
      ref("tls_locally_signed_cert.leaf.cert_pem"),
      ref("tls_self_signed_cert.other.cert_pem"),
    );
    const content = authority({ source, caKey: { rsa_bits: 1024 }, ca: { validity_period_hours: 5000 } });
    const { tls_self_signed_cert: made, ...resource } = content.resource as {
      [type: string]: { [name: string]: Block };
    };
    const authorities = { ...made, other: made?.ca };
    expect(found({ ...content, resource: { ...resource, tls_self_signed_cert: authorities } })).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/_first|tls_self_signed_cert\.ca$/)]),
    );
  });

  test("a CA's private key in a separate file is found", () => {
    const { source } = authority().data.archive_file.certs as { source: readonly Block[] };
    const more = [...source, { filename: "rootCA.key", content: ref("tls_private_key.ca.private_key_pem") }];
    const { findings } = checked(authority({ source: more }));
    expect(findings).toMatchObject([
      {
        rule: "bundle.stray_private_key",
        message:
          "rootCA.key contains the private key that tls_private_key.ca makes; EMR copies it to every node, where only privateKey.pem is used",
      },
    ]);
  });

  test("finds a file under another name from the archive's arguments", () => {
    const source = [
      { filename: "server.key", content: ref("tls_private_key.leaf.private_key_pem_pkcs8") },
      { filename: "certificateChain.pem", content: ref("tls_locally_signed_cert.leaf.cert_pem") },
    ];
    expect(found(authority({ source }))).toContain("bundle.name_wrong aws_s3_object.certs");
  });

  const selfSigned = (block: Block = {}) =>
    stack({
      resource: {
        tls_private_key: { emr: {} },
        tls_self_signed_cert: {
          emr: {
            private_key_pem: ref("tls_private_key.emr.private_key_pem"),
            ...goodRequest,
            allowed_uses: uses,
            validity_period_hours: 8760,
            ...block,
          },
        },
      },
      source: files(
        ref("tls_private_key.emr.private_key_pem_pkcs8"),
        ref("tls_self_signed_cert.emr.cert_pem"),
        ref("tls_self_signed_cert.emr.cert_pem"),
      ),
    });

  test("a self-signed certificate is an error in production, and severity info in development", () => {
    expect(found(selfSigned())).toEqual(["cert.self_signed tls_self_signed_cert.emr"]);
    const [finding] = checked(selfSigned(), { environment: "development" }).findings;
    expect(finding).toMatchObject({ rule: "cert.self_signed", severity: "info" });
  });

  test("the remedy of a self-signed certificate starts with declaring development only where nothing declares production", () => {
    const remedy = (given: object) => checked(selfSigned(), given).findings[0]?.remedy;
    expect(remedy({})).toMatch(/^For development, pass --environment development or set the tag Environment/);
    expect(remedy({ environment: "production" })).toMatch(/^Have the certificate issued by your CA/);
  });

  test("an argument that is not known yet leaves one rule open, not dozens", () => {
    const open = checked(authority({ request: { dns_names: [ref("data.aws_ssm_parameter.domain.value")] } }));
    expect(open.findings).toEqual([]);
    expect(new Set(open.notEvaluated.map(({ reason }) => reason)).size).toBe(1);
    expect(open.notEvaluated.every(({ address }) => address === "tls_locally_signed_cert.leaf")).toBe(true);
  });

  test("a certificate of AWS Private CA is checked by its template, its validity and the request", () => {
    const content = (validity: Block, request: Block = {}) =>
      stack({
        resource: {
          tls_private_key: { leaf: key({ rsa_bits: 1024 }) },
          tls_cert_request: {
            leaf: { private_key_pem: ref("tls_private_key.leaf.private_key_pem"), ...goodRequest, ...request },
          },
          aws_acmpca_certificate: {
            leaf: {
              certificate_authority_arn: ref("aws_acmpca_certificate_authority.ca.arn"),
              certificate_signing_request: ref("tls_cert_request.leaf.cert_request_pem"),
              signing_algorithm: "SHA256WITHRSA",
              validity: [validity],
            },
          },
          aws_acmpca_certificate_authority: { ca: { type: "ROOT" } },
        },
        source: files(
          ref("tls_private_key.leaf.private_key_pem_pkcs8"),
          ref("aws_acmpca_certificate.leaf.certificate"),
          ref("aws_acmpca_certificate_authority.ca.certificate"),
        ),
      });
    expect(found(content({ type: "YEARS", value: 10 }))).toEqual([
      "cert.long_validity aws_acmpca_certificate.leaf",
      "cert.weak_rsa tls_private_key.leaf",
    ]);
    expect(found(content({ type: "DAYS", value: 90 }, { dns_names: ["*.eu-west-1.compute.internal"] }))).toEqual([
      "cert.wrong_region aws_acmpca_certificate.leaf",
      "cert.weak_rsa tls_private_key.leaf",
    ]);
  });

  test("a certificate of ACM is checked by its key algorithm and its names", () => {
    const content = stack({
      resource: {
        aws_acm_certificate: { leaf: { domain_name: "*.eu-west-1.compute.internal", key_algorithm: "RSA_1024" } },
      },
      source: files(ref("var.private_key"), ref("aws_acm_certificate.leaf.certificate_body")),
    });
    expect(found(content)).toEqual([
      "cert.weak_rsa aws_acm_certificate.leaf",
      "cert.wrong_region aws_acm_certificate.leaf",
    ]);
  });

  test("an archive of a folder is checked by the files of the folder", () => {
    const { root, leaf } = authorityAndLeaf();
    const content = stack({
      resource: {},
      archive: { type: "zip", source_dir: "certs", output_path: "certs.zip" },
    });
    const report = checked(
      content,
      {},
      {
        "certs/privateKey.pem": root.privateKeyPem,
        "certs/certificateChain.pem": leaf.pem,
        "certs/trustedCertificates.pem": root.pem,
      },
    );
    expect(report.findings.map(({ rule, address }) => `${rule} ${address}`)).toContain(
      "bundle.key_mismatch aws_s3_object.certs",
    );
  });

  test("a zip that is not created yet is not reported as missing", () => {
    expect(found(authority(), { rules: ["object.source_missing"] })).toEqual([]);
  });
});

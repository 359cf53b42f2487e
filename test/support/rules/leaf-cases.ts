import { generateKeyPairSync } from "node:crypto";
import { CLIENT_AUTH, der, ecKeys, type IssueOptions, rsaKeys, rsaSpki, SERVER_AUTH } from "../certificates";
import { type BundleCase, bundle, leaf, modulus, root } from "./bundle-kit";
import { renewed } from "./repairs";
import type { Stack } from "./stacks";

/** A certificate that has to be issued again, with what the CA has to look after. */
function reissued(options: IssueOptions, ask: string, more: Partial<BundleCase> = {}): BundleCase {
  const own = leaf(options);
  return { wrong: bundle([own], [root], own.privateKeyPem), repair: renewed(ask), ...more };
}

/** A certificate for other names. */
const named = (name: string, request = "--region us-east-1"): BundleCase => ({
  wrong: bundle([leaf({ subject: `CN=${name}`, dns: [name] })]),
  repair: renewed("with the names that it asks for", request),
});

const declared = { region: "us-east-1", vpcDomains: ["ec2.internal"] };
/** Nodes that ask each other for certificates. */
const MUTUAL = [{ Classification: "ssl-server", Properties: { "hadoop.ssl.require.client.cert": "true" } }];

/** Mistakes in the certificate of the nodes. */
export const leafCases: { readonly [rule: string]: () => BundleCase } = {
  "cert.weak_rsa": () => reissued({ keys: rsaKeys(1024) }, "(the new private key has 3072 bits)"),
  "cert.weak_exponent": () =>
    reissued(
      { keys: generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 }) },
      "(the new private key has the exponent 65537)",
    ),
  "cert.weak_modulus": () =>
    reissued({ spki: rsaSpki(509n * modulus()), signWith: root.keys }, "(the new private key has another modulus)"),
  "cert.key_unsupported": () => reissued({ keys: ecKeys("secp256k1") }, "(the new private key is an RSA key)"),
  "cert.not_rsa": () => reissued({ keys: ecKeys() }, "(the new private key is an RSA key)"),
  "cert.weak_signature": () => reissued({ hash: "sha1" }, "with SHA-256"),
  "cert.expired": () => reissued({ notAfter: "2026-11-01T00:00:00Z" }, "for a year at most"),
  "cert.expires_soon": () => reissued({ notAfter: "2026-12-01T00:00:00Z" }, "for a year at most"),
  "cert.not_yet_valid": () =>
    reissued({ notBefore: "2026-12-01T00:00:00Z" }, "to be valid from today on; or wait until 2026-12-01"),
  "cert.negative_validity": () =>
    reissued({ notBefore: "2026-06-02T00:00:00Z", notAfter: "2026-05-02T00:00:00Z" }, "for a positive number of days"),
  "cert.long_validity": () => reissued({ notAfter: "2036-01-01T00:00:00Z" }, "for a year at most"),
  "cert.malformed": () => reissued({ serial: Buffer.from([0]) }, "with current software of the CA"),
  "cert.unknown_critical_extension": () =>
    reissued({ more: [["1.3.6.1.4.1.99999.1", true, der(0x05)]] }, "without the extension, or with it not critical"),
  "cert.leaf_is_ca": () => reissued({ ca: true, keyUsage: [0, 2, 5] }, "with the template for end entities"),
  "cert.purpose_missing": () => reissued({ extendedKeyUsage: [CLIENT_AUTH] }, "for TLS servers and clients"),
  "cert.any_purpose": () => reissued({ extendedKeyUsage: ["2.5.29.37.0"] }, "for TLS servers and clients"),
  "cert.client_purpose_missing": () =>
    reissued({ extendedKeyUsage: [SERVER_AUTH] }, "for TLS servers and clients", {
      stack: uploaded({ configurations_json: MUTUAL }),
    }),
  "cert.no_san": () => reissued({ dns: [] }, "with the names that it asks for"),
  "cert.common_name_without_wildcard": () => reissued({ subject: "CN=emr" }, "with the subject that it asks for"),
  "cert.wildcard_invalid": () => reissued({ dns: ["ip-*.ec2.internal"] }, "with the names that it asks for"),
  "cert.wildcard_too_broad": () => named("*.compute.internal"),
  "cert.single_host": () => named("ip-10-0-0-1.ec2.internal"),
  "cert.wrong_region": () => named("*.us-west-2.compute.internal"),
  "cert.wrong_domain": () => ({ ...named("*.corp.example"), options: declared }),
  "cert.custom_domain_missing": () => ({
    wrong: bundle(),
    right: bundle([leaf({ subject: "CN=*.emr.example", dns: ["*.emr.example"] })]),
    repair: renewed("with the names that it asks for", "--vpc-domain emr.example"),
    stack: uploaded({}, "emr.example"),
  }),
  "cert.public_name_missing": () => ({
    wrong: bundle(),
    right: bundle([leaf({ dns: ["*.ec2.internal", "trino.example.com"] })]),
    repair: renewed("with the public name of the coordinator as a DNS name beside those that it asks for"),
    stack: uploaded({ applications: ["Trino"] }),
  }),
  "cert.public_ca_lifetime": () => {
    const name = "emr.example.com";
    return {
      wrong: bundle([leaf({ subject: `CN=${name}`, dns: [name], notAfter: "2026-12-10T00:00:00Z" })], []),
      repair: renewed("by a private CA"),
      options: { defaultRoots: "public-root.pem" },
    };
  },
  "cert.public_ca_wildcard": () => ({
    wrong: bundle([leaf({ dns: ["*.ec2.internal", "*.emr.example.com"] })], []),
    repair: renewed("by a private CA"),
    options: { defaultRoots: "public-root.pem" },
  }),
};

/** A stack that uploads `certs.zip` for a cluster. */
function uploaded(cluster: object, domain?: string): Stack {
  const { network, subnet } =
    domain === undefined ? { network: {}, subnet: "subnet-0123456789abcdef0" } : vpcOf(domain);
  return {
    resource: {
      ...network,
      aws_s3_object: { certs: { bucket: "example-emr-certs", key: "certs.zip", source: "certs.zip" } },
      aws_emr_security_configuration: {
        emr: {
          configuration: {
            EncryptionConfiguration: {
              EnableAtRestEncryption: false,
              EnableInTransitEncryption: true,
              InTransitEncryptionConfiguration: {
                TLSCertificateConfiguration: {
                  CertificateProviderType: "PEM",
                  S3Object: "s3://example-emr-certs/certs.zip",
                },
              },
            },
          },
        },
      },
      aws_emr_cluster: {
        etl: {
          name: "etl",
          release_label: "emr-7.5.0",
          ...cluster,
          service_role: "EMR_DefaultRole",
          security_configuration: "${aws_emr_security_configuration.emr.name}",
          ec2_attributes: [{ instance_profile: "EMR_EC2_DefaultRole", subnet_id: subnet }],
          master_instance_group: [{ instance_type: "m5.xlarge" }],
        },
      },
    },
  };
}

function vpcOf(domain: string): { readonly network: Stack["resource"]; readonly subnet: string } {
  return {
    network: {
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
      aws_vpc_dhcp_options: { main: { domain_name: domain, domain_name_servers: ["AmazonProvidedDNS"] } },
      aws_vpc_dhcp_options_association: {
        main: { vpc_id: "${aws_vpc.main.id}", dhcp_options_id: "${aws_vpc_dhcp_options.main.id}" },
      },
      aws_subnet: { main: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/24" } },
    },
    subnet: "${aws_subnet.main.id}",
  };
}

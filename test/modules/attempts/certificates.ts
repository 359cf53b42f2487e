import { CLIENT_AUTH, ecKeys, issue, rsaKeys, SERVER_AUTH } from "../../support/certificates";
import { type Attempt, bundleIn, clusterWith, encryption } from "./attempt";
import {
  authority,
  days,
  domain,
  folderOf,
  inVpc,
  keys,
  later,
  leaf,
  make,
  production,
  root,
} from "./certificate-folders";

/** What the certificates of a bundle can get wrong. */
export const certificateAttempts: readonly Attempt[] = [
  make(
    "an RSA key of 1024 bits",
    "cert.weak_rsa",
    "[lake/bundle/object] cert.weak_rsa: certificateChain.pem[0]: certificateChain.pem[0] has a 1024-bit RSA key; at least 2048 bits are required",
    () => ({ chain: [leaf({ keys: rsaKeys(1024) })] }),
  ),
  make(
    "a key of another type",
    "cert.not_rsa",
    "[lake/bundle/object] cert.not_rsa: certificateChain.pem[0]: certificateChain.pem[0] has a key of type EC; AWS documents only RSA",
    () => ({ chain: [leaf({ keys: ecKeys() })] }),
  ),
  make(
    "a curve that Java does not use",
    "cert.key_unsupported",
    "[lake/bundle/object] cert.key_unsupported: certificateChain.pem[0]: certificateChain.pem[0] has a key of type secp256k1, which Java's TLS does not support",
    () => ({
      chain: [leaf({ keys: ecKeys("secp256k1") })],
    }),
  ),
  make(
    "SHA-1",
    "cert.weak_signature",
    "[lake/bundle/object] cert.weak_signature: certificateChain.pem[0]: certificateChain.pem[0] is signed with SHA-1; SHA-256 or stronger is required",
    () => ({ chain: [leaf({ hash: "sha1" })] }),
  ),
  make(
    "a leaf with its CA's key",
    "cert.shared_issuer_key",
    "[lake/bundle/object] cert.shared_issuer_key: certificateChain.pem[0]: certificateChain.pem[0] has the same key as its issuer, O=Example, CN=Example Root",
    () => ({ chain: [leaf({ keys: root.keys })] }),
  ),
  make(
    "a signature of somebody else",
    "cert.signature_invalid",
    "[lake/bundle/object] cert.signature_invalid: certificateChain.pem[0]: the signature on certificateChain.pem[0] was not made with the key of O=Example, CN=Example Root",
    () => ({ chain: [leaf({ signWith: ecKeys() })] }),
  ),
  make(
    "a self-signed certificate in production",
    "cert.self_signed",
    "[lake/bundle/object] cert.self_signed: certificateChain.pem[0]: certificateChain.pem[0] is self-signed; production requires a certificate issued by a CA",
    () => {
      const own = issue({ subject: `CN=*.${domain}`, keys, dns: [`*.${domain}`], notAfter: days(200) });
      return { chain: [own], trusted: [own] };
    },
    production,
  ),
  {
    did: "the development CA in production",
    rule: "cert.development_ca",
    told: "[lake/bundle/object] cert.development_ca: certificateChain.pem[0]: certificateChain.pem[0] was issued by the development CA of emr-encryption; production requires a certificate from your own CA",
    fill: (stack) => encryption(stack),
    ...production,
  },
  make(
    "an expired leaf",
    "cert.expired",
    "[lake/bundle/object] cert.expired: certificateChain.pem[0]: certificateChain.pem[0] expired on DATE",
    () => ({ chain: [leaf({ notAfter: days(-1) })] }),
  ),
  make(
    "a leaf of next week",
    "cert.not_yet_valid",
    "[lake/bundle/object] cert.not_yet_valid: certificateChain.pem[0]: certificateChain.pem[0] is not valid until DATE",
    () => ({ chain: [leaf({ notBefore: days(7) })] }),
  ),
  make(
    "a leaf that ends before it starts",
    "cert.negative_validity",
    "[lake/bundle/object] cert.negative_validity: certificateChain.pem[0]: certificateChain.pem[0] ends on DATE, before it starts on DATE",
    () => ({
      chain: [leaf({ notBefore: days(-1), notAfter: days(-2) })],
    }),
  ),
  make(
    "a leaf with a week left",
    "cert.expires_soon",
    "[lake/bundle/object] cert.expires_soon: certificateChain.pem[0]: certificateChain.pem[0] expires on DATE, within 30 days",
    () => ({ chain: [leaf({ notAfter: days(7) })] }),
  ),
  make(
    "a leaf for ten years",
    "cert.long_validity",
    "[lake/bundle/object] cert.long_validity: certificateChain.pem[0]: certificateChain.pem[0] is valid for 3650 days; the limit is 825",
    () => ({
      chain: [leaf({ notBefore: days(-1), notAfter: days(3649) })],
    }),
  ),
  make(
    "an expired CA",
    "cert.issuer_expired",
    "[lake/bundle/object] cert.issuer_expired: certificateChain.pem[1]: certificateChain.pem[1], a CA in the path, expired on DATE",
    () => {
      const ca = authority({ notAfter: days(-1) });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "a CA that ends first",
    "cert.issuer_expires_first",
    "[lake/bundle/object] cert.issuer_expires_first: certificateChain.pem[0]: a CA above certificateChain.pem[0] expires on DATE, before the certificate itself on DATE",
    () => {
      const ca = authority({ notAfter: days(100) });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "the chain turned round",
    "cert.chain_order",
    "[lake/bundle/object] cert.chain_order: certificateChain.pem[0]: certificateChain.pem is not in order; put the leaf first, then the issuer of each certificate, each once",
    () => {
      const ca = authority();
      const below = authority({ subject: "CN=Below", by: ca });
      return { chain: [leaf({ by: below }), ca, below] };
    },
  ),
  make(
    "a CA left out",
    "cert.chain_incomplete",
    "[lake/bundle/object] cert.chain_incomplete: certificateChain.pem[0]: the path from certificateChain.pem[0] ends at CN=*.ec2.internal; its issuer, O=Example, CN=Example Issuing CA, is in none of the bundle's files",
    () => ({ chain: [leaf({ by: authority() })] }),
  ),
  make(
    "the trust of another company",
    "cert.chain_untrusted",
    "[lake/bundle/object] cert.chain_untrusted: certificateChain.pem[0]: certificateChain.pem[0] leads to CN=Self, which is not in trustedCertificates.pem",
    () => {
      const other = issue({ subject: "CN=Other Root", ca: true, ...later });
      const ca = issue({ subject: "CN=Self", ca: true, ...later });
      return { chain: [leaf({ by: ca }), ca], trusted: [other] };
    },
  ),
  make(
    "a certificate that is on no path",
    "cert.stray_certificate",
    "[lake/bundle/object] cert.stray_certificate: certificateChain.pem[1]: certificateChain.pem[1] (CN=Stray) is not part of the path from the leaf, or occurs twice",
    () => ({
      chain: [leaf(), issue({ subject: "CN=Stray", ca: true, ...later })],
    }),
  ),
  make(
    "an issuer that is no CA",
    "cert.issuer_not_ca",
    "[lake/bundle/object] cert.issuer_not_ca: certificateChain.pem[1]: certificateChain.pem[1] issued a certificate in the path but is not allowed to: its basic constraints say CA:FALSE",
    () => {
      const ca = authority({ ca: false });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "a name that the CA may not certify",
    "cert.name_constraints",
    "[lake/bundle/object] cert.name_constraints: certificateChain.pem[0]: certificateChain.pem[0] has a name that a CA above it is not allowed to certify: the name *.ec2.internal is not permitted by O=Example, CN=Example Issuing CA",
    () => {
      const ca = authority({ permittedDns: ["corp.example"] });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "an extension that nobody knows",
    "cert.unknown_critical_extension",
    "[lake/bundle/object] cert.unknown_critical_extension: certificateChain.pem[0]: certificateChain.pem[0] has the critical extension 1.2.3.4.5, which Java, OpenSSL and Go do not understand",
    () => ({
      chain: [leaf({ more: [["1.2.3.4.5", true, Buffer.from([5, 0])]] })],
    }),
  ),
  make(
    "a leaf that is a CA",
    "cert.leaf_is_ca",
    "[lake/bundle/object] cert.leaf_is_ca: certificateChain.pem[0]: certificateChain.pem[0], the nodes' certificate, is a CA certificate; CA:FALSE is required",
    () => ({ chain: [leaf({ ca: true })] }),
  ),
  make(
    "a leaf for clients alone",
    "cert.purpose_missing",
    "[lake/bundle/object] cert.purpose_missing: certificateChain.pem[0]: certificateChain.pem[0] lacks serverAuth in its extended key usage, which a TLS server needs",
    () => ({
      chain: [leaf({ extendedKeyUsage: [CLIENT_AUTH] })],
    }),
  ),
  {
    did: "a leaf for servers alone, where nodes are clients too",
    rule: "cert.client_purpose_missing",
    told: "[lake/bundle/object] cert.client_purpose_missing: certificateChain.pem[0]: the extended key usage of certificateChain.pem[0] lacks clientAuth, but the nodes use the certificate as TLS clients too",
    fill: (stack) => {
      const folder = folderOf({ chain: [leaf({ extendedKeyUsage: [SERVER_AUTH] })] });
      const ssl = { Classification: "ssl-server", Properties: { "hadoop.ssl.require.client.cert": "true" } };
      const core = { Classification: "core-site", Properties: { "hadoop.ssl.require.client.cert": "true" } };
      const bundle = bundleIn(stack, undefined, folder);
      clusterWith(
        stack,
        { inTransit: { provider: "PEM", bundle } },
        { configurationsJson: JSON.stringify([ssl, core]) },
      );
    },
  },
  make(
    "a CA for clients alone",
    "cert.issuer_purpose",
    "[lake/bundle/object] cert.issuer_purpose: certificateChain.pem[1]: certificateChain.pem[1] is an issuing CA whose extended key usage lacks serverAuth",
    () => {
      const ca = authority({ extendedKeyUsage: [CLIENT_AUTH] });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "no name but the common name",
    "cert.no_san",
    "[lake/bundle/object] cert.no_san: certificateChain.pem[0]: certificateChain.pem[0] has no DNS name in its subject alternative name",
    () => ({ chain: [leaf({ dns: undefined })] }),
  ),
  make(
    "the wildcard as DNS name alone",
    "cert.common_name_without_wildcard",
    "[lake/bundle/object] cert.common_name_without_wildcard: certificateChain.pem[0]: certificateChain.pem[0] has a wildcard DNS name, but its common name is nodes",
    () => ({
      chain: [leaf({ subject: "CN=nodes" })],
    }),
  ),
  make(
    "single hosts",
    "cert.single_host",
    "[lake/bundle/object] cert.single_host: certificateChain.pem[0]: certificateChain.pem[0] covers only ip-10-0-0-1.ec2.internal, single hosts of ec2.internal; *.ec2.internal is required",
    () => ({
      chain: [leaf({ subject: "CN=ip-10-0-0-1.ec2.internal", dns: ["ip-10-0-0-1.ec2.internal"] })],
    }),
  ),
  make(
    "a wildcard in the middle",
    "cert.wildcard_invalid",
    "[lake/bundle/object] cert.wildcard_invalid: certificateChain.pem[0]: certificateChain.pem[0] covers ip-*.ec2.internal, which is neither a DNS name nor a wildcard that all TLS implementations accept",
    () => ({
      chain: [leaf({ dns: [`*.${domain}`, `ip-*.${domain}`] })],
    }),
  ),
  make(
    "a wildcard for everything",
    "cert.wildcard_too_broad",
    "[lake/bundle/object] cert.wildcard_too_broad: certificateChain.pem[0]: certificateChain.pem[0] covers *.internal, which matches no node",
    () => ({
      chain: [leaf({ dns: [`*.${domain}`, "*.internal"] })],
    }),
  ),
  {
    did: "a certificate for another Region",
    rule: "cert.wrong_region",
    told: "[lake/bundle/object] cert.wrong_region: certificateChain.pem[0]: certificateChain.pem[0] is issued for ec2.internal, but the nodes are in eu-west-1.compute.internal",
    fill: (stack) => inVpc(stack),
    region: "eu-west-1",
  },
  {
    did: "a domain of the VPC's own",
    rule: "cert.custom_domain_missing",
    told: "[lake/bundle/object] cert.custom_domain_missing: certificateChain.pem[0]: the DHCP options set the nodes' domain to emr.corp.example, but certificateChain.pem[0] covers *.ec2.internal",
    fill: (stack) => inVpc(stack, "emr.corp.example"),
  },
  {
    did: "Trino without a public name",
    rule: "cert.public_name_missing",
    told: "[lake/bundle/object] cert.public_name_missing: certificateChain.pem[0]: certificateChain.pem[0] covers only private names, but Presto or Trino serves clients outside the VPC",
    fill: (stack) => inVpc(stack, undefined, ["Trino"]),
  },
  make(
    "the leaf as its own trust",
    "cert.pinned_trust",
    "[lake/bundle/object] cert.pinned_trust: certificateChain.pem[0]: certificateChain.pem[0], the nodes' own certificate, is in trustedCertificates.pem",
    () => {
      const one = leaf();
      return { chain: [one], trusted: [root, one] };
    },
  ),
  make(
    "trust in what is no CA",
    "cert.trust_anchor_invalid",
    "[lake/bundle/object] cert.trust_anchor_invalid: trustedCertificates.pem[1]: trustedCertificates.pem[1] (CN=other) is in trustedCertificates.pem but is not a CA certificate",
    () => ({
      trusted: [root, leaf({ subject: "CN=other" })],
    }),
  ),
  make(
    "trust that nothing needs",
    "cert.unused_trust",
    "[lake/bundle/object] cert.unused_trust: trustedCertificates.pem[1]: trustedCertificates.pem[1] (CN=Unused) is trusted but not used by any path",
    () => ({
      trusted: [root, issue({ subject: "CN=Unused", ca: true, ...later })],
    }),
  ),
  make(
    "a form that not every reader takes",
    "cert.malformed",
    "[lake/bundle/object] cert.malformed: certificateChain.pem[0]: certificateChain.pem[0] does not conform to X.509: its serial number has more than 20 bytes",
    () => ({
      chain: [leaf({ serial: Buffer.alloc(21, 1) })],
    }),
  ),
];

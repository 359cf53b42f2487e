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
  make("an RSA key of 1024 bits", "cert.weak_rsa", "[lake/bundle/object] cert.weak_rsa", () => ({
    chain: [leaf({ keys: rsaKeys(1024) })],
  })),
  make("a key of another type", "cert.not_rsa", "[lake/bundle/object] cert.not_rsa", () => ({
    chain: [leaf({ keys: ecKeys() })],
  })),
  make("a curve that Java does not use", "cert.key_unsupported", "[lake/bundle/object] cert.key_unsupported", () => ({
    chain: [leaf({ keys: ecKeys("secp256k1") })],
  })),
  make("SHA-1", "cert.weak_signature", "[lake/bundle/object] cert.weak_signature", () => ({
    chain: [leaf({ hash: "sha1" })],
  })),
  make("a leaf with its CA's key", "cert.shared_issuer_key", "[lake/bundle/object] cert.shared_issuer_key", () => ({
    chain: [leaf({ keys: root.keys })],
  })),
  make("a signature of somebody else", "cert.signature_invalid", "[lake/bundle/object] cert.signature_invalid", () => ({
    chain: [leaf({ signWith: ecKeys() })],
  })),
  make(
    "a self-signed certificate in production",
    "cert.self_signed",
    "[lake/bundle/object] cert.self_signed",
    () => {
      const own = issue({ subject: `CN=*.${domain}`, keys, dns: [`*.${domain}`], notAfter: days(200) });
      return { chain: [own], trusted: [own] };
    },
    production,
  ),
  {
    did: "the development CA in production",
    rule: "cert.development_ca",
    told: "[lake/bundle/object] cert.development_ca",
    fill: (stack) => encryption(stack),
    ...production,
  },
  make("an expired leaf", "cert.expired", "[lake/bundle/object] cert.expired", () => ({
    chain: [leaf({ notAfter: days(-1) })],
  })),
  make("a leaf of next week", "cert.not_yet_valid", "[lake/bundle/object] cert.not_yet_valid", () => ({
    chain: [leaf({ notBefore: days(7) })],
  })),
  make(
    "a leaf that ends before it starts",
    "cert.negative_validity",
    "[lake/bundle/object] cert.negative_validity",
    () => ({
      chain: [leaf({ notBefore: days(-1), notAfter: days(-2) })],
    }),
  ),
  make("a leaf with a week left", "cert.expires_soon", "[lake/bundle/object] cert.expires_soon", () => ({
    chain: [leaf({ notAfter: days(7) })],
  })),
  make("a leaf for ten years", "cert.long_validity", "[lake/bundle/object] cert.long_validity", () => ({
    chain: [leaf({ notBefore: days(-1), notAfter: days(3649) })],
  })),
  make("an expired CA", "cert.issuer_expired", "[lake/bundle/object] cert.issuer_expired", () => {
    const ca = authority({ notAfter: days(-1) });
    return { chain: [leaf({ by: ca }), ca] };
  }),
  make("a CA that ends first", "cert.issuer_expires_first", "[lake/bundle/object] cert.issuer_expires_first", () => {
    const ca = authority({ notAfter: days(20) });
    return { chain: [leaf({ by: ca }), ca] };
  }),
  make("the chain turned round", "cert.chain_order", "[lake/bundle/object] cert.chain_order", () => {
    const ca = authority();
    const below = authority({ subject: "CN=Below", by: ca });
    return { chain: [leaf({ by: below }), ca, below] };
  }),
  make("a CA left out", "cert.chain_incomplete", "[lake/bundle/object] cert.chain_incomplete", () => ({
    chain: [leaf({ by: authority() })],
  })),
  make("the trust of another company", "cert.chain_untrusted", "[lake/bundle/object] cert.chain_untrusted", () => {
    const other = issue({ subject: "CN=Other Root", ca: true, ...later });
    const ca = issue({ subject: "CN=Self", ca: true, ...later });
    return { chain: [leaf({ by: ca }), ca], trusted: [other] };
  }),
  make(
    "a certificate that is on no path",
    "cert.stray_certificate",
    "[lake/bundle/object] cert.stray_certificate",
    () => ({
      chain: [leaf(), issue({ subject: "CN=Stray", ca: true, ...later })],
    }),
  ),
  make("an issuer that is no CA", "cert.issuer_not_ca", "[lake/bundle/object] cert.issuer_not_ca", () => {
    const ca = authority({ ca: false });
    return { chain: [leaf({ by: ca }), ca] };
  }),
  make(
    "a name that the CA may not certify",
    "cert.name_constraints",
    "[lake/bundle/object] cert.name_constraints",
    () => {
      const ca = authority({ permittedDns: ["corp.example"] });
      return { chain: [leaf({ by: ca }), ca] };
    },
  ),
  make(
    "an extension that nobody knows",
    "cert.unknown_critical_extension",
    "[lake/bundle/object] cert.unknown_critical_extension",
    () => ({
      chain: [leaf({ more: [["1.2.3.4.5", true, Buffer.from([5, 0])]] })],
    }),
  ),
  make("a leaf that is a CA", "cert.leaf_is_ca", "[lake/bundle/object] cert.leaf_is_ca", () => ({
    chain: [leaf({ ca: true, keyUsage: [0, 2, 5] })],
  })),
  make("a leaf for any purpose", "cert.any_purpose", "[lake/bundle/object] cert.any_purpose", () => ({
    chain: [leaf({ extendedKeyUsage: ["2.5.29.37.0"] })],
  })),
  make("a leaf for clients alone", "cert.purpose_missing", "[lake/bundle/object] cert.purpose_missing", () => ({
    chain: [leaf({ extendedKeyUsage: [CLIENT_AUTH] })],
  })),
  {
    did: "a leaf for servers alone, where nodes are clients too",
    rule: "cert.client_purpose_missing",
    told: "[lake/bundle/object] cert.client_purpose_missing",
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
  make("a CA for clients alone", "cert.issuer_purpose", "[lake/bundle/object] cert.issuer_purpose", () => {
    const ca = authority({ extendedKeyUsage: [CLIENT_AUTH] });
    return { chain: [leaf({ by: ca }), ca] };
  }),
  make("no name but the common name", "cert.no_san", "[lake/bundle/object] cert.no_san", () => ({
    chain: [leaf({ dns: undefined })],
  })),
  make(
    "the wildcard as DNS name alone",
    "cert.common_name_without_wildcard",
    "[lake/bundle/object] cert.common_name_without_wildcard",
    () => ({
      chain: [leaf({ subject: "CN=nodes" })],
    }),
  ),
  make("single hosts", "cert.single_host", "[lake/bundle/object] cert.single_host", () => ({
    chain: [leaf({ subject: "CN=ip-10-0-0-1.ec2.internal", dns: ["ip-10-0-0-1.ec2.internal"] })],
  })),
  make("a wildcard in the middle", "cert.wildcard_invalid", "[lake/bundle/object] cert.wildcard_invalid", () => ({
    chain: [leaf({ dns: [`*.${domain}`, `ip-*.${domain}`] })],
  })),
  make("a wildcard for everything", "cert.wildcard_too_broad", "[lake/bundle/object] cert.wildcard_too_broad", () => ({
    chain: [leaf({ dns: [`*.${domain}`, "*.internal"] })],
  })),
  {
    did: "a certificate for another Region",
    rule: "cert.wrong_region",
    told: "[lake/bundle/object] cert.wrong_region",
    fill: (stack) => inVpc(stack),
    region: "eu-west-1",
  },
  {
    did: "a domain of the VPC's own",
    rule: "cert.custom_domain_missing",
    told: "[lake/bundle/object] cert.custom_domain_missing",
    fill: (stack) => inVpc(stack, "emr.corp.example"),
  },
  {
    did: "Trino without a public name",
    rule: "cert.public_name_missing",
    told: "[lake/bundle/object] cert.public_name_missing",
    fill: (stack) => inVpc(stack, undefined, ["Trino"]),
  },
  make("the leaf as its own trust", "cert.pinned_trust", "[lake/bundle/object] cert.pinned_trust", () => {
    const one = leaf();
    return { chain: [one], trusted: [root, one] };
  }),
  make("trust in what is no CA", "cert.trust_anchor_invalid", "[lake/bundle/object] cert.trust_anchor_invalid", () => ({
    trusted: [root, leaf({ subject: "CN=other" })],
  })),
  make("trust that nothing needs", "cert.unused_trust", "[lake/bundle/object] cert.unused_trust", () => ({
    trusted: [root, issue({ subject: "CN=Unused", ca: true, ...later })],
  })),
  make("a form that not every reader takes", "cert.malformed", "[lake/bundle/object] cert.malformed", () => ({
    chain: [leaf({ serial: Buffer.alloc(21, 1) })],
  })),
];

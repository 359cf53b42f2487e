import { generateKeyPairSync } from "node:crypto";
import {
  CLIENT_AUTH,
  ecKeys,
  type Issued,
  type IssueOptions,
  issue,
  rsaKeys,
  SERVER_AUTH,
} from "../support/certificates";

/** Hosts of the domain that every case is for. */
export const DOMAIN = "us-west-2.compute.internal";
export const HOSTS = [`ip-10-0-0-1.${DOMAIN}`, `ip-10-0-0-2.${DOMAIN}`] as const;

/** Whether Java accepts a bundle: `yes`, or what it refuses. */
export type Verdict =
  | "yes"
  | "no load"
  | "no handshake"
  | "no mutual handshake"
  | "no handshake with the second host"
  | "no handshake with TLS 1.3"
  | "no PKCS12";

/** A bundle and Java's verdict on it. */
export interface Case {
  readonly files: { readonly [name: string]: string };
  readonly java: Verdict;
  /** Verdict of Java before 25, where it is another. */
  readonly olderJava?: Verdict;
  /** A part of Java's message if it refuses. */
  readonly says?: string;
}

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().replace(/\.\d+/, "");
const life = { notBefore: day(-10), notAfter: day(300) };
const past = { notBefore: day(-20), notAfter: day(-10) };
const wildcard = `*.${DOMAIN}`;
const nodeUse: IssueOptions = { ca: false, keyUsage: [0, 2], extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH] };

const ca = (options: IssueOptions = {}): Issued =>
  issue({ subject: "CN=Root", ca: true, keys: rsaKeys(2048, 1), ...life, ...options });
const leafOf = (by: Issued | undefined, options: IssueOptions = {}): Issued =>
  issue({
    subject: `CN=${wildcard}`,
    dns: [wildcard],
    keys: rsaKeys(),
    ...nodeUse,
    ...life,
    ...(by && { by }),
    ...options,
  });
const bundle = (leaf: Issued, chain: readonly Issued[], trusted?: readonly Issued[]) => ({
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": [leaf, ...chain].map(({ pem }) => pem).join(""),
  ...(trusted && { "trustedCertificates.pem": trusted.map(({ pem }) => pem).join("") }),
});

const root = ca();
const intermediate = ca({ subject: "CN=Intermediate", by: root, keys: rsaKeys(2048, 2), pathLength: 0 });
const leaf = leafOf(root);
const below = leafOf(intermediate);
const good = bundle(leaf, [], [root]);

/** A leaf under the root that differs in one thing. */
const with_ = (options: IssueOptions) => bundle(leafOf(root, options), [], [root]);
const chainFile = (edit: (pem: string) => string) => ({
  ...good,
  "certificateChain.pem": edit(good["certificateChain.pem"]),
});
const keyFile = (pem: string | Buffer) => ({ ...good, "privateKey.pem": pem.toString() });
const { privateKey } = leaf.keys;
const dsaKeys = generateKeyPairSync("dsa", { modulusLength: 2048, divisorLength: 256 });
const unknownExtension = ["1.2.3.4", true, Buffer.from([0x05, 0x00])] as const;

function constrainedBundle(names: IssueOptions) {
  const authority = ca({ subject: "CN=Constrained", by: root, keys: rsaKeys(2048, 2), ...names });
  return bundle(leafOf(authority), [authority], [root]);
}

/** Good and bad classes of bundles. */
export const cases: { readonly [name: string]: Case } = {
  "leaf under a root": { files: good, java: "yes" },
  "leaf, intermediate; root trusted": { files: bundle(below, [intermediate], [root]), java: "yes" },
  "leaf, intermediate, root; root trusted": { files: bundle(below, [intermediate, root], [root]), java: "yes" },
  "intermediate in the trust file alone": { files: bundle(below, [], [intermediate, root]), java: "yes" },
  "intermediate trusted, no root": { files: bundle(below, [intermediate], [intermediate]), java: "yes" },
  "several roots trusted": {
    files: bundle(leaf, [], [ca({ subject: "CN=Other", keys: rsaKeys(2048, 3) }), root]),
    java: "yes",
  },
  "EC P-256 leaf": { files: with_({ keys: ecKeys(), keyUsage: [0] }), java: "yes" },
  "EC P-384 leaf": { files: with_({ keys: ecKeys("P-384"), keyUsage: [0] }), java: "yes" },
  "Ed25519 leaf": { files: with_({ keys: generateKeyPairSync("ed25519"), keyUsage: [0] }), java: "yes" },
  "Ed448 leaf": { files: with_({ keys: generateKeyPairSync("ed448"), keyUsage: [0] }), java: "yes" },
  "root of version 1": {
    files: ((old) => bundle(leafOf(old), [], [old]))(
      issue({ subject: "CN=Root", version: 1, keys: rsaKeys(2048, 1), ...life }),
    ),
    java: "yes",
  },
  "issued with the key of a node whose certificate may sign": {
    files: ((node) => bundle(leafOf(node), [node], [root]))(
      leafOf(root, { subject: "CN=Node", keys: rsaKeys(2048, 2), ca: true, keyUsage: [0, 5] }),
    ),
    java: "yes",
  },
  "no usages at all": {
    files: bundle(
      issue({ subject: `CN=${wildcard}`, dns: [wildcard], keys: rsaKeys(), by: root, ...life }),
      [],
      [root],
    ),
    java: "yes",
  },
  "several domains": { files: with_({ dns: ["*.corp.example", wildcard] }), java: "yes" },
  "common name alone": { files: with_({ dns: [] }), java: "yes" },
  "name in capitals": { files: with_({ dns: [wildcard.toUpperCase()] }), java: "yes" },
  "RSA 1024 leaf": { files: with_({ keys: rsaKeys(1024) }), java: "yes" },
  "RSA 1024 root": { files: ((weak) => bundle(leafOf(weak), [], [weak]))(ca({ keys: rsaKeys(1024, 1) })), java: "yes" },
  "SHA-1 below a private root": { files: with_({ hash: "sha1" }), java: "yes" },
  "self-signed, trusting itself": { files: ((self) => bundle(self, [], [self]))(leafOf(undefined)), java: "yes" },
  "expired, trusting itself": { files: ((self) => bundle(self, [], [self]))(leafOf(undefined, past)), java: "yes" },
  "expired root": { files: ((old) => bundle(leafOf(old), [], [old]))(ca(past)), java: "yes" },
  "leaf trusted beside its root": { files: bundle(leaf, [], [leaf, root]), java: "yes" },
  "leaf and issuer share a key": { files: with_({ keys: rsaKeys(2048, 1) }), java: "yes" },
  "issuing CA whose extended usage excludes servers": {
    files: ((issuing) => bundle(leafOf(issuing), [issuing], [root]))(
      ca({ subject: "CN=Intermediate", by: root, keys: rsaKeys(2048, 2), extendedKeyUsage: [CLIENT_AUTH] }),
    ),
    java: "yes",
  },
  "text around the blocks, CRLF": {
    files: chainFile((pem) => `subject=CN = x\r\n${pem.replaceAll("\n", "\r\n")}`),
    java: "yes",
  },
  "two wildcards in one name": {
    files: with_({ dns: ["*.*.compute.internal"] }),
    java: "no handshake",
    says: "No subject alternative DNS name matching",
    olderJava: "yes",
  },
  "byte order mark before the chain": {
    files: chainFile((pem) => `\ufeff${pem}`),
    java: "yes",
    olderJava: "no load",
    says: "Incomplete data",
  },

  "chain out of order": {
    files: bundle(below, [root, intermediate], [root]),
    java: "no PKCS12",
    says: "Certificate chain is not valid",
  },
  "certificate twice in the chain": {
    files: bundle(below, [intermediate, intermediate], [root]),
    java: "no PKCS12",
    says: "Certificate chain is not valid",
  },

  "certificate that is on no path": {
    files: bundle(below, [intermediate, ca({ subject: "CN=Former", by: root, keys: rsaKeys(2048, 3) })], [root]),
    java: "no PKCS12",
    says: "Certificate chain is not valid",
  },
  "trusted certificate in the chain that is on no path": {
    files: ((other) => bundle(below, [intermediate, other], [root, other]))(
      ca({ subject: "CN=Other", keys: rsaKeys(2048, 3) }),
    ),
    java: "no PKCS12",
    says: "Certificate chain is not valid",
  },

  "private key of another": {
    files: keyFile(issue({ keys: rsaKeys(2048, 3) }).privateKeyPem),
    java: "no handshake",
    says: "Invalid CertificateVerify signature",
  },
  "expired leaf": { files: with_(past), java: "no handshake", says: "CertificateExpiredException" },
  "leaf of the future": {
    files: with_({ notBefore: day(10) }),
    java: "no handshake",
    says: "CertificateNotYetValidException",
  },
  "leaf that ends before it starts": {
    files: with_({ notBefore: day(10), notAfter: day(5) }),
    java: "no handshake",
    says: "CertificateNotYetValidException",
  },
  "expired intermediate": {
    files: ((old) => bundle(leafOf(old), [old], [root]))(
      ca({ subject: "CN=Intermediate", by: root, keys: rsaKeys(2048, 2), ...past }),
    ),
    java: "no handshake",
    says: "CertificateExpiredException",
  },
  "domain of another Region": {
    files: with_({ dns: ["*.eu-west-1.compute.internal"] }),
    java: "no handshake",
    says: "No subject alternative DNS name matching",
  },
  "wildcard too broad": {
    files: with_({ dns: ["*.compute.internal"] }),
    java: "no handshake",
    says: "No subject alternative DNS name matching",
  },
  "wildcard too broad beside the right one": { files: with_({ dns: ["*.compute.internal", wildcard] }), java: "yes" },
  "no name at all": {
    files: with_({ subject: "O=Example", dns: [] }),
    java: "no handshake",
    says: "No name matching",
  },
  "other names, right common name": {
    files: with_({ dns: ["*.corp.example"] }),
    java: "no handshake",
    says: "No subject alternative DNS name matching",
  },
  "one host": {
    files: with_({ dns: [HOSTS[0]] }),
    java: "no handshake with the second host",
    says: "No subject alternative DNS name matching",
  },
  "intermediate missing": {
    files: bundle(below, [], [root]),
    java: "no handshake",
    says: "unable to find valid certification path",
  },
  "trusting another root": {
    files: bundle(leaf, [], [ca({ subject: "CN=Other", keys: rsaKeys(2048, 3) })]),
    java: "no handshake",
    says: "unable to find valid certification path",
  },
  "private CA without a trust file": {
    files: bundle(leaf, [root]),
    java: "no handshake",
    says: "unable to find valid certification path",
  },
  "root of the same name, another key": {
    files: bundle(leaf, [], [ca({ keys: rsaKeys(2048, 3) })]),
    java: "no handshake",
    says: "Signature does not match",
  },
  "issuer that is no CA": {
    files: ((issuing) => bundle(leafOf(issuing), [issuing], [root]))(
      leafOf(root, { subject: "CN=No CA", keys: rsaKeys(2048, 2) }),
    ),
    java: "no handshake",
    says: "keyCertSign bit is not set",
  },
  "issued with the key of a node whose certificate is a CA that may not sign": {
    files: ((node) => bundle(leafOf(node), [node], [root]))(
      leafOf(root, { subject: "CN=Node", keys: rsaKeys(2048, 2), ca: true }),
    ),
    java: "no handshake",
    says: "keyCertSign bit is not set",
  },
  "path longer than its CA allows": {
    files: ((second) => bundle(leafOf(second), [second, intermediate], [root]))(
      ca({ subject: "CN=Second", by: intermediate, keys: rsaKeys(2048, 3) }),
    ),
    java: "no handshake",
    says: "pathLenConstraint violated",
  },
  "names outside what the CA may certify": {
    files: ((issuing) => bundle(leafOf(issuing), [issuing], [root]))(
      ca({ subject: "CN=Intermediate", by: root, keys: rsaKeys(2048, 2), permittedDns: ["corp.example"] }),
    ),
    java: "no handshake",
    says: "name constraints check failed",
  },
  "a permitted name with a dot before it": {
    files: constrainedBundle({ permittedDns: [`.${DOMAIN}`] }),
    java: "yes",
  },
  "an excluded host that the wildcard covers": {
    files: constrainedBundle({ excludedDns: [HOSTS[0]] }),
    java: "yes",
  },
  "unknown critical extension": {
    files: with_({ more: [unknownExtension] }),
    java: "no handshake",
    says: "unrecognized critical extension",
  },
  "MD5 signature": { files: with_({ hash: "md5" }), java: "no handshake", says: "MD5" },
  "signature by another key": {
    files: with_({ signWith: rsaKeys(2048, 3) }),
    java: "no handshake",
    says: "Signature does not match",
  },
  "extended usage for clients alone": {
    files: with_({ extendedKeyUsage: [CLIENT_AUTH] }),
    java: "no handshake",
    says: "does not permit use for TLS server authentication",
  },
  "extended usage for servers alone": {
    files: with_({ extendedKeyUsage: [SERVER_AUTH] }),
    java: "no mutual handshake",
    says: "does not permit use for TLS client authentication",
  },
  "usage without digitalSignature": {
    files: with_({ keyUsage: [2] }),
    java: "no handshake",
    says: "KeyUsage does not allow digital signatures",
  },
  "RSA 512 leaf": {
    files: with_({ keys: rsaKeys(512) }),
    java: "no handshake",
    says: "keysize limits: RSA 512 bit key",
  },
  "EC secp256k1 leaf": {
    files: with_({ keys: ecKeys("secp256k1"), keyUsage: [0] }),
    java: "no handshake",
    says: "No supported CertificateVerify signature algorithm for EC",
  },
  "DSA leaf": {
    files: with_({ keys: dsaKeys, keyUsage: [0] }),
    java: "no handshake with TLS 1.3",
    says: "No available authentication scheme",
  },
  "DSA root": {
    files: ((old) => bundle(leafOf(old), [], [old]))(ca({ keys: dsaKeys })),
    java: "no handshake with TLS 1.3",
    says: "Algorithm constraints check failed on signature algorithm: SHA256withDSA",
  },
  "EC secp256k1 root": {
    files: ((old) => bundle(leafOf(old), [], [old]))(ca({ keys: ecKeys("secp256k1") })),
    java: "no handshake",
    says: "Curve not supported: secp256k1",
  },
  "trust file of a certificate that is no CA": {
    files: ((issuing) => bundle(leafOf(issuing), [], [issuing]))(
      leafOf(undefined, { subject: "CN=No CA", keys: rsaKeys(2048, 2) }),
    ),
    java: "no handshake",
    says: "is not a CA certificate",
  },

  "PKCS#1 private key": {
    files: keyFile(privateKey.export({ type: "pkcs1", format: "pem" })),
    java: "no load",
    says: "no PKCS#8 private key",
  },
  "encrypted private key": {
    files: keyFile(privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })),
    java: "no load",
    says: "no PKCS#8 private key",
  },
  "private key in the chain file": {
    files: chainFile((pem) => pem + leaf.privateKeyPem),
    java: "no load",
    says: "signed fields invalid",
  },
  "END line missing": {
    files: chainFile((pem) => pem.replace(/-----END.*\n/, "") + root.pem),
    java: "no load",
    says: "Illegal footer",
  },
  "bad base64 in the chain": {
    files: chainFile((pem) => pem.replace(/\nMII/, "\n!!!")),
    java: "no load",
    says: "Illegal base64 character",
  },
};

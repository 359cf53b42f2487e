import { generateKeyPairSync } from "node:crypto";
import { publishedAt } from "../../formats/x509/published-keys";
import type { BundleContext } from "../../linter/facts/bundle/bundle-facts";
import { bundleZip, CLIENT_AUTH, der, ecKeys, issue, rsaKeys, rsaSpki, SERVER_AUTH } from "../support/certificates";
import { inconsistentKeyPem, keyPem, keys } from "../support/rules/bundle-kit";
import {
  anchor,
  caOf,
  catalogue,
  chain,
  domain,
  type Files,
  files,
  found,
  good,
  issuing,
  leafOf,
  oldRoot,
  privateKey,
  root,
  weakRoot,
} from "./bundle-kit";

jest.mock("../../formats/x509/published-keys", () => ({ publishedAt: jest.fn() }));

const checked = new Set<string>();

describe("one mistake, one finding", () => {
  const selfSigned = issue({ subject: "CN=*.ec2.internal", keys, dns: ["*.ec2.internal"], keyUsage: [0, 2] });
  const notCa = caOf({ ca: false, pathLength: undefined });
  const constrained = caOf({ permittedDns: ["corp.example"] });
  const expiredCa = caOf({ notAfter: "2026-06-01T00:00:00Z" });
  const shortCa = caOf({ notAfter: "2027-06-01T00:00:00Z" });
  const mailCa = caOf({ extendedKeyUsage: ["1.3.6.1.5.5.7.3.4"] });
  const development = issue({
    subject: "OU=emr-encryption development CA, CN=Development",
    ca: true,
    notAfter: "2040-01-01T00:00:00Z",
  });
  const sameKey = caOf({ keys });
  const endsWithLeaf = caOf({ notAfter: "2027-12-21T00:00:00Z" });
  const plainLeaf = leafOf();
  const leafBelow = leafOf({ by: issuing });
  const without = (name: string, given: Files): Files =>
    Object.fromEntries(Object.entries(given).filter(([each]) => each !== name));
  const ecKey = String(ecKeys().privateKey.export({ format: "pem", type: "pkcs8" }));
  const derKey = root.keys.privateKey.export({ format: "der", type: "sec1" });
  const publicPem = String(keys.publicKey.export({ format: "pem", type: "spki" }));
  const unsigned = { signWith: root.keys } as const;

  test.each<[string, Files | Buffer, readonly string[], Partial<BundleContext>?]>([
    ["text", Buffer.from("no zip"), ["bundle.unreadable"]],
    ["a zip behind a prefix", Buffer.concat([Buffer.from("#!"), bundleZip(good)]), ["bundle.ambiguous"]],
    ["no private key", { "certificateChain.pem": chain, "trustedCertificates.pem": root.pem }, ["bundle.file_missing"]],
    [
      "files in a folder",
      Object.fromEntries(Object.entries(good).map(([name, text]) => [`certs/${name}`, text])),
      ["bundle.name_wrong", "bundle.stray_entry"],
    ],
    ["a zip in the zip", { "certs.zip": bundleZip(good) }, ["bundle.name_wrong/nested"]],
    ["leftovers of macOS", { ...good, ".DS_Store": "x" }, ["bundle.stray_entry"]],
    [
      "headers before the base64",
      { ...good, "certificateChain.pem": chain.replace("-----\n", "-----\nX-Owner: platform\n\n") },
      ["bundle.pem_unreadable"],
    ],
    ["a byte order mark", { ...good, "certificateChain.pem": `\ufeff${chain}` }, ["bundle.pem_unreadable"]],
    [
      "text behind the last block",
      { ...good, "certificateChain.pem": `${chain}the end\n` },
      ["bundle.pem_unreadable/skipped"],
    ],
    [
      "swapped files",
      { ...good, "privateKey.pem": chain, "certificateChain.pem": privateKey },
      ["bundle.files_swapped"],
    ],
    ["an encrypted key", { ...good, "privateKey.pem": keyPem("pkcs8", "secret") }, ["bundle.private_key_encrypted"]],
    ["PKCS#1", { ...good, "privateKey.pem": keyPem("pkcs1") }, ["bundle.private_key_encoding"]],
    ["two private keys", { ...good, "privateKey.pem": privateKey + privateKey }, ["bundle.private_keys_several"]],
    [
      "the chain behind the key",
      { ...good, "privateKey.pem": privateKey + chain },
      ["bundle.certificate_with_private_key"],
    ],
    ["the key behind the chain", { ...good, "certificateChain.pem": chain + privateKey }, ["bundle.stray_private_key"]],
    [
      "another key",
      files([leafOf()], [root], ecKeys().privateKey.export({ format: "pem", type: "pkcs8" }) as string),
      ["bundle.key_mismatch"],
    ],
    [
      "the CA's key",
      files([leafOf({ by: issuing }), issuing], [root], issuing.privateKeyPem),
      ["bundle.key_mismatch/issuer"],
    ],
    [
      "a damaged key",
      { ...good, "privateKey.pem": inconsistentKeyPem("pkcs1") },
      ["bundle.private_key_encoding", "bundle.private_key_inconsistent"],
    ],
    ["no trust file", files([leafOf()], []), ["bundle.trust_missing"]],
    ["1024 bits", files([leafOf({ keys: rsaKeys(1024) })]), ["cert.weak_rsa"]],
    ["a root of 1024 bits", files([leafOf({ by: weakRoot })], [weakRoot]), ["cert.weak_rsa"]],
    ["an unused root of 1024 bits", files([leafOf()], [root, weakRoot]), ["cert.unused_trust", "cert.weak_rsa/unused"]],
    [
      "the exponent 3",
      files([leafOf({ spki: rsaSpki(modulus(), 3n), ...unsigned })]),
      ["bundle.key_mismatch", "cert.weak_exponent"],
    ],
    [
      "the exponent 65536",
      files([leafOf({ spki: rsaSpki(modulus(), 65536n), ...unsigned })]),
      ["bundle.key_mismatch", "cert.weak_exponent/broken"],
    ],
    [
      "a small factor",
      files([leafOf({ spki: rsaSpki(743n * modulus()), ...unsigned })]),
      ["bundle.key_mismatch", "cert.weak_modulus"],
    ],
    [
      "a curve of another kind",
      files([leafOf({ keys: ecKeys("secp256k1") })]),
      ["cert.key_unsupported", "cert.not_rsa"],
    ],
    ["a key on a curve", files([leafOf({ keys: ecKeys() })]), ["cert.not_rsa"]],
    ["the CA's key in the leaf", files([leafOf({ by: sameKey }), sameKey]), ["cert.shared_issuer_key"]],
    ["SHA-1", files([leafOf({ hash: "sha1" })]), ["cert.weak_signature"]],
    [
      "a signature of another key",
      files([leafOf({ signWith: ecKeys() })]),
      ["cert.signature_invalid", "cert.unused_trust"],
    ],
    ["a self-signed leaf", files([selfSigned], [selfSigned]), ["cert.self_signed"]],
    ["the development CA", files([leafOf({ by: development })], [development]), ["cert.development_ca"]],
    ["an expired leaf", files([leafOf({ notAfter: "2026-11-01T00:00:00Z" })]), ["cert.expired"]],
    ["a leaf of tomorrow", files([leafOf({ notBefore: "2026-11-24T00:00:00Z" })]), ["cert.not_yet_valid"]],
    [
      "a leaf that ends before it starts",
      files([leafOf({ notBefore: "2026-06-02T00:00:00Z", notAfter: "2026-05-02T00:00:00Z" })]),
      ["cert.negative_validity"],
    ],
    ["a leaf of the last days", files([leafOf({ notAfter: "2026-12-01T00:00:00Z" })]), ["cert.expires_soon"]],
    ["an expired CA", files([leafOf({ by: expiredCa }), expiredCa]), ["cert.issuer_expired"]],
    ["a CA that ends first", files([leafOf({ by: shortCa }), shortCa]), ["cert.issuer_expires_first/long_before"]],
    [
      "a CA that ends ten days before the leaf",
      files([leafOf({ by: endsWithLeaf }), endsWithLeaf]),
      ["cert.issuer_expires_first"],
    ],
    ["a repeated leaf", files([plainLeaf, plainLeaf]), ["cert.chain_order/repeated"]],
    ["a leaf repeated at the end", files([leafBelow, issuing, leafBelow]), ["cert.chain_order/repeated"]],
    ["a chain in reverse", files([issuing, leafBelow], [root], leafBelow.privateKeyPem), ["cert.chain_order"]],
    [
      "a chain in reverse, root first, without its private key",
      without("privateKey.pem", files([root, issuing, leafBelow])),
      ["bundle.file_missing", "cert.chain_order"],
    ],
    [
      "a chain in reverse with the CA's private key",
      files([issuing, leafBelow]),
      ["bundle.key_mismatch/issuer", "cert.chain_order"],
    ],
    [
      "a leaf for servers alone",
      files([leafOf({ extendedKeyUsage: [SERVER_AUTH] })]),
      ["cert.client_purpose_missing/servers_only"],
    ],
    [
      "another Region's domain, where the domain is only assumed",
      files([leafOf({ dns: ["*.us-west-2.compute.internal"], subject: "CN=*.us-west-2.compute.internal" })]),
      ["cert.wrong_region/assumed"],
      { domains: [{ domain, certainty: "guessed" }] },
    ],
    [
      "the domain itself as its only name",
      files([leafOf({ dns: [domain], subject: `CN=${domain}` })]),
      ["cert.wrong_domain"],
    ],
    [
      "the CA's key in a file of its own",
      { ...good, "rootCA.key": root.privateKeyPem },
      ["bundle.stray_private_key/other_file"],
    ],
    ["an old key in a folder", { ...good, "old/privateKey.pem": ecKey }, ["bundle.stray_private_key/other_file"]],
    ["a private key in DER", { ...good, "server.der": derKey }, ["bundle.stray_private_key/other_file"]],
    [
      "a private key with a passphrase",
      { ...good, "notes.txt": keyPem("pkcs8", "secret") },
      ["bundle.stray_private_key/other_file"],
    ],
    ["a bundle in the bundle", { ...good, "backup.zip": bundleZip(good) }, ["bundle.stray_private_key/other_file"]],
    [
      "the private key under the name that certbot gives it",
      { ...without("privateKey.pem", good), "privkey.pem": privateKey },
      ["bundle.name_wrong"],
    ],
    ["a public key beside the files", { ...good, "public.pem": publicPem }, ["bundle.stray_entry"]],
    ["ten years", files([leafOf({ notAfter: "2036-01-01T00:00:00Z" })]), ["cert.long_validity"]],
    ["a chain out of order", files([leafOf({ by: issuing }), root, issuing]), ["cert.chain_order"]],
    ["a missing issuing CA", files([leafOf({ by: issuing })]), ["cert.chain_incomplete", "cert.unused_trust"]],
    ["a root that is not trusted", files([leafOf(), root], [oldRoot]), ["cert.chain_untrusted", "cert.unused_trust"]],
    ["a stranger in the chain", files([leafOf(), oldRoot]), ["cert.stray_certificate"]],
    ["an issuer that is no CA", files([leafOf({ by: notCa }), notCa]), ["cert.issuer_not_ca"]],
    [
      "a name that its CA may not certify",
      files([leafOf({ by: constrained }), constrained]),
      ["cert.name_constraints"],
    ],
    [
      "a critical extension",
      files([leafOf({ more: [["1.3.6.1.4.1.99999.1", true, der(0x05)]] })]),
      ["cert.unknown_critical_extension"],
    ],
    ["a serial number of zero", files([leafOf({ serial: Buffer.from([0]) })]), ["cert.malformed"]],
    [
      "a critical key identifier",
      files([leafOf({ more: [["2.5.29.14", true, der(0x04, Buffer.from("ab"))]] })]),
      ["cert.malformed/forbidden"],
    ],
    ["a leaf that is a CA", files([leafOf({ ca: true, keyUsage: [0, 2, 5] })]), ["cert.leaf_is_ca"]],
    ["a leaf for any purpose", files([leafOf({ extendedKeyUsage: ["2.5.29.37.0"] })]), ["cert.any_purpose"]],
    ["a leaf for clients alone", files([leafOf({ extendedKeyUsage: [CLIENT_AUTH] })]), ["cert.purpose_missing"]],
    [
      "a leaf for servers alone",
      files([leafOf({ extendedKeyUsage: [SERVER_AUTH] })]),
      ["cert.client_purpose_missing"],
      { clientCertificates: true },
    ],
    ["a CA for e-mail", files([leafOf({ by: mailCa }), mailCa]), ["cert.issuer_purpose"]],
    [
      "another domain",
      files([leafOf({ subject: "CN=*.corp.example", dns: ["*.corp.example"] })]),
      ["cert.wrong_domain"],
    ],
    [
      "no domain of nodes, where the domain is guessed",
      files([leafOf({ subject: "CN=*.corp.example", dns: ["*.corp.example"] })]),
      ["cert.wrong_domain/unlikely"],
      { domains: [{ domain, certainty: "guessed" }] },
    ],
    [
      "another Region",
      files([leafOf({ subject: "CN=*.us-west-2.compute.internal", dns: ["*.us-west-2.compute.internal"] })]),
      ["cert.wrong_region"],
    ],
    [
      "one host",
      files([leafOf({ subject: "CN=ip-10-0-0-1.ec2.internal", dns: ["ip-10-0-0-1.ec2.internal"] })]),
      ["cert.single_host"],
    ],
    ["no DNS name", files([leafOf({ dns: [] })]), ["cert.no_san"]],
    ["a common name in words", files([leafOf({ subject: "CN=emr" })]), ["cert.common_name_without_wildcard"]],
    [
      "an asterisk within a label",
      files([leafOf({ dns: ["ip-*.ec2.internal", "i-*.ec2.internal"] })]),
      ["cert.wildcard_invalid"],
    ],
    [
      "an asterisk for every Region",
      files([leafOf({ subject: "CN=*.compute.internal", dns: ["*.compute.internal"] })]),
      ["cert.wildcard_too_broad"],
    ],
    [
      "a VPC's own domain",
      files(),
      ["cert.custom_domain_missing"],
      { domains: [{ domain: "emr.example", certainty: "seen" }] },
    ],
    ["Trino without a public name", files(), ["cert.public_name_missing"], { publicNames: true }],
    [
      "a wildcard of a public CA",
      files(
        [
          leafOf({
            dns: ["*.ec2.internal", "*.emr.example"],
            notBefore: "2026-09-01T00:00:00Z",
            notAfter: "2027-03-01T00:00:00Z",
          }),
        ],
        [],
      ),
      ["cert.public_ca_wildcard"],
      { defaultRoots: () => ("problem" in anchor ? [] : [anchor]) },
    ],
    [
      "a wildcard of a public CA, for longer than these may issue",
      files(
        [
          leafOf({
            dns: ["*.ec2.internal", "*.emr.example"],
            notBefore: "2026-09-01T00:00:00Z",
            notAfter: "2027-09-01T00:00:00Z",
          }),
        ],
        [],
      ),
      ["cert.public_ca_lifetime/exceeded", "cert.public_ca_wildcard"],
      { defaultRoots: () => ("problem" in anchor ? [] : [anchor]) },
    ],
    [
      "an anchor that is no CA",
      files([leafOf()], [root, issue({ subject: "CN=old", ca: false })]),
      ["cert.trust_anchor_invalid", "cert.unused_trust"],
    ],
  ])("%s", (_, given, expected, context = {}) => {
    const rules = found(given, context);
    for (const rule of rules) checked.add(rule.split("/")[0] ?? "");
    expect(rules).toEqual(expected);
  });

  test("a leaf that is pinned in the trust file", () => {
    const pinned = leafOf();
    expect(found(files([pinned], [pinned]))).toEqual(["cert.pinned_trust"]);
    checked.add("cert.pinned_trust");
  });

  test("a published key", () => {
    jest.mocked(publishedAt).mockReturnValueOnce("somewhere");
    expect(found(good)).toEqual(["bundle.published_key"]);
    const ofRoot = "problem" in anchor ? "" : anchor.key.spkiSha256;
    jest.mocked(publishedAt).mockImplementation((hash) => (hash === ofRoot ? "somewhere" : undefined));
    expect(found(good)).toEqual(["bundle.published_key/issuer"]);
    jest.mocked(publishedAt).mockReset();
    checked.add("bundle.published_key");
  });

  test("Ed25519 requires Java 17, and is open if the release is not known", () => {
    const given = files([leafOf({ keys: generateKeyPairSync("ed25519") })]);
    expect(found(given, { java8: true })).toEqual(["cert.key_unsupported/old_java", "cert.not_rsa"]);
    expect(found(given, { java8: false })).toEqual(["cert.not_rsa"]);
    expect(found(given, { java8: undefined })).toEqual(["cert.not_rsa"]);
  });

  test("development relaxes two rules, and no other", () => {
    expect(found(files([selfSigned], [selfSigned]), {}, "development")).toEqual(["cert.self_signed/development"]);
    expect(found(files([leafOf({ by: development })], [development]), {}, "development")).toEqual([]);
    expect(found(files([leafOf({ keys: rsaKeys(1024) })]), {}, "development")).toEqual(["cert.weak_rsa"]);
  });

  test("every rule about bundles and certificates found its mistake here", () => {
    const rules = [...catalogue.keys()].filter((id) => /^(bundle|cert)\./.test(id));
    expect(rules.filter((id) => !checked.has(id))).toEqual([]);
  });
});

function modulus(): bigint {
  const { n = "" } = keys.publicKey.export({ format: "jwk" });
  return BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
}

import { createPrivateKey } from "node:crypto";
import { inspect } from "node:util";
import { leafFitsPrivateKey, missingFiles, readBundle, readBundleFiles } from "../../../formats/bundle/read";
import {
  authorityAndLeaf,
  bundleZip,
  ecKeys,
  issue,
  type KeyPair,
  pem,
  rsaKeys,
  rsaSpki,
} from "../../support/certificates";

const rsa = rsaKeys();
const { root, leaf } = authorityAndLeaf("ec2.internal", { keys: rsa });
const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

function problems(files: { readonly [name: string]: string | Buffer }): readonly string[] {
  return readBundle(bundleZip(files)).files.flatMap((file) =>
    file.problems.map(({ kind, line, detail }) => `${file.name}:${line} ${kind}: ${detail}`),
  );
}

function encoded(keys: KeyPair, type: "pkcs1" | "sec1" | "pkcs8", passphrase?: string): string {
  const secret = passphrase === undefined ? {} : { cipher: "aes-256-cbc", passphrase };
  return keys.privateKey.export({ format: "pem", type, ...secret } as never) as unknown as string;
}

describe("readBundle", () => {
  test("reads a good zip", () => {
    const bundle = readBundle(bundleZip(good));
    expect(bundle.names).toEqual(["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"]);
    expect(bundle.zipProblems).toEqual([]);
    expect(bundle.files.flatMap((file) => file.problems)).toEqual([]);
    expect(bundle.chain.map(({ index, line, certificate }) => [index, line > 0, certificate.subject.text])).toEqual([
      [0, true, "CN=*.ec2.internal"],
      [1, true, "O=Example, CN=Example Root"],
    ]);
    expect(bundle.trusted.map(({ file, index }) => `${file}[${index}]`)).toEqual(["trustedCertificates.pem[0]"]);
    expect(bundle.privateKeys).toMatchObject([
      { encoding: "PKCS#8", encrypted: false, works: true, facts: { type: "RSA", bits: 2048 } },
    ]);
    expect(missingFiles(bundle)).toEqual([]);
    expect(leafFitsPrivateKey(bundle)).toBe(true);
  });

  test("a certificate keeps its number if one before it cannot be read, and none replaces the leaf", () => {
    const cut = pem("CERTIFICATE", leaf.der.subarray(0, leaf.der.length - 40));
    for (const first of [cut, leaf.pem.replace(/-----END.*\n/, ""), leaf.pem.replace("\n", "\n!")]) {
      const bundle = readBundle(bundleZip({ ...good, "certificateChain.pem": first + root.pem }));
      expect(bundle.chain.map(({ index, certificate }) => [index, certificate.subject.text])).toEqual([
        [1, "O=Example, CN=Example Root"],
      ]);
      expect(bundle.leaf).toBeUndefined();
      expect(leafFitsPrivateKey(bundle)).toBeUndefined();
    }
    expect(readBundle(bundleZip({ ...good, "certificateChain.pem": `\ufeff${leaf.pem}` })).leaf?.index).toBe(0);
    expect(readBundle(bundleZip({ ...good, "certificateChain.pem": leaf.pem + cut })).leaf?.index).toBe(0);
  });

  test("reads the same from a folder", () => {
    const bundle = readBundleFiles(new Map(Object.entries(good).map(([name, text]) => [name, Buffer.from(text)])));
    expect({ ...bundle, privateKeys: [] }).toEqual({ ...readBundle(bundleZip(good)), privateKeys: [] });
  });

  test("reports which required file is missing, and nothing if the archive cannot be listed", () => {
    expect(missingFiles(readBundle(bundleZip({ "Privatekey.pem": "x" })))).toEqual([
      "privateKey.pem",
      "certificateChain.pem",
    ]);
    expect(missingFiles(readBundle(Buffer.from("no zip")))).toBeUndefined();
  });

  test("a private key of another pair does not match the leaf", () => {
    const other = ecKeys();
    expect(leafFitsPrivateKey(readBundle(bundleZip({ ...good, "privateKey.pem": encoded(other, "pkcs8") })))).toBe(
      false,
    );
  });

  test("the same modulus with another exponent does not fit", () => {
    const { n, ...jwk } = rsa.publicKey.export({ format: "jwk" });
    expect(jwk.e).toBe("AQAB");
    const twin = issue({
      subject: "CN=*.ec2.internal",
      by: root,
      spki: rsaSpki(BigInt(`0x${Buffer.from(n ?? "", "base64url").toString("hex")}`), 3n),
    });
    expect(leafFitsPrivateKey(readBundle(bundleZip({ ...good, "certificateChain.pem": twin.pem })))).toBe(false);
  });

  test("whether it matches is unknown if one of the two is not readable", () => {
    expect(leafFitsPrivateKey(readBundle(bundleZip({ ...good, "privateKey.pem": "x" })))).toBeUndefined();
  });

  test("a private key with a damaged exponent does not work, though its public half fits", () => {
    const jwk = rsa.privateKey.export({ format: "jwk" });
    const damaged = Buffer.from(jwk.dp ?? "", "base64url");
    damaged[10] = (damaged[10] ?? 0) ^ 1;
    const d = Buffer.from(jwk.d ?? "", "base64url");
    d[10] = (d[10] ?? 0) ^ 1;
    const key = createPrivateKey({
      key: { ...jwk, dp: damaged.toString("base64url"), d: d.toString("base64url") },
      format: "jwk",
    });
    const bundle = readBundle(
      bundleZip({ ...good, "privateKey.pem": key.export({ format: "pem", type: "pkcs8" }) as string }),
    );
    expect(leafFitsPrivateKey(bundle)).toBe(true);
    expect(bundle.privateKeys[0]?.works).toBe(false);
  });

  test.each<[string, string, string]>([
    ["PKCS#1", encoded(rsa, "pkcs1"), "PKCS#1"],
    [
      "SEC1 after its parameters",
      pem("EC PARAMETERS", Buffer.from("06082a8648ce3d030107", "hex")) + encoded(ecKeys(), "sec1"),
      "SEC1",
    ],
  ])("reads a key in %s", (_, text, encoding) => {
    expect(problems({ ...good, "privateKey.pem": text })).toEqual([]);
    expect(readBundle(bundleZip({ ...good, "privateKey.pem": text })).privateKeys).toMatchObject([
      { encoding, works: true },
    ]);
  });

  test.each<[string, string]>([
    ["PKCS#8", encoded(rsa, "pkcs8", "secret")],
    ["PKCS#1", encoded(rsa, "pkcs1", "secret")],
  ])("sees that a %s key is encrypted", (_, text) => {
    expect(readBundle(bundleZip({ ...good, "privateKey.pem": text })).privateKeys).toMatchObject([
      { encrypted: true, publicKey: undefined },
    ]);
  });

  test.each<[string, { readonly [name: string]: string }, string]>([
    [
      "PKCS#8 under the label of PKCS#1",
      { "privateKey.pem": good["privateKey.pem"].replaceAll("PRIVATE KEY", "RSA PRIVATE KEY") },
      "privateKey.pem:1 not a private key: its content is not a private key of the kind that its label names",
    ],
    [
      "a key with bytes after it",
      {
        "privateKey.pem": pem(
          "PRIVATE KEY",
          Buffer.concat([rsa.privateKey.export({ format: "der", type: "pkcs8" }), Buffer.alloc(3)]),
        ),
      },
      "privateKey.pem:1 not a private key: 3 bytes follow the value (DER)",
    ],
    [
      "a public key",
      { "privateKey.pem": rsa.publicKey.export({ format: "pem", type: "spki" }) as string },
      "privateKey.pem:1 unexpected block: it contains a public key",
    ],
    [
      "an OpenSSH key",
      { "privateKey.pem": pem("OPENSSH PRIVATE KEY", Buffer.from("openssh-key-v1")) },
      "it is a key in OpenSSH form",
    ],
    [
      "a request for a certificate",
      { "certificateChain.pem": pem("CERTIFICATE REQUEST", Buffer.from("x")) },
      "certificateChain.pem:1 unexpected block: it contains a certificate request (CSR), not a signed certificate",
    ],
    [
      "a certificate that is none",
      { "certificateChain.pem": pem("CERTIFICATE", Buffer.from("3000", "hex")) },
      "certificateChain.pem:1 not a certificate",
    ],
  ])("reports %s", (_, files, expected) => {
    expect(problems({ ...good, ...files }).join()).toContain(expected);
  });

  test("contains no private number of any key", () => {
    const shown = inspect(readBundle(bundleZip({ ...good, "certificateChain.pem": leaf.pem + leaf.privateKeyPem })), {
      depth: 20,
      maxArrayLength: null,
      maxStringLength: null,
    });
    const { d, p, q, dp, dq, qi } = rsa.privateKey.export({ format: "jwk" });
    for (const part of [d, p, q, dp, dq, qi]) {
      const bytes = Buffer.from(part ?? "", "base64url");
      expect(bytes.length).toBeGreaterThan(100);
      expect(shown).not.toContain(bytes.toString("hex").slice(20, 60));
      expect(shown).not.toContain(bytes.toString("base64").slice(20, 60));
      expect(shown).not.toContain(
        BigInt(`0x${bytes.toString("hex")}`)
          .toString()
          .slice(20, 60),
      );
      expect(shown).not.toContain(bytes.toString("hex").slice(20, 60).match(/../g)?.join(" ") ?? "");
    }
  });
});

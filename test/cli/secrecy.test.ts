import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leafFitsPrivateKey, readBundle } from "../../formats/bundle/read";
import { writeSidecar } from "../../formats/sidecar";
import { bundleFacts } from "../../linter/facts/bundle/bundle-facts";
import { certificateFacts } from "../../linter/facts/bundle/certificate-rows";
import { bundleZip, ecKeys, type Issued, issue, pem, rsaKeys, SERVER_AUTH } from "../support/certificates";
import { reuseRsaKeys } from "../support/reuse-keys";
import { leaksIn } from "../support/secrets";
import { run } from "./certs/run";

reuseRsaKeys();

const rsa = rsaKeys();
const keys = { rsa, weak: rsaKeys(1024), ec: ecKeys(), other: ecKeys("P-384") };
const all = Object.values(keys).map(({ privateKey }) => privateKey);

const root = issue({ subject: "O=Example, CN=Example Root", ca: true, keys: keys.other });
const leafWith = (pair: typeof rsa): Issued =>
  issue({
    subject: "CN=*.us-west-2.compute.internal",
    by: root,
    keys: pair,
    dns: ["*.us-west-2.compute.internal"],
    extendedKeyUsage: [SERVER_AUTH],
  });

const text = (pair: typeof rsa, type: "pkcs8" | "pkcs1" | "sec1") =>
  pair.privateKey.export({ format: "pem", type }) as string;
const pkcs8 = text(rsa, "pkcs8");
const leaf = leafWith(rsa);
const good = {
  "privateKey.pem": pkcs8,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

/** Bundles in which a private key stands where output might repeat it. */
const bundles: { readonly [name: string]: { readonly [file: string]: string | Buffer } } = {
  good,
  pkcs1: { ...good, "privateKey.pem": text(rsa, "pkcs1") },
  weak: { ...good, "privateKey.pem": text(keys.weak, "pkcs8"), "certificateChain.pem": leafWith(keys.weak).pem },
  ec: { ...good, "privateKey.pem": text(keys.ec, "sec1"), "certificateChain.pem": leafWith(keys.ec).pem },
  "other-key": { ...good, "privateKey.pem": text(keys.other, "pkcs8") },
  encrypted: {
    ...good,
    "privateKey.pem": rsa.privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" }),
  },
  "key-in-chain": { ...good, "certificateChain.pem": leaf.pem + pkcs8 },
  "key-in-trust": { ...good, "trustedCertificates.pem": root.pem + pkcs8 },
  swapped: { ...good, "privateKey.pem": leaf.pem, "certificateChain.pem": pkcs8 },
  "two-keys": { ...good, "privateKey.pem": pkcs8 + text(keys.ec, "pkcs8") },
  cut: { ...good, "privateKey.pem": pkcs8.slice(0, pkcs8.length / 2) },
  "no-end": { ...good, "privateKey.pem": pkcs8.replace(/-----END.*/, "") },
  "no-begin": { ...good, "privateKey.pem": pkcs8.replace(/-----BEGIN.*\n/, "") },
  "one-line": { ...good, "privateKey.pem": pkcs8.replace(/\n/g, "\\n") },
  "bad-base64": { ...good, "privateKey.pem": pkcs8.replace(/\nM/, "\n!") },
  "wrong-label": { ...good, "privateKey.pem": pkcs8.replace(/PRIVATE KEY/g, "CERTIFICATE") },
  "key-as-request": { ...good, "certificateChain.pem": pkcs8.replace(/PRIVATE KEY/g, "CERTIFICATE REQUEST") },
  damaged: { ...good, "privateKey.pem": pem("PRIVATE KEY", damaged()) },
  der: { ...good, "privateKey.pem": rsa.privateKey.export({ format: "der", type: "pkcs8" }) },
  "hex-name": { ...good, [`${numberOf("d").toString("hex").slice(0, 20)}.pem`]: "" },
  jwk: { ...good, "privateKey.pem": JSON.stringify(rsa.privateKey.export({ format: "jwk" })) },
  printed: { ...good, "privateKey.pem": `privateExponent: ${numberOf("d").toString("hex")}\n${pkcs8}` },
};

/** The private key with a byte of d changed: it parses, and does not work. */
function damaged(): Buffer {
  const der = Buffer.from(rsa.privateKey.export({ format: "der", type: "pkcs8" }));
  const at = der.indexOf(numberOf("d"));
  der[at + 200] = (der[at + 200] ?? 0) ^ 1;
  return der;
}

function numberOf(name: "d"): Buffer {
  return Buffer.from(rsa.privateKey.export({ format: "jwk" })[name] ?? "", "base64url");
}

const cwd = mkdtempSync(join(tmpdir(), "secrecy-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const zips = Object.entries(bundles).map(([name, files]) => [name, bundleZip(files)] as const);
for (const [name, zip] of zips) writeFileSync(join(cwd, `${name}.zip`), zip);

describe("the search itself", () => {
  const number = numberOf("d");
  test.each<[string, string, readonly string[]]>([
    ["a private key in PEM", pkcs8, ["d in base64", "p in base64"]],
    ["the same as JSON writes it", JSON.stringify(pkcs8), ["d in base64", "p in base64"]],
    ["a number in hex", number.toString("hex").toUpperCase(), ["d in hex"]],
    [
      "a number as OpenSSL prints it",
      number.toString("hex").replace(/../g, "$&:").replace(/.{45}/g, "$&\n    "),
      ["d in hex"],
    ],
    ["a number in decimal", BigInt(`0x${number.toString("hex")}`).toString(), ["d in decimal"]],
    ["a number of a JSON web key", number.toString("base64url"), ["d in base64"]],
    ["thirty bytes of a number", number.subarray(100, 130).toString("hex"), ["d in hex"]],
  ])("finds %s", (_, told, expected) => {
    expect(leaksIn(told, all)).toEqual(expect.arrayContaining([...expected]));
  });

  test("finds nothing in certificates, public keys and hashes", () => {
    const spki = rsa.publicKey.export({ format: "pem", type: "spki" });
    expect(leaksIn(leaf.pem + root.pem + spki + leaf.der.toString("hex"), all)).toEqual([]);
  });
});

describe.each(zips.map(([name]) => name))("private numbers of the bundle '%s' do not occur", (name) => {
  const file = `${name}.zip`;

  test("in the report, in any format", async () => {
    const others = ["json", "sarif", "junit", "github", "markdown"].map(
      (format) => [format, `${name}.${format}`] as const,
    );
    const written = others.flatMap(([format, report]) => ["--format", `${format}=${report}`]);
    const args = ["lint", file, "--region", "us-west-2", "--verbose", "--format", "text", ...written];
    const { out, err, code } = await run(args, cwd);
    expect(code).toBeLessThan(3);
    for (const text of [out, ...others.map(([, report]) => readFileSync(join(cwd, report), "utf8"))]) {
      expect(text.length).toBeGreaterThan(0);
      expect(leaksIn(text + err, all)).toEqual([]);
    }
  });

  test("in the output of inspect and expiring", async () => {
    for (const args of [
      ["inspect", file],
      ["inspect", file, "--format", "json"],
      ["expiring", "--within", "60d", file],
    ]) {
      const { out, err } = await run(["certs", ...args], cwd);
      expect(out + err).not.toBe("");
      expect(leaksIn(out + err, all)).toEqual([]);
    }
  });

  test("in the output of bundle and publish, also if they refuse it", async () => {
    const paths = Object.entries(bundles[name] ?? {}).map(([entry, content]) => {
      writeFileSync(join(cwd, `${name}-${entry}`), content);
      return `${name}-${entry}`;
    });
    const [key = "", chain = "", trust = ""] = paths;
    const files = ["--private-key", key, "--certificate-chain", chain, "--trusted-certificates", trust];
    const made = await run(["certs", "bundle", ...files, "--out", `${name}-made.zip`], cwd);
    expect(leaksIn(made.out + made.err, all)).toEqual([]);
    const target = ["certs", "publish", file, "no-target"];
    const sent = await run(target, cwd);
    expect(sent.code).not.toBe(0);
    expect(leaksIn(sent.out + sent.err, all)).toEqual([]);
  });

  test("in the facts that rules of users see, in a baseline, and in the sidecar", async () => {
    const reading = readBundle(readFileSync(join(cwd, file)));
    const nodes = {
      evaluatedAt: Date.now(),
      defaultRoots: () => [],
      additionalRoots: [],
      java8: undefined,
      clientCertificates: undefined,
      publicNames: undefined,
    };
    const facts = bundleFacts(reading, { ...nodes, subject: "", domains: [] });
    expect(leaksIn(JSON.stringify([facts, certificateFacts(reading, "", nodes)]), all)).toEqual([]);
    await run(["lint", file, "--write-baseline", `${name}.baseline`], cwd);
    expect(leaksIn(readFileSync(join(cwd, `${name}.baseline`), "utf8"), all)).toEqual([]);
    if (leafFitsPrivateKey(reading)) {
      const object = { bucket: "b", key: "k.zip", region: "us-west-2" };
      expect(leaksIn(writeSidecar(readFileSync(join(cwd, file)), reading, object), all)).toEqual([]);
    }
  });
});

describe("private numbers do not occur", () => {
  const output = ["text", "json", "sarif", "junit", "github", "markdown"];

  test.each(output)("of a plan that carries private keys itself, in the report as %s", async (format) => {
    const change = (type: string, after: object) => ({
      address: `${type}.a`,
      mode: "managed",
      type,
      name: "a",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["create"], before: null, after, after_unknown: {}, after_sensitive: {} },
    });
    const zip = bundleZip(good).toString("base64");
    const configuration = {
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://artifacts/a.zip" },
        },
        [`PrivateKey${pkcs8}`]: pkcs8,
      },
    };
    const plan = {
      format_version: "1.2",
      resource_changes: [
        change("aws_s3_object", { bucket: "artifacts", key: "a.zip", content_base64: zip, content: pkcs8 }),
        change("tls_private_key", { algorithm: "RSA", rsa_bits: 2048, private_key_pem: pkcs8 }),
        change("aws_emr_security_configuration", { configuration: JSON.stringify(configuration) }),
      ],
      configuration: { root_module: {} },
    };
    writeFileSync(join(cwd, "plan.json"), JSON.stringify(plan));
    const { out, err } = await run(["lint", "plan.json", "--format", format], cwd);
    expect(out).toContain("private_key_in_state");
    expect(leaksIn(out + err, all)).toEqual([]);
  });

  test.each<[string, string]>([
    ["a private key alone", pkcs8],
    ["JSON with a private key", JSON.stringify({ privateKey: pkcs8 })],
    ["JSON cut in the middle of a private key", JSON.stringify({ privateKey: pkcs8 }).slice(0, 900)],
    ["a plan of a format that is a private key", JSON.stringify({ format_version: pkcs8 })],
    ["a zip cut short", bundleZip(good).subarray(0, 900).toString("latin1")],
  ])("of %s, in the sentence that refuses it", async (_, content) => {
    writeFileSync(join(cwd, "input"), content, "latin1");
    const { out, err } = await run(["lint", "input"], cwd);
    expect(leaksIn(out + err, all)).toEqual([]);
    const inspected = await run(["certs", "inspect", "input"], cwd);
    expect(leaksIn(inspected.out + inspected.err, all)).toEqual([]);
  });

  test("of keys that this tool creates, in its output and in public files", async () => {
    const made = await run(["certs", "development", "--region", "us-west-2", "--out", "certs"], cwd);
    const asked = await run(
      ["certs", "request", "--region", "us-west-2", "--key-type", "ec256", "--out", "asked"],
      cwd,
    );
    expect([made.code, asked.code]).toEqual([0, 0]);
    const { createPrivateKey } = await import("node:crypto");
    const files = ["certs", "asked"].flatMap((folder) =>
      readdirSync(join(cwd, folder), { recursive: true, encoding: "utf8" }).map((each) => join(cwd, folder, each)),
    );
    const secret = files.filter((path) => /privateKey\.pem$|key\.pem$/i.test(path));
    expect(secret.length).toBeGreaterThan(1);
    const own = secret.map((path) => createPrivateKey(readFileSync(path)));
    expect(leaksIn(made.out + made.err + asked.out + asked.err, own)).toEqual([]);
    for (const path of files.filter(
      (each) => /\.(csr|crt|json)$|request|chain|trusted/i.test(each) && existsSync(each),
    )) {
      expect(leaksIn(readFileSync(path, "latin1"), own)).toEqual([]);
    }
  });
});

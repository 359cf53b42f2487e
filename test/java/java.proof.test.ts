import { createPrivateKey, createPublicKey } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { assembleBundle } from "../../certificates/bundle";
import { type DevelopmentOrder, developmentFiles } from "../../certificates/development";
import { requestFiles } from "../../certificates/request";
import { lint } from "../../linter";
import { issue, SERVER_AUTH } from "../support/certificates";
import { cases, DOMAIN, HOSTS } from "./cases";
import { jdks, verdicts } from "./jdk";

const all = jdks();

test("there is a Java 17, the one of EMR 7", () => {
  expect(all.map(({ version }) => version)).toContain(17);
});

const bundles = Object.fromEntries(Object.entries(cases).map(([name, { files }]) => [name, files]));
const found = new Map(all.map((jdk) => [jdk.version, verdicts(jdk, bundles, HOSTS)]));

describe.each([...found])("Java %d", (version, answers) => {
  test.each(Object.entries(cases))("%s", (name, { java, olderJava = java, says = "" }) => {
    const { verdict, told } = answers.get(name) ?? { told: [] };
    const expected = version < 25 ? olderJava : java;
    expect({ verdict, told }).toEqual({ verdict: expected, told });
    if (expected !== "yes") expect(told.filter((line) => !line.endsWith(": ok")).join("\n")).toContain(says);
  });
});

describe("the linter agrees with Java", () => {
  /** Where the linter and Java part, and why. Everywhere else the linter has an error exactly where Java refuses. */
  const differences: { readonly [name: string]: string } = {
    "RSA 1024 leaf": "Java refuses RSA below 1024 bits only; NIST SP 800-131A wants 2048",
    "RSA 1024 root": "as for the leaf",
    "SHA-1 below a private root": "Java refuses SHA-1 below its own roots only",
    "self-signed, trusting itself": "a demand of EMR's guide for production, not of TLS",
    "expired, trusting itself": "Java asks nothing of a certificate that is itself in the trust store",
    "expired root": "Java looks at no date of a trusted certificate; OpenSSL does",
    "leaf and issuer share a key": "the handshake is the same; every node holds the key of the CA",
    "an excluded host that the wildcard covers": "Java looks at the name as it stands; x509-limbo refuses it",
    "one host": "a warning: a cluster of one node may be meant",
    "extended usage for servers alone":
      "only nodes that ask clients for certificates are hit, and none does by default",
    "PKCS#1 private key": "how EMR itself reads the file is not published; the linter remarks it",
  };
  /** Java's releases part among themselves (above); the linter refuses what one of them refuses. */
  const byRelease = new Set(["two wildcards in one name", "byte order mark before the chain"]);

  /** The linter only warns of what one kind of key store refuses. */
  const byStore = new Set([
    "certificate twice in the chain",
    "certificate that is on no path",
    "trusted certificate in the chain that is on no path",
  ]);

  const cwd = mkdtempSync(join(tmpdir(), "agreement-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const names = Object.keys(cases);
  for (const [index, { files }] of Object.values(cases).entries()) {
    mkdirSync(join(cwd, `${index}`));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, `${index}`, name), content);
  }
  const report = lint(
    names.map((_, index) => `${index}`),
    { cwd, region: "us-west-2", environment: "production" },
  );
  const errors = (index: number) =>
    report.findings
      .filter(({ input, severity }) => input === `${index}` && severity === "error")
      .map(({ rule }) => rule);

  test("every case was checked, and each difference is of a case there is", () => {
    expect(report.summary.checked).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(differences), ...byRelease, ...byStore]));
  });

  test.each(names.map((name, index) => [name, index] as const))("%s", (name, index) => {
    const refusals = [...found.values()].map((one) => one.get(name)?.verdict !== "yes");
    const linter = errors(index);
    const agreed = Object.hasOwn(differences, name) ? refusals.every((refused) => !refused) : refusals.every(Boolean);
    const expected = !byStore.has(name) && (byRelease.has(name) || agreed);
    expect({ linter, refuses: linter.length > 0 }).toEqual({ linter, refuses: expected });
  });
});

describe("bundles of this tool", () => {
  const order: DevelopmentOrder = { domains: [DOMAIN], days: 90, subject: [], formerTrust: [], now: new Date() };
  const development = developmentFiles(order);
  const root = issue({
    subject: "CN=Corporate root",
    ca: true,
    notBefore: "2026-01-01T00:00:00Z",
    notAfter: "2099-01-01T00:00:00Z",
  });
  const issuing = issue({ subject: "CN=Issuing", by: root, ca: true, pathLength: 0, notAfter: "2099-01-01T00:00:00Z" });

  /** The way of a real CA: request, certificate, bundle; the chain and its files as untidy as CAs send them. */
  function corporate(keyType: string) {
    const request = requestFiles({ domains: [DOMAIN], keyType, subject: [] });
    const privateKey = createPrivateKey(request["privateKey.pem"]);
    const leaf = issue({
      subject: `CN=*.${DOMAIN}`,
      by: issuing,
      keys: { privateKey, publicKey: createPublicKey(privateKey) },
      dns: [`*.${DOMAIN}`],
      keyUsage: [0],
      extendedKeyUsage: [SERVER_AUTH, "1.3.6.1.5.5.7.3.2"],
      notAfter: "2099-01-01T00:00:00Z",
    });
    const chain = `Bag Attributes\r\n${root.pem}\r\nfriendlyName: leaf\r\n${leaf.pem}${issuing.pem}${issuing.pem}`;
    const { zip } = assembleBundle({
      privateKey: { path: "key", bytes: Buffer.from(request["privateKey.pem"]) },
      certificateChain: { path: "chain", bytes: Buffer.from(chain) },
      trustedCertificates: { path: "root", bytes: Buffer.from(root.pem) },
    });
    return Object.fromEntries(
      Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, Buffer.from(bytes).toString()]),
    );
  }

  const made = {
    "development bundle": { ...development },
    "its renewal, which trusts both CAs": {
      ...developmentFiles({ ...order, formerTrust: [development["trustedCertificates.pem"]] }),
    },
    "corporate bundle, RSA 2048": corporate("rsa2048"),
    "corporate bundle, RSA 4096": corporate("rsa4096"),
    "corporate bundle, EC P-256": corporate("ec256"),
    "corporate bundle, EC P-384": corporate("ec384"),
  };

  test.each(all.map((jdk) => [jdk.version, jdk] as const))("load and complete a handshake in Java %d", (_, jdk) => {
    const found = [...verdicts(jdk, made, HOSTS)].map(([name, { verdict }]) => [name, verdict]);
    expect(found).toEqual(Object.keys(made).map((name) => [name, "yes"]));
  });
});

import { createPrivateKey, createPublicKey } from "node:crypto";
import { unzipSync } from "fflate";
import { assembleBundle } from "../../certificates/bundle";
import { type DevelopmentOrder, developmentFiles } from "../../certificates/development";
import { requestFiles } from "../../certificates/request";
import { issue, SERVER_AUTH } from "../support/certificates";
import { cases, DOMAIN, HOSTS } from "./cases";
import { jdks, verdicts } from "./jdk";

const all = jdks();

test("there is a Java 17, the one of EMR 7", () => {
  expect(all.map(({ version }) => version)).toContain(17);
});

describe.each(all.map((jdk) => [jdk.version, jdk] as const))("Java %d", (version, jdk) => {
  const files = Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, one.files]));
  const found = verdicts(jdk, files, HOSTS);

  test.each(Object.entries(cases))("%s", (name, { java, olderJava = java, says = "" }) => {
    const { verdict, told } = found.get(name) ?? { told: [] };
    const expected = version < 25 ? olderJava : java;
    expect({ verdict, told }).toEqual({ verdict: expected, told });
    if (expected !== "yes") expect(told.filter((line) => !line.endsWith(": ok")).join("\n")).toContain(says);
  });
});

describe("what this tool makes", () => {
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

  test.each(all.map((jdk) => [jdk.version, jdk] as const))("loads and shakes hands in Java %d", (_, jdk) => {
    const found = [...verdicts(jdk, made, HOSTS)].map(([name, { verdict }]) => [name, verdict]);
    expect(found).toEqual(Object.keys(made).map((name) => [name, "yes"]));
  });
});

import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runLint } from "../../../linter/run/lint";
import { withoutPrivateKeys } from "../../../linter/run/without-private-keys";
import { authorityAndLeaf, rsaKeys } from "../../support/certificates";

const rsa = rsaKeys().privateKey;
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const ed = generateKeyPairSync("ed25519").privateKey;
const pems = [
  rsa.export({ format: "pem", type: "pkcs8" }),
  rsa.export({ format: "pem", type: "pkcs1" }),
  ec.export({ format: "pem", type: "pkcs8" }),
  ec.export({ format: "pem", type: "sec1" }),
  ed.export({ format: "pem", type: "pkcs8" }),
].map(String);

const body = (pem: string) => pem.replace(/-----.*-----\n?/g, "");

describe.each(pems)("a private key", (pem) => {
  const secret = body(pem).replaceAll("\n", "").slice(-40, -4);
  test.each<[string, (pem: string) => string]>([
    ["as it is", (text) => text],
    ["in lower case labels", (text) => text.replace(/-----.*-----/g, (line) => line.toLowerCase())],
    ["with damaged dashes", (text) => text.replaceAll("-----", "–––")],
    ["without dashes", (text) => text.replaceAll("-----", "")],
    ["without an end", (text) => text.replace(/-----END.*\n/, "")],
    ["without header and end", body],
    ["on one line", (text) => body(text).replaceAll("\n", "")],
    ["with line ends written out", (text) => text.replaceAll("\n", "\\n")],
    ["without header, with line ends written out", (text) => body(text).replaceAll("\n", "\\n")],
    ["in base64", (text) => Buffer.from(text).toString("base64")],
    ["in base64 after one character", (text) => Buffer.from(`x${text}`).toString("base64")],
    ["in base64 after two characters", (text) => Buffer.from(`xy${text}`).toString("base64")],
  ])("%s is removed from texts and names", (_, written) => {
    const text = written(pem);
    const cut = JSON.stringify(withoutPrivateKeys({ [`name ${text}`]: [`before ${text}`] }));
    expect(cut).not.toContain(secret);
    expect(cut).not.toContain(text.slice(-60, -10));
    expect(cut).toContain("(a private key)");
  });
});

test("certificates, hashes and addresses are kept", () => {
  const { leaf } = authorityAndLeaf();
  const value = {
    pem: leaf.pem,
    hash: "a".repeat(64),
    address: "module.MAIN_Cluster-with-a-long-name_0123456789.aws_x.MIDDLE",
  };
  expect(withoutPrivateKeys(value)).toEqual(value);
});

test.each(pems)("a private key in the place of a bundle is not drawn", (pem) => {
  const cwd = mkdtempSync(join(tmpdir(), "emr-encryption-"));
  const TLSCertificateConfiguration = { CertificateProviderType: "PEM", S3Object: body(pem).replaceAll("\n", "") };
  const document = {
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: { TLSCertificateConfiguration },
    },
  };
  const type = "aws_emr_security_configuration";
  const after = { name: "a", configuration: JSON.stringify(document) };
  const change = { actions: ["create"], before: null, after, after_unknown: {} };
  const resource = { address: `${type}.a`, mode: "managed", type, name: "a", change };
  const plan = { format_version: "1.2", resource_changes: [resource], configuration: { root_module: {} } };
  writeFileSync(join(cwd, "plan.json"), JSON.stringify(plan));
  const drawn = JSON.stringify(runLint(["plan.json"], { cwd, draw: true }).graph);
  expect(drawn).toContain("(a private key)");
  expect(drawn).not.toContain(body(pem).replaceAll("\n", "").slice(20, 60));
});

it("searches each part of a long list", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
  const list = Array.from({ length: 2_500 }, (_, number) => ({ number, text: number === 1_700 ? key : "none" }));
  const searched = withoutPrivateKeys(list);
  expect(searched.map(({ number }) => number)).toEqual(list.map(({ number }) => number));
  expect(searched.filter(({ text }) => text !== "none")).toEqual([{ number: 1_700, text: "(a private key)" }]);
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assembleBundle } from "../../certificates/bundle";
import { readBundle } from "../../formats/bundle/read";
import { issue } from "../support/certificates";
import { openssl } from "./openssl";

const root = mkdtempSync(join(tmpdir(), "labels-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const authority = issue({ subject: "O=Example, CN=Root", ca: true });
const issuing = issue({ subject: "O=Example, CN=Issuing", by: authority, ca: true, pathLength: 0 });
const leaf = issue({ subject: "CN=*.ec2.internal", by: issuing, ca: false, dns: ["*.ec2.internal"] });

function file(name: string, content: string | Buffer): string {
  const path = join(root, name);
  writeFileSync(path, content);
  return path;
}

const leafFile = file("leaf.pem", leaf.pem);
const issuingFile = file("issuing.pem", issuing.pem);
const rootFile = file("root.pem", authority.pem);

/** What OpenSSL writes for a command that ends with `-out`. */
function written(name: string, ...args: readonly string[]): Buffer {
  const path = join(root, name);
  expect(openssl(...args, "-out", path)).toMatchObject({ code: 0 });
  return readFileSync(path);
}

function bundled(chain: Buffer, trusted: Buffer) {
  return assembleBundle({
    privateKey: { path: "key.pem", bytes: Buffer.from(leaf.privateKeyPem) },
    certificateChain: { path: "chain.pem", bytes: chain },
    trustedCertificates: { path: "trusted.pem", bytes: trusted },
  });
}

const plain = (path: string) => readFileSync(path);
const relabelled = (content: Buffer, label: string) => Buffer.from(content.toString().replaceAll("CERTIFICATE", label));

test.each<[string, () => readonly [Buffer, Buffer], readonly string[]]>([
  [
    "a PKCS#7 container of OpenSSL",
    () => [
      written("chain.p7b", "crl2pkcs7", "-nocrl", "-certfile", issuingFile, "-certfile", leafFile),
      written("trusted.p7b", "crl2pkcs7", "-nocrl", "-certfile", rootFile),
    ],
    [
      "chain.pem: PKCS7 written as CERTIFICATE",
      "trusted.pem: PKCS7 written as CERTIFICATE",
      "put the chain in order: the leaf first, each issued by the next",
    ],
  ],
  [
    "trusted certificates of OpenSSL, with and without trust settings",
    () => [
      Buffer.concat([written("leaf.trusted", "x509", "-in", leafFile, "-trustout"), plain(issuingFile)]),
      written("root.trusted", "x509", "-in", rootFile, "-addtrust", "serverAuth", "-setalias", "root", "-trustout"),
    ],
    [
      "chain.pem: TRUSTED CERTIFICATE written as CERTIFICATE",
      "trusted.pem: TRUSTED CERTIFICATE written as CERTIFICATE",
    ],
  ],
  [
    "the old label X509 CERTIFICATE",
    () => [relabelled(Buffer.concat([plain(leafFile), plain(issuingFile)]), "X509 CERTIFICATE"), plain(rootFile)],
    ["chain.pem: X509 CERTIFICATE written as CERTIFICATE"],
  ],
])("certs bundle converts %s, and OpenSSL verifies the chain", (_, given, expected) => {
  const { zip, changes } = bundled(...given());
  expect(changes).toEqual(expected);
  const { chain, trusted, files } = readBundle(zip);
  expect(files.flatMap(({ problems }) => problems)).toEqual([]);
  const [first, second] = chain.map(({ certificate }, index) => file(`chain${index}.pem`, certificate.x509.toString()));
  const anchor = file("anchor.pem", trusted.map(({ certificate }) => certificate.x509.toString()).join(""));
  expect(openssl("verify", "-CAfile", anchor, "-untrusted", second ?? "", first ?? "")).toEqual({
    code: 0,
    output: expect.stringContaining(": OK"),
  });
});

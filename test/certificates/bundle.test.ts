import { assembleBundle } from "../../certificates/bundle";
import { readBundle } from "../../formats/bundle/read";
import { issue, rsaKeys } from "../support/certificates";

const authority = issue({ subject: "CN=root", ca: true });
const issuing = issue({ subject: "CN=intermediate", by: authority, ca: true });
const issued = issue({
  subject: "CN=*.ec2.internal",
  by: issuing,
  keys: rsaKeys(),
  dns: ["*.ec2.internal"],
  notAfter: "2028-01-01T00:00:00Z",
});
const [root, intermediate, leaf] = [authority.pem, issuing.pem, issued.pem];
const key = issued.privateKeyPem;
const another = issue({ subject: "CN=other" });

const source = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });
const assemble = (privateKey: string, chain: string, trusted?: string) =>
  assembleBundle({
    privateKey: source("key.pem", privateKey),
    certificateChain: source("chain.pem", chain),
    ...(trusted !== undefined && { trustedCertificates: source("root.pem", trusted) }),
  });
const chainOf = (zip: Uint8Array) => readBundle(zip).chain.map(({ certificate }) => certificate.subject.commonNames[0]);

test("files in the right order are zipped unchanged", () => {
  const { zip, changes, names, notAfter } = assemble(key, leaf + intermediate, root);
  expect(changes).toEqual([]);
  expect([names, notAfter.toISOString()]).toEqual([["*.ec2.internal"], "2028-01-01T00:00:00.000Z"]);
  expect(chainOf(zip)).toEqual(["*.ec2.internal", "intermediate"]);
  expect(readBundle(zip).trusted.map(({ certificate }) => certificate.subject.commonNames[0])).toEqual(["root"]);
  expect(readBundle(zip).zipProblems).toEqual([]);
});

test("without trusted certificates there is no file of them", () => {
  expect(readBundle(assemble(key, leaf + intermediate + root).zip).names).toEqual([
    "certificateChain.pem",
    "privateKey.pem",
  ]);
});

test("a chain in any order, with duplicates and unrelated certificates, becomes the path from the leaf, and each change is reported", () => {
  const stranger = another.pem;
  const { zip, changes } = assemble(key, root + intermediate + leaf + intermediate + stranger, root);
  expect(chainOf(zip)).toEqual(["*.ec2.internal", "intermediate", "root"]);
  expect(changes).toEqual([
    "removed duplicate certificates from the chain",
    "left out CN=other: it is on no path from the leaf",
    "put the chain in order: the leaf first, each issued by the next",
  ]);
});

test("the same certificates give the same bytes, whatever their order, line ends and the text around them", () => {
  const plain = assemble(key, leaf + intermediate, root);
  const dressed =
    `Bag Attributes\n    friendlyName: leaf\n${leaf}subject=CN = intermediate\n${intermediate}`.replaceAll(
      "\n",
      "\r\n",
    );
  expect(Buffer.from(assemble(key, dressed, root).zip).equals(Buffer.from(plain.zip))).toBe(true);
  expect(Buffer.from(assemble(key, intermediate + leaf, root).zip).equals(Buffer.from(plain.zip))).toBe(true);
});

test("a PKCS#1 private key becomes PKCS#8, the form AWS shows", () => {
  const pkcs1 = issued.keys.privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const { zip, changes } = assemble(pkcs1, leaf + intermediate, root);
  expect(changes).toEqual(["wrote the private key as PKCS#8; it was PKCS#1"]);
  expect(readBundle(zip).privateKeys[0]).toMatchObject({ encoding: "PKCS#8", works: true });
});

test("a missing issuer is left to the check of bundles: the leaf alone is a chain", () => {
  expect(chainOf(assemble(key, leaf, root).zip)).toEqual(["*.ec2.internal"]);
});

const encrypted = issued.keys.privateKey
  .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" })
  .toString();

test.each([
  [
    "the private key of another",
    another.privateKeyPem,
    leaf,
    "the private key of 'key.pem' belongs to no certificate of 'chain.pem'",
  ],
  [
    "an encrypted private key",
    encrypted,
    leaf,
    "'key.pem' is encrypted, and EMR has no field for a passphrase; decrypt it: openssl pkey -in key.pem",
  ],
  ["two private keys", key + another.privateKeyPem, leaf, "'key.pem' contains 2 private keys"],
  ["no private key", leaf, leaf, "'key.pem' contains no private key; give the file that certs request created"],
  ["an empty key file", "", leaf, "'key.pem', line 1: "],
  ["a private key in the chain", key, leaf + key, "'chain.pem', line "],
  [
    "a request in place of the chain",
    key,
    "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n",
    "'chain.pem', line 1: it contains a certificate request (CSR)",
  ],
  ["escaped line ends", key.replaceAll("\n", "\\n"), leaf, "'key.pem', line 1: "],
  ["a damaged certificate", key, leaf.replace(/\n.{10}/, "\nAAAAAAAAAA"), "'chain.pem', line 1: "],
  ["a truncated certificate", key, leaf.slice(0, 300), "'chain.pem', line "],
])("%s is refused, with the name that the user gave", (_, privateKey, chain, sentence) => {
  expect(() => assemble(privateKey, chain, root)).toThrow(sentence);
});

test("no refusal quotes a line of the private key", () => {
  const lines = key.split("\n").slice(1, -2);
  for (const broken of [
    key.replaceAll("\n", "\\n"),
    key.slice(0, 500),
    ` ${key}`,
    key.replace("PRIVATE", "RSA PRIVATE"),
  ]) {
    let said = "";
    try {
      assemble(broken, leaf, root);
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain("'key.pem'");
    for (const line of lines) expect(said).not.toContain(line);
  }
});

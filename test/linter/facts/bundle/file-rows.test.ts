import { readBundle } from "../../../../formats/bundle/read";
import { bundleFact, bundleFileFacts } from "../../../../linter/facts/bundle/file-rows";
import { unknownLeaf } from "../../../../linter/rows/leaf";
import { authorityAndLeaf, bundleZip, ecKeys, issue } from "../../../support/certificates";

const { root, leaf } = authorityAndLeaf();
const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

const fact = (files: { readonly [name: string]: string | Buffer }) =>
  bundleFact(readBundle(bundleZip(files)), "aws_s3_object.certs");
const files = (given: { readonly [name: string]: string | Buffer }) =>
  bundleFileFacts(readBundle(bundleZip(given)), "");

describe("bundleFact", () => {
  test("a good bundle has nothing to report", () => {
    expect(fact(good)).toEqual({
      id: "aws_s3_object.certs#",
      unreadable: { known: null },
      ambiguous: { known: null },
      privateKeyFile: { known: true },
      chainFile: { known: true },
      trustFile: { known: true },
      privateKeyMisnamed: { known: null },
      chainMisnamed: { known: null },
      strays: { known: null },
      privateKeyFits: { known: true },
      privateKeyFitsInstead: { known: null },
      privateKeyWorks: { known: true },
      published: { known: null },
      publishedIssuer: { known: null },
      publishedIssuerAt: { known: null },
    });
  });

  test("nothing is known about a bundle that is missing", () => {
    const why = unknownLeaf("the zip is not in the input", "give it beside the plan");
    const { id, ...leaves } = bundleFact(why, "");
    expect(id).toBe("#");
    expect(Object.values(leaves)).toEqual(Object.values(leaves).map(() => why));
  });

  test("only the fault is known of a zip that cannot be read", () => {
    const { id, unreadable, ambiguous, ...others } = bundleFact(readBundle(Buffer.from("no zip")), "");
    expect(unreadable).toEqual({ known: "it is not a zip: it has no end record" });
    expect(ambiguous).toEqual({ known: null });
    expect(Object.values(others).every((one) => "unknown" in one)).toBe(true);
  });

  test("names the file that seems to be the missing one", () => {
    const inFolder = Object.fromEntries(Object.entries(good).map(([name, text]) => [`certs/${name}`, text]));
    expect(fact(inFolder)).toMatchObject({
      privateKeyFile: { known: false },
      privateKeyMisnamed: { known: "certs/privateKey.pem" },
      chainMisnamed: { known: "certs/certificateChain.pem" },
    });
    expect(fact({ "privatekey.pem": "", "server.crt": "" })).toMatchObject({
      privateKeyMisnamed: { known: "privatekey.pem" },
      chainMisnamed: { known: "server.crt" },
    });
    expect(fact({ "certs.zip": bundleZip(good) })).toMatchObject({ chainMisnamed: { known: "certs.zip" } });
  });

  test("lists stray files, including leftovers of macOS", () => {
    const strays = { "__MACOSX/._privateKey.pem": "", ".DS_Store": "", "readme.txt": "", "b.txt": "" };
    expect(fact({ ...good, ...strays }).strays).toEqual({
      known: "__MACOSX/._privateKey.pem, .DS_Store, readme.txt and 1 more",
    });
  });

  test("reports that the private key belongs to the CA", () => {
    expect(fact({ ...good, "privateKey.pem": root.privateKeyPem })).toMatchObject({
      privateKeyFits: { known: false },
      privateKeyFitsInstead: { known: "O=Example, CN=Example Root" },
    });
  });

  test("does not know whether an encrypted key fits", () => {
    const encrypted = ecKeys().privateKey.export({
      format: "pem",
      type: "pkcs8",
      cipher: "aes-256-cbc",
      passphrase: "x",
    });
    expect(fact({ ...good, "privateKey.pem": encrypted as string }).privateKeyFits).toEqual(
      unknownLeaf("the private key is encrypted", "write it without a passphrase"),
    );
  });
});

describe("bundleFileFacts", () => {
  test("a good bundle has a row for each file", () => {
    expect(files(good)).toMatchObject([
      {
        id: "#privateKey.pem",
        problem: { known: null },
        privateKeys: { known: 1 },
        encoding: { known: "PKCS#8" },
      },
      {
        id: "#certificateChain.pem",
        problem: { known: null },
        certificates: { known: 2 },
        privateKeys: { known: 0 },
      },
      { id: "#trustedCertificates.pem", problem: { known: null }, certificates: { known: 1 } },
    ]);
  });

  test("a missing file has a row with the reason, a missing optional file has none", () => {
    const why = unknownLeaf(
      "the bundle has no certificateChain.pem",
      "put certificateChain.pem at the root of the bundle",
    );
    expect(files({ "privateKey.pem": leaf.privateKeyPem })).toMatchObject([
      { problem: { known: null } },
      { problem: why },
    ]);
  });

  test.each<[string, { readonly [name: string]: string }, string]>([
    ["an empty file", { "privateKey.pem": "" }, "it is empty"],
    ["a certificate in place of the key", { "privateKey.pem": leaf.pem }, "it contains no private key"],
    [
      "bad base64",
      { "privateKey.pem": leaf.privateKeyPem.replace(/\nM/, "\n!") },
      "line 2: its PRIVATE KEY block is not base64: a line contains other characters",
    ],
  ])("reports %s", (_, given, expected) => {
    expect(files({ ...good, ...given })[0]?.problem).toEqual({ known: expected });
  });

  test("sees that two files are swapped", () => {
    const swapped = { "privateKey.pem": good["certificateChain.pem"], "certificateChain.pem": good["privateKey.pem"] };
    expect(files(swapped).map((file) => file.swapped)).toEqual([{ known: true }, { known: true }]);
    expect(files(good).map((file) => file.swapped)).toEqual([{ known: false }, { known: false }, { known: false }]);
  });

  test("counts private keys beside certificates", () => {
    expect(files({ ...good, "trustedCertificates.pem": root.pem + issue().privateKeyPem })[2]?.privateKeys).toEqual({
      known: 1,
    });
  });
});

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { developmentFiles } from "../../certificates/development";
import { readBundle } from "../../formats/bundle/read";
import {
  type BundleSidecar,
  readSidecar,
  readSidecarBundle,
  sidecarDifferences,
  sidecarFits,
  writeSidecar,
} from "../../formats/sidecar";
import { writeBundle } from "../../formats/zip/bundle";
import { writeZip } from "../../formats/zip/write";
import { sharedKeyPair } from "../certificates/key-pairs";

const files = developmentFiles({
  domains: ["ec2.internal"],
  days: 30,
  subject: [],
  formerTrust: [],
  now: new Date("2026-11-23T12:00:00Z"),
  makeKeyPair: sharedKeyPair,
});
const zip = writeBundle(files);
const bundle = readBundle(zip);
const object = {
  bucket: "artifacts",
  key: "certs/a.zip",
  region: "us-west-2",
  versionId: "v1",
  kmsKey: "arn:aws:kms:x",
};
const text = writeSidecar(zip, bundle, object);
const sidecar = readSidecar(text) as BundleSidecar;

test("a sidecar describes the place and content of the bundle, and is read back as written", () => {
  expect(sidecar).toEqual(JSON.parse(text));
  expect(sidecar.object).toEqual(object);
  expect(sidecar.names).toEqual(["certificateChain.pem", "privateKey.pem", "trustedCertificates.pem"]);
});

test("it validates against the published schema, which is closed", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "../../schemas/bundle.schema.json"), "utf8"));
  const validate = new Ajv().compile(schema);
  expect([validate(sidecar), validate.errors]).toEqual([true, null]);
  expect(validate({ ...sidecar, etag: "x" })).toBe(false);
  expect(validate({ ...sidecar, object: {} })).toBe(false);
});

test("a sidecar gives the same bundle as the zip, except for the private half", () => {
  const read = readSidecarBundle(sidecar);
  expect(read.chain.map(({ certificate }) => certificate.fingerprint)).toEqual(
    bundle.chain.map(({ certificate }) => certificate.fingerprint),
  );
  expect(read.trusted).toHaveLength(1);
  expect(read.names).toEqual(bundle.names);
  expect(read.privateKeys[0]?.facts).toEqual(bundle.privateKeys[0]?.facts);
  expect([read.privateKeys[0]?.works, bundle.privateKeys[0]?.works]).toEqual([true, true]);
  const { works: _, ...untried } = sidecar.privateKey;
  expect(readSidecarBundle({ ...sidecar, privateKey: untried }).privateKeys[0]?.works).toBeUndefined();
  expect(read.files.map(({ name, problems }) => [name, problems])).toEqual(
    ["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"].map((name) => [name, []]),
  );
});

test("it matches its own zip and no other", () => {
  const other = writeBundle({ ...files, "trustedCertificates.pem": files["certificateChain.pem"] });
  expect([sidecarFits(sidecar, zip), sidecarFits(sidecar, other)]).toEqual([true, false]);
});

const sha256 = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");

test("it contains the SHA-256 of the zip and of its certificate files, but not of the private key", () => {
  expect(sidecar.sha256).toBe(sha256(zip));
  expect(sidecar.files).toEqual({
    "certificateChain.pem": sha256(files["certificateChain.pem"]),
    "trustedCertificates.pem": sha256(files["trustedCertificates.pem"]),
  });
  expect(text).not.toContain(sha256(files["privateKey.pem"]));
  const { "trustedCertificates.pem": _, ...two } = files;
  const untrusting = writeBundle(two);
  expect(JSON.parse(writeSidecar(untrusting, readBundle(untrusting), object)).files).toEqual({
    "certificateChain.pem": sha256(files["certificateChain.pem"]),
  });
});

test("a sidecar that was written without hashes of files is read, and matches its zip", () => {
  const { files: _, ...former } = sidecar;
  const read = readSidecar(JSON.stringify(former)) as BundleSidecar;
  expect(read).toEqual(former);
  expect(sidecarFits(read, zip)).toBe(true);
  expect(sidecarDifferences(read, writeBundle({ ...files, "trustedCertificates.pem": "" }))).toEqual([
    "their SHA-256 differ",
  ]);
});

test("for a zip that does not match, it names the file that differs", () => {
  const chain = files["certificateChain.pem"];
  const otherKey = String(sharedKeyPair("CA").privateKey.export({ type: "pkcs8", format: "pem" }));
  const { "trustedCertificates.pem": _, ...two } = files;
  const differences = (other: Parameters<typeof writeBundle>[0]) => sidecarDifferences(sidecar, writeBundle(other));
  expect(differences({ ...files, "privateKey.pem": otherKey })).toEqual(["privateKey.pem contains another key"]);
  expect(differences({ ...files, "certificateChain.pem": `${chain}\n` })).toEqual([
    "certificateChain.pem is not the same file",
  ]);
  expect(differences(two)).toEqual(["trustedCertificates.pem is not the same file"]);
  expect(sidecarDifferences(sidecar, Buffer.from("no zip"))).toHaveLength(3);
  const anew = Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.from(content) }));
  expect(sidecarDifferences(sidecar, writeZip(anew.toReversed()))).toEqual(["its files are the same, zipped again"]);
});

test("nothing of the private key is in it, in base64, hex or decimal", () => {
  const jwk = sharedKeyPair("leaf").privateKey.export({ format: "jwk" });
  const everything = text + Buffer.from(text.replace(/-----[^-]+-----|\\n/g, ""), "base64").toString("hex");
  for (const number of [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]) {
    const hex = Buffer.from(number ?? "", "base64url").toString("hex");
    for (const form of [hex, BigInt(`0x${hex}`).toString(), number ?? ""]) expect(everything).not.toContain(form);
  }
  expect(text).not.toContain("PRIVATE KEY");
  expect(text).not.toContain(files["privateKey.pem"].slice(40, 80));
});

test("a bundle without a private key or chain has no sidecar", () => {
  const broken = writeBundle({ ...files, "privateKey.pem": "nothing" });
  expect(() => writeSidecar(broken, readBundle(broken), object)).toThrow("without a readable private key or chain");
});

const without = (name: string) => JSON.stringify({ ...sidecar, [name]: undefined });
test.each([
  ["", "it is not JSON"],
  ["[]", "it is a list, expected an object"],
  [
    JSON.stringify({ ...sidecar, sidecarVersion: 2 }),
    "'sidecarVersion' is not 1, the only version that this release reads",
  ],
  [
    JSON.stringify({ ...sidecar, sidecarVersion: 2, sha256: undefined, sha512: "" }),
    "'sidecarVersion' is not 1, the only version that this release reads",
  ],
  [without("sha256"), "'sha256' is missing; expected a SHA-256 in hex"],
  [without("object"), "'object' is missing; expected an object"],
  [JSON.stringify({ ...sidecar, object: "s3://a/b" }), "'object' is a text, expected an object"],
  [JSON.stringify({ ...sidecar, object: { ...object, bucket: 7 } }), "'object.bucket' is a number, expected a text"],
  [JSON.stringify({ ...sidecar, sha256: "abc" }), "'sha256' is not a SHA-256 in hex"],
  [JSON.stringify({ ...sidecar, files: "abc" }), "'files' is a text, expected an object"],
  [JSON.stringify({ ...sidecar, files: {} }), "'files.certificateChain.pem' is missing; expected a SHA-256 in hex"],
  [
    JSON.stringify({ ...sidecar, files: { "certificateChain.pem": "abc" } }),
    "'files.certificateChain.pem' is not a SHA-256 in hex",
  ],
  [
    JSON.stringify({ ...sidecar, files: { ...sidecar.files, "privateKey.pem": sidecar.sha256 } }),
    "'files.privateKey.pem' is not expected here; expected one of certificateChain.pem, trustedCertificates.pem",
  ],
  [
    JSON.stringify({ ...sidecar, names: ["../privateKey.pem"] }),
    "'names[0]' is not one of privateKey.pem, certificateChain.pem, trustedCertificates.pem",
  ],
  [
    JSON.stringify({ ...sidecar, etag: "x" }),
    "'etag' is not expected here; expected one of sidecarVersion, object, sha256, files, names, privateKey, certificateChain, trustedCertificates",
  ],
  [
    JSON.stringify({ ...sidecar, certificateChain: files["privateKey.pem"] }),
    "'certificateChain' contains a private key",
  ],
])("a text that is not a sidecar is refused with the reason (%#)", (wrong, problem) => {
  expect(readSidecar(wrong)).toEqual({ problem });
});

test("a sidecar whose certificates are damaged gives a bundle without them, not a crash", () => {
  const read = readSidecarBundle({
    ...sidecar,
    certificateChain: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  });
  expect(read.chain).toEqual([]);
  expect(read.files.find(({ name }) => name === "certificateChain.pem")?.problems).not.toEqual([]);
});

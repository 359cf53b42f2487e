import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { developmentFiles } from "../../certificates/development";
import { readBundle } from "../../formats/bundle/read";
import { type BundleSidecar, readSidecar, readSidecarBundle, sidecarFits, writeSidecar } from "../../formats/sidecar";
import { writeBundle } from "../../formats/zip/bundle";
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

test("a sidecar says where the bundle lies and what is in it, and comes back as written", () => {
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

test("the bundle read from a sidecar is the bundle read from the zip, but for the private half", () => {
  const read = readSidecarBundle(sidecar);
  expect(read.chain.map(({ certificate }) => certificate.fingerprint)).toEqual(
    bundle.chain.map(({ certificate }) => certificate.fingerprint),
  );
  expect(read.trusted).toHaveLength(1);
  expect(read.names).toEqual(bundle.names);
  expect(read.privateKeys[0]?.facts).toEqual(bundle.privateKeys[0]?.facts);
  expect([read.privateKeys[0]?.works, bundle.privateKeys[0]?.works]).toEqual([undefined, true]);
});

test("it fits its own zip and no other", () => {
  const other = writeBundle({ ...files, "trustedCertificates.pem": files["certificateChain.pem"] });
  expect([sidecarFits(sidecar, zip), sidecarFits(sidecar, other)]).toEqual([true, false]);
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
  ["[]", "it is not an object"],
  [JSON.stringify({ ...sidecar, sidecarVersion: 2 }), "'sidecarVersion' is not 1, the only version this release reads"],
  [without("sha256"), "'sha256' is missing"],
  [without("object"), "'object.bucket' is missing"],
  [JSON.stringify({ ...sidecar, object: "s3://a/b" }), "'object' is not an object"],
  [JSON.stringify({ ...sidecar, object: { ...object, bucket: 7 } }), "'object.bucket' is not a text"],
  [JSON.stringify({ ...sidecar, sha256: "abc" }), "'sha256' is not a SHA-256 in hex"],
  [JSON.stringify({ ...sidecar, names: ["../privateKey.pem"] }), "'names' is not a list of file names"],
  [JSON.stringify({ ...sidecar, etag: "x" }), "it has a property 'etag' that no sidecar has"],
  [JSON.stringify({ ...sidecar, certificateChain: files["privateKey.pem"] }), "'certificateChain' holds a private key"],
])("a text that is no sidecar is told why (%#)", (wrong, problem) => {
  expect(readSidecar(wrong)).toEqual({ problem });
});

test("a sidecar whose certificates are damaged gives a bundle without them, not a crash", () => {
  const read = readSidecarBundle({
    ...sidecar,
    certificateChain: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
  });
  expect(read.chain).toEqual([]);
  expect(read.files[0]?.problems).not.toEqual([]);
});

import { createPrivateKey, X509Certificate } from "node:crypto";
import { type DevelopmentOrder, developmentFiles } from "../../certificates/development";
import { DEVELOPMENT_CA_MARKER } from "../../formats/development-ca";
import { sharedKeyPair } from "./key-pairs";

const now = new Date("2026-11-23T12:00:00.789Z");
const order: DevelopmentOrder = {
  domains: ["us-west-2.compute.internal", "emr.corp.example"],
  days: 90,
  subject: [{ oid: "2.5.4.10", shortName: "O", value: "Münster Data" }],
  formerTrust: [],
  now,
  makeKeyPair: sharedKeyPair,
};
const files = developmentFiles(order);
const split = (pem: string) =>
  (pem.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? []).map((block) => new X509Certificate(block));
const [leaf, ca] = split(files["certificateChain.pem"]) as [X509Certificate, X509Certificate];

test("the chain is the leaf, then its CA, which alone is trusted", () => {
  expect(split(files["certificateChain.pem"])).toHaveLength(2);
  expect(leaf.checkIssued(ca) && leaf.verify(ca.publicKey)).toBe(true);
  expect(ca.verify(ca.publicKey)).toBe(true);
  expect(files["trustedCertificates.pem"]).toBe(ca.toString());
});

test("the private key is PKCS#8 and belongs to the leaf, not to the CA", () => {
  expect(files["privateKey.pem"]).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
  const key = createPrivateKey(files["privateKey.pem"]);
  expect([leaf.checkPrivateKey(key), ca.checkPrivateKey(key)]).toEqual([true, false]);
});

test("the CA's private key is in none of the files", () => {
  const scalar = sharedKeyPair("CA").privateKey.export({ format: "jwk" }).d ?? "";
  const body = Buffer.from(
    Object.values(files)
      .join("")
      .replace(/-----[^-]+-----/g, ""),
    "base64",
  );
  expect(body.includes(Buffer.from(scalar, "base64url"))).toBe(false);
  expect(
    Object.values(files)
      .join("")
      .match(/PRIVATE KEY/g),
  ).toHaveLength(2);
});

test("every host of both domains is named, by subjectAltName and by the common name for the first", () => {
  expect(leaf.subjectAltName).toBe("DNS:*.us-west-2.compute.internal, DNS:*.emr.corp.example");
  expect(leaf.subject).toBe("O=Münster Data\nCN=*.us-west-2.compute.internal");
  expect(leaf.checkHost("ip-10-0-0-1.us-west-2.compute.internal")).toBeTruthy();
  expect(leaf.checkHost("ip-10-0-0-1.ec2.internal")).toBeUndefined();
});

test("the CA has a mark that distinguishes it from a real one, and a new name each time", () => {
  expect(ca.subject).toContain(`OU=${DEVELOPMENT_CA_MARKER}\n`);
  const another = split(developmentFiles(order)["trustedCertificates.pem"])[0];
  expect(another?.subject).toContain(DEVELOPMENT_CA_MARKER);
  expect(another?.subject).not.toBe(ca.subject);
});

test("leaf and CA are valid for the same 90 days, to the second, from 5 minutes before now", () => {
  expect([leaf.validFrom, leaf.validTo]).toEqual([ca.validFrom, ca.validTo]);
  expect(new Date(leaf.validFrom).toISOString()).toBe("2026-11-23T11:55:00.000Z");
  expect(new Date(leaf.validTo).getTime() - new Date(leaf.validFrom).getTime()).toBe(90 * 86_400_000);
});

test("the leaf is for TLS servers and clients, and is not a CA; the CA signs only leaves", () => {
  expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
  expect([leaf.ca, ca.ca]).toEqual([false, true]);
});

test("serial numbers are positive, 16 bytes long and differ", () => {
  const serials = [leaf, ca].map(({ serialNumber }) => serialNumber);
  for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  expect(new Set(serials).size).toBe(2);
});

test("former CAs are trusted after the new one", () => {
  const renewed = developmentFiles({ ...order, formerTrust: [ca.toString()] });
  expect(split(renewed["trustedCertificates.pem"]).map(({ fingerprint256 }) => fingerprint256)).toEqual([
    split(renewed["certificateChain.pem"])[1]?.fingerprint256,
    ca.fingerprint256,
  ]);
});

test.each([0, 91, 1.5, -1, Number.NaN])("%p days are refused: a development bundle is valid for 1 to 90", (days) => {
  expect(() => developmentFiles({ ...order, days })).toThrow(
    `--days is ${days}; a development bundle is valid for 1 to 90 whole days; for a longer validity, use a real CA (certs request)`,
  );
});

test("certificates of 2100 are written in the time form of their century", () => {
  const later = split(developmentFiles({ ...order, now: new Date("2100-01-01T00:00:00Z") })["certificateChain.pem"]);
  expect(new Date(later[0]?.validTo ?? "").toISOString()).toBe("2100-03-31T23:55:00.000Z");
});

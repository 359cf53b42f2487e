import { generateKeyPairSync } from "node:crypto";
import { pathFrom } from "../../certificates/chain";
import { signCertificate } from "../../certificates/sign";
import { commonNameAttribute } from "../../certificates/subject";
import { readBundleFiles } from "../../formats/bundle/read";
import type { Certificate } from "../../formats/x509/certificate";
import { sharedKeyPair } from "./key-pairs";

const third = generateKeyPairSync("rsa", { modulusLength: 1024 });
const keys = { root: sharedKeyPair("CA"), intermediate: sharedKeyPair("leaf"), leaf: third, other: third };
type Holder = keyof typeof keys;
let serial = 0;

/** A certificate for a holder's key, signed by another's. */
function certificate(subject: Holder, issuer: Holder, name: string = subject): Certificate {
  serial += 1;
  const pem = signCertificate({
    subject: [commonNameAttribute(name)],
    issuer: [commonNameAttribute(issuer)],
    publicKey: keys[subject].publicKey,
    signer: keys[issuer],
    notBefore: new Date("2026-01-01T00:00:00Z"),
    notAfter: new Date("2027-01-01T00:00:00Z"),
    dnsNames: subject === "leaf" ? ["*.ec2.internal"] : [],
    serial: `40${serial.toString(16).padStart(30, "0")}`,
  });
  const [read] = readBundleFiles(new Map([["certificateChain.pem", Buffer.from(pem)]])).chain;
  if (!read) throw new Error("not read");
  return read.certificate;
}

const root = certificate("root", "root");
const intermediate = certificate("intermediate", "root");
const leaf = certificate("leaf", "intermediate");
const names = (candidates: readonly Certificate[], trusted: readonly Certificate[]) => {
  const { certificates, ...rest } = pathFrom(leaf, candidates, trusted);
  return { path: certificates.map(({ subject }) => subject.commonNames[0]), ...rest };
};

test("issuers are found in any order, and the root is kept where it is given", () => {
  expect(names([root, intermediate], [root])).toEqual({
    path: ["leaf", "intermediate", "root"],
    trusted: true,
    end: "root",
  });
});

test("a root that only the trust file holds ends the path without being part of it", () => {
  expect(names([intermediate], [root])).toEqual({
    path: ["leaf", "intermediate"],
    trusted: true,
    end: "trusted issuer",
  });
});

test("without its intermediate the path ends at the leaf", () => {
  expect(names([root], [root])).toEqual({ path: ["leaf"], trusted: false, end: "issuer missing" });
});

test("a root that nobody trusts is told apart", () => {
  const stranger = certificate("other", "other");
  expect(names([root, intermediate], [stranger])).toEqual({
    path: ["leaf", "intermediate", "root"],
    trusted: false,
    end: "root",
  });
});

test("an issuer's name without its key is no issuer", () => {
  const impostor = certificate("other", "root", "intermediate");
  expect(names([impostor, root], [root])).toEqual({ path: ["leaf"], trusted: false, end: "issuer missing" });
});

test("of two certificates of one CA the branch that ends at trust is taken", () => {
  const crossSigned = certificate("intermediate", "other");
  const other = certificate("other", "other");
  expect(names([intermediate, crossSigned], [other])).toEqual({
    path: ["leaf", "intermediate"],
    trusted: true,
    end: "trusted issuer",
  });
  const { certificates } = pathFrom(leaf, [intermediate, crossSigned], [other]);
  expect(certificates[1]?.fingerprint).toBe(crossSigned.fingerprint);
});

test("a hundred twins of CAs that sign each other end within a second", () => {
  const twins = Array.from({ length: 50 }, () => [
    certificate("intermediate", "root"),
    certificate("root", "intermediate"),
  ]);
  const before = performance.now();
  expect(pathFrom(leaf, twins.flat(), []).trusted).toBe(false);
  expect(performance.now() - before).toBeLessThan(1000);
});

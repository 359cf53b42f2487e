import { pathFrom } from "../../certificates/chain";
import { readBundleFiles } from "../../formats/bundle/read";
import type { Certificate } from "../../formats/x509/certificate";
import { ecKeys, type Issued, type IssueOptions, issue } from "../support/certificates";
import { workOf } from "../support/work";

const keys = { root: ecKeys(), intermediate: ecKeys(), leaf: ecKeys(), other: ecKeys() };
type Holder = keyof typeof keys;

/** A certificate for a holder's key, signed by another's. */
function certificate(subject: Holder, issuer: Holder, name: string = subject): Certificate {
  const by = { keys: keys[issuer], subject: `CN=${issuer}` } as Issued;
  const options: IssueOptions = { subject: `CN=${name}`, keys: keys[subject], ca: subject !== "leaf", by };
  const [read] = readBundleFiles(new Map([["certificateChain.pem", Buffer.from(issue(options).pem)]])).chain;
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

test("a root that is only in the trust file ends the path without being part of it", () => {
  expect(names([intermediate], [root])).toEqual({
    path: ["leaf", "intermediate"],
    trusted: true,
    end: "trusted issuer",
  });
});

test("without its intermediate the path ends at the leaf", () => {
  expect(names([root], [root])).toEqual({ path: ["leaf"], trusted: false, end: "issuer missing" });
});

test("an untrusted root is reported as such", () => {
  const stranger = certificate("other", "other");
  expect(names([root, intermediate], [stranger])).toEqual({
    path: ["leaf", "intermediate", "root"],
    trusted: false,
    end: "root",
  });
});

test("a certificate with the issuer's name but another key is not the issuer", () => {
  const impostor = certificate("other", "root", "intermediate");
  expect(names([impostor, root], [root])).toEqual({ path: ["leaf"], trusted: false, end: "issuer missing" });
});

test("of two certificates of one CA, the one that leads to a trusted root is used", () => {
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

test("a hundred twins of CAs that sign each other end after a bounded number of steps", () => {
  const twins = Array.from({ length: 50 }, () => [
    certificate("intermediate", "root"),
    certificate("root", "intermediate"),
  ]);
  const work = workOf(() => expect(pathFrom(leaf, twins.flat(), []).trusted).toBe(false));
  // Each certificate is compared with each other one once, and the paths are limited.
  expect(work.calls("isIssuedBy")).toBeLessThanOrEqual(2 * 101 * 100);
  expect(work.calls("follow")).toBeLessThanOrEqual(100 * 200);
});

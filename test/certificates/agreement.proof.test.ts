import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../linter";
import { cases, HOSTS } from "../java/cases";
import { openssl } from "./openssl";

/** Rules whose question `openssl verify` answers: the path, its dates, purposes, names and strength. The others are about files. */
const sameQuestion = /^(cert\.|bundle\.trust_missing)/;

/** Where the linter and openssl part, and why. Everywhere else the linter has an error exactly where openssl refuses. */
const differences: { readonly [name: string]: string } = {
  "self-signed, trusting itself": "a demand of EMR's guide for production, not of a path",
  "leaf and issuer share a key": "the path is the same; every node holds the key of the CA",
  "issuing CA whose extended usage excludes servers": "Java does not look at it, so nodes work: a warning",
  "chain out of order": "openssl takes the files as a heap; Java's PKCS#12 stores take a chain",
  "an excluded host that the wildcard covers": "the wildcard names the excluded host too: x509-limbo refuses it",
  "one host": "a warning: a cluster of one node may be meant",
  "usage without digitalSignature": "openssl counts the RSA key exchange that TLS 1.3 and ECDHE have no use for",
  "EC secp256k1 leaf": "openssl verifies the curve; Java's TLS has dropped it",
  "EC secp256k1 root": "as for the leaf",
  "DSA leaf": "openssl verifies DSA; TLS 1.3 has no place for it",
  "DSA root": "as for the leaf",
  "bad base64 in the chain": "no certificate can be read; the linter says so of the file",
};

const cwd = mkdtempSync(join(tmpdir(), "openssl-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const names = Object.keys(cases);
for (const [index, { files }] of Object.values(cases).entries()) {
  mkdirSync(join(cwd, `${index}`));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, `${index}`, name), content);
}
const report = lint(
  names.map((_, index) => `${index}`),
  { cwd, region: "us-west-2", environment: "production" },
);

function refusedByLinter(index: number): readonly string[] {
  return report.findings
    .filter(({ input, severity, rule }) => input === `${index}` && severity === "error" && sameQuestion.test(rule))
    .map(({ rule }) => rule);
}

function refusedByOpenssl(index: number, host: string): string {
  const file = (name: string) => join(cwd, `${index}`, name);
  const trust =
    cases[names[index] ?? ""]?.files["trustedCertificates.pem"] === undefined
      ? []
      : ["-CAfile", file("trustedCertificates.pem")];
  const { code, output } = openssl(
    ...["verify", "-auth_level", "2", "-partial_chain", "-purpose", "sslserver", "-verify_hostname", host, ...trust],
    ...["-untrusted", file("certificateChain.pem"), file("certificateChain.pem")],
  );
  return code === 0 ? "" : output;
}

test.each(names.map((name, index) => [name, index] as const))("%s", (name, index) => {
  const linter = refusedByLinter(index);
  const told = HOSTS.map((host) => refusedByOpenssl(index, host)).join("");
  const agree = linter.length > 0 === (told !== "");
  expect({ agree, linter, told }).toEqual({ agree: !Object.hasOwn(differences, name), linter, told });
});

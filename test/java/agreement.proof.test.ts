import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../linter";
import { cases, HOSTS } from "./cases";
import { jdks, verdicts } from "./jdk";

/** Where the linter and Java part, and why. Everywhere else the linter has an error exactly where Java refuses. */
const differences: { readonly [name: string]: string } = {
  "RSA 1024 leaf": "Java refuses RSA below 1024 bits only; NIST SP 800-131A wants 2048",
  "RSA 1024 root": "as for the leaf",
  "SHA-1 below a private root": "Java refuses SHA-1 below its own roots only",
  "self-signed, trusting itself": "a demand of EMR's guide for production, not of TLS",
  "expired, trusting itself": "Java asks nothing of a certificate that is itself in the trust store",
  "expired root": "Java looks at no date of a trusted certificate; OpenSSL does",
  "leaf and issuer share a key": "the handshake is the same; every node holds the key of the CA",
  "one host": "a warning: a cluster of one node may be meant",
  "extended usage for servers alone": "only nodes that ask clients for certificates are hit, and none does by default",
  "PKCS#1 private key": "how EMR itself reads the file is not published; the linter remarks it",
};
/** Where Java's releases part among themselves, the linter says what holds for all. */
const byRelease = new Set(["two wildcards in one name", "byte order mark before the chain"]);

const cwd = mkdtempSync(join(tmpdir(), "agreement-"));
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
const errors = (index: number) =>
  report.findings.filter(({ input, severity }) => input === `${index}` && severity === "error").map(({ rule }) => rule);
const all = Object.fromEntries(Object.entries(cases).map(([name, { files }]) => [name, files]));
const java = jdks().map((jdk) => verdicts(jdk, all, HOSTS));

test("every case was judged, and each difference is of a case there is", () => {
  expect(report.summary.judged).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining([...Object.keys(differences), ...byRelease]));
});

test.each(names.map((name, index) => [name, index] as const))("%s", (name, index) => {
  const refusals = java.map((found) => found.get(name)?.verdict !== "yes");
  const linter = errors(index);
  if (byRelease.has(name)) {
    expect(new Set(refusals)).toEqual(new Set([true, false]));
    expect(linter).not.toEqual([]);
  } else {
    expect({ linter, refuses: linter.length > 0 }).toEqual({
      linter,
      refuses: Object.hasOwn(differences, name) ? refusals.every((refused) => !refused) : refusals.every(Boolean),
    });
  }
});

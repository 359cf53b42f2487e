import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PATH_LIMITS } from "../../formats/x509/path";
import { runLint } from "../../linter/run/lint";
import type { LintOptions } from "../../linter/run/options";
import { folderOf } from "../linter/models";
import { authorityAndLeaf, bundleZip, ecKeys, type Issued, issue, rsaSpki } from "../support/certificates";
import { workOf } from "../support/work";

const now = new Date("2026-11-23T12:00:00Z");
const { root, leaf } = authorityAndLeaf();
const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

function checked(cwd: string, input: string, options: LintOptions = {}) {
  const { report, exitCode } = runLint([input], { cwd, now, region: "us-east-1", ...options });
  const [status] = report.inputs;
  return { rules: report.findings.map(({ rule }) => rule), error: status?.error, exitCode, report };
}

const ofZip = (files: { readonly [name: string]: string | Buffer }, options: LintOptions = {}) =>
  checked(folderOf({ "b.zip": bundleZip(files) }), "b.zip", options);

const PRIMES = [...Array(744).keys()].filter((n) => n > 1 && [...Array(n).keys()].every((d) => d < 2 || n % d !== 0));

/** What the search for a path may spend, and what is asked of each of a thousand certificates. */
const VERIFICATIONS = PATH_LIMITS.verifications + 4 * 1000;

describe("certificates without end", () => {
  const keys = ecKeys();

  /** Each issued by the next, the first by none. */
  function line(length: number): readonly Issued[] {
    const chain = [issue({ subject: "CN=0", ca: true, keys })];
    for (let at = 1; at < length; at++) {
      chain.unshift(issue({ subject: `CN=${at}`, ca: true, keys, by: chain[0] as Issued }));
    }
    return chain;
  }

  const own = (by: Issued) => issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"], by, keys: ecKeys() });
  const bundle = (first: Issued, others: readonly Issued[]) => ({
    "privateKey.pem": first.privateKeyPem,
    "certificateChain.pem": [first, ...others].map(({ pem }) => pem).join(""),
    "trustedCertificates.pem": root.pem,
  });

  test("a leaf and a line of 999 CAs is a finding about the path, after a bounded number of verifications", () => {
    const chain = line(999);
    const given = bundle(own(chain[0] as Issued), chain);
    const work = workOf(() => expect(ofZip(given).rules).toContain("cert.chain_untrusted"));
    expect(work.calls("isSignedBy")).toBeLessThanOrEqual(VERIFICATIONS);
  });

  test("a leaf and 999 CAs of one name that issued each other take a bounded number of verifications", () => {
    const chain = Array.from({ length: 999 }, () => issue({ subject: "CN=same", issuer: "CN=same", ca: true, keys }));
    const given = bundle(own(chain[0] as Issued), chain);
    const work = workOf(() => expect(ofZip(given).rules).toContain("cert.chain_untrusted"));
    expect(work.calls("isSignedBy")).toBeLessThanOrEqual(VERIFICATIONS);
  });

  test("hundreds of certificates with large moduli of their own, which no path uses, are not tested for primality", () => {
    // A prime more than a multiple of every small one: nothing but the slow tests can tell.
    const small = PRIMES.reduce((product, n) => product * BigInt(n), 1n);
    const modulus = () => (BigInt(`0x${randomBytes(512).toString("hex")}`) / small) * small + 1_000_003n;
    const strays = Array.from({ length: 300 }, (_, index) =>
      issue({ subject: `CN=${index}`, keys, spki: rsaSpki(modulus()) }),
    );
    const given = bundle(own(root), strays);
    const work = workOf(() => expect(ofZip(given).rules).toContain("cert.stray_certificate"));
    expect(work.calls("isProbablePrime")).toBeLessThanOrEqual(2);
    // Each of at most 64 moduli with each other one, and each with the small primes.
    expect(work.calls("gcd")).toBeLessThanOrEqual((64 * 63) / 2 + 302);
  });

  test("a chain of more than a thousand certificates is not read in full, and its path stays open", () => {
    const chain = line(1000);
    const { report, rules } = ofZip(bundle(own(chain[0] as Issued), chain));
    expect(rules).toContain("bundle.pem_unreadable");
    expect(rules).not.toContain("cert.chain_untrusted");
    expect(report.notEvaluated.map(({ rule }) => rule)).toContain("cert.chain_untrusted");
  });

  test("thousands of names below CAs with thousands of name constraints take a bounded number of comparisons", () => {
    const names = (prefix: string) => Array.from({ length: 1_200 }, (_, at) => `${prefix}${at}.example`);
    const constrained = { ca: true, keys, permittedDns: names("a"), excludedDns: names("b") };
    const chain = [issue({ subject: "CN=0", ...constrained })];
    for (let at = 1; at < 8; at++)
      chain.unshift(issue({ subject: `CN=${at}`, ...constrained, by: chain[0] as Issued }));
    const first = issue({ subject: "CN=leaf", dns: names("x.a"), by: chain[0] as Issued, keys: ecKeys() });
    const work = workOf(() => expect(ofZip(bundle(first, chain)).rules).toContain("cert.chain_untrusted"));
    expect(work.calls("matchesDns")).toBeLessThanOrEqual(PATH_LIMITS.comparisons);
  });

  test("a leaf that stands a thousand times is one row of findings", () => {
    const { report } = ofZip({ ...good, "certificateChain.pem": leaf.pem.repeat(1000) + root.pem });
    const strays = report.findings.filter(({ rule }) => rule === "cert.chain_order");
    expect(strays.map(({ within }) => within)).toEqual(["certificateChain.pem[0]"]);
  });

  test("a duplicated leaf is reported, and nothing else", () => {
    const { rules } = ofZip({ ...good, "certificateChain.pem": leaf.pem + leaf.pem + root.pem });
    expect(rules.filter((rule) => rule !== "cert.not_rsa")).toEqual(["cert.chain_order"]);
  });
});

describe("a clock", () => {
  test.each<[string, string]>([
    ["1970-01-01T00:00:00Z", "cert.not_yet_valid"],
    ["2100-01-01T00:00:00Z", "cert.expired"],
  ])("in %s gives %s, once for the leaf", (time, rule) => {
    const { report, exitCode } = ofZip(good, { now: new Date(time) });
    expect(report.evaluatedAt).toBe(time);
    expect(
      report.findings.filter((each) => each.rule === rule && each.within === "certificateChain.pem[0]"),
    ).toHaveLength(1);
    expect(exitCode).toBe(1);
  });
});

describe("names beyond ASCII", () => {
  const named = (dns: string) => {
    const own = authorityAndLeaf("ec2.internal", { dns: [dns] });
    return {
      "privateKey.pem": own.leaf.privateKeyPem,
      "certificateChain.pem": own.leaf.pem + own.root.pem,
      "trustedCertificates.pem": own.root.pem,
    };
  };
  const rules = (dns: string, domain: string) =>
    ofZip(named(dns), { vpcDomains: [domain], rules: ["cert.wrong_domain", "cert.wildcard_invalid"] }).rules;

  test("a domain is compared in the form of DNS, however it is written", () => {
    expect(rules("*.xn--bcher-kva.example", "xn--bcher-kva.example")).toEqual([]);
    expect(rules("*.xn--bcher-kva.example", "bücher.example")).toEqual([]);
    expect(rules("*.xn--bcher-kva.example", "bucher.example")).toEqual(["cert.wrong_domain"]);
  });

  test("a name that a certificate carries in UTF-8 is not read as one", () => {
    expect(ofZip(named("*.bücher.example")).rules).toContain("bundle.pem_unreadable");
  });
});

describe("files that are none", () => {
  const folder = (make: (path: (name: string) => string) => void) => {
    const cwd = folderOf({ "certs/certificateChain.pem": good["certificateChain.pem"] });
    make((name) => join(cwd, name));
    return checked(cwd, "certs");
  };

  test.each<[string, (path: (name: string) => string) => void, RegExp]>([
    [
      "a folder named privateKey.pem",
      (path) => mkdirSync(path("certs/privateKey.pem")),
      /^privateKey\.pem: this is a folder$/,
    ],
    [
      "a link to nothing",
      (path) => symlinkSync("nowhere", path("certs/privateKey.pem")),
      /^privateKey\.pem: no such file or folder$/,
    ],
    [
      "a link to itself",
      (path) => symlinkSync("privateKey.pem", path("certs/privateKey.pem")),
      /^privateKey\.pem: its symbolic links form a loop$/,
    ],
    [
      "a file of more than a mebibyte",
      (path) => writeFileSync(path("certs/privateKey.pem"), Buffer.alloc(1024 * 1024 + 1, "A")),
      /^privateKey\.pem: it has 1048577 bytes; at most 1048576 are read$/,
    ],
  ])("%s is one sentence and exit 2", (_, make, sentence) => {
    const { error, exitCode, rules } = folder(make);
    expect(error).toMatch(sentence);
    expect(exitCode).toBe(2);
    expect(rules).toEqual([]);
  });

  test("a link that leads out of the folder is not followed; one within is, as Kubernetes mounts secrets", () => {
    const { error, exitCode } = folder((path) => {
      writeFileSync(path("key.pem"), root.privateKeyPem);
      symlinkSync(path("key.pem"), path("certs/privateKey.pem"));
    });
    expect([error, exitCode]).toEqual([
      "privateKey.pem: it is a symbolic link that leaves the folder; put the file itself there",
      2,
    ]);
    const { rules } = folder((path) => {
      mkdirSync(path("certs/..2026_11_23"));
      writeFileSync(path("certs/..2026_11_23/privateKey.pem"), root.privateKeyPem);
      symlinkSync("..2026_11_23", path("certs/..data"));
      symlinkSync("..data/privateKey.pem", path("certs/privateKey.pem"));
    });
    expect(rules).toContain("bundle.key_mismatch");
  });

  test("an entry of more than a mebibyte in a zip is reported as such, and the rest is checked", () => {
    const { rules } = ofZip({ ...good, "trustedCertificates.pem": `${root.pem}${"A".repeat(1 << 20)}` });
    expect(rules).toContain("bundle.unreadable");
  });
});

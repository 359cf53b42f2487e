import { randomBytes } from "node:crypto";
import { PATH_LIMITS } from "../../formats/x509/path";
import { ecKeys, type Issued, issue, rsaSpki } from "../support/certificates";
import { workOf } from "../support/work";
import { ofZip, root } from "./bundle-runs";

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
});

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderOf } from "../linter/models";
import { authorityAndLeaf } from "../support/certificates";
import { checked, good, leaf, ofZip, root } from "./bundle-runs";

describe("a certificate that occurs several times", () => {
  test("a leaf that occurs a thousand times has one row of findings", () => {
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

  test("a name in UTF-8 in a certificate is not read as a DNS name", () => {
    expect(ofZip(named("*.bücher.example")).rules).toContain("bundle.pem_unreadable");
  });
});

describe("files that are not regular", () => {
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

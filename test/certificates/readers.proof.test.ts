import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../linter";
import { jdks, verdicts } from "../java/jdk";
import { CLIENT_AUTH, type Issued, type IssueOptions, issue, rsaKeys, SERVER_AUTH } from "../support/certificates";
import { openssl } from "./openssl";

/**
 * Bundles on which Java, OpenSSL and Go disagree, or agree as a rule says: what each of the three really does, and what
 * the linter reports. Java is every Java of this machine, and all of them agree.
 */

const DOMAIN = "us-west-2.compute.internal";
const HOSTS = [`ip-10-0-0-1.${DOMAIN}`, `ip-10-0-0-2.${DOMAIN}`] as const;
const ANY_PURPOSE = "2.5.29.37.0";
const UNKNOWN_EXTENSION = ["1.2.3.4", true, Buffer.from([0x05, 0x00])] as const;

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().replace(/\.\d+/, "");
const life = { notBefore: day(-10), notAfter: day(300) };

const ca = (options: IssueOptions = {}): Issued =>
  issue({ subject: "CN=Root", ca: true, keys: rsaKeys(2048, 1), ...life, ...options });
const root = ca();
const intermediate = (options: IssueOptions = {}, by = root): Issued =>
  ca({ subject: "CN=Intermediate", by, keys: rsaKeys(2048, 2), ...options });
const leafOf = (by: Issued, options: IssueOptions = {}): Issued =>
  issue({
    subject: `CN=*.${DOMAIN}`,
    dns: [`*.${DOMAIN}`],
    keys: rsaKeys(),
    ca: false,
    keyUsage: [0, 2],
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    ...life,
    by,
    ...options,
  });

type Files = { readonly [name: string]: string };

const bundle = (leaf: Issued, chain: readonly Issued[], trusted: Issued): Files => ({
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": [leaf, ...chain].map(({ pem }) => pem).join(""),
  "trustedCertificates.pem": trusted.pem,
});
const under = (anchor: Issued, leaf: IssueOptions = {}): Files => bundle(leafOf(anchor, leaf), [], anchor);
const below = (issuing: Issued, anchor = root): Files => bundle(leafOf(issuing), [issuing], anchor);

/** A certificate for any host of the domain, issued with the private key that every node has. */
function issuedByANode(node: IssueOptions): Files {
  const nodes = leafOf(root, node);
  return bundle(leafOf(nodes, { subject: "CN=Forged", keys: rsaKeys(2048, 3) }), [nodes], root);
}

interface Case {
  readonly files: Files;
  readonly java: boolean;
  readonly openssl: boolean;
  readonly go: boolean;
  /** Errors and warnings, with their variants. */
  readonly linter: readonly string[];
}

const accepted = { java: true, openssl: true, go: true };
const refused = { java: false, openssl: false, go: false };
const byJavaAlone = { java: true, openssl: false, go: false };

const shortRoot = ca({ pathLength: 0 });
const cases: { readonly [name: string]: Case } = {
  "a good bundle": { files: under(root), ...accepted, linter: [] },
  "a good bundle with an intermediate CA": { files: below(intermediate()), ...accepted, linter: [] },

  "permitted domain with a leading dot, of an intermediate": {
    files: below(intermediate({ permittedDns: [`.${DOMAIN}`] })),
    ...accepted,
    linter: ["warning cert.name_constraints dotted"],
  },
  "permitted domain with a leading dot, of a root": {
    files: under(ca({ permittedDns: [`.${DOMAIN}`] })),
    ...accepted,
    linter: ["warning cert.name_constraints dotted"],
  },
  "permitted domain without a dot": {
    files: below(intermediate({ permittedDns: [DOMAIN] })),
    ...accepted,
    linter: [],
  },
  "excluded domain with a leading dot": {
    files: below(intermediate({ excludedDns: [`.${DOMAIN}`] })),
    ...refused,
    linter: ["error cert.name_constraints"],
  },
  "another domain permitted, by an intermediate": {
    files: below(intermediate({ permittedDns: ["corp.example"] })),
    ...refused,
    linter: ["error cert.name_constraints"],
  },
  "another domain permitted, by a root": {
    files: under(ca({ permittedDns: ["corp.example"] })),
    ...byJavaAlone,
    linter: ["warning cert.name_constraints anchor"],
  },
  "domain excluded by a root": {
    files: under(ca({ excludedDns: [DOMAIN] })),
    ...byJavaAlone,
    linter: ["warning cert.name_constraints anchor"],
  },
  "path longer than a root allows": {
    files: below(intermediate({}, shortRoot), shortRoot),
    ...byJavaAlone,
    linter: ["warning cert.issuer_not_ca anchor"],
  },
  "root without keyCertSign": {
    files: under(ca({ keyUsage: [0] })),
    ...refused,
    linter: ["error cert.issuer_not_ca"],
  },
  "unknown critical extension of a root": {
    files: under(ca({ more: [UNKNOWN_EXTENSION] })),
    ...byJavaAlone,
    linter: ["warning cert.unknown_critical_extension anchor"],
  },
  "unknown critical extension of an intermediate": {
    files: below(intermediate({ more: [UNKNOWN_EXTENSION] })),
    ...refused,
    linter: ["error cert.unknown_critical_extension"],
  },
  "anyExtendedKeyUsage alone, of a leaf": {
    files: under(root, { extendedKeyUsage: [ANY_PURPOSE] }),
    ...accepted,
    openssl: false,
    linter: ["warning cert.any_purpose"],
  },
  "anyExtendedKeyUsage beside serverAuth": {
    files: under(root, { extendedKeyUsage: [ANY_PURPOSE, SERVER_AUTH] }),
    ...accepted,
    linter: [],
  },
  "anyExtendedKeyUsage alone, of an intermediate": {
    files: below(intermediate({ extendedKeyUsage: [ANY_PURPOSE] })),
    ...accepted,
    openssl: false,
    linter: ["warning cert.any_purpose"],
  },
  "anyExtendedKeyUsage alone, of a root": {
    files: under(ca({ extendedKeyUsage: [ANY_PURPOSE] })),
    ...accepted,
    openssl: false,
    linter: ["warning cert.any_purpose"],
  },
  "intermediate for clients alone": {
    files: below(intermediate({ extendedKeyUsage: [CLIENT_AUTH] })),
    ...byJavaAlone,
    linter: ["warning cert.issuer_purpose"],
  },
  "root for clients alone": {
    files: under(ca({ extendedKeyUsage: [CLIENT_AUTH] })),
    ...byJavaAlone,
    linter: ["warning cert.issuer_purpose"],
  },

  "leaf that is a CA": {
    files: under(root, { ca: true, keyUsage: [0, 2, 5] }),
    ...accepted,
    linter: ["error cert.leaf_is_ca"],
  },
  "what a leaf that is a CA issues": {
    files: issuedByANode({ ca: true, keyUsage: [0, 2, 5] }),
    ...accepted,
    linter: [],
  },
  "leaf that is a CA without keyCertSign": {
    files: under(root, { ca: true, keyUsage: [0, 2] }),
    ...accepted,
    linter: [],
  },
  "what a leaf that is a CA without keyCertSign issues": {
    files: issuedByANode({ ca: true, keyUsage: [0, 2] }),
    ...refused,
    linter: ["error cert.issuer_not_ca"],
  },

  "wildcard ip-*": {
    files: under(root, { dns: [`ip-*.${DOMAIN}`] }),
    ...byJavaAlone,
    linter: ["warning cert.single_host", "error cert.wildcard_invalid"],
  },
  "wildcard ip*": {
    files: under(root, { dns: [`ip*.${DOMAIN}`] }),
    ...accepted,
    go: false,
    linter: ["warning cert.single_host", "error cert.wildcard_invalid"],
  },
  "MD5 signature": {
    files: under(root, { hash: "md5" }),
    ...refused,
    openssl: true,
    linter: ["error cert.weak_signature"],
  },
  "SHA-1 signature": {
    files: under(root, { hash: "sha1" }),
    ...accepted,
    go: false,
    linter: ["error cert.weak_signature"],
  },
};

const names = Object.keys(cases);
const cwd = mkdtempSync(join(tmpdir(), "readers-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
for (const [index, { files }] of Object.values(cases).entries()) {
  mkdirSync(join(cwd, `${index}`));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, `${index}`, name), content);
}

const java = jdks().map((jdk) => verdicts(jdk, Object.fromEntries(names.map((name) => [name, filesOf(name)])), HOSTS));

function filesOf(name: string): Files {
  return cases[name]?.files ?? {};
}

/** Go's verdicts, by case. */
const go: readonly string[] = (() => {
  const program = join(cwd, "verify");
  execFileSync("go", ["build", "-o", program, join(__dirname, "verify.go")]);
  const output = execFileSync(program, [HOSTS[0], ...names.map((_, index) => join(cwd, `${index}`))]).toString();
  return output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
})();

function opensslAccepts(index: number): boolean {
  const file = (name: string) => join(cwd, `${index}`, name);
  const chain = file("certificateChain.pem");
  const asked = ["-purpose", "sslserver", "-verify_hostname", HOSTS[0]];
  const trust = ["-no-CApath", "-CAfile", file("trustedCertificates.pem"), "-untrusted", chain];
  return openssl("verify", ...asked, ...trust, chain).code === 0;
}

const report = lint(
  names.map((_, index) => `${index}`),
  { cwd, region: "us-west-2", environment: "production" },
);

test("every case was checked, and each Java gave a verdict", () => {
  expect(report.summary.checked).toBe(names.length);
  expect(java.map((each) => each.size)).toEqual(java.map(() => names.length));
  expect(java.length).toBeGreaterThan(0);
});

test.each(names.map((name, index) => [name, index] as const))("%s", (name, index) => {
  const { files: _, linter, ...expected } = cases[name] as Case;
  const javas = java.map((each) => each.get(name)?.verdict === "yes");
  expect({ javas, openssl: opensslAccepts(index), go: go[index] === "yes" }).toEqual({
    javas: java.map(() => expected.java),
    openssl: expected.openssl,
    go: expected.go,
  });
  const found = report.findings.filter(({ input, severity }) => input === `${index}` && severity !== "info");
  expect(found.map(({ severity, rule, variant = "" }) => `${severity} ${rule} ${variant}`.trim())).toEqual(linter);
});

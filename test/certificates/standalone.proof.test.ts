import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../../linter";
import {
  CLIENT_AUTH,
  der,
  ecKeys,
  type Issued,
  type IssueOptions,
  issue,
  type KeyPair,
  nameDer,
  SERVER_AUTH,
} from "../support/certificates";
import { openssl } from "./openssl";

const DOMAIN = "us-west-2.compute.internal";
const HOSTS = [`ip-10-0-0-1.${DOMAIN}`, `i-0abc.${DOMAIN}`];
const now = new Date("2026-11-23T12:00:00Z");

const SUBJECT_KEY_ID = "2.5.29.14";
const NAME_CONSTRAINTS = "2.5.29.30";
const ANY_PURPOSE = "2.5.29.37.0";
const MAIL = "1.3.6.1.5.5.7.3.4";

const keyId = ({ publicKey }: KeyPair) =>
  createHash("sha1")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest();

/** A certificate with the key identifiers that `-x509_strict` asks for. */
function made({ more = [], ...options }: IssueOptions): Issued {
  const keys = options.keys ?? ecKeys();
  const identifier = [SUBJECT_KEY_ID, false, der(0x04, keyId(keys))] as const;
  const authorityKeyId = options.by && keyId(options.by.keys);
  return issue({ ...(authorityKeyId && { authorityKeyId }), ...options, keys, more: [identifier, ...more] });
}

const ca = (options: IssueOptions = {}): Issued =>
  made({ subject: "O=Example, CN=Root", ca: true, notAfter: "2040-01-01T00:00:00Z", ...options });
const root = ca();
const issuing = (options: IssueOptions = {}): Issued => ca({ subject: "O=Example, CN=Issuing", by: root, ...options });
const leaf = (options: IssueOptions = {}): Issued =>
  made({
    subject: `CN=*.${DOMAIN}`,
    by: root,
    ca: false,
    dns: [`*.${DOMAIN}`],
    keyUsage: [0],
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    ...options,
  });
const named = (...dns: readonly string[]) => [leaf({ dns })];

/** Trees of names that a CA may certify, or may not: a tag of GeneralName and its content. */
type Tree = readonly [tag: number, content: Buffer];
const trees = (tag: number, list: readonly Tree[]) =>
  list.length > 0 ? [der(tag, ...list.map(([kind, content]) => der(0x30, der(kind, content))))] : [];
const constraints = (permitted: readonly Tree[], excluded: readonly Tree[] = []) =>
  [NAME_CONSTRAINTS, true, der(0x30, ...trees(0xa0, permitted), ...trees(0xa1, excluded))] as const;
const dns = (name: string): Tree => [0x82, Buffer.from(name)];
const mail = (name: string): Tree => [0x81, Buffer.from(name)];
const uri = (name: string): Tree => [0x86, Buffer.from(name)];
const ip = (...bytes: readonly number[]): Tree => [0x87, Buffer.from(bytes)];
const directory = (name: string): Tree => [0xa4, nameDer(name)];

/** A leaf below a CA with name constraints. */
function constrained(extension: ReturnType<typeof constraints>, options: IssueOptions = {}): readonly Issued[] {
  const authority = issuing({ more: [extension] });
  return [leaf({ by: authority, ...options }), authority];
}

/** A leaf below some CAs, from the top down; each is what is given. */
function below(...above: readonly IssueOptions[]): readonly Issued[] {
  let last = root;
  const line = above.map((options, index) => {
    last = issuing({ subject: `O=Example, CN=CA ${index}`, ...options, by: last });
    return last;
  });
  return [leaf({ by: last }), ...line.toReversed()];
}

const sameName = { subject: "O=Example, CN=CA 0" };
const otherRoot = ca({ subject: "O=Other, CN=Root" });
const crossed = ca({ subject: "O=Example, CN=Root", by: otherRoot, keys: root.keys });
const at = (time: string): IssueOptions => ({ notAfter: time });

interface Fixture {
  readonly chain: readonly Issued[];
  /** @default the root */
  readonly trusted?: readonly Issued[];
}

const fixtures: { readonly [title: string]: readonly Issued[] | Fixture } = {
  "a leaf below its root": [leaf()],
  "a leaf below an issuing CA": below({}),
  "with the root in the chain": [...below({}), root],
  "below five CAs": below({}, {}, {}, {}, {}),
  "a root that is not trusted": { chain: [leaf(), root], trusted: [otherRoot] },
  "an issuing CA alone is trusted": { chain: below({}), trusted: below({}).slice(1) },
  "the issuing CA itself is trusted": (() => {
    const [own, authority] = below({}) as [Issued, Issued];
    return { chain: [own], trusted: [authority] };
  })(),
  "the issuing CA is missing": [below({})[0] as Issued],
  "cross-signed, the other root trusted": { chain: [leaf(), crossed], trusted: [otherRoot] },
  "cross-signed, the own root trusted": [leaf(), crossed],
  "a signature of another key": [leaf({ signWith: ecKeys() })],
  "a CA with a signature of another key": (() => {
    const authority = issuing({ signWith: ecKeys() });
    return [leaf({ by: authority }), authority];
  })(),
  "an authority key identifier of another key": [leaf({ authorityKeyId: Buffer.alloc(20, 1) })],

  "path length 0 above the leaf": below({ pathLength: 0 }),
  "path length 0 above a CA": below({ pathLength: 0 }, {}),
  "path length 1 above a CA": below({ pathLength: 1 }, {}),
  "path length 1 above two CAs": below({ pathLength: 1 }, {}, {}),
  "path length 0 in the middle": below({}, { pathLength: 0 }, {}),
  "path length 0 above a CA of the same name": below({ ...sameName, pathLength: 0 }, sameName),
  "an issuer with CA:FALSE": below({ ca: false, keyUsage: [5] }),
  "an issuer without basic constraints": below({ ca: undefined, keyUsage: [5] }),
  "an issuer that may not sign certificates": below({ keyUsage: [0, 6] }),
  "an issuer of version 1": (() => {
    const authority = issue({ subject: "O=Example, CN=Old", by: root, version: 1, notAfter: "2040-01-01T00:00:00Z" });
    return [leaf({ by: authority, authorityKeyId: keyId(authority.keys) }), authority];
  })(),

  "a leaf in its first second": [leaf({ notBefore: "2026-11-23T12:00:00Z" })],
  "a leaf a second before it begins": [leaf({ notBefore: "2026-11-23T12:00:01Z" })],
  "a leaf a second before it ends": [leaf(at("2026-11-23T12:00:01Z"))],
  "a leaf in its last second": [leaf(at("2026-11-23T12:00:00Z"))],
  "a leaf a second after it ended": [leaf(at("2026-11-23T11:59:59Z"))],
  "a leaf that ends before it begins": [leaf({ notBefore: "2026-12-01T00:00:00Z", ...at("2026-11-01T00:00:00Z") })],
  "a leaf beyond 2050": [leaf(at("2060-01-01T00:00:00Z"))],
  "a CA that has ended": below(at("2026-11-01T00:00:00Z")),
  "a CA that has not begun": below({ notBefore: "2026-12-01T00:00:00Z" }),
  "a root that has ended": (() => {
    const old = ca(at("2026-11-01T00:00:00Z"));
    return { chain: [leaf({ by: old })], trusted: [old] };
  })(),

  "for servers and clients": [leaf()],
  "for servers alone": [leaf({ extendedKeyUsage: [SERVER_AUTH] })],
  "for clients alone": [leaf({ extendedKeyUsage: [CLIENT_AUTH] })],
  "for mail": [leaf({ extendedKeyUsage: [MAIL] })],
  "for any purpose": [leaf({ extendedKeyUsage: [ANY_PURPOSE] })],
  "for no purpose in particular": [leaf({ extendedKeyUsage: undefined })],
  "without key usage": [leaf({ keyUsage: undefined })],
  "for key encipherment alone": [leaf({ keyUsage: [2] })],
  "for key agreement alone": [leaf({ keyUsage: [4] })],
  "below a CA for servers": below({ extendedKeyUsage: [SERVER_AUTH] }),
  "below a CA for mail": below({ extendedKeyUsage: [MAIL] }),
  "below a CA for any purpose": below({ extendedKeyUsage: [ANY_PURPOSE] }),

  "another domain": named("*.corp.example"),
  "another Region": named("*.eu-west-1.compute.internal"),
  "one of two domains": named("*.corp.example", `*.${DOMAIN}`),
  "both hosts by name": named(...HOSTS),
  "the other host alone": named(HOSTS[1] ?? ""),
  "in upper case": named(`*.${DOMAIN.toUpperCase()}`),
  "a label too few": named("*.compute.internal"),
  "a label too many": named(`*.*.${DOMAIN}`),
  "the domain without an asterisk": named(DOMAIN),
  "an asterisk alone": named("*"),
  "an asterisk within a label": named(`i*.${DOMAIN}`),
  "an asterisk in the second label": named(`ip-10-0-0-1.*.compute.internal`, `i-0abc.*.compute.internal`),
  "a dot at the end": named(`*.${DOMAIN}.`),
  "a common name alone": [leaf({ dns: [] })],
  "a common name beside other DNS names": named("www.example.com"),
  "no name at all": [leaf({ dns: [], subject: "O=Example" })],

  "permitted: the domain": constrained(constraints([dns(DOMAIN)])),
  "permitted: all below internal": constrained(constraints([dns("internal")])),
  "permitted: with a dot before it": constrained(constraints([dns(`.${DOMAIN}`)])),
  "permitted: in upper case": constrained(constraints([dns("INTERNAL")])),
  "permitted: another domain": constrained(constraints([dns("corp.example")])),
  "permitted: a domain whose end is the same": constrained(constraints([dns("2.compute.internal")])),
  "permitted: one host": constrained(constraints([dns(HOSTS[0] ?? "")])),
  "permitted: another domain, and this one": constrained(constraints([dns("corp.example"), dns("internal")])),
  "excluded: the domain": constrained(constraints([], [dns(DOMAIN)])),
  "excluded: another domain": constrained(constraints([], [dns("corp.example")])),
  "excluded: one host of the wildcard": constrained(constraints([], [dns(HOSTS[0] ?? "")])),
  "permitted and excluded": constrained(constraints([dns("internal")], [dns(DOMAIN)])),
  "permitted: every DNS name": constrained(constraints([dns("")])),
  "excluded: every DNS name": constrained(constraints([], [dns("")])),
  "permitted: the directory": constrained(constraints([directory("O=Example")]), {
    subject: `O=Example, CN=*.${DOMAIN}`,
  }),
  "permitted: another directory": constrained(constraints([directory("O=Other")])),
  "excluded: the directory": constrained(constraints([], [directory("O=Example")]), {
    subject: `O=Example, CN=*.${DOMAIN}`,
  }),
  "permitted: the address": constrained(constraints([ip(10, 0, 0, 0, 255, 0, 0, 0)]), {
    ip: [Buffer.from([10, 1, 2, 3])],
  }),
  "permitted: another network": constrained(constraints([ip(10, 0, 0, 0, 255, 0, 0, 0)]), {
    ip: [Buffer.from([11, 1, 2, 3])],
  }),
  "excluded: the network": constrained(constraints([], [ip(10, 0, 0, 0, 255, 0, 0, 0)]), {
    ip: [Buffer.from([10, 1, 2, 3])],
  }),
  "permitted: a mail domain, and no mail in the leaf": constrained(constraints([mail("corp.example")])),
  "permitted: a mail domain of others": constrained(constraints([mail("corp.example")]), {
    subject: `CN=*.${DOMAIN}, 1.2.840.113549.1.9.1=root@other.example`,
  }),
  "permitted: a host of URIs, and no URI in the leaf": constrained(constraints([uri("corp.example")])),
  "permitted: another domain, for a common name alone": constrained(constraints([dns("corp.example")]), { dns: [] }),
  "constraints two CAs above": (() => {
    const top = issuing({ more: [constraints([dns("corp.example")])] });
    const under = ca({ subject: "O=Example, CN=Under", by: top });
    return [leaf({ by: under }), under, top];
  })(),

  "a critical extension that nobody knows": [leaf({ more: [["1.3.6.1.4.1.99999.1", true, der(0x05)]] })],
  "an extension that nobody knows": [leaf({ more: [["1.3.6.1.4.1.99999.1", false, der(0x05)]] })],
  "a critical extension that nobody knows, in the CA": below({ more: [["1.3.6.1.4.1.99999.1", true, der(0x05)]] }),
  "SHA-1": [leaf({ hash: "sha1" })],
  "SHA-1 in the CA": below({ hash: "sha1" }),
  "a CA on a curve of 521 bits": below({ keys: ecKeys("P-521") }),
};

/** Where the linter and openssl part, and why. Everywhere else the linter has an error exactly where openssl refuses. */
const differences: { readonly [title: string]: string } = {
  "an authority key identifier of another key":
    "a hint that Java does not follow where the signature is right: a warning",
  "a leaf in its last second": "RFC 5280 4.1.2.5 counts it, Java too",
  "for any purpose": "RFC 5280 4.2.1.12 lets a server use it, Java too",
  "for key encipherment alone":
    "openssl counts the RSA key exchange that TLS 1.3 and ECDHE have no use for; Java refuses",
  "for key agreement alone": "as for key encipherment",
  "below a CA for mail": "Java does not look at it, so nodes work: a warning",
  "below a CA for any purpose": "Java does not look at it",
  "the other host alone": "a warning: a cluster of one node may be meant",
  "an asterisk within a label":
    "RFC 9525 6.3 takes the whole label alone, and so do other clients; Java of the nodes takes it",
  "excluded: one host of the wildcard": "the wildcard names the excluded host too: x509-limbo refuses it",
};

const cwd = mkdtempSync(join(tmpdir(), "standalone-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const text = (list: readonly Issued[]) => list.map(({ pem }) => pem).join("");
const titles = Object.keys(fixtures);
for (const [index, fixture] of Object.values(fixtures).entries()) {
  const { chain, trusted = [root] } = "chain" in fixture ? fixture : { chain: fixture };
  const folder = join(cwd, `${index}`);
  mkdirSync(folder);
  writeFileSync(join(folder, "privateKey.pem"), chain[0]?.privateKeyPem ?? "");
  writeFileSync(join(folder, "certificateChain.pem"), text(chain));
  writeFileSync(join(folder, "trustedCertificates.pem"), text(trusted));
}

const report = lint(
  titles.map((_, index) => `${index}`),
  { cwd, now, vpcDomains: [DOMAIN], environment: "production", rules: ["cert.*"] },
);

/** The errors about certificates: every one of them is about what `openssl verify` looks at. */
function refusedByLinter(index: number): readonly string[] {
  return report.findings
    .filter(({ input, severity }) => input === `${index}` && severity === "error")
    .map(({ rule }) => rule);
}

function refusedByOpenssl(index: number): readonly string[] {
  const file = (name: string) => join(cwd, `${index}`, name);
  return HOSTS.flatMap((host) => {
    const { code, output } = openssl(
      ...["verify", "-x509_strict", "-auth_level", "2", "-partial_chain", "-purpose", "sslserver"],
      ...["-attime", `${now.getTime() / 1000}`, "-verify_hostname", host, "-CAfile", file("trustedCertificates.pem")],
      ...["-untrusted", file("certificateChain.pem"), file("certificateChain.pem")],
    );
    return code === 0 ? [] : [/error \d+ at \d+ depth lookup: .*/.exec(output)?.[0] ?? output];
  });
}

test.each(titles.map((title, index) => [title, index] as const))("%s", (title, index) => {
  const linter = refusedByLinter(index);
  const told = refusedByOpenssl(index);
  const agree = linter.length > 0 === told.length > 0;
  expect({ agree, linter, told }).toEqual({ agree: !Object.hasOwn(differences, title), linter, told });
});

test("every difference is one of these fixtures", () => {
  expect(Object.keys(differences).filter((title) => !titles.includes(title))).toEqual([]);
});

import { isIP } from "node:net";
import { readBundleFiles } from "../../../../formats/bundle/read";
import type { Certificate } from "../../../../formats/x509/certificate";
import { coversHost, hostNames } from "../../../../formats/x509/hosts";
import { bundleFacts } from "../../../../linter/facts/bundle/bundle-facts";
import { readCatalogue, readPolicy, textOf } from "../../../../linter/rules/catalogue";
import { openEngine } from "../../../../linter/rules/engine";
import { expectNoHang } from "../../../support/hang";
import { noFacts } from "../../../support/rules/examples";
import { type LimboCase, type PkitsCase, readVectors } from "../../../support/vectors";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());

/** Rules that check a bundle as a delivery, which the vectors are not: order, private keys, and who may sign in production. */
const NOT_ABOUT_PATHS =
  /^(bundle\.(?!pem_unreadable)|cert\.(chain_order|stray_certificate|self_signed|leaf_is_ca|development_ca|shared_issuer_key|pinned_trust|expires_soon)$)/;

/** Warnings about what Java accepts and stricter implementations, for which the vectors speak, refuse. */
const STRICTER = new Set([
  "cert.name_constraints anchor",
  "cert.name_constraints dotted",
  "cert.issuer_not_ca anchor",
  "cert.any_purpose",
]);

/** Cases of the tier "note" whose `why` names what these rules report: a CA's key usage in a leaf, an expired anchor, an anchor with a DSA key. */
const NAMED: { readonly [id: string]: string } = {
  "pathlen::validation-ignores-pathlen-in-leaf": "cert.purpose_missing",
  "rfc5280::ca-as-leaf": "cert.purpose_missing",
  "webpki::ca-as-leaf": "cert.purpose_missing",
  "rfc5280::validity::expired-root": "cert.issuer_expired",
  "webpki::forbidden-dsa-root": "cert.key_unsupported",
};

/**
 * Cases that we decide against their expectation. This one is bit for bit the kind that `webpki::nc::permitted-dns-match-noncritical`
 * expects to be accepted, as Java, OpenSSL and the Baseline Requirements (7.1.2.5.2) do; no reader can do both.
 */
const OVERRULED: { readonly [id: string]: "accept" } = { "rfc5280::nc::permitted-dns-match-noncritical": "accept" };

/** Ids of the rules that block, with what they say. */
function blocking(
  chain: readonly string[],
  trusted: readonly string[],
  evaluatedAt: number,
  host?: LimboCase["peerName"],
): readonly string[] {
  const reading = readBundleFiles(
    new Map([
      ["certificateChain.pem", Buffer.from(chain.join("\n"))],
      ["trustedCertificates.pem", Buffer.from(trusted.join("\n"))],
    ]),
  );
  const rows = bundleFacts(reading, {
    subject: "",
    evaluatedAt,
    domains: [],
    defaultRoots: () => [],
    additionalRoots: [],
    java8: false,
    clientCertificates: false,
    publicNames: false,
  });
  const { violated } = engine.evaluate({ ...noFacts(), evaluatedAt, ...rows });
  const errors = violated.flatMap(({ rule, variant, id }) => {
    const info = catalogue.get(rule);
    const blocks = STRICTER.has([rule, variant ?? ""].join(" ").trim());
    const isError = info && textOf(info, variant).severity === "error";
    return (isError || blocks) && !NOT_ABOUT_PATHS.test(rule) ? [`${rule} ${id}`] : [];
  });
  const [leaf] = reading.chain;
  if (!leaf || !host || covers(leaf.certificate, host)) return errors;
  return [...errors, "cert.wrong_domain"];
}

function covers(leaf: Certificate, { kind, value }: NonNullable<LimboCase["peerName"]>): boolean {
  if (kind === "DNS" && isIP(value) === 0) return hostNames(leaf).some((name) => coversHost(name, value));
  const wanted = addressBytes(value);
  return (leaf.subjectAltNames ?? []).some((name) => name.kind === "ip" && name.bytes.equals(wanted));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail = ""] = address.split("::");
  const groups = (part: string): readonly string[] => (part === "" ? [] : part.split(":"));
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
  return Buffer.from(
    [...groups(head), ...zeros, ...groups(tail)].map((group) => group.padStart(4, "0")).join(""),
    "hex",
  );
}

/** Ran, right and wrong, for the table that a run prints. */
const table = new Map<string, { right: number; all: number }>();

function count(tier: string, right: boolean): void {
  const row = table.get(tier) ?? { right: 0, all: 0 };
  table.set(tier, { right: row.right + (right ? 1 : 0), all: row.all + 1 });
}

afterAll(() => {
  const rows = [...table].map(([tier, { right, all }]) => `  ${tier.padEnd(36)} ${right}/${all}`);
  const overruled = Object.keys(OVERRULED).map((id) => `  decided the other way: ${id}`);
  process.stdout.write(`\nCertificate paths against published vectors\n${[...rows, ...overruled].join("\n")}\n\n`);
});

describe("x509-limbo", () => {
  const cases = readVectors<LimboCase>("x509-limbo.json");

  test("is there in full", () => {
    const tiers = (tier: string): number => cases.filter((one) => one.tier === tier).length;
    expect([tiers("must"), tiers("name-constraints"), tiers("note")]).toEqual([88, 35, 48]);
  });

  test.each(cases.map((one) => [one.tier, one.expect, one.id, one] as const))(
    "%s, %s: %s",
    (tier, expected, id, one) => {
      const at = one.validationTime === null ? Date.now() : Date.parse(one.validationTime);
      const found = expectNoHang(1000, () => blocking([one.leaf, ...one.intermediates], one.trusted, at, one.peerName));
      const unnamed = found.filter((one) => !one.startsWith(`${NAMED[id]} `));
      const right =
        tier === "note" ? unnamed.length === 0 : found.length > 0 === ((OVERRULED[id] ?? expected) === "reject");
      count(`x509-limbo ${tier}`, right);
      expect({ found, right }).toEqual({ found, right: true });
    },
  );
});

describe("NIST PKITS", () => {
  const cases = readVectors<PkitsCase>("pkits.json");

  test("is there in full", () => {
    expect(cases).toHaveLength(87);
  });

  test.each(cases.map((one) => [one.expect, one.id, one] as const))("%s: %s", (expected, _, one) => {
    const [anchor = "", ...below] = one.path;
    const found = blocking(below.toReversed(), [anchor], Date.UTC(2026, 10, 23, 12)).filter(isAboutPath);
    const right = found.length > 0 === (expected === "reject");
    count("NIST PKITS", right);
    expect({ found, right }).toEqual({ found, right: true });
  });
});

/** PKITS asks for the verdict on the path alone: no host names, no server purposes, keys of its time. */
function isAboutPath(found: string): boolean {
  return !/^cert\.(wrong_domain|purpose_missing|weak_|key_unsupported)/.test(found);
}

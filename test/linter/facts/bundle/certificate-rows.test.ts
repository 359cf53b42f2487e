import { type BundleReading, readBundle } from "../../../../formats/bundle/read";
import { readCertificate } from "../../../../formats/x509/certificate";
import { certificateFacts } from "../../../../linter/facts/bundle/certificate-rows";
import type { NodesContext } from "../../../../linter/facts/cluster/node-traits";
import type { CertificateFact } from "../../../../linter/rows/certificates";
import { known, unknownLeaf } from "../../../../linter/rows/leaf";
import { authorityAndLeaf, bundleZip, type Issued, issue, rsaKeys } from "../../../support/certificates";

const nodes: NodesContext = {
  java8: false,
  clientCertificates: false,
  publicNames: false,
  evaluatedAt: Date.UTC(2026, 10, 23, 12),
  defaultRoots: () => [],
  additionalRoots: [],
};

function bundle(chain: readonly Issued[], trusted?: readonly Issued[]): BundleReading {
  const text = (list: readonly Issued[]): string => list.map(({ pem }) => pem).join("");
  return readBundle(
    bundleZip({
      "privateKey.pem": chain[0]?.privateKeyPem ?? "",
      "certificateChain.pem": text(chain),
      ...(trusted ? { "trustedCertificates.pem": text(trusted) } : {}),
    }),
  );
}

function facts(
  chain: readonly Issued[],
  trusted?: readonly Issued[],
  context: Partial<NodesContext> = {},
): readonly CertificateFact[] {
  return certificateFacts(bundle(chain, trusted), "", { ...nodes, ...context });
}

const { root, leaf } = authorityAndLeaf();

describe("certificateFacts", () => {
  test("a good chain has a leaf, its path ends at the bundle's anchor", () => {
    const [first, second] = facts([leaf, root], [root]);
    expect(first).toMatchObject({
      id: "#certificateChain.pem[0]",
      role: known("leaf"),
      inTrust: known(false),
      key: { type: known("EC"), bits: known(256), weakness: known(null), sharedWithIssuer: known(false) },
      signature: { hash: known("SHA-256"), verifies: known(true) },
      selfSigned: known(false),
      malformed: known(null),
      mayNotIssue: known(null),
      serverPurpose: known(true),
      names: { inSan: known(true), commonNameIsWildcard: known(true), invalid: known(null) },
      path: {
        end: known("anchor"),
        ordered: known(true),
        ownTrust: known(true),
        publicRoot: known(false),
        developmentCa: known(false),
      },
    });
    expect(second).toMatchObject({
      id: "#certificateChain.pem[1]",
      role: known("anchor"),
      inTrust: known(true),
      isCa: known(true),
      selfSigned: known(true),
      names: { inSan: known(null) },
      path: { end: known(null) },
    });
  });

  test("a permitted domain with a leading dot is a leaf of its own, since only strict implementations refuse it", () => {
    const below = (...permitted: readonly string[]) => {
      const issuing = issue({ subject: "CN=Issuing", by: root, ca: true, permittedDns: permitted });
      const named = issue({ subject: "CN=x", by: issuing, dns: ["*.ec2.internal"] });
      const [row] = facts([named, issuing], [root]);
      return [row?.outsideConstraints, row?.dottedConstraint];
    };
    const [none, outside, dotted] = [
      null,
      "the name *.ec2.internal is not permitted by CN=Issuing",
      "the name *.ec2.internal is permitted only as .ec2.internal by CN=Issuing",
    ];
    expect(below("ec2.internal")).toEqual([known(none), known(none)]);
    expect(below(".corp.example")).toEqual([known(outside), known(none)]);
    expect(below(".ec2.internal")).toEqual([known(none), known(dotted)]);
    expect(below(".ec2.internal", "ec2.internal")).toEqual([known(none), known(none)]);
  });

  test("what only an anchor limits has leaves of its own, since Java does not ask an anchor", () => {
    const short = issue({ subject: "CN=Short", ca: true, pathLength: 0, permittedDns: ["corp.example"] });
    const issuing = issue({ subject: "CN=Issuing", by: short, ca: true });
    const named = issue({ subject: "CN=x", by: issuing, dns: ["*.ec2.internal"] });
    const [first, , anchor] = facts([named, issuing], [short]);
    expect(first).toMatchObject({
      outsideConstraints: known(null),
      outsideAnchorConstraints: known("the name *.ec2.internal is not permitted by CN=Short"),
    });
    expect(anchor).toMatchObject({
      mayNotIssue: known(null),
      pathTooLong: known("it allows 0 CAs below it, the path has 1"),
    });
  });

  test.each([
    ["a key usage with keyCertSign", { ca: true, keyUsage: [0, 5] }, {}, true],
    ["a key usage without keyCertSign", { ca: true, keyUsage: [0] }, {}, false],
    ["CA:FALSE", { ca: false, keyUsage: [0, 5] }, {}, false],
    ["an issuer that allows no CA below it", { ca: true, keyUsage: [0, 5] }, { pathLength: 0 }, false],
    ["an issuer that allows one CA below it", { ca: true, keyUsage: [0, 5] }, { pathLength: 1 }, true],
  ])("a leaf with %s: whether it can issue certificates", (_, own, above, expected) => {
    const issuing = issue({ subject: "CN=Issuing", by: root, ca: true, ...above });
    const named = issue({ subject: "CN=x", by: issuing, dns: ["*.ec2.internal"], ...own });
    expect(facts([named, issuing], [root])[0]?.canIssue).toEqual(known(expected));
  });

  test("each certificate has one row, however often it occurs", () => {
    expect(facts([leaf, root, leaf], [root]).map(({ id, doubled }) => [id, doubled])).toEqual([
      ["#certificateChain.pem[0]", known(true)],
      ["#certificateChain.pem[1]", known(false)],
    ]);
  });

  test("without a trust file the roots of Java and the declared ones are trusted", () => {
    const asRoot = readCertificate(root.der);
    if ("problem" in asRoot) throw new Error(asRoot.problem);
    expect(facts([leaf])[0]?.path).toMatchObject({
      end: known("missing issuer"),
      wanted: known("O=Example, CN=Example Root"),
    });
    expect(facts([leaf], undefined, { defaultRoots: () => [asRoot] })[0]?.path).toMatchObject({
      end: known("anchor"),
      ownTrust: known(false),
    });
    expect(facts([leaf], undefined, { additionalRoots: [asRoot] })[0]?.path.end).toEqual(known("anchor"));
  });

  test("the roots of a custom image are not known", () => {
    expect(facts([leaf], undefined, { defaultRoots: undefined })[0]?.path.end).toMatchObject({
      unknown: "the roots on a custom image are not known",
    });
    expect(facts([leaf], [root], { defaultRoots: undefined })[0]?.path.end).toEqual(known("anchor"));
  });

  test("with a damaged trust file, it is unknown what is trusted", () => {
    const reading = readBundle(
      bundleZip({
        "privateKey.pem": leaf.privateKeyPem,
        "certificateChain.pem": leaf.pem,
        "trustedCertificates.pem": "junk",
      }),
    );
    expect(certificateFacts(reading, "", nodes)[0]?.path.end).toMatchObject({
      unknown: "trustedCertificates.pem cannot be read in full",
    });
  });

  test("a self-signed leaf is trusted only if it is in the trust file", () => {
    const alone = issue({ subject: "CN=*.ec2.internal", dns: ["*.ec2.internal"] });
    expect(facts([alone])[0]).toMatchObject({ selfSigned: known(true), path: { end: known("untrusted root") } });
    expect(facts([alone], [alone])[0]).toMatchObject({
      role: known("leaf"),
      inTrust: known(true),
      path: { end: known("anchor") },
    });
  });

  test("recognizes a public CA by a root that Java includes", () => {
    const public_ = issue({ subject: "CN=*.emr.example", by: root, dns: ["*.emr.example"] });
    const asRoot = readCertificate(root.der);
    if ("problem" in asRoot) throw new Error(asRoot.problem);
    const defaultRoots = () => [asRoot];
    expect(facts([public_], undefined, { defaultRoots })[0]?.path.publicRoot).toEqual(known(true));
    expect(facts([public_], [root], { defaultRoots })[0]?.path.publicRoot).toEqual(known(true));
    expect(facts([public_], undefined, { additionalRoots: [asRoot] })[0]?.path.publicRoot).toEqual(known(false));
    expect(facts([public_], [root], { defaultRoots: undefined })[0]?.path.publicRoot).toMatchObject({
      resolveWith: "give --default-roots",
    });
    expect(facts([leaf], [root], { defaultRoots })[0]?.path.publicRoot).toEqual(known(false));
  });

  test("what depends on the cluster is not evaluated", () => {
    expect(
      facts([leaf], [root], { java8: undefined, clientCertificates: undefined, publicNames: undefined })[0],
    ).toMatchObject({
      key: { readByJava8: { unknown: "the EMR release of the nodes is not in the input" } },
      shownByClients: { unknown: "whether nodes show certificates as clients is not in the input" },
      names: { servesPublic: { unknown: "whether the cluster runs Presto or Trino is not in the input" } },
    });
  });

  test("sees the mark of the development CA in the path", () => {
    const ca = issue({ subject: "OU=emr-encryption development CA, CN=Development", ca: true });
    const development = issue({ subject: "CN=*.ec2.internal", by: ca });
    expect(facts([development, ca], [ca])[0]?.path.developmentCa).toEqual(known(true));
    expect(facts([development])[0]?.path.developmentCa).toEqual(known(true));
  });

  test("distinguishes the order of the chain from the order of the path", () => {
    const middle = issue({ subject: "CN=Issuing", by: root, ca: true });
    const below = issue({ subject: "CN=*.ec2.internal", by: middle });
    expect(facts([below, middle, root], [root])[0]?.path.ordered).toEqual(known(true));
    expect(facts([below, middle], [root])[0]?.path.ordered).toEqual(known(true));
    expect(facts([below, root, middle], [root])[0]?.path).toMatchObject({
      end: known("anchor"),
      ordered: known(false),
    });
  });

  test("reports at the issuer why it may not issue", () => {
    const notCa = issue({ subject: "CN=Issuing", by: root, ca: false });
    const below = issue({ subject: "CN=*.ec2.internal", by: notCa });
    expect(facts([below, notCa], [root])[1]?.mayNotIssue).toEqual(known("its basic constraints say CA:FALSE"));
  });

  test("distinguishes a wrong signature from a missing issuer", () => {
    const forged = issue({ subject: "CN=*.ec2.internal", by: root, signWith: issue().keys });
    expect(facts([forged], [root])[0]).toMatchObject({
      signature: { verifies: known(false) },
      path: { end: known("signature") },
    });
    expect(facts([leaf], [issue({ subject: "CN=Other", ca: true })])[0]?.signature.verifies).toEqual(known(null));
  });

  test("lists the unused anchors with their keys", () => {
    const old = issue({ subject: "CN=Old Root", ca: true, keys: rsaKeys(1024) });
    const [first, ...others] = facts([leaf], [root, old]);
    expect(first?.path.unusedAnchors).toEqual([
      { name: known("CN=Old Root"), keyType: known("RSA"), keyBits: known(1024) },
    ]);
    expect(others.map(({ role }) => role)).toEqual([known("anchor"), known("unused")]);
  });

  test("without a leaf there is one row with the reason", () => {
    expect(certificateFacts(readBundle(bundleZip({})), "", nodes)).toMatchObject([
      {
        id: "#certificateChain.pem[0]",
        role: known("leaf"),
        key: { bits: { unknown: "the bundle has no certificateChain.pem" } },
      },
    ]);
    const why = unknownLeaf("the zip is not in the input", "give it beside the plan");
    expect(certificateFacts(why, "a", nodes)).toMatchObject([{ id: "a#certificateChain.pem[0]", notAfter: why }]);
  });
});

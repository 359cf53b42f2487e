import { issue, rsaKeys } from "../certificates";
import { authority, type BundleCase, bundle, keys, leaf, root } from "./bundle-kit";
import { again, renewed, unpacked, write } from "./repairs";

const chainAgain = ["cat certs/certificateChain.pem issuing-ca.pem > chain.pem"];
const withChain = write("certs/privateKey.pem", "chain.pem", "certs/trustedCertificates.pem");

/** Mistakes in who issued whom, and in what the nodes trust. */
export const chainCases: { readonly [rule: string]: () => BundleCase } = {
  "cert.chain_order": () => {
    const issuing = authority();
    return { wrong: bundle([leaf({ by: issuing }), root, issuing]), repair: again() };
  },
  "cert.chain_incomplete": () => ({
    wrong: bundle([leaf({ by: authority() })]),
    right: bundle([leaf({ by: authority() }), authority()]),
    repair: unpacked(...chainAgain, ...withChain),
  }),
  "cert.chain_untrusted": () => ({
    wrong: bundle([leaf(), root], [otherRoot()]),
    repair: again({ trusted: "root.pem" }),
  }),
  "cert.signature_invalid": () => ({
    wrong: bundle([leaf({ by: renewedRoot() })]),
    repair: again({ trusted: "renewed-root.pem" }),
    right: bundle([leaf({ by: renewedRoot() })], [renewedRoot()]),
  }),
  "cert.stray_certificate": () => ({
    wrong: bundle([leaf(), otherRoot()]),
    repair: unpacked("openssl x509 -in certs/certificateChain.pem -out chain.pem   # keeps the leaf", ...withChain),
  }),
  "cert.issuer_not_ca": () =>
    issuedBy(authority({ ca: false, pathLength: undefined, keyUsage: [0] }), "by a CA certificate"),
  "cert.issuer_purpose": () =>
    issuedBy(authority({ extendedKeyUsage: ["1.3.6.1.5.5.7.3.4"] }), "by a CA for TLS servers"),
  "cert.issuer_expired": () => ({
    wrong: bundle([leaf({ by: expiredAuthority() }), expiredAuthority()]),
    right: bundle([leaf({ by: authority() }), authority()]),
    repair: unpacked(
      "openssl x509 -in certs/certificateChain.pem -out leaf.pem",
      "cat leaf.pem renewed-issuing-ca.pem > chain.pem",
      ...withChain,
    ),
  }),
  "cert.issuer_expires_first": () => {
    const short = authority({ notAfter: "2027-03-01T00:00:00Z" });
    return {
      wrong: bundle([leaf({ by: short }), short]),
      right: bundle([leaf({ by: authority() }), authority()]),
      repair: unpacked(
        "openssl x509 -in certs/certificateChain.pem -out leaf.pem",
        "cat leaf.pem renewed-issuing-ca.pem > chain.pem",
        ...withChain,
      ),
    };
  },
  "cert.name_constraints": () =>
    issuedBy(authority({ permittedDns: ["corp.example"] }), "by a CA that may issue for the domain of the VPC"),
  "cert.shared_issuer_key": () => issuedBy(authority({ keys }), "by a CA with another private key"),
  "cert.self_signed": () => {
    const alone = leaf({ by: undefined, issuer: "CN=*.ec2.internal", signWith: undefined });
    return { wrong: bundle([alone], [alone]), repair: renewed("by your CA") };
  },
  "cert.development_ca": () => {
    const ca = issue({
      subject: "O=Example, OU=emr-encryption development CA, CN=Development",
      ca: true,
      keys: rsaKeys(2048, 1),
      notAfter: "2027-12-01T00:00:00Z",
    });
    return { wrong: bundle([leaf({ by: ca })], [ca]), repair: renewed("by your CA") };
  },
  "cert.pinned_trust": () => {
    const pinned = leaf();
    return { wrong: bundle([pinned], [pinned]), repair: again({ trusted: "root.pem" }) };
  },
  "cert.unused_trust": () => ({ wrong: bundle([leaf()], [root, otherRoot()]), repair: again({ trusted: "root.pem" }) }),
  "cert.trust_anchor_invalid": () => ({
    wrong: bundle([leaf()], [root, issue({ subject: "CN=old.example", ca: false, keys: rsaKeys(2048, 2) })]),
    repair: again({ trusted: "root.pem" }),
  }),
};

/** A bundle whose issuing CA is wrong: the certificate has to be issued again. */
function issuedBy(wrong: ReturnType<typeof authority>, ask: string): BundleCase {
  return {
    wrong: bundle([leaf({ by: wrong }), wrong]),
    right: bundle([leaf({ by: authority() }), authority()]),
    repair: renewed(ask),
  };
}

/** The root with a new key and the same name. */
function renewedRoot() {
  return issue({ subject: root.subject, ca: true, keys: rsaKeys(2048, 2), notAfter: "2046-01-01T00:00:00Z" });
}

function expiredAuthority() {
  return authority({ notBefore: "2024-01-01T00:00:00Z", notAfter: "2026-10-01T00:00:00Z" });
}

function otherRoot() {
  return issue({
    subject: "O=Example, CN=Example Root of 2016",
    ca: true,
    keys: rsaKeys(2048, 2),
    notAfter: "2036-01-01T00:00:00Z",
  });
}

import { ecKeys, type Issued, pem } from "../support/certificates";
import { files, found, issuing, leafOf, open, root, rowsOf } from "./bundle-kit";

const damaged = (one: Issued): readonly (readonly [string, string])[] => [
  ["its base64 is damaged", one.pem.replace(/[A-Za-z0-9+/]{4}\n/, "!!!!\n")],
  ["its END line is missing", one.pem.replace(/-----END.*\n/, "")],
  ["its BEGIN line is indented", ` ${one.pem}`],
  ["its DER is cut off", pem("CERTIFICATE", one.der.subarray(0, one.der.length - 40))],
];

test.each(damaged(leafOf({ by: issuing })))(
  "a leaf that cannot be read because %s: nothing is reported about the second certificate",
  (_, first) => {
    const given = { ...files([leafOf({ by: issuing })]), "certificateChain.pem": first + issuing.pem };
    expect(found(given)).toEqual(["bundle.pem_unreadable"]);
    const why = "the first certificate of certificateChain.pem, the leaf, cannot be read";
    const left = open(given);
    for (const rule of ["bundle.key_mismatch", "cert.leaf_is_ca", "cert.wrong_domain", "cert.no_san", "cert.expired"]) {
      expect([rule, left.get(rule)]).toEqual([rule, why]);
    }
  },
);

test.each(damaged(issuing))(
  "an issuer that cannot be read because %s: the issuer of the leaf stays open, and no trusted certificate is reported as unused",
  (_, second) => {
    const given = {
      ...files([leafOf({ by: issuing })]),
      "certificateChain.pem": leafOf({ by: issuing }).pem + second,
    };
    expect(found(given)).toEqual(["bundle.pem_unreadable"]);
    expect(open(given).get("cert.chain_incomplete")).toBe("certificateChain.pem cannot be read in full");
  },
);

test("a chain that does not begin with the private key's certificate is only reported as out of order", () => {
  const own = leafOf({ by: issuing });
  const given = files([issuing, own], [root], own.privateKeyPem);
  expect(found(given)).toEqual(["cert.chain_order"]);
  const stranger = leafOf({ subject: "CN=*.corp.example", dns: ["*.corp.example"], keys: ecKeys() });
  expect(found(files([stranger, own, issuing], [root], own.privateKeyPem))).toEqual([
    "cert.chain_order",
    "cert.stray_certificate",
  ]);
  const rows = rowsOf(given);
  expect(rows.certificateDomains.map(({ place }) => place)).toEqual([{ known: "certificateChain.pem[1]" }]);
});

test("a leaf is found by its private key although what precedes it cannot be read", () => {
  const own = leafOf({ by: issuing });
  const given = {
    ...files([own]),
    "certificateChain.pem": issuing.pem.replace(/-----END.*\n/, "") + own.pem + issuing.pem,
  };
  expect(found(given)).toEqual(["bundle.pem_unreadable"]);
  expect(open(given).get("cert.wrong_domain")).toBeUndefined();
});

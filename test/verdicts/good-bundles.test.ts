import type { BundleContext } from "../../linter/facts/bundle/bundle-facts";
import type { Issued } from "../support/certificates";
import { caOf, domain, type Files, files, found, good, issuing, leafOf, root, sha1Root } from "./bundle-kit";

describe("a good bundle is clean", () => {
  test.each<[string, Files, Partial<BundleContext>]>([
    ["issued by a root", good, {}],
    ["issued by an issuing CA, the root in the trust file alone", files([leafOf({ by: issuing }), issuing]), {}],
    ["with the root at the end of its chain", files([leafOf({ by: issuing }), issuing, root]), {}],
    ["cross-signed, with both ways in the bundle", files([leafOf({ by: issuing }), issuing], [root, root]), {}],
    ["with an issuing CA as its anchor", files([leafOf({ by: issuing })], [issuing]), {}],
    ["with O and OU in its subject", files([leafOf({ subject: "C=US, O=Example, OU=Data, CN=*.ec2.internal" })]), {}],
    ["with a root that signed itself with SHA-1", files([leafOf({ by: sha1Root })], [sha1Root]), {}],
    [
      "for several domains",
      files([leafOf({ dns: ["*.ec2.internal", "*.emr.example"] })]),
      {
        domains: [
          { domain, certainty: "declared" },
          { domain: "emr.example", certainty: "seen" },
        ],
      },
    ],
    ["without extended key usage", files([leafOf({ extendedKeyUsage: undefined })]), {}],
    ["below a permitted name", files(permitted()), {}],
    [
      "for two Regions, one of which is guessed",
      files([leafOf({ dns: ["*.us-west-2.compute.internal", "*.ec2.internal"] })]),
      { domains: [{ domain, certainty: "guessed" }] },
    ],
  ])("%s", (_, given, context) => {
    expect(found(given, context)).toEqual([]);
  });

  function permitted(): readonly Issued[] {
    const ca = caOf({ permittedDns: ["ec2.internal"] });
    return [leafOf({ by: ca }), ca];
  }
});

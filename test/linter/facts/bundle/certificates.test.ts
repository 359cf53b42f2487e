import { plannedCertificate } from "../../../../linter/facts/bundle/unknown-certificate";
import { known } from "../../../../linter/rows/leaf";

test("of a planned certificate, only its arguments are known", () => {
  expect(plannedCertificate("tls_private_key.emr", { key: { type: known("RSA"), bits: known(1024) } })).toMatchObject({
    key: { bits: known(1024), exponent: known(null) },
    notAfter: known(null),
    path: { end: known(null) },
  });
});

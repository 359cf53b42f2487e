import { rsaKeys } from "../../support/certificates";
import { fuzzBundles, privateNumbers } from "../../support/fuzz-bundles";

test("the first 140 damaged bundles are read without a crash or a private number", () => {
  const { faults, withCertificates } = fuzzBundles(140);
  expect(faults.filter((fault) => !fault.includes("takes"))).toEqual([]);
  expect(withCertificates).toBeGreaterThan(50);
});

test("the search for private numbers finds them in hex, decimal and base64", () => {
  const jwk = rsaKeys().privateKey.export({ format: "jwk" });
  const d = Buffer.from(jwk.d ?? "", "base64url");
  const numbers = privateNumbers(jwk);
  for (const told of [d.toString("hex"), BigInt(`0x${d.toString("hex")}`).toString(), d.toString("base64")]) {
    expect(numbers.some((number) => told.includes(number))).toBe(true);
  }
});

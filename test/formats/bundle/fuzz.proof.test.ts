import { fuzzBundles } from "../../support/fuzz-bundles";

test("30,000 damaged zips, PEM files, certificates and keys are read without a crash, a hang or a private number", () => {
  const { faults, withCertificates, slowestMilliseconds } = fuzzBundles(30_000);
  process.stdout.write(`\n30,000 damaged bundles: slowest ${slowestMilliseconds.toFixed(1)} ms\n`);
  expect(faults).toEqual([]);
  expect(withCertificates).toBeGreaterThan(10_000);
}, 900_000);

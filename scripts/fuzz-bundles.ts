import { fuzzBundles } from "../test/support/fuzz-bundles";

const [count = "30000", first = "0"] = process.argv.slice(2);
const [mutations, start] = [Number(count), Number(first)];
if (!Number.isSafeInteger(mutations) || mutations < 1 || !Number.isSafeInteger(start) || start < 0) {
  console.error(
    `'${process.argv.slice(2).join(" ")}': need the number of mutations, and the number of the first one if it is not 0`,
  );
  process.exitCode = 2;
} else {
  const { faults, slowestMilliseconds, withCertificates } = fuzzBundles(mutations, start, (done) => {
    if (done % 50_000 === 0) console.error(`${done} of ${mutations}`);
  });
  for (const fault of faults) console.log(fault);
  console.log(
    `${mutations} mutations, ${withCertificates} with certificates left, ${faults.length} faults, slowest ${slowestMilliseconds.toFixed(1)} ms`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

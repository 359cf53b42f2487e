import type { BundleReading } from "../../formats/bundle/read";

/** When the first certificate of the chain expires; undefined if none could be read. */
export function earliestEnd({ chain }: BundleReading): Date | undefined {
  const ends = chain.map(({ certificate }) => certificate.notAfter);
  return ends.length === 0 ? undefined : new Date(Math.min(...ends));
}

import type { BundleReading } from "../../formats/bundle/read";
import { findPath } from "../../formats/x509/path";

/**
 * Whether nodes with two bundles can talk to each other: a verified path in each direction, by the same rules as Java 8 and 17 (RFC 5280
 * 6.1). In words; undefined if one of them has no leaf, or no trusted certificates of its own, so that the default roots of the image
 * decide.
 */
export function mutualTrust(former: BundleReading, next: BundleReading, at: number): string | undefined {
  if (!former.leaf || !next.leaf || former.trusted.length === 0 || next.trusted.length === 0) return undefined;
  const oldTrustsNew = trusts(former, next, at);
  const newTrustsOld = trusts(next, former, at);
  if (oldTrustsNew && newTrustsOld) return "nodes with the old and with the new certificate trust each other";
  if (!oldTrustsNew && !newTrustsOld) {
    return "nodes with the old and with the new certificate do not trust each other: connections between them fail";
  }
  return oldTrustsNew
    ? "nodes with the new certificate do not trust the old one: their connections to old nodes fail"
    : "nodes with the old certificate do not trust the new one: their connections to new nodes fail";
}

/** Until when nodes with a bundle work, as a clause; empty where it has no readable certificate. */
export function lastDay({ leaf }: BundleReading): readonly string[] {
  if (!leaf) return [];
  const end = new Date(leaf.certificate.notAfter).toISOString().slice(0, 10);
  return [`the old certificate expires on ${end}: nodes with it work until then`];
}

/** Whether clients with the trust of one bundle verify the certificate of another. */
function trusts({ trusted }: BundleReading, { leaf, chain }: BundleReading, at: number): boolean {
  if (!leaf) return false;
  const others = chain.filter((each) => each !== leaf).map(({ certificate }) => certificate);
  const anchors = trusted.map(({ certificate }) => certificate);
  const { end, faults } = findPath({ leaf: leaf.certificate, others, anchors, at });
  return end === "anchor" && faults.length === 0;
}

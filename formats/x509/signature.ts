import { type Der, members, membersOf, oid, TAG } from "./der";

const PSS = "1.2.840.113549.1.1.10";

/** Hashes by signature algorithm, and by their own identifier. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ["1.2.840.113549.1.1.2", "MD2"],
  ["1.2.840.113549.1.1.3", "MD4"],
  ["1.2.840.113549.1.1.4", "MD5"],
  ["1.2.840.113549.1.1.5", "SHA-1"],
  ["1.3.14.3.2.29", "SHA-1"],
  ["1.3.14.3.2.26", "SHA-1"],
  ["1.2.840.10040.4.3", "SHA-1"],
  ["1.2.840.10045.4.1", "SHA-1"],
  ["1.2.840.113549.1.1.14", "SHA-224"],
  ["1.2.840.113549.1.1.11", "SHA-256"],
  ["1.2.840.10045.4.3.2", "SHA-256"],
  ["2.16.840.1.101.3.4.3.2", "SHA-256"],
  ["2.16.840.1.101.3.4.2.1", "SHA-256"],
  ["1.2.840.113549.1.1.12", "SHA-384"],
  ["1.2.840.10045.4.3.3", "SHA-384"],
  ["2.16.840.1.101.3.4.2.2", "SHA-384"],
  ["1.2.840.113549.1.1.13", "SHA-512"],
  ["1.2.840.10045.4.3.4", "SHA-512"],
  ["2.16.840.1.101.3.4.2.3", "SHA-512"],
  ["1.3.101.112", "SHA-512"],
  ["1.3.101.113", "SHAKE256"],
]);

/**
 * The hash that an AlgorithmIdentifier signs with; its object identifier if it has no name here. RSASSA-PSS names it in its parameters,
 * with SHA-1 as the default (RFC 4055 3.1).
 *
 * @throws DerError
 */
export function signatureHash(algorithm: Der): string {
  const [identifier, parameters] = membersOf(algorithm, TAG.sequence);
  const id = oid(identifier);
  if (id !== PSS) return HASHES.get(id) ?? id;
  const named = parameters?.tag === TAG.sequence ? members(parameters).find(({ tag }) => tag === 0xa0) : undefined;
  if (!named) return "SHA-1";
  const hash = oid(membersOf(members(named)[0], TAG.sequence)[0]);
  return HASHES.get(hash) ?? hash;
}

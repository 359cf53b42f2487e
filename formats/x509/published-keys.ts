/** Digits of a hash in the list: 128 bits identify a key as well as 256, in half of the space. */
export const listedDigits = 32;

/**
 * Where the private key of a public one is published, as `owner/name: path`; undefined where it is not on the list. The list contains private keys that
 * anyone can download (samples, tests, firmware), by the first half of the SHA-256 of their subject public key info; `npm run published-keys` adds to it.
 */
export function publishedAt(spkiSha256: string): string | undefined {
  const list: { readonly [listed: string]: string } =
    require("./published-keys.json") as typeof import("./published-keys.json");
  const listed = spkiSha256.slice(0, listedDigits);
  return Object.hasOwn(list, listed) ? list[listed] : undefined;
}

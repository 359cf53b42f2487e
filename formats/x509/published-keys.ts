/**
 * Where the private key of a public one is published, as `owner/name: path`; undefined where it is not on the list. The list contains private keys that
 * anyone can download (samples, tests, firmware), by SHA-256 of their subject public key info; `npm run published-keys` adds to it.
 */
export function publishedAt(spkiSha256: string): string | undefined {
  const list: { readonly [spkiSha256: string]: string } =
    require("./published-keys.json") as typeof import("./published-keys.json");
  return Object.hasOwn(list, spkiSha256) ? list[spkiSha256] : undefined;
}

/** Private keys that anyone can download, by SHA-256 of their subject public key info, and where they lie. */
const PUBLISHED: ReadonlyMap<string, string> = new Map([
  [
    "2a2c0921e2ada3c38e96324f3fc4ca5bf369a3aa61bf2238841695e6bf24958b",
    "aws-samples/emr-tls-security (wildcard-ec2-internal)",
  ],
  ["760e7521cfac9609513607bc4b32307e0727388cb8de2443b5085d654413c292", "aws-samples/emr-tls-security (inter-nodes)"],
]);

/** Where the private key of a public one is published; undefined where it is not on the list. */
export function publishedAt(spkiSha256: string): string | undefined {
  return PUBLISHED.get(spkiSha256);
}

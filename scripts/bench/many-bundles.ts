import { createPrivateKey, createPublicKey, generatePrimeSync } from "node:crypto";
import { bundleZip, type Issued, issue, type KeyPair, rsaKeys } from "../../test/support/certificates";

/** Zips of bundles, each with an RSA key of 2048 bits and certificates of its own, good but for every tenth, whose key is another's. */
export function* manyBundles(count: number): Generator<Buffer> {
  const root = issue({ subject: "O=Example, CN=Example Root", ca: true, keys: rsaKeys(2048) });
  let former: Issued | undefined;
  let number = 0;
  for (const keys of keyPairs(count)) {
    const domain = "us-west-2.compute.internal";
    const leaf = issue({ subject: `CN=*.${domain}`, by: root, dns: [`*.${domain}`], keys, ca: false });
    const privateKey = number % 10 === 9 && former ? former.privateKeyPem : leaf.privateKeyPem;
    yield bundleZip({
      "privateKey.pem": privateKey,
      "certificateChain.pem": leaf.pem + root.pem,
      "trustedCertificates.pem": root.pem,
    });
    former = leaf;
    number++;
  }
}

/** Pairs of keys from the products of some primes: generating each would take minutes, and every modulus has to be another. */
function* keyPairs(count: number): Generator<KeyPair> {
  const primes: bigint[] = [];
  while ((primes.length * (primes.length - 1)) / 2 < count) primes.push(largePrime());
  let left = count;
  for (const [at, p] of primes.entries()) {
    for (const q of primes.slice(0, at)) if (left-- > 0) yield keyPair(p, q);
  }
}

/** Of 1024 bits, coprime to the exponent, and large enough that two of them make 2048 bits. */
function largePrime(): bigint {
  for (;;) {
    const prime = generatePrimeSync(1024, { bigint: true });
    if (prime >> 1022n === 3n && (prime - 1n) % E !== 0n) return prime;
  }
}

const E = 65537n;

function keyPair(p: bigint, q: bigint): KeyPair {
  const d = inverse(E, (p - 1n) * (q - 1n));
  const text = (value: bigint) => {
    const hex = value.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex").toString("base64url");
  };
  const key = { kty: "RSA", n: text(p * q), e: text(E), d: text(d), p: text(p), q: text(q) };
  const rest = { dp: text(d % (p - 1n)), dq: text(d % (q - 1n)), qi: text(inverse(q, p)) };
  const privateKey = createPrivateKey({ key: { ...key, ...rest }, format: "jwk" });
  return { privateKey, publicKey: createPublicKey({ key, format: "jwk" }) };
}

/** The inverse of a number by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = a / b;
    [a, b, x, y] = [b, a % b, y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

import { checkPrimeSync, generatePrimeSync, getDiffieHellman } from "node:crypto";
import { modulusWeakness, sharedPrimes } from "../../../formats/x509/weak-key";
import { rsaKeys } from "../../support/certificates";
import { workOf } from "../../support/work";

const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });

function modulusOf(bits: number, which = 0): bigint {
  const { n = "" } = rsaKeys(bits, which).publicKey.export({ format: "jwk" });
  return BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`);
}

/** A prime of the form that Infineon's library makes: 65537^a modulo the primorial, plus a multiple of it. */
function infineonPrime(from: bigint): bigint {
  const primes = [...Array(168).keys()].filter((n) => n > 1 && ![2, 3, 5, 7, 11].some((p) => n > p && n % p === 0));
  const primorial = primes.reduce((product, n) => product * BigInt(n), 1n);
  let power = 1n;
  for (let index = 0; index < 1000; index++) power = (power * 65537n) % primorial;
  let candidate = power + primorial * from;
  while (!checkPrimeSync(candidate)) candidate += primorial;
  return candidate;
}

describe("modulusWeakness", () => {
  test.each([1024, 2048])("finds nothing in a sound modulus of %i bits", (bits) => {
    expect(modulusWeakness(modulusOf(bits))).toBeUndefined();
  });

  test("does not test for a prime unless that is requested, even later", () => {
    const [one, other] = [prime(1024), prime(1024)];
    expect(modulusWeakness(one)).toBe("prime modulus");
    expect(modulusWeakness(other, false)).toBeUndefined();
    expect(modulusWeakness(other)).toBe("prime modulus");
  });

  test.each([2n, 3n, 541n, 743n])("finds the factor %s", (factor) => {
    expect(modulusWeakness(prime(1024) * factor)).toBe("small factor");
  });

  test("finds primes that are neighbours", () => {
    const p = prime(512);
    let q = p + 2n;
    while (!checkPrimeSync(q)) q += 2n;
    expect(modulusWeakness(p * q)).toBe("close primes");
  });

  test.each(["modp5", "modp14", "modp16"])(
    "finds a modulus that is itself a prime, the %s of RFC 3526, in one exponentiation",
    (group) => {
      const known = BigInt(`0x${getDiffieHellman(group).getPrime("hex")}`);
      const work = workOf(() => expect(modulusWeakness(known)).toBe("prime modulus"));
      expect(work.calls("powerOfTwo")).toBe(1);
      expect(modulusWeakness(known * prime(512))).toBeUndefined();
    },
  );

  test("a prime less one, of many halves, is tried to the end", () => {
    // 2^k · m + 1: the test squares its way up to minus one.
    for (const halves of [64n, 512n]) {
      let factor = 1n;
      while (!checkPrimeSync((factor << halves) + 1n)) factor += 2n;
      expect(modulusWeakness((factor << halves) + 1n)).toBe("prime modulus");
    }
  });

  test("finds the form of Infineon's primes", () => {
    expect(modulusWeakness(infineonPrime(1n << 300n) * infineonPrime(1n << 310n))).toBe("ROCA");
  });

  test("skips numbers that would take too long", () => {
    const work = workOf(() => expect(modulusWeakness((1n << 100_000n) + 1n)).toBeUndefined());
    expect(work.calls("gcd") + work.calls("squareRoot") + work.calls("powerOfTwo")).toBe(0);
  });
});

describe("sharedPrimes", () => {
  test("names the moduli that share a prime, and no other", () => {
    const [p, q, r, s] = [prime(512), prime(512), prime(512), prime(512)];
    expect(sharedPrimes([p * q, p * r, s * prime(512)])).toEqual(new Set([p * q, p * r]));
  });

  test("the same modulus twice is one key, not a shared prime", () => {
    const n = prime(512) * prime(512);
    expect(sharedPrimes([n, n])).toEqual(new Set());
  });
});

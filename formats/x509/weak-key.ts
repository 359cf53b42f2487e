import { constants, createPublicKey, publicEncrypt } from "node:crypto";

/** How an RSA modulus can be factored by anyone who has the certificate. */
export type ModulusWeakness = "small factor" | "close primes" | "ROCA" | "shared prime" | "prime modulus";

/** Moduli beyond this many bits are not tried: the arithmetic would take longer than a reader should wait. */
const LARGEST_BITS = 8192;
/** A primality test beyond this many bits takes longer than everything else together. */
const LARGEST_PRIME_TEST_BITS = 4096;
/** Moduli of one bundle that are compared with each other. */
const MOST_MODULI = 64;
const FERMAT_ROUNDS = 100;

/** What moduli are tried with. */
interface Tables {
  readonly smallPrimeProduct: bigint;
  /**
   * Residues that the primes of the Infineon library leave (CVE-2017-15361): they are powers of 65537 modulo each of the small primes, and so
   * is their product. A sound modulus has this form by chance once in 2^27.
   */
  readonly rocaResidues: readonly (readonly [bigint, ReadonlySet<bigint>])[];
}

let made: Tables | undefined;

/** Made at the first modulus: most runs have none. */
function tables(): Tables {
  made ??= makeTables();
  return made;
}

function makeTables(): Tables {
  const primes = primesUpTo(743);
  return {
    smallPrimeProduct: primes.reduce((product, prime) => product * BigInt(prime), 1n),
    rocaResidues: primes
      .filter((prime) => prime > 2 && prime <= 167)
      .map((prime) => [BigInt(prime), powersModulo(BigInt(prime))]),
  };
}

function powersModulo(prime: bigint): ReadonlySet<bigint> {
  const powers = new Set<bigint>();
  for (let power = 1n; !powers.has(power); power = (power * 65537n) % prime) powers.add(power);
  return powers;
}

const verdicts = new Map<bigint, ModulusWeakness | undefined>();
/** CAs recur in every bundle of a run, so results are cached, up to this many moduli. */
const MOST_VERDICTS = 2000;

/**
 * What makes one modulus weak on its own. CA/Browser Forum BR 6.1.6; badkeys' tests of factors, close primes and ROCA. The primality test
 * takes longer than everything else, and is skipped if the modulus is known to be composite, or if it does not matter.
 */
export function modulusWeakness(modulus: bigint, tryPrime = true): ModulusWeakness | undefined {
  if (verdicts.has(modulus)) return verdicts.get(modulus);
  const verdict = weaknessOf(modulus, tryPrime);
  if (verdicts.size < MOST_VERDICTS && (tryPrime || verdict)) verdicts.set(modulus, verdict);
  return verdict;
}

function weaknessOf(modulus: bigint, tryPrime: boolean): ModulusWeakness | undefined {
  const bits = bitsOf(modulus);
  if (modulus < 4n || bits > LARGEST_BITS) return undefined;
  const { smallPrimeProduct, rocaResidues } = tables();
  if (gcd(smallPrimeProduct, modulus % smallPrimeProduct) !== 1n) return "small factor";
  if (rocaResidues.every(([prime, powers]) => powers.has(modulus % prime))) return "ROCA";
  if (hasClosePrimes(modulus)) return "close primes";
  if (tryPrime && bits <= LARGEST_PRIME_TEST_BITS && isProbablePrime(modulus)) return "prime modulus";
  return undefined;
}

/**
 * One round of Miller and Rabin to the base 2: composites that pass it are only made on purpose. OpenSSL's own test always makes at least
 * 64 rounds for a prime, and takes a second for 4096 bits.
 */
function isProbablePrime(odd: bigint): boolean {
  let exponent = odd - 1n;
  let halves = 0;
  for (; (exponent & 1n) === 0n; exponent >>= 1n) halves++;
  let power = powerOfTwo(exponent, odd);
  if (power === 1n) return true;
  for (; halves > 0; halves--, power = (power * power) % odd) if (power === odd - 1n) return true;
  return false;
}

/** OpenSSL takes small exponents alone for large moduli: the digits of the exponent in this base are worked off one by one. */
const DIGIT_BASE = 1021n;

/** 2 to the power of an exponent, modulo an odd number: what the public operation of RSA computes natively. */
function powerOfTwo(exponent: bigint, modulus: bigint): bigint {
  const bytes = Math.ceil(modulus.toString(16).length / 2);
  const jwk = {
    kty: "RSA",
    n: bytesOf(modulus, bytes).toString("base64url"),
    e: bytesOf(DIGIT_BASE, 2).toString("base64url"),
  };
  const key = { key: createPublicKey({ key: jwk, format: "jwk" }), padding: constants.RSA_NO_PADDING };
  const digits: bigint[] = [];
  for (let rest = exponent; rest > 0n; rest /= DIGIT_BASE) digits.unshift(rest % DIGIT_BASE);
  let power = 1n;
  for (const digit of digits) {
    const raised = publicEncrypt(key, bytesOf(power, bytes)).toString("hex");
    power = (BigInt(`0x${raised}`) << digit) % modulus;
  }
  return power;
}

function bytesOf(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex");
}

/** The moduli that have a prime in common with another one of the list. */
export function sharedPrimes(moduli: readonly bigint[]): ReadonlySet<bigint> {
  const distinct = [...new Set(moduli)].filter((n) => n > 3n && bitsOf(n) <= LARGEST_BITS).slice(0, MOST_MODULI);
  const shared = new Set<bigint>();
  for (const [index, a] of distinct.entries()) {
    for (const b of distinct.slice(index + 1)) {
      if (gcd(a, b) === 1n) continue;
      shared.add(a);
      shared.add(b);
    }
  }
  return shared;
}

/** Fermat: n = a² - b² for an a next to its root, where its two primes lie close together. */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round++, a += 1n) {
    const rest = a * a - modulus;
    // Squares end in 0, 1, 4 or 9 modulo 16: three of four candidates need no root.
    const low = rest & 15n;
    if ((low === 0n || low === 1n || low === 4n || low === 9n) && squareRoot(rest) ** 2n === rest) return true;
  }
  return false;
}

/** The whole part of the root, by Newton from above. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(bitsOf(value) / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function bitsOf(value: bigint): number {
  return 4 * value.toString(16).length;
}

function primesUpTo(limit: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate <= limit; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

import { readBundle, readBundleFiles } from "../../formats/bundle/read";
import { bundleFacts } from "../../linter/facts/bundle/bundle-facts";
import { authorityAndLeaf, bundleZip, der, ecKeys, issue, pem, rsaKeys } from "./certificates";

/** What a run of {@link fuzzBundles} saw. */
export interface FuzzReport {
  readonly mutations: number;
  /** Readings that threw, took too long or printed a private number, each with the number of the mutation, which reproduces it. */
  readonly faults: readonly string[];
  /** In processor time, so that load on the machine does not matter. */
  readonly slowestMilliseconds: number;
  /** How many mutations can still be read; a run that refuses all of them at once would prove nothing. */
  readonly withCertificates: number;
}

const SLOW_MILLISECONDS = 100;

/**
 * Damages bundles in many ways and reads them to the last fact: nothing may throw, take long, or print a private number.
 * The same number of mutations always gives the same ones. `tick` is called after each with the number so far.
 */
export function fuzzBundles(mutations: number, first = 0, tick: (done: number) => void = () => {}): FuzzReport {
  const seeds = makeSeeds();
  const faults: string[] = [];
  for (const { bytes, read } of seeds) read(bytes);
  let slowestMilliseconds = 0;
  let withCertificates = 0;
  for (let number = first; number < first + mutations; number++) {
    const seed = seeds[number % seeds.length] as Seed;
    // Processor time includes the garbage collector's threads; what is slow by itself is slow each time.
    const times: number[] = [];
    let told: Told;
    do {
      const start = process.cpuUsage();
      told = tell(seed, mutate(seed.bytes, generator(number + 1)));
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    } while (Math.min(...times) > SLOW_MILLISECONDS && times.length < 3);
    const milliseconds = Math.min(...times);
    if (told.certificates) withCertificates++;
    if (told.fault !== undefined) faults.push(`${number}: ${told.fault}`);
    slowestMilliseconds = Math.max(slowestMilliseconds, milliseconds);
    if (milliseconds > SLOW_MILLISECONDS) faults.push(`${number}: takes ${Math.round(milliseconds)} ms`);
    tick(number - first + 1);
  }
  return { mutations, faults, slowestMilliseconds, withCertificates };
}

interface Told {
  /** Whether there was a certificate left to read. */
  readonly certificates: boolean;
  readonly fault?: string;
}

function tell(seed: Seed, bytes: Buffer): Told {
  try {
    const reading = seed.read(bytes);
    const rows = bundleFacts(reading, {
      subject: "",
      evaluatedAt: Date.UTC(2026, 10, 23, 12),
      domains: [{ domain: "ec2.internal", certainty: "declared" }],
      defaultRoots: () => [],
      additionalRoots: [],
      java8: undefined,
      clientCertificates: undefined,
      publicNames: undefined,
    });
    const told = JSON.stringify([rows, reading.files, reading.zipProblems, reading.privateKeys], withBigints);
    const certificates = reading.chain.length > 0;
    return seed.secrets.some((secret) => told.includes(secret))
      ? { certificates, fault: "tells a private number" }
      : { certificates };
  } catch (error) {
    return { certificates: false, fault: `throws ${(error as Error).message}` };
  }
}

function withBigints(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

interface Seed {
  readonly bytes: Buffer;
  readonly secrets: readonly string[];
  read(bytes: Buffer): ReturnType<typeof readBundle>;
}

/** Whole zips, PEM files within a bundle, and the DER within a block. */
function makeSeeds(): readonly Seed[] {
  return [rsaKeys(), ecKeys()].flatMap((keys) => {
    const { root, leaf } = authorityAndLeaf("ec2.internal", { keys, ip: [Buffer.from([10, 0, 0, 1])] });
    const constrained = issue({
      subject: "CN=CA",
      by: root,
      ca: true,
      permittedDns: ["internal"],
      excludedDns: ["corp.internal"],
    });
    const text = { key: leaf.privateKeyPem, chain: leaf.pem + constrained.pem + root.pem, trust: root.pem };
    const secrets = privateNumbers(keys.privateKey.export({ format: "jwk" }));
    const inFiles = (key: Buffer | string, chain: Buffer | string, trust: Buffer | string) =>
      readBundleFiles(
        new Map([
          ["privateKey.pem", Buffer.from(key)],
          ["certificateChain.pem", Buffer.from(chain)],
          ["trustedCertificates.pem", Buffer.from(trust)],
        ]),
      );
    const keyDer = keys.privateKey.export({ format: "der", type: "pkcs8" });
    return [
      {
        secrets,
        bytes: bundleZip({
          "privateKey.pem": text.key,
          "certificateChain.pem": text.chain,
          "trustedCertificates.pem": text.trust,
        }),
        read: readBundle,
      },
      { secrets, bytes: Buffer.from(text.key), read: (bytes: Buffer) => inFiles(bytes, text.chain, text.trust) },
      { secrets, bytes: Buffer.from(text.chain), read: (bytes: Buffer) => inFiles(text.key, bytes, text.trust) },
      {
        secrets,
        bytes: leaf.der,
        read: (bytes: Buffer) => inFiles(text.key, pem("CERTIFICATE", bytes) + root.pem, text.trust),
      },
      {
        secrets,
        bytes: constrained.der,
        read: (bytes: Buffer) => inFiles(text.key, leaf.pem + pem("CERTIFICATE", bytes), text.trust),
      },
      { secrets, bytes: root.der, read: (bytes: Buffer) => inFiles(text.key, leaf.pem, pem("CERTIFICATE", bytes)) },
      { secrets, bytes: keyDer, read: (bytes: Buffer) => inFiles(pem("PRIVATE KEY", bytes), text.chain, text.trust) },
    ];
  });
}

/** Long enough pieces of each private number of a key, in hex, decimal and base64. */
export function privateNumbers(jwk: { readonly [name: string]: unknown }): readonly string[] {
  return [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].flatMap((part) => {
    if (typeof part !== "string") return [];
    const bytes = Buffer.from(part, "base64url");
    const whole = [
      bytes.toString("hex"),
      BigInt(`0x${bytes.toString("hex")}`).toString(),
      bytes.toString("base64"),
      part,
    ];
    return whole.map((text) => text.slice(4, 28));
  });
}

/** One to four kinds of damage, one after the other. */
function mutate(bytes: Buffer, random: (below: number) => number): Buffer {
  let mutated: Buffer = Buffer.from(bytes);
  for (let round = 1 + random(4); round > 0; round--) mutated = damage(mutated, random);
  return mutated;
}

const TELLING = [0x00, 0x01, 0x0a, 0x20, 0x2d, 0x30, 0x3d, 0x50, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xa0, 0xff];

function damage(bytes: Buffer, random: (below: number) => number): Buffer {
  if (bytes.length === 0) return der(0x30);
  const at = random(bytes.length);
  const length = 1 + random(Math.min(64, bytes.length - at));
  switch (random(6)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 1:
      bytes[at] = TELLING[random(TELLING.length)] ?? 0;
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 4:
      return random(8) === 0 ? bytes.subarray(0, at) : bytes;
    default:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.alloc(length, TELLING[random(TELLING.length)]),
        bytes.subarray(at),
      ]);
  }
}

/** Mulberry32: small, good enough to choose damage, and the same on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

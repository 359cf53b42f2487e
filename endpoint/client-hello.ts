import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import type { CipherSuite } from "./cipher-suites";

/** Versions of the protocol by their number on the wire, the newest first. */
export const TLS_VERSIONS = [
  { code: 0x0304, name: "TLS 1.3" },
  { code: 0x0303, name: "TLS 1.2" },
  { code: 0x0302, name: "TLS 1.1" },
  { code: 0x0301, name: "TLS 1.0" },
  { code: 0x0300, name: "SSL 3.0" },
] as const;

/** One version of the protocol. */
export type TlsVersion = (typeof TLS_VERSIONS)[number];

/** Groups for key exchange that are offered (RFC 8446 4.2.7). */
export const GROUPS: ReadonlyMap<number, string> = new Map([
  [0x001d, "X25519"],
  [0x0017, "P-256"],
  [0x0018, "P-384"],
  [0x0019, "P-521"],
  [0x001e, "X448"],
  [0x0100, "ffdhe2048"],
  [0x0101, "ffdhe3072"],
]);

const SIGNATURE_SCHEMES = [
  0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601,
  0x0203, 0x0201,
];

/**
 * The first message of a client that speaks exactly one version and offers exactly these suites, in its record. A server that answers with
 * its own hello accepts the version and the suite that it chose. The key share is random: the handshake is never completed.
 */
export function clientHello(version: TlsVersion, suites: readonly CipherSuite[], serverName: string): Buffer {
  const modern = version.code === 0x0304;
  const extensions = version.code === 0x0300 ? [] : extensionsOf(version, serverName);
  const body = Buffer.concat([
    uint16(Math.min(version.code, 0x0303)),
    randomBytes(32),
    vector(1, modern ? randomBytes(32) : Buffer.alloc(0)),
    vector(2, ...suites.map(({ code }) => uint16(code))),
    vector(1, Buffer.from([0])),
    ...(extensions.length > 0 ? [vector(2, ...extensions)] : []),
  ]);
  const message = Buffer.concat([Buffer.from([1, body.length >> 16]), uint16(body.length & 0xffff), body]);
  return Buffer.concat([Buffer.from([22]), uint16(version.code === 0x0300 ? 0x0300 : 0x0301), vector(2, message)]);
}

function extensionsOf(version: TlsVersion, serverName: string): readonly Buffer[] {
  const modern = version.code === 0x0304;
  const named = serverName !== "" && isIP(serverName) === 0;
  return [
    ...(named ? [extension(0, vector(2, Buffer.from([0]), vector(2, Buffer.from(serverName))))] : []),
    extension(10, vector(2, ...[...GROUPS.keys()].map(uint16))),
    extension(11, vector(1, Buffer.from([0]))),
    ...(version.code >= 0x0303 ? [extension(13, vector(2, ...SIGNATURE_SCHEMES.map(uint16)))] : []),
    ...(modern ? [] : [extension(23, Buffer.alloc(0)), extension(0xff01, vector(1))]),
    ...(modern
      ? [extension(43, vector(1, uint16(0x0304))), extension(51, vector(2, uint16(0x001d), vector(2, randomBytes(32))))]
      : []),
  ];
}

function extension(type: number, content: Buffer): Buffer {
  return Buffer.concat([uint16(type), vector(2, content)]);
}

function vector(lengthBytes: 1 | 2, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([lengthBytes === 1 ? Buffer.from([body.length]) : uint16(body.length), body]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

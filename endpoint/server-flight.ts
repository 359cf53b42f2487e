/** A server's answer to a client's hello, as far as it can be read without keys. */
export interface ServerHello {
  readonly kind: "hello";
  /** Number of the version that the server chose. */
  readonly version: number;
  /** Number of the suite that it chose. */
  readonly suite: number;
  /** Number of the named group of the key exchange, where it is in clear text. */
  readonly group?: number;
  /** Size of the prime of a Diffie-Hellman exchange without a named group, in bits. */
  readonly primeBits?: number;
  /** Certificates as they were sent, in DER; absent in TLS 1.3, which encrypts them. */
  readonly certificates?: readonly Buffer[];
  /** Whether the server asks for a client certificate; absent where that is encrypted. */
  readonly requestsCertificate?: boolean;
}

/** An answer, or why it cannot be read. */
export type ServerAnswer =
  | ServerHello
  | { readonly kind: "alert"; readonly description: number }
  | { readonly kind: "not tls"; readonly http: boolean }
  | { readonly kind: "malformed" };

/** Most bytes that are read of an answer; a long chain has 20,000. */
export const FLIGHT_BYTES = 256 * 1024;

/** Number of certificates that are read from an answer at most; OpenSSL follows chains of up to a hundred. */
const MOST_CERTIFICATES = 100;

/** RFC 8446 4.1.3: the random value of a hello that asks the client to try again with another group. */
const RETRY = Buffer.from("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c", "hex");

class MalformedFlight extends Error {}

/** Collects the answer of a server, record by record, and never more than {@link FLIGHT_BYTES}. */
export class ServerFlight {
  private raw = Buffer.alloc(0);
  private received = 0;
  private messages = Buffer.alloc(0);
  private hello: ServerHello | undefined;

  /** @param wholeFlight whether to read on after the hello, to the certificates */
  constructor(private readonly wholeFlight: boolean) {}

  /** Adds received bytes; returns the answer once it is complete. */
  push(chunk: Buffer): ServerAnswer | undefined {
    this.received += chunk.length;
    if (this.received > FLIGHT_BYTES) return { kind: "malformed" };
    this.raw = Buffer.concat([this.raw, chunk]);
    try {
      return this.read();
    } catch (error) {
      if (error instanceof MalformedFlight) return this.hello ?? { kind: "malformed" };
      throw error;
    }
  }

  /** What is known when the server has closed the connection; undefined where it sent no answer. */
  end(): ServerAnswer | undefined {
    if (this.hello || this.raw.length === 0 || this.received > this.raw.length) return this.hello;
    return isRecordType(this.raw.readUInt8(0)) ? undefined : notTls(this.raw);
  }

  private read(): ServerAnswer | undefined {
    while (this.raw.length >= 5) {
      const type = this.raw.readUInt8(0);
      if (!isRecordType(type) || this.raw.readUInt8(1) !== 3) return this.hello ?? notTls(this.raw);
      const end = 5 + this.raw.readUInt16BE(3);
      if (end > 5 + 16384 + 2048) return { kind: "malformed" };
      if (this.raw.length < end) return undefined;
      const content = this.raw.subarray(5, end);
      this.raw = this.raw.subarray(end);
      if (type === 21) return this.hello ?? { kind: "alert", description: content[1] ?? 0 };
      this.messages = Buffer.concat([this.messages, content]);
      const answer = this.readMessages();
      if (answer) return answer;
    }
    return undefined;
  }

  private readMessages(): ServerAnswer | undefined {
    while (this.messages.length >= 4) {
      const type = this.messages.readUInt8(0);
      const end = 4 + this.messages.readUIntBE(1, 3);
      if (this.messages.length < end) return undefined;
      const body = new Cursor(this.messages.subarray(4, end));
      this.messages = this.messages.subarray(end);
      if (this.readMessage(type, body)) return this.hello;
    }
    return undefined;
  }

  /** Returns whether the answer is complete. */
  private readMessage(type: number, body: Cursor): boolean {
    if (type === 2) {
      this.hello = readHello(body);
      return !this.wholeFlight || this.hello.version >= 0x0304;
    }
    if (!this.hello) throw new MalformedFlight();
    if (type === 11) this.hello = { ...this.hello, certificates: readCertificates(body) };
    else if (type === 12) this.hello = { ...this.hello, ...readKeyExchange(body, this.hello.suite) };
    else if (type === 13) this.hello = { ...this.hello, requestsCertificate: true };
    else if (type === 14) {
      this.hello = { requestsCertificate: false, ...this.hello };
      return true;
    }
    return false;
  }
}

/** Alerts and handshake messages: what a server may send before keys are agreed. */
function isRecordType(type: number): boolean {
  return type === 21 || type === 22;
}

function notTls(bytes: Buffer): ServerAnswer {
  return { kind: "not tls", http: /^(HTTP\/|<!DOCTYPE|<html)/i.test(bytes.subarray(0, 16).toString("latin1")) };
}

function readHello(body: Cursor): ServerHello {
  const version = body.uint(2);
  const retry = body.take(32).equals(RETRY);
  body.take(body.uint(1));
  const suite = body.uint(2);
  body.uint(1);
  let chosen = version;
  let group: number | undefined;
  if (body.left > 2) {
    const extensions = new Cursor(body.take(body.uint(2)));
    while (extensions.left >= 4) {
      const type = extensions.uint(2);
      const content = new Cursor(extensions.take(extensions.uint(2)));
      if (type === 43) chosen = content.uint(2);
      if (type === 51) group = content.uint(2);
    }
  }
  return { kind: "hello", version: chosen, suite, ...(group !== undefined && !retry && { group }) };
}

function readCertificates(body: Cursor): readonly Buffer[] {
  const list = new Cursor(body.take(body.uint(3)));
  const certificates: Buffer[] = [];
  while (list.left > 0) {
    if (certificates.length === MOST_CERTIFICATES) throw new MalformedFlight();
    certificates.push(Buffer.from(list.take(list.uint(3))));
  }
  return certificates;
}

/** Suites with an elliptic curve have numbers from 0xc001 or 0xcca8; the others exchange a prime. */
function readKeyExchange(body: Cursor, suite: number): { readonly group?: number; readonly primeBits?: number } {
  const elliptic = (suite >= 0xc001 && suite <= 0xc032) || suite === 0xcca8 || suite === 0xcca9 || suite >= 0xc0ac;
  if (elliptic && suite !== 0xccaa) return body.uint(1) === 3 ? { group: body.uint(2) } : {};
  const prime = body.take(body.uint(2));
  const first = prime.findIndex((byte) => byte !== 0);
  return first < 0 ? {} : { primeBits: (prime.length - first) * 8 - Math.clz32(prime[first] ?? 0) + 24 };
}

class Cursor {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  uint(length: 1 | 2 | 3): number {
    return this.take(length).readUIntBE(0, length);
  }

  take(length: number): Buffer {
    if (length > this.left) throw new MalformedFlight();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

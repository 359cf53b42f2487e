/**
 * Distinguished encoding rules (X.690) as strictly as certificates need them: definite, shortest lengths, nothing after a value. Libraries
 * also accept the basic rules, on which readers disagree, and take ten times as long.
 */

/** One encoded value. */
export interface Der {
  /** Identifier octet: class, constructed bit and number. */
  readonly tag: number;
  readonly content: Buffer;
  /** The value with its header. */
  readonly raw: Buffer;
}

/** Universal tags. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  printable: 0x13,
  teletex: 0x14,
  ia5: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universal: 0x1c,
  bmp: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Content that is not DER, or not of the expected type; caught where a document is read. */
export class DerError extends Error {
  override readonly name = "DerError";
}

/** The one value that fills the bytes. @throws DerError */
export function readDer(bytes: Buffer): Der {
  const value = readAt(bytes, 0);
  if (value.raw.length !== bytes.length)
    throw new DerError(`${bytes.length - value.raw.length} bytes follow the value`);
  return value;
}

/** The values within a constructed one. @throws DerError */
export function members(value: Der): readonly Der[] {
  if ((value.tag & 0x20) === 0) throw new DerError("a value contains no others where some are expected");
  const found: Der[] = [];
  for (let at = 0; at < value.content.length; ) {
    const member = readAt(value.content, at);
    found.push(member);
    at += member.raw.length;
  }
  return found;
}

/** The values within a value of the given tag. @throws DerError */
export function membersOf(value: Der | undefined, tag: number): readonly Der[] {
  return members(expect(value, tag));
}

/** The value, if it has the given tag. @throws DerError */
export function expect(value: Der | undefined, tag: number): Der {
  if (value?.tag !== tag) {
    throw new DerError(
      `tag ${value === undefined ? "none" : value.tag.toString(16)} where ${tag.toString(16)} is expected`,
    );
  }
  return value;
}

function readAt(bytes: Buffer, at: number): Der {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) throw new DerError("a value is cut off");
  if ((tag & 0x1f) === 0x1f) throw new DerError("a tag has more than one byte");
  let start = at + 2;
  let length = first;
  if (first >= 0x80) {
    const lengthBytes = first & 0x7f;
    if (lengthBytes === 0) throw new DerError("a length is indefinite");
    if (lengthBytes > 4 || start + lengthBytes > bytes.length) throw new DerError("a value is cut off");
    length = bytes.readUIntBE(start, lengthBytes);
    if (length < 0x80 || length < 2 ** (8 * (lengthBytes - 1)))
      throw new DerError("a length is not in its shortest form");
    start += lengthBytes;
  }
  const end = start + length;
  if (end > bytes.length) throw new DerError("a value is cut off");
  return { tag, content: bytes.subarray(start, end), raw: bytes.subarray(at, end) };
}

/** Dotted form of an object identifier. @throws DerError */
export function oid(value: Der | undefined): string {
  const { content } = expect(value, TAG.oid);
  const arcs: bigint[] = [];
  let arc = 0n;
  let open = false;
  for (const byte of content) {
    if (!open && byte === 0x80) throw new DerError("an object identifier is not in its shortest form");
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    open = byte >= 0x80;
    if (!open) {
      arcs.push(arc);
      arc = 0n;
    } else if (arc > 0xffff_ffff_ffff_ffffn) {
      throw new DerError("an object identifier has an arc of more than 64 bits");
    }
  }
  const [joint] = arcs;
  if (open || joint === undefined) throw new DerError("an object identifier is cut off");
  const root = joint < 80n ? joint / 40n : 2n;
  return [root, joint - root * 40n, ...arcs.slice(1)].join(".");
}

/** @throws DerError */
export function integer(value: Der | undefined): bigint {
  const { content } = expect(value, TAG.integer);
  const [first, second] = content;
  if (first === undefined) throw new DerError("an integer is empty");
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw new DerError("an integer is not in its shortest form");
  }
  const unsigned = BigInt(`0x${content.toString("hex")}`);
  return first < 0x80 ? unsigned : unsigned - (1n << BigInt(8 * content.length));
}

/** Bits of a bit string, from the first; trailing zeros are tolerated. @throws DerError */
export function namedBits(value: Der): readonly boolean[] {
  const bytes = bitString(value);
  return [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((bit) => ((byte >> bit) & 1) === 1));
}

/** Bytes of a bit string. @throws DerError */
export function bitString(value: Der | undefined): Buffer {
  const { content } = expect(value, TAG.bitString);
  const [unused] = content;
  if (unused === undefined || unused > 7 || (unused > 0 && content.length === 1))
    throw new DerError("a bit string is damaged");
  return content.subarray(1);
}

/** @throws DerError */
export function boolean(value: Der): boolean {
  const { content } = expect(value, TAG.boolean);
  if (content.length !== 1) throw new DerError("a boolean is not one byte");
  return content[0] !== 0;
}

/** Text of a string type; undefined for other types. */
export function text(value: Der): string | undefined {
  switch (value.tag) {
    case TAG.utf8:
      return value.content.toString("utf8");
    case TAG.printable:
    case TAG.teletex:
    case TAG.ia5:
      return value.content.toString("latin1");
    case TAG.bmp:
      return value.content.length % 2 === 0 ? Buffer.from(value.content).swap16().toString("utf16le") : undefined;
    case TAG.universal:
      return wide(value.content);
    default:
      return undefined;
  }
}

function wide(content: Buffer): string | undefined {
  if (content.length % 4 !== 0) return undefined;
  const points: number[] = [];
  for (let at = 0; at < content.length; at += 4) points.push(content.readUInt32BE(at));
  return points.every((point) => point <= 0x10ffff) ? String.fromCodePoint(...points) : undefined;
}

/** Milliseconds since 1970. RFC 5280 4.1.2.5: to the second, in UTC. @throws DerError */
export function time(value: Der | undefined): number {
  const digits = value?.content.toString("latin1") ?? "";
  const short = value?.tag === TAG.utcTime;
  if (!short && value?.tag !== TAG.generalizedTime) throw new DerError("a time is of neither form");
  if (!(short ? /^\d{12}Z$/ : /^\d{14}Z$/).test(digits)) throw new DerError("a time is not written in seconds of UTC");
  const century = Number(digits.slice(0, 2)) < 50 ? "20" : "19";
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(short ? century + digits : digits) ?? [];
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // Date.parse lets 30 February pass as 2 March.
  if (Number.isNaN(instant) || new Date(instant).getUTCDate() !== Number(day))
    throw new DerError("a time is not a date of the calendar");
  return instant;
}

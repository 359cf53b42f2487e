const END_RECORD = "PK\x05\x06";
/** Number of names that are read; a bundle has three. */
export const MOST_NAMES = 1_000;
const CENTRAL_HEADER = 0x02014b50;

/** Whether bytes are a zip: its first mark, or an end-of-central-directory record near the end. */
export function isZip(bytes: Uint8Array): boolean {
  const start = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return (start && ((bytes[2] === 3 && bytes[3] === 4) || bytes.length < 64)) || endRecord(bytes) !== -1;
}

/** Names in a zip's central directory, which show what kind of zip it is; of a damaged directory, those that can be read. */
export function entryNames(bytes: Uint8Array): readonly string[] {
  const end = endRecord(bytes);
  if (end === -1) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names: string[] = [];
  // Bytes before the archive shift everything except the distance to the end record.
  let at = end - view.getUint32(end + 12, true);
  if (at < 0) return [];
  while (names.length < MOST_NAMES && at + 46 <= bytes.length && view.getUint32(at, true) === CENTRAL_HEADER) {
    const nameLength = view.getUint16(at + 28, true);
    names.push(Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString("utf8"));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return names;
}

/** Offset of the end-of-central-directory record, which a comment of up to 65,535 bytes may follow; -1 without one. */
function endRecord(bytes: Uint8Array): number {
  const start = Math.max(0, bytes.length - 65_557);
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
  const at = tail.length < 22 ? -1 : tail.lastIndexOf(END_RECORD, tail.length - 22, "latin1");
  return at === -1 ? -1 : start + at;
}

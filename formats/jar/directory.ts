import { inflateRawSync } from "node:zlib";

const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIGNATURE = 0x06054b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const END_BYTES = 22;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;

const STORED = 0;
const DEFLATED = 8;

/** An entry as the central directory of an archive lists it. */
export interface PackedEntry {
  readonly method: number;
  readonly packed: number;
  /** Bytes once inflated. */
  readonly size: number;
  /** Where its local header is. */
  readonly offset: number;
}

/**
 * The entries of an archive by name; of several with one name, the last. Found from the end, as Java does, so that bytes may precede the
 * archive. APPNOTE 4.3.12, 4.3.14 and 4.3.16. Undefined without a central directory.
 */
export function readDirectory(archive: Buffer): ReadonlyMap<string, PackedEntry> | undefined {
  const place = directoryPlace(archive);
  if (!place) return undefined;
  const { start, end, declared } = place;
  const entries = new Map<string, PackedEntry>();
  for (let at = start; at + CENTRAL_BYTES <= end && archive.readUInt32LE(at) === CENTRAL_SIGNATURE; ) {
    const named = at + CENTRAL_BYTES;
    const after = named + archive.readUInt16LE(at + 28);
    entries.set(archive.toString("utf8", named, after), {
      method: archive.readUInt16LE(at + 10),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42) + start - declared,
    });
    at = after + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

/** The content of an entry; undefined where it is damaged, or larger than a limit or than it declares. */
export function inflate(
  archive: Buffer,
  { method, packed, size, offset }: PackedEntry,
  limit: number,
): Buffer | undefined {
  if (size > limit || offset < 0 || offset + LOCAL_BYTES > archive.length) return undefined;
  if (archive.readUInt32LE(offset) !== LOCAL_SIGNATURE) return undefined;
  const start = offset + LOCAL_BYTES + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const content = archive.subarray(start, start + packed);
  if (method === STORED) return content.length === size ? content : undefined;
  if (method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}

interface DirectoryPlace {
  readonly start: number;
  readonly end: number;
  /** Where it starts by the end record, which does not count bytes before the archive. */
  readonly declared: number;
}

function directoryPlace(archive: Buffer): DirectoryPlace | undefined {
  const end = endRecord(archive);
  if (end === undefined) return undefined;
  const wide = zip64End(archive, end);
  const place =
    wide === undefined
      ? { end, size: archive.readUInt32LE(end + 12), declared: archive.readUInt32LE(end + 16) }
      : { end: wide, size: wideNumber(archive, wide + 40), declared: wideNumber(archive, wide + 48) };
  const start = place.end - place.size;
  return start < 0 || place.declared > start ? undefined : { start, end: place.end, declared: place.declared };
}

/** The last end record whose comment fits. */
function endRecord(archive: Buffer): number | undefined {
  const first = Math.max(0, archive.length - END_BYTES - 0xffff);
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive[at] === 0x50 && archive.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

/** The zip64 end record, for archives with more entries than an end record can count. */
function zip64End(archive: Buffer, end: number): number | undefined {
  const locator = end - ZIP64_LOCATOR_BYTES;
  const start = locator - ZIP64_END_BYTES;
  if (start < 0 || archive.readUInt32LE(locator) !== ZIP64_LOCATOR_SIGNATURE) return undefined;
  return archive.readUInt32LE(start) === ZIP64_END_SIGNATURE ? start : undefined;
}

function wideNumber(archive: Buffer, at: number): number {
  return Number(archive.readBigUInt64LE(at));
}

import { ZIP_LIMITS } from "./limits";
import { ambiguous, unreadable } from "./refusal";

const LOCAL_SIGNATURE = 0x04034b50;
const END_SIGNATURE = 0x06054b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const ZIP64_END_SIGNATURE = 0x06064b50;
const END_BYTES = 22;
const ZIP64_LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;

/** A size or offset that only the zip64 end record gives. */
const IN_ZIP64 = 0xffffffff;

/** The end of an archive. */
export interface End {
  /** Where the central directory ends. */
  readonly offset: number;
  readonly count: number;
  readonly centralOffset: number;
}

/** Finds the end record (APPNOTE 4.3.16). It must end where the file ends, and be the only one that does. */
export function findEnd(archive: Buffer): End {
  if (archive.length === 0) unreadable("the file is empty");
  if (archive.length > ZIP_LIMITS.archiveBytes) {
    unreadable(`it has ${archive.length} bytes, a bundle at most ${ZIP_LIMITS.archiveBytes}`);
  }
  return readEnd(archive, endOffset(archive));
}

function endOffset(archive: Buffer): number {
  const candidates = endSignatures(archive);
  const [nearest] = candidates;
  if (nearest === undefined) {
    unreadable(
      archive.length >= 4 && archive.readUInt32LE(0) === LOCAL_SIGNATURE
        ? "it starts like a zip and has no end record: it is cut off"
        : "it is not a zip: it has no end record",
    );
  }
  const reaching = candidates.filter((at) => at + END_BYTES + archive.readUInt16LE(at + 20) === archive.length);
  const [offset] = reaching;
  if (reaching.length > 1 || (offset !== undefined && offset !== nearest)) {
    ambiguous("the comment contains a second end record");
  }
  if (offset !== undefined) return offset;
  const declared = nearest + END_BYTES + archive.readUInt16LE(nearest + 20);
  if (declared > archive.length) unreadable("its comment is cut off");
  return ambiguous(`${archive.length - declared} bytes follow its end record`);
}

/** Where an end record may start, the nearest to the end of the file first. */
function endSignatures(archive: Buffer): readonly number[] {
  const offsets: number[] = [];
  const first = Math.max(0, archive.length - END_BYTES - 0xffff);
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive[at] === 0x50 && archive.readUInt32LE(at) === END_SIGNATURE) offsets.push(at);
  }
  return offsets;
}

function readEnd(archive: Buffer, offset: number): End {
  const { start, count, countHere, centralSize, centralOffset } = endFields(archive, offset);
  if (archive.readUInt16LE(offset + 4) !== 0 || archive.readUInt16LE(offset + 6) !== 0) {
    unreadable("it is one part of an archive split over several disks");
  }
  if (countHere !== count) unreadable("its end record gives two different numbers of entries");
  if (count > ZIP_LIMITS.entries) unreadable(`it lists ${count} entries, a bundle at most ${ZIP_LIMITS.entries}`);
  const gap = start - centralOffset - centralSize;
  if (gap < 0) unreadable("its central directory is outside the file");
  if (gap > 0) ambiguous(`${gap} bytes before it or between its parts are not accounted for`);
  return { offset: start, count, centralOffset };
}

interface EndFields {
  /** Where the records after the central directory start. */
  readonly start: number;
  readonly count: number;
  readonly countHere: number;
  readonly centralSize: number;
  readonly centralOffset: number;
}

/** The values of the end record, or of the zip64 end record before it; if both give a value, they must agree. */
function endFields(archive: Buffer, offset: number): EndFields {
  const plain: EndFields = {
    start: offset,
    countHere: archive.readUInt16LE(offset + 8),
    count: archive.readUInt16LE(offset + 10),
    centralSize: archive.readUInt32LE(offset + 12),
    centralOffset: archive.readUInt32LE(offset + 16),
  };
  const zip64 = zip64EndFields(archive, offset);
  const counts = [
    [plain.countHere, zip64?.countHere],
    [plain.count, zip64?.count],
  ];
  const sizes = [
    [plain.centralSize, zip64?.centralSize],
    [plain.centralOffset, zip64?.centralOffset],
  ];
  if (!zip64) {
    if (counts.some(([value]) => value === 0xffff) || sizes.some(([value]) => value === IN_ZIP64)) {
      unreadable("it is a zip64 archive without a zip64 end record");
    }
    return plain;
  }
  if (
    counts.some(([value, wide]) => value !== 0xffff && value !== wide) ||
    sizes.some(([value, wide]) => value !== IN_ZIP64 && value !== wide)
  ) {
    ambiguous("its zip64 end record and its end record differ");
  }
  return zip64;
}

/** The zip64 end record and its locator, right before the end record (APPNOTE 4.3.14 and 4.3.15); undefined without them. */
function zip64EndFields(archive: Buffer, offset: number): EndFields | undefined {
  const locator = offset - ZIP64_LOCATOR_BYTES;
  if (locator < 0 || archive.readUInt32LE(locator) !== ZIP64_LOCATOR_SIGNATURE) return undefined;
  const start = locator - ZIP64_END_BYTES;
  if (
    start < 0 ||
    archive.readUInt32LE(start) !== ZIP64_END_SIGNATURE ||
    archive.readBigUInt64LE(start + 4) !== BigInt(ZIP64_END_BYTES - 12) ||
    archive.readBigUInt64LE(locator + 8) !== BigInt(start)
  ) {
    unreadable("its zip64 end record is damaged");
  }
  const disks = [archive.readUInt32LE(start + 16), archive.readUInt32LE(start + 20), archive.readUInt32LE(locator + 4)];
  if (disks.some((disk) => disk !== 0) || archive.readUInt32LE(locator + 16) > 1) {
    unreadable("it is one part of an archive split over several disks");
  }
  const wide = (at: number) => Number(archive.readBigUInt64LE(start + at));
  return { start, countHere: wide(24), count: wide(32), centralSize: wide(40), centralOffset: wide(48) };
}

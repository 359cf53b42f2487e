import { crc32, inflateRawSync } from "node:zlib";

/** Limits of {@link readZip}. A bundle is three PEM files of some kilobytes each; everything beyond is refused before it is inflated. */
export const ZIP_LIMITS = {
  /** Bytes of the whole archive. */
  archiveBytes: 4 * 1024 * 1024,
  /** Entries, folders included. */
  entries: 64,
  /** Bytes of one entry once inflated. */
  entryBytes: 1024 * 1024,
  /** Bytes of all entries once inflated. */
  totalBytes: 4 * 1024 * 1024,
  /** Bytes of an entry's name. */
  nameBytes: 255,
} as const;

/** A file of an archive whose bytes were read and proved by size and CRC-32. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Why an archive or one of its entries is refused. */
export interface ZipProblem {
  /** `unreadable`: no reader should try; `ambiguous`: two readers would see two different archives. */
  readonly kind: "unreadable" | "ambiguous";
  /** Name of the entry, printable; empty for the archive as a whole. */
  readonly entry: string;
  /** The fact, as a clause: "its CRC-32 is 1c291ca3, the data give 0". */
  readonly detail: string;
}

/** What {@link readZip} saw. */
export interface ZipReading {
  /** Files that nothing speaks against, in the archive's order. */
  readonly entries: readonly ZipEntry[];
  /** Every name that the archive lists, folders (`certs/`) and refused entries included. */
  readonly names: readonly string[];
  readonly problems: readonly ZipProblem[];
}

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;

const STORED = 0;
const DEFLATED = 8;

const ENCRYPTED_FLAGS = 0x2041;
const DESCRIPTOR_FLAG = 0x0008;
const PATCH_FLAG = 0x0020;

const UNIX = 3;
const FILE_KIND_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
const FOLDER = 0o040000;
const SYMBOLIC_LINK = 0o120000;

/** Extra fields that give a reader who knows them another name or other sizes. */
const REDEFINING_EXTRAS: ReadonlyMap<number, string> = new Map([
  [0x0001, "a zip64 field"],
  [0x7075, "a second name (Info-ZIP Unicode path)"],
]);

/**
 * Reads a zip archive as strictly as a file that holds a private key deserves: one way to understand it, or none.
 * Never throws, and inflates nothing beyond {@link ZIP_LIMITS}. PKWARE APPNOTE 6.3.3.
 */
export function readZip(bytes: Uint8Array): ZipReading {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const problems: ZipProblem[] = [];
  const names: string[] = [];
  const entries: ZipEntry[] = [];
  try {
    const end = findEnd(archive);
    const headers = centralHeaders(archive, end);
    names.push(...headers.map(({ name }) => name));
    problems.push(...layoutProblems(archive, headers, end.centralOffset));
    const total = headers.reduce((sum, { size }) => sum + size, 0);
    if (total > ZIP_LIMITS.totalBytes) {
      unreadable(`its entries declare ${total} bytes together, at most ${ZIP_LIMITS.totalBytes} are read`);
    }
    const seen = countNames(headers);
    for (const header of headers) {
      if ((seen.get(header.name) ?? 0) > 1) continue;
      try {
        const content = readEntry(archive, header, end.centralOffset);
        if (content) entries.push({ name: header.name, bytes: content });
      } catch (error) {
        problems.push(refusal(error, header.name));
      }
    }
    for (const [name, count] of seen) {
      if (count > 1)
        problems.push({ kind: "ambiguous", entry: printable(name), detail: `the name stands ${count} times` });
    }
  } catch (error) {
    problems.push(refusal(error, ""));
  }
  return { entries, names, problems };
}

interface End {
  readonly offset: number;
  readonly count: number;
  readonly centralOffset: number;
}

interface Header {
  readonly name: string;
  readonly rawName: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly extra: Buffer;
  /** File kind bits of a Unix mode; 0 where the maker kept none. */
  readonly fileKind: number;
}

class Refusal extends Error {
  constructor(
    readonly kind: ZipProblem["kind"],
    detail: string,
  ) {
    super(detail);
  }
}

function refusal(error: unknown, entry: string): ZipProblem {
  if (!(error instanceof Refusal)) throw error;
  return { kind: error.kind, entry: printable(entry), detail: error.message };
}

function unreadable(detail: string): never {
  throw new Refusal("unreadable", detail);
}

function ambiguous(detail: string): never {
  throw new Refusal("ambiguous", detail);
}

/** APPNOTE 4.3.16. The record must end where the file ends, and be the only one that does. */
function findEnd(archive: Buffer): End {
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
    ambiguous("a second end record stands in the comment");
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
  if (offset >= 20 && archive.readUInt32LE(offset - 20) === ZIP64_LOCATOR_SIGNATURE) {
    unreadable("it is a zip64 archive");
  }
  const count = archive.readUInt16LE(offset + 10);
  const centralSize = archive.readUInt32LE(offset + 12);
  const centralOffset = archive.readUInt32LE(offset + 16);
  if (count === 0xffff || centralSize === 0xffffffff || centralOffset === 0xffffffff) {
    unreadable("it is a zip64 archive");
  }
  if (archive.readUInt16LE(offset + 4) !== 0 || archive.readUInt16LE(offset + 6) !== 0) {
    unreadable("it is one part of an archive split over several disks");
  }
  if (archive.readUInt16LE(offset + 8) !== count) unreadable("its end record gives two different numbers of entries");
  if (count > ZIP_LIMITS.entries) unreadable(`it lists ${count} entries, a bundle at most ${ZIP_LIMITS.entries}`);
  const gap = offset - centralOffset - centralSize;
  if (gap < 0) unreadable("its central directory lies outside the file");
  if (gap > 0) ambiguous(`${gap} bytes stand before it or between its parts that it does not account for`);
  return { offset, count, centralOffset };
}

/** APPNOTE 4.3.12. */
function centralHeaders(archive: Buffer, end: End): readonly Header[] {
  const headers: Header[] = [];
  let at = end.centralOffset;
  for (let index = 0; index < end.count; index++) {
    if (at + CENTRAL_BYTES > end.offset || archive.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
      unreadable(`its central directory is damaged at entry ${index + 1}`);
    }
    const nameBytes = archive.readUInt16LE(at + 28);
    const extraBytes = archive.readUInt16LE(at + 30);
    const next = at + CENTRAL_BYTES + nameBytes + extraBytes + archive.readUInt16LE(at + 32);
    if (next > end.offset) unreadable(`its central directory is damaged at entry ${index + 1}`);
    const rawName = archive.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    const madeBy = archive.readUInt16LE(at + 4) >> 8;
    headers.push({
      name: rawName.subarray(0, ZIP_LIMITS.nameBytes).toString("utf8"),
      rawName,
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      packed: archive.readUInt32LE(at + 20),
      size: archive.readUInt32LE(at + 24),
      offset: archive.readUInt32LE(at + 42),
      extra: archive.subarray(at + CENTRAL_BYTES + nameBytes, at + CENTRAL_BYTES + nameBytes + extraBytes),
      fileKind: madeBy === UNIX ? archive.readUInt16LE(at + 40) & FILE_KIND_MASK : 0,
    });
    at = next;
  }
  if (at !== end.offset) ambiguous("its central directory holds more entries than its end record counts");
  return headers;
}

/** Entries must lie one after the other, from the first byte to the central directory: no prefix, gap or overlap. */
function layoutProblems(archive: Buffer, headers: readonly Header[], centralOffset: number): readonly ZipProblem[] {
  const problems: ZipProblem[] = [];
  let expected = 0;
  for (const header of [...headers].sort((a, b) => a.offset - b.offset)) {
    const entry = printable(header.name);
    if (header.offset < expected) {
      problems.push({ kind: "unreadable", entry, detail: "it overlaps another entry" });
    } else if (header.offset > expected) {
      const where = expected === 0 ? "before the first entry" : "between two entries";
      problems.push({
        kind: "ambiguous",
        entry,
        detail: `${header.offset - expected} bytes that belong to nothing stand ${where}`,
      });
    }
    const end = entryEnd(archive, header, centralOffset);
    if (end === undefined) return problems;
    expected = Math.max(expected, end);
  }
  if (expected !== centralOffset) {
    const detail = `${centralOffset - expected} bytes that belong to nothing stand before the central directory`;
    problems.push({ kind: "ambiguous", entry: "", detail });
  }
  return problems;
}

/** Where an entry's data and descriptor end; undefined where they do not fit in the file. */
function entryEnd(archive: Buffer, header: Header, centralOffset: number): number | undefined {
  if (header.offset + LOCAL_BYTES > centralOffset) return undefined;
  const data =
    header.offset + LOCAL_BYTES + archive.readUInt16LE(header.offset + 26) + archive.readUInt16LE(header.offset + 28);
  const end = data + header.packed;
  if (end > centralOffset) return undefined;
  if ((header.flags & DESCRIPTOR_FLAG) === 0) return end;
  const signed = end + 16 <= centralOffset && archive.readUInt32LE(end) === DESCRIPTOR_SIGNATURE;
  return end + (signed ? 16 : 12) <= centralOffset ? end + (signed ? 16 : 12) : undefined;
}

/** The bytes of an entry, or undefined for a folder. */
function readEntry(archive: Buffer, header: Header, centralOffset: number): Buffer | undefined {
  refuseName(header);
  refuseKind(header);
  const end = entryEnd(archive, header, centralOffset);
  if (end === undefined || archive.readUInt32LE(header.offset) !== LOCAL_SIGNATURE) {
    unreadable("its local header is damaged or outside the file");
  }
  refuseLocalHeader(archive, header, end);
  const data =
    header.offset + LOCAL_BYTES + archive.readUInt16LE(header.offset + 26) + archive.readUInt16LE(header.offset + 28);
  const content = unpack(archive.subarray(data, data + header.packed), header);
  const crc = crc32(content);
  if (crc !== header.crc) unreadable(`its CRC-32 is ${hex(header.crc)}, the data give ${hex(crc)}`);
  if (!header.name.endsWith("/")) return content;
  if (content.length > 0) ambiguous("it is named like a folder and holds data");
  return undefined;
}

function refuseName({ name, rawName }: Header): void {
  if (rawName.length === 0) unreadable("it has no name");
  if (rawName.length > ZIP_LIMITS.nameBytes) {
    unreadable(`its name has ${rawName.length} bytes, at most ${ZIP_LIMITS.nameBytes} are read`);
  }
  for (const byte of rawName) {
    if (byte < 0x20 || byte === 0x7f) ambiguous("its name holds a control character");
    if (byte > 0x7f) ambiguous("its name holds a character outside ASCII");
  }
  if (name.includes("\\")) ambiguous("its name holds a backslash");
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) ambiguous("its name is an absolute path");
  const segments = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  if (segments.some((segment) => segment === "..")) ambiguous("its name leaves the archive");
  if (segments.some((segment) => segment === "." || segment === "")) ambiguous("its name is not in its shortest form");
}

function refuseKind({ fileKind, flags, method, packed, size, extra, name }: Header): void {
  if (fileKind === SYMBOLIC_LINK) ambiguous("it is a symbolic link");
  if (fileKind !== 0 && fileKind !== REGULAR_FILE && fileKind !== FOLDER) unreadable("it is not a regular file");
  if (fileKind === FOLDER && !name.endsWith("/")) ambiguous("its mode says folder, its name says file");
  if ((flags & ENCRYPTED_FLAGS) !== 0) unreadable("it is encrypted");
  if ((flags & PATCH_FLAG) !== 0) unreadable("it is patch data");
  if (method !== STORED && method !== DEFLATED)
    unreadable(`its method is ${method}, Java reads 0 (stored) and 8 (deflated)`);
  if (method === STORED && (flags & DESCRIPTOR_FLAG) !== 0) {
    unreadable("it is stored with a data descriptor, which java.util.zip refuses");
  }
  if (packed === 0xffffffff || size === 0xffffffff) unreadable("it is a zip64 entry");
  if (size > ZIP_LIMITS.entryBytes) unreadable(`it declares ${size} bytes, at most ${ZIP_LIMITS.entryBytes} are read`);
  refuseExtra(extra);
}

/** APPNOTE 4.5: extra fields must be whole, and none may redefine the entry. */
function refuseExtra(extra: Buffer): void {
  for (let at = 0; at < extra.length; ) {
    if (at + 4 > extra.length || at + 4 + extra.readUInt16LE(at + 2) > extra.length)
      unreadable("its extra field is damaged");
    const redefining = REDEFINING_EXTRAS.get(extra.readUInt16LE(at));
    if (redefining) ambiguous(`it carries ${redefining}`);
    at += 4 + extra.readUInt16LE(at + 2);
  }
}

/** APPNOTE 4.3.7 and 4.3.9: what a streaming reader sees must be what the central directory says. */
function refuseLocalHeader(archive: Buffer, header: Header, end: number): void {
  const at = header.offset;
  const nameBytes = archive.readUInt16LE(at + 26);
  if (!archive.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameBytes).equals(header.rawName)) {
    ambiguous("its local header gives another name");
  }
  if (archive.readUInt16LE(at + 8) !== header.method) ambiguous("its local header gives another method");
  if (archive.readUInt16LE(at + 6) !== header.flags) ambiguous("its local header gives other flags");
  const stated = [header.crc, header.packed, header.size];
  const local = [archive.readUInt32LE(at + 14), archive.readUInt32LE(at + 18), archive.readUInt32LE(at + 22)];
  const deferred = (header.flags & DESCRIPTOR_FLAG) !== 0;
  if (local.some((value, index) => value !== stated[index] && !(deferred && value === 0))) {
    ambiguous("its local header gives another size or CRC-32");
  }
  if (!deferred) return;
  const descriptor = [archive.readUInt32LE(end - 12), archive.readUInt32LE(end - 8), archive.readUInt32LE(end - 4)];
  if (descriptor.some((value, index) => value !== stated[index])) {
    ambiguous("its data descriptor gives another size or CRC-32");
  }
}

function unpack(packed: Buffer, { method, size }: Header): Buffer {
  if (method === STORED) {
    if (packed.length !== size) unreadable(`it is stored with ${packed.length} bytes and declares ${size}`);
    return packed;
  }
  const inflated = inflate(packed, size);
  if (inflated.content.length !== size)
    unreadable(`it declares ${size} bytes and inflates to ${inflated.content.length}`);
  if (inflated.consumed !== packed.length) {
    ambiguous(`${packed.length - inflated.consumed} bytes follow its deflated data`);
  }
  return inflated.content;
}

function inflate(packed: Buffer, size: number): { readonly content: Buffer; readonly consumed: number } {
  try {
    const output: unknown = inflateRawSync(packed, { maxOutputLength: Math.max(size, 1), info: true });
    const { buffer, engine } = output as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    return { content: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      unreadable(`it declares ${size} bytes and inflates to more`);
    }
    return unreadable("its deflated data are damaged");
  }
}

function countNames(headers: readonly Header[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of headers) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A name as it may be shown on a terminal: ASCII, everything else escaped. */
function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

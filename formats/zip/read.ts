import { crc32, inflateRawSync } from "node:zlib";
import { type End, findEnd } from "./end-record";
import { ZIP_LIMITS } from "./limits";
import { ambiguous, printable, Refusal, refusal, unreadable, type ZipProblem } from "./refusal";
import { withZip64 } from "./zip64";

export { ZIP_LIMITS } from "./limits";
export type { ZipProblem } from "./refusal";

/** A file of an archive, with bytes that match its size and CRC-32. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The result of {@link readZip}. */
export interface ZipReading {
  /** Files without problems, in the archive's order. */
  readonly entries: readonly ZipEntry[];
  /** Every name that the archive lists, folders (`certs/`) and refused entries included. */
  readonly names: readonly string[];
  readonly problems: readonly ZipProblem[];
}

const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
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

/** Extra fields that give a reader who knows them another name. */
const REDEFINING_EXTRAS: ReadonlyMap<number, string> = new Map([[0x7075, "a second name (Info-ZIP Unicode path)"]]);

/**
 * Reads a zip archive as strictly as a file that contains a private key deserves: one way to understand it, or none.
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
        problems.push({ kind: "ambiguous", entry: printable(name), detail: `the name occurs ${count} times` });
    }
  } catch (error) {
    problems.push(refusal(error, ""));
  }
  return { entries, names, problems };
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
  /** Why its sizes cannot be trusted. */
  readonly refused?: ZipProblem;
  /** File kind bits of a Unix mode; 0 where the maker kept none. */
  readonly fileKind: number;
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
    const extra = archive.subarray(at + CENTRAL_BYTES + nameBytes, at + CENTRAL_BYTES + nameBytes + extraBytes);
    const madeBy = archive.readUInt16LE(at + 4) >> 8;
    headers.push({
      name: rawName.subarray(0, ZIP_LIMITS.nameBytes).toString("utf8"),
      rawName,
      flags: archive.readUInt16LE(at + 8),
      method: archive.readUInt16LE(at + 10),
      crc: archive.readUInt32LE(at + 16),
      ...centralNumbers(archive, at, extra),
      extra,
      fileKind: madeBy === UNIX ? archive.readUInt16LE(at + 40) & FILE_KIND_MASK : 0,
    });
    at = next;
  }
  if (at !== end.offset) ambiguous("its central directory contains more entries than its end record counts");
  return headers;
}

/** Sizes and place of an entry, or why its zip64 field is refused. */
function centralNumbers(
  archive: Buffer,
  at: number,
  extra: Buffer,
): Pick<Header, "size" | "packed" | "offset" | "refused"> {
  const packed = archive.readUInt32LE(at + 20);
  const size = archive.readUInt32LE(at + 24);
  const offset = archive.readUInt32LE(at + 42);
  try {
    return { offset, ...withZip64({ size, packed, offset }, extra) };
  } catch (error) {
    return { size: 0, packed: 0, offset, refused: refusal(error, "") };
  }
}

/** Entries must follow each other from the first byte to the central directory, without prefix, gap or overlap. */
function layoutProblems(archive: Buffer, headers: readonly Header[], centralOffset: number): readonly ZipProblem[] {
  if (headers.some(({ refused }) => refused)) return [];
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
        detail: `${header.offset - expected} bytes that belong to no entry are ${where}`,
      });
    }
    const end = entryEnd(archive, header, centralOffset);
    if (end === undefined) return problems;
    expected = Math.max(expected, end);
  }
  if (expected !== centralOffset) {
    const detail = `${centralOffset - expected} bytes that belong to no entry are before the central directory`;
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
  if (isWideDescriptor(archive, end, header, centralOffset)) return end + 24;
  return end + (signed ? 16 : 12) <= centralOffset ? end + (signed ? 16 : 12) : undefined;
}

/** A data descriptor with sizes of 64 bits (APPNOTE 4.3.9.2). */
function isWideDescriptor(archive: Buffer, at: number, { packed, size }: Header, centralOffset: number): boolean {
  return (
    at + 24 <= centralOffset &&
    archive.readUInt32LE(at) === DESCRIPTOR_SIGNATURE &&
    archive.readBigUInt64LE(at + 8) === BigInt(packed) &&
    archive.readBigUInt64LE(at + 16) === BigInt(size)
  );
}

/** The bytes of an entry, or undefined for a folder. */
function readEntry(archive: Buffer, header: Header, centralOffset: number): Buffer | undefined {
  if (header.refused) throw new Refusal(header.refused.kind, header.refused.detail);
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
  if (content.length > 0) ambiguous("it is named like a folder and contains data");
  return undefined;
}

function refuseName({ name, rawName }: Header): void {
  if (rawName.length === 0) unreadable("it has no name");
  if (rawName.length > ZIP_LIMITS.nameBytes) {
    unreadable(`its name has ${rawName.length} bytes, at most ${ZIP_LIMITS.nameBytes} are read`);
  }
  for (const byte of rawName) {
    if (byte < 0x20 || byte === 0x7f) ambiguous("its name contains a control character");
    if (byte > 0x7f) ambiguous("its name contains a character outside ASCII");
  }
  if (name.includes("\\")) ambiguous("its name contains a backslash");
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) ambiguous("its name is an absolute path");
  const segments = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
  if (segments.some((segment) => segment === "..")) ambiguous("its name leaves the archive");
  if (segments.some((segment) => segment === "." || segment === "")) ambiguous("its name is not in its shortest form");
}

function refuseKind({ fileKind, flags, method, size, extra, name }: Header): void {
  if (fileKind === SYMBOLIC_LINK) ambiguous("it is a symbolic link");
  if (fileKind !== 0 && fileKind !== REGULAR_FILE && fileKind !== FOLDER) unreadable("it is not a regular file");
  if (fileKind === FOLDER && !name.endsWith("/")) ambiguous("its mode is that of a folder, its name that of a file");
  if ((flags & ENCRYPTED_FLAGS) !== 0) unreadable("it is encrypted");
  if ((flags & PATCH_FLAG) !== 0) unreadable("it is patch data");
  if (method !== STORED && method !== DEFLATED)
    unreadable(`its method is ${method}, Java reads 0 (stored) and 8 (deflated)`);
  if (method === STORED && (flags & DESCRIPTOR_FLAG) !== 0) {
    unreadable("it is stored with a data descriptor, which java.util.zip refuses");
  }
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

/** CRC-32 and sizes of a local header. */
function localNumbers(archive: Buffer, at: number, extra: Buffer): readonly number[] {
  const stated = { packed: archive.readUInt32LE(at + 18), size: archive.readUInt32LE(at + 22) };
  const { packed, size } = withZip64(stated, extra);
  return [archive.readUInt32LE(at + 14), packed, size];
}

/** APPNOTE 4.3.7 and 4.3.9: what a streaming reader sees must be what the central directory says. */
function refuseLocalHeader(archive: Buffer, header: Header, end: number): void {
  const at = header.offset;
  const nameBytes = archive.readUInt16LE(at + 26);
  if (!archive.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameBytes).equals(header.rawName)) {
    ambiguous("its local header has another name");
  }
  if (archive.readUInt16LE(at + 8) !== header.method) ambiguous("its local header has another method");
  if (archive.readUInt16LE(at + 6) !== header.flags) ambiguous("its local header has other flags");
  const stated = [header.crc, header.packed, header.size];
  const extraAt = at + LOCAL_BYTES + nameBytes;
  const extra = archive.subarray(extraAt, extraAt + archive.readUInt16LE(at + 28));
  const deferred = (header.flags & DESCRIPTOR_FLAG) !== 0;
  const local = localNumbers(archive, at, extra);
  if (local.some((value, index) => value !== stated[index] && !(deferred && value === 0))) {
    ambiguous("its local header has another size or CRC-32");
  }
  if (!deferred) return;
  if (isWideDescriptor(archive, end - 24, header, end)) {
    unreadable("its data descriptor has sizes of 64 bits, which java.util.zip refuses when it reads a stream");
  }
  const descriptor = [archive.readUInt32LE(end - 12), archive.readUInt32LE(end - 8), archive.readUInt32LE(end - 4)];
  if (descriptor.some((value, index) => value !== stated[index])) {
    ambiguous("its data descriptor has another size or CRC-32");
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

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}

import { crc32 } from "node:zlib";
import { readZip } from "../../../formats/zip/read";

const name = Buffer.from("privateKey.pem");
const content = Buffer.from("x");
const masked = 0xffffffff;

interface Part {
  readonly size?: number;
  readonly packed?: number;
  readonly offset?: number;
  /** Numbers of the zip64 extra field; none without a field. */
  readonly zip64?: readonly number[];
}

interface Archive {
  readonly local?: Part;
  readonly central?: Part;
  /** Numbers of the end record that are left to a zip64 end record; no such record without. */
  readonly end?: { readonly masked: boolean; readonly count?: number; readonly signature?: number };
  readonly wideDescriptor?: boolean;
}

function extra({ zip64 }: Part): Buffer {
  if (!zip64) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * zip64.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * zip64.length, 2);
  zip64.forEach((value, index) => {
    field.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
  });
  return field;
}

/** An archive of one stored file, but for what is given. */
function archive({ local = {}, central = {}, end, wideDescriptor = false }: Archive): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt32LE(crc32(content), 14);
  header.writeUInt32LE(local.packed ?? 1, 18);
  header.writeUInt32LE(local.size ?? 1, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra(local).length, 28);
  const directory = Buffer.alloc(46);
  directory.writeUInt32LE(0x02014b50, 0);
  directory.writeUInt16LE(45, 4);
  directory.writeUInt32LE(crc32(content), 16);
  directory.writeUInt32LE(central.packed ?? 1, 20);
  directory.writeUInt32LE(central.size ?? 1, 24);
  directory.writeUInt16LE(name.length, 28);
  directory.writeUInt16LE(extra(central).length, 30);
  directory.writeUInt32LE(central.offset ?? 0, 42);
  const descriptor = Buffer.alloc(wideDescriptor ? 24 : 0);
  if (wideDescriptor) {
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc32(content), 4);
    descriptor.writeBigUInt64LE(3n, 8);
    descriptor.writeBigUInt64LE(1n, 16);
    for (const [part, at] of [
      [header, 6],
      [directory, 8],
    ] as const) {
      part.writeUInt16LE(8, at);
      part.writeUInt16LE(8, at + 2);
    }
    header.writeUInt32LE(3, 18);
    directory.writeUInt32LE(3, 20);
  }
  const data = wideDescriptor ? Buffer.from("ab0000", "hex") : content;
  const before = Buffer.concat([header, name, extra(local), data, descriptor]);
  const names = Buffer.concat([directory, name, extra(central)]);
  return Buffer.concat([before, names, ends(before.length, names.length, end)]);
}

function ends(centralOffset: number, centralSize: number, end: Archive["end"]): Buffer {
  const plain = Buffer.alloc(22);
  plain.writeUInt32LE(0x06054b50, 0);
  for (const at of [8, 10]) plain.writeUInt16LE(end?.masked ? 0xffff : 1, at);
  plain.writeUInt32LE(end?.masked ? masked : centralSize, 12);
  plain.writeUInt32LE(end?.masked ? masked : centralOffset, 16);
  if (!end) return plain;
  const wide = Buffer.alloc(56 + 20);
  wide.writeUInt32LE(end.signature ?? 0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) wide.writeBigUInt64LE(BigInt(end.count ?? 1), at);
  wide.writeBigUInt64LE(BigInt(centralSize), 40);
  wide.writeBigUInt64LE(BigInt(centralOffset), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(centralOffset + centralSize), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([wide, plain]);
}

describe("zip64 numbers that agree with the headers are not a problem", () => {
  test.each<[string, Archive]>([
    ["without any", {}],
    ["sizes in the local extra field", { local: { zip64: [1, 1] } }],
    ["sizes left to the local extra field", { local: { size: masked, packed: masked, zip64: [1, 1] } }],
    ["zeros in the local extra field", { local: { zip64: [0, 0] } }],
    ["sizes repeated in the central one", { central: { zip64: [1, 1] } }],
    ["sizes and offset repeated in the central one", { central: { zip64: [1, 1, 0] } }],
    ["a field without numbers", { local: { zip64: [] }, central: { zip64: [] } }],
    [
      "all numbers left to the central one",
      { central: { size: masked, packed: masked, offset: masked, zip64: [1, 1, 0] } },
    ],
    ["one number left to the central one", { central: { offset: masked, zip64: [0] } }],
    ["a zip64 end record", { end: { masked: false } }],
    ["everything left to a zip64 end record", { end: { masked: true } }],
  ])("%s", (_, given) => {
    const { problems, entries } = readZip(archive(given));
    expect(problems).toEqual([]);
    expect(entries.map((entry) => [entry.name, entry.bytes.toString()])).toEqual([["privateKey.pem", "x"]]);
  });
});

describe("zip64 numbers that differ from the headers are refused", () => {
  test.each<[string, Archive, string, string]>([
    [
      "another size in the central field",
      { central: { zip64: [2, 1] } },
      "ambiguous",
      "its zip64 field has another size",
    ],
    [
      "another offset in the central field",
      { central: { zip64: [1, 1, 9] } },
      "ambiguous",
      "its zip64 field has another size",
    ],
    [
      "another size in the local field",
      { local: { size: masked, packed: masked, zip64: [2, 1] } },
      "ambiguous",
      "its local header has another size or CRC-32",
    ],
    [
      "sizes that no field gives",
      { central: { size: masked, packed: masked } },
      "unreadable",
      "it is a zip64 entry without its sizes",
    ],
    [
      "an offset that stands where a reader expects it, and another where the next one does",
      { central: { offset: masked, zip64: [1, 1, 0] } },
      "ambiguous",
      "its zip64 field has another size",
    ],
    [
      "a zip64 end record of other counts",
      { end: { masked: false, count: 2 } },
      "ambiguous",
      "its zip64 end record and its end record differ",
    ],
    [
      "a damaged zip64 end record",
      { end: { masked: true, signature: 7 } },
      "unreadable",
      "its zip64 end record is damaged",
    ],
    [
      "a data descriptor of 64 bits",
      { wideDescriptor: true },
      "unreadable",
      "its data descriptor has sizes of 64 bits, which java.util.zip refuses when it reads a stream",
    ],
  ])("%s", (_, given, kind, detail) => {
    expect(readZip(archive(given)).problems).toMatchObject([{ kind, detail }]);
  });
});

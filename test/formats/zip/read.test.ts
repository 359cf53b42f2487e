import { crc32, deflateRawSync } from "node:zlib";
import { zipSync } from "fflate";
import { readZip, ZIP_LIMITS } from "../../../formats/zip/read";
import { writeZip } from "../../../formats/zip/write";

interface Part {
  readonly name: string;
  readonly content?: Buffer;
  readonly method?: number;
  readonly flags?: number;
  readonly localName?: string;
  readonly localFlags?: number;
  readonly packed?: Buffer;
  readonly crc?: number;
  readonly size?: number;
  readonly localSize?: number;
  readonly madeBy?: number;
  readonly mode?: number;
  readonly extra?: Buffer;
  readonly descriptor?: boolean;
  readonly before?: Buffer;
  readonly offset?: number;
}

interface Whole {
  readonly comment?: Buffer;
  readonly trailing?: Buffer;
  readonly count?: number;
  readonly disk?: number;
  readonly hidden?: Buffer;
}

/** Writes an archive by hand, mistakes included. */
function zip(parts: readonly Part[], whole: Whole = {}): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const part of parts) {
    const content = part.content ?? Buffer.from("content");
    const method = part.method ?? 8;
    const packed = part.packed ?? (method === 8 ? deflateRawSync(content) : content);
    const crc = part.crc ?? crc32(content);
    const size = part.size ?? content.length;
    const flags = (part.flags ?? 0) | (part.descriptor ? 8 : 0);
    const name = Buffer.from(part.name, "latin1");
    const extra = part.extra ?? Buffer.alloc(0);
    const before = part.before ?? Buffer.alloc(0);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(part.localFlags ?? flags, 6);
    local.writeUInt16LE(method, 8);
    if (!part.descriptor) {
      local.writeUInt32LE(crc, 14);
      local.writeUInt32LE(packed.length, 18);
      local.writeUInt32LE(part.localSize ?? size, 22);
    }
    const localName = Buffer.from(part.localName ?? part.name, "latin1");
    local.writeUInt16LE(localName.length, 26);
    const descriptor = Buffer.alloc(part.descriptor ? 16 : 0);
    if (part.descriptor) {
      descriptor.writeUInt32LE(0x08074b50, 0);
      descriptor.writeUInt32LE(crc, 4);
      descriptor.writeUInt32LE(packed.length, 8);
      descriptor.writeUInt32LE(size, 12);
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((part.madeBy ?? 3) << 8, 4);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 38);
    central.writeUInt32LE(part.offset ?? at + before.length, 42);
    const bytes = Buffer.concat([before, local, localName, packed, descriptor]);
    locals.push(bytes);
    centrals.push(central, name, extra);
    at += bytes.length;
  }
  const directory = Buffer.concat(centrals);
  const hidden = whole.hidden ?? Buffer.alloc(0);
  const comment = whole.comment ?? Buffer.alloc(0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(whole.disk ?? 0, 4);
  end.writeUInt16LE(whole.count ?? parts.length, 8);
  end.writeUInt16LE(whole.count ?? parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at + hidden.length, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, hidden, directory, end, comment, whole.trailing ?? Buffer.alloc(0)]);
}

const good: Part = { name: "privateKey.pem" };

function only(archive: Buffer): string {
  const { problems } = readZip(archive);
  return problems.map(({ kind, entry, detail }) => `${kind} [${entry}] ${detail}`).join("; ");
}

describe("readZip", () => {
  test("reads stored and deflated entries, descriptors, comments and folders", () => {
    const archive = zip(
      [
        good,
        { name: "certificateChain.pem", method: 0, content: Buffer.from("chain") },
        { name: "folder/", method: 0, content: Buffer.alloc(0), mode: 0o040755 },
        { name: "folder/note.txt", descriptor: true },
      ],
      { comment: Buffer.from("made by hand") },
    );
    const reading = readZip(archive);
    expect(reading.problems).toEqual([]);
    expect(reading.entries.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ["privateKey.pem", "content"],
      ["certificateChain.pem", "chain"],
      ["folder/note.txt", "content"],
    ]);
    expect(reading.names).toContain("folder/");
  });

  test("reads zips of the product's own writer and of fflate's compressor", () => {
    const files = [{ name: "privateKey.pem", bytes: Buffer.from("a") }];
    expect(readZip(writeZip(files))).toEqual({
      entries: [{ name: "privateKey.pem", bytes: Buffer.from("a") }],
      names: ["privateKey.pem"],
      problems: [],
    });
    expect(readZip(zipSync({ "a.pem": Buffer.alloc(5000, "x") })).entries[0]?.bytes).toHaveLength(5000);
  });

  test("reads an archive without entries", () => {
    expect(readZip(zip([]))).toEqual({ entries: [], names: [], problems: [] });
  });

  test.each<[string, Buffer, string]>([
    ["an empty file", Buffer.alloc(0), "unreadable [] the file is empty"],
    ["text", Buffer.from("-----BEGIN CERTIFICATE-----"), "unreadable [] it is not a zip: it has no end record"],
    ["a zip cut in the middle", zip([good]).subarray(0, 60), "it is cut off"],
    ["an encrypted entry", zip([{ ...good, flags: 1 }]), "unreadable [privateKey.pem] it is encrypted"],
    ["method 9", zip([{ ...good, method: 9 }]), "its method is 9, Java reads 0 (stored) and 8 (deflated)"],
    ["a wrong CRC", zip([{ ...good, crc: 1 }]), "its CRC-32 is 00000001, the data give"],
    ["data that are damaged", zip([{ ...good, packed: Buffer.from([0xff, 0xff]) }]), "its deflated data are damaged"],
    ["more data than declared", zip([{ ...good, size: 3 }]), "it declares 3 bytes and inflates to more"],
    ["less data than declared", zip([{ ...good, size: 300 }]), "it declares 300 bytes and inflates to 7"],
    [
      "a stored entry with a descriptor",
      zip([{ ...good, method: 0, descriptor: true }]),
      "which java.util.zip refuses",
    ],
    ["a declared size over the limit", zip([{ ...good, size: ZIP_LIMITS.entryBytes + 1 }]), "at most 1048576 are read"],
    [
      "entries that are too large together",
      zip(["privateKey.pem", "b", "c", "d", "e"].map((name) => ({ name, content: Buffer.alloc(1024 * 1024) }))),
      "its entries declare 5242880 bytes together, at most 4194304 are read",
    ],
    ["a second disk", zip([good], { disk: 1 }), "split over several disks"],
    [
      "fewer headers than counted",
      zip([good], { count: 2 }),
      "unreadable [] its central directory is damaged at entry 2",
    ],
    ["a device", zip([{ ...good, mode: 0o060644 }]), "it is not a regular file"],
    [
      "two entries over one another",
      zip([good, { name: "certificateChain.pem", offset: 0 }]),
      "it overlaps another entry",
    ],
    [
      "an offset outside the file",
      zip([{ ...good, offset: 0x7fffffff }]),
      "its local header is damaged or outside the file",
    ],
  ])("refuses %s", (_, archive, expected) => {
    expect(only(archive)).toContain(expected);
    expect(only(archive)).toMatch(/^unreadable|; unreadable/);
    expect(
      readZip(archive).entries.filter(({ name }) => name === "privateKey.pem" && !expected.includes("overlaps")),
    ).toEqual([]);
  });

  test.each<[string, Buffer, string]>([
    ["two entries of one name", zip([good, good]), "[privateKey.pem] the name occurs 2 times"],
    [
      "another name in the local header",
      zip([{ ...good, localName: "publicKeyX.pem" }]),
      "its local header has another name",
    ],
    [
      "another size in the local header",
      zip([{ ...good, localSize: 9 }]),
      "its local header has another size or CRC-32",
    ],
    ["other flags in the local header", zip([{ ...good, localFlags: 2 }]), "its local header has other flags"],
    ["a prefix", Buffer.concat([Buffer.from("#!/bin/sh\n"), zip([good])]), "bytes before it"],
    [
      "bytes before the first entry",
      zip([{ ...good, before: Buffer.from("x") }]),
      "1 bytes that belong to no entry are before the first entry",
    ],
    [
      "bytes between entries",
      zip([good, { name: "b", before: Buffer.from("xy") }]),
      "2 bytes that belong to no entry are between two entries",
    ],
    [
      "bytes before the directory",
      zip([good], { hidden: Buffer.from("xyz") }),
      "3 bytes that belong to no entry are before the central directory",
    ],
    ["bytes after the end", zip([good], { trailing: Buffer.from("xyz") }), "3 bytes follow its end record"],
    [
      "an archive in the comment",
      zip([good], { comment: zip([{ name: "privateKey.pem", content: Buffer.from("other") }]) }),
      "the comment contains a second end record",
    ],
    [
      "bytes after the deflated data",
      zip([{ ...good, packed: Buffer.concat([deflateRawSync(Buffer.from("content")), Buffer.from("hidden")]) }]),
      "6 bytes follow its deflated data",
    ],
    [
      "a name that leaves the archive",
      zip([{ name: "../privateKey.pem" }]),
      "[../privateKey.pem] its name leaves the archive",
    ],
    ["a name with a way back", zip([{ name: "x/../privateKey.pem" }]), "its name leaves the archive"],
    ["an absolute name", zip([{ name: "/privateKey.pem" }]), "its name is an absolute path"],
    ["a drive", zip([{ name: "C:privateKey.pem" }]), "its name is an absolute path"],
    ["a backslash", zip([{ name: "certs\\privateKey.pem" }]), "its name contains a backslash"],
    ["./", zip([{ name: "./privateKey.pem" }]), "its name is not in its shortest form"],
    [
      "a NUL",
      zip([{ name: "privateKey.pem\0.txt" }]),
      "[privateKey.pem\\u{0}.txt] its name contains a control character",
    ],
    [
      "a Cyrillic look-alike",
      zip([{ name: Buffer.from("рrivateKey.pem").toString("latin1") }]),
      "[\\u{440}rivateKey.pem] its name contains a character outside ASCII",
    ],
    ["a symbolic link", zip([{ ...good, mode: 0o120777 }]), "it is a symbolic link"],
    [
      "a second name in an extra field",
      zip([{ ...good, extra: Buffer.from([0x75, 0x70, 0, 0]) }]),
      "it carries a second name (Info-ZIP Unicode path)",
    ],
    ["more headers than counted", zip([good, { name: "b" }], { count: 1 }), "more entries than its end record counts"],
  ])("refuses %s as ambiguous", (_, archive, expected) => {
    expect(only(archive)).toContain(expected);
    expect(only(archive)).toMatch(/^ambiguous|; ambiguous/);
  });

  test("keeps the entries without problems", () => {
    const reading = readZip(zip([good, { name: "certificateChain.pem", crc: 1 }]));
    expect(reading.entries.map(({ name }) => name)).toEqual(["privateKey.pem"]);
    expect(reading.names).toEqual(["privateKey.pem", "certificateChain.pem"]);
  });

  describe("on bombs", () => {
    const zeros = deflateRawSync(Buffer.alloc(192 * 1024 * 1024), { level: 9 });

    test.each<[string, () => Buffer]>([
      ["192 MiB of zeros, declared", () => zip([{ ...good, packed: zeros, size: 192 * 1024 * 1024, crc: 0 }])],
      ["192 MiB of zeros, declared as 1,500 bytes", () => zip([{ ...good, packed: zeros, size: 1500, crc: 0 }])],
      [
        "70,000 entries",
        () => {
          const part = zip([{ name: "a", content: Buffer.alloc(0), method: 0 }]);
          const count = 70_000 & 0xffff;
          const local = part.subarray(0, 31);
          const central = part.subarray(31, 31 + 47);
          const end = Buffer.from(part.subarray(78));
          end.writeUInt16LE(count, 8);
          end.writeUInt16LE(count, 10);
          return Buffer.concat([...Array<Buffer>(70_000).fill(local), ...Array<Buffer>(70_000).fill(central), end]);
        },
      ],
      [
        "64 entries over one",
        () =>
          zip([
            { ...good, content: Buffer.alloc(1024 * 1024) },
            ...Array.from({ length: 63 }, (_, index) => ({
              name: `n${index}`,
              content: Buffer.alloc(1024 * 1024),
              offset: 0,
            })),
          ]),
      ],
    ])("refuses %s without inflating more than the limit", (_, make) => {
      const archive = make();
      const inflate = jest.spyOn(require("node:zlib") as typeof import("node:zlib"), "inflateRawSync");
      try {
        expect(readZip(archive).problems.length).toBeGreaterThan(0);
        const allowed = inflate.mock.calls.map(([, options]) => options?.maxOutputLength ?? Number.POSITIVE_INFINITY);
        expect(allowed.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(ZIP_LIMITS.totalBytes);
      } finally {
        inflate.mockRestore();
      }
    });
  });
});

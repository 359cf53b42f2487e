import { deflateRawSync } from "node:zlib";

/** One entry as a zip states it, true or not. */
interface Entry {
  readonly name: string;
  readonly packed: Buffer;
  readonly size: number;
  /** Offset of its local header in the directory. @default - where it is written */
  readonly offset?: number;
}

const deflated = 8;

/** Zips that grow beyond all bounds when they are unpacked, by what they do. */
export function zipBombs(): readonly (readonly [what: string, zip: Buffer])[] {
  const size = 192 * 1024 * 1024;
  const zeros = deflateRawSync(Buffer.alloc(size), { level: 9 });
  const inner = zip([{ name: "privateKey.pem", packed: zeros, size }]);
  const mebibyte = deflateRawSync(Buffer.alloc(1024 * 1024), { level: 9 });
  return [
    ["192 MiB of zeros", inner],
    ["192 MiB of zeros that are said to be 1,500 bytes", zip([{ name: "privateKey.pem", packed: zeros, size: 1500 }])],
    ["70,000 entries", zip(Array.from({ length: 70_000 }, (_, at) => ({ name: `${at}.pem`, packed: empty, size: 0 })))],
    ["a bomb in a zip in a zip", nested(nested(inner, "privateKey.pem"), "privateKey.pem")],
    [
      "64 entries over the same bytes",
      zip([
        { name: "privateKey.pem", packed: mebibyte, size: 1024 * 1024 },
        ...Array.from({ length: 63 }, (_, at) => ({ name: `${at}`, packed: empty, size: 1024 * 1024, offset: 0 })),
      ]),
    ],
  ];
}

const empty = deflateRawSync(Buffer.alloc(0));

function nested(content: Buffer, name: string): Buffer {
  return zip([{ name, packed: deflateRawSync(content, { level: 9 }), size: content.length }]);
}

function zip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { name, packed, size, offset = at } of entries) {
    const said = header(name, packed.length, size);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), said, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("504b01021400", "hex"), said, place, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** What local and central headers have in common, from the version on. */
function header(name: string, packed: number, size: number): Buffer {
  const said = Buffer.alloc(26);
  said.writeUInt16LE(20, 0);
  said.writeUInt16LE(deflated, 4);
  said.writeUInt32LE(packed, 14);
  said.writeUInt32LE(size, 18);
  said.writeUInt16LE(Buffer.byteLength(name), 22);
  return said;
}

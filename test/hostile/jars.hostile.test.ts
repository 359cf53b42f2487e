import { deflateRawSync } from "node:zlib";
import { checkout, lint } from "./run";

jest.setTimeout(120_000);

interface Entry {
  readonly name: string;
  readonly content?: Buffer;
  /** Bytes that it declares to have. */
  readonly size?: number;
}

const ZEROS = Buffer.alloc(4_000_000);
const PACKED_ZEROS = deflateRawSync(ZEROS);

/** A JAR as its entries are given, several of one name included. */
function jarOf(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content = Buffer.alloc(0), size = content.length } of entries) {
    const packed = content === ZEROS ? PACKED_ZEROS : deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    parts.push(local, packed);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50);
    header.writeUInt16LE(8, 10);
    header.writeUInt32LE(packed.length, 20);
    header.writeUInt32LE(size, 24);
    header.writeUInt16LE(name.length, 28);
    header.writeUInt32LE(offset, 42);
    central.push(header, Buffer.from(name));
    offset += local.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}

const word = (value: number) => Buffer.from([value >> 8, value & 0xff]);

/** A class that extends another, and implements one interface many times. */
function classFile(name: string, superclass: string, interfaces = 0): Buffer {
  const constants = [name, superclass, "x/I"].flatMap((text, index) => [
    Buffer.from([1]),
    word(text.length),
    Buffer.from(text),
    Buffer.from([7]),
    word(2 * index + 1),
  ]);
  return Buffer.concat([
    Buffer.from("cafebabe00000034", "hex"),
    word(7),
    ...constants,
    ...[1, 2, 4, interfaces].map(word),
    Buffer.alloc(2 * interfaces, word(6)),
    Buffer.alloc(6),
  ]);
}

const many = <T>(count: number, each: (at: number) => T) => Array.from({ length: count }, (_, at) => each(at));
const chain = (count: number, interfaces?: number) =>
  many(count, (at) => ({ name: `A${at}.class`, content: classFile(`A${at}`, `A${at + 1}`, interfaces) }));

const JARS: { readonly [what: string]: () => readonly Entry[] } = {
  "thousands of files to look for keys in": () => many(15_000, (at) => ({ name: `${at}.txt` })),
  "a chain of thousands of classes": () => chain(5_000),
  "classes that implement an interface 65,000 times": () => chain(200, 65_000),
  "one name many times, and sizes that are not true": () =>
    many(500, (at) => ({ name: "a.txt", content: ZEROS, size: at === 499 ? 10 : 3_900_000_000 })),
  "a key before a million spaces": () => [
    { name: "a.txt", content: Buffer.from(`secret.key=${"A".repeat(32)}${" ".repeat(1_000_000)}x`) },
  ],
};

const STACK = `provider "aws" {
  region = "us-east-1"
}
resource "aws_s3_object" "jar" {
  bucket = "b"
  key    = "x.jar"
  source = "x.jar"
}
resource "aws_emr_security_configuration" "a" {
  configuration = jsonencode({
    EncryptionConfiguration = {
      EnableInTransitEncryption = false
      EnableAtRestEncryption    = true
      AtRestEncryptionConfiguration = {
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType  = "Custom"
          S3Object                   = "s3://b/x.jar"
          EncryptionKeyProviderClass = "A0"
        }
      }
    }
  })
}
`;

test.each(Object.entries(JARS))("a JAR with %s", (_, entries) => {
  const place = checkout();
  place.write({ "main.tf": STACK, "x.jar": jarOf(entries()) });
  const { code, report } = lint(place, []);
  expect([code, report?.inputs.map(({ status }) => status)]).toEqual([1, ["checked"]]);
});

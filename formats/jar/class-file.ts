/** What a compiled Java class says of itself; names with dots, as in EMR's document. */
export interface ClassFile {
  readonly name: string;
  /** The class it extends; undefined for `java.lang.Object` alone. */
  readonly superclass?: string;
  readonly interfaces: readonly string[];
  readonly isAbstract: boolean;
}

const MAGIC = 0xcafebabe;
const INTERFACE = 0x0200;
const ABSTRACT = 0x0400;

/** Bytes after the tag of each entry of the constant pool (JVM Specification 4.4); `CONSTANT_Utf8` has a length of its own. */
const CONSTANT_BYTES: { readonly [tag: number]: number } = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};
const UTF8 = 1;
const CLASS = 7;

/** Reads the head of a class file; undefined where the bytes are none. */
export function readClassFile(bytes: Uint8Array): ClassFile | undefined {
  try {
    return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(view: DataView, bytes: Uint8Array): ClassFile | undefined {
  if (view.getUint32(0) !== MAGIC) return undefined;
  const texts = new Map<number, string>();
  const classes = new Map<number, number>();
  const count = view.getUint16(8);
  let offset = 10;
  for (let index = 1; index < count; index++) {
    const tag = view.getUint8(offset);
    if (tag === UTF8) {
      const length = view.getUint16(offset + 1);
      texts.set(index, Buffer.from(bytes.subarray(offset + 3, offset + 3 + length)).toString("utf8"));
      offset += 3 + length;
      continue;
    }
    const size = CONSTANT_BYTES[tag];
    if (size === undefined) return undefined;
    if (tag === CLASS) classes.set(index, view.getUint16(offset + 1));
    // A long or a double takes two places of the pool (JVM Specification 4.4.5).
    if (size === 8) index++;
    offset += 1 + size;
  }
  const className = (at: number) => texts.get(classes.get(view.getUint16(at)) ?? 0)?.replaceAll("/", ".");
  const flags = view.getUint16(offset);
  const name = className(offset + 2);
  const superclass = className(offset + 4);
  const interfaces = Array.from({ length: view.getUint16(offset + 6) }, (_, index) =>
    className(offset + 8 + 2 * index),
  );
  if (name === undefined || interfaces.includes(undefined)) return undefined;
  return {
    name,
    ...(superclass === undefined ? {} : { superclass }),
    interfaces: interfaces as readonly string[],
    isAbstract: (flags & (ABSTRACT | INTERFACE)) !== 0,
  };
}

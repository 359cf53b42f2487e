/** What the file of a compiled Java class contains; names with dots, as in EMR's document. */
export interface ClassFile {
  readonly name: string;
  /** The class it extends; undefined for `java.lang.Object` alone. */
  readonly superclass?: string;
  readonly interfaces: readonly string[];
  readonly isAbstract: boolean;
  readonly kind: "class" | "interface" | "enum";
  /** Access to the constructor without arguments, which also requires a public class; undefined without one. */
  readonly constructorAccess?: "public" | "not public";
  /** Version of Java that it was compiled for: 8, 17. */
  readonly java: number;
}

const MAGIC = 0xcafebabe;
const INTERFACE = 0x0200;
const ABSTRACT = 0x0400;
const ENUM = 0x4000;
const PUBLIC = 0x0001;
/** Class files of Java 1.1 have version 45, and each version of Java adds one (JVM Specification 4.1). */
const BEFORE_JAVA = 44;

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

/** Reads the head of a class file; undefined if the bytes are not a class file. */
export function readClassFile(bytes: Uint8Array): ClassFile | undefined {
  try {
    return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The names in the constant pool, and where it ends. */
interface Pool {
  readonly texts: ReadonlyMap<number, string>;
  readonly classes: ReadonlyMap<number, number>;
  readonly end: number;
}

function read(view: DataView, bytes: Uint8Array): ClassFile | undefined {
  if (view.getUint32(0) !== MAGIC) return undefined;
  const pool = readPool(view, bytes);
  if (!pool) return undefined;
  const { texts, classes, end } = pool;
  const nameOf = (constant: number) => texts.get(classes.get(constant) ?? 0)?.replaceAll("/", ".");
  const className = (at: number) => nameOf(view.getUint16(at));
  const flags = view.getUint16(end);
  const name = className(end + 2);
  const superclass = className(end + 4);
  const count = view.getUint16(end + 6);
  const places = new Set(Array.from({ length: count }, (_, index) => view.getUint16(end + 8 + 2 * index)));
  const interfaces = [...places].map(nameOf);
  if (name === undefined || interfaces.includes(undefined)) return undefined;
  const constructorAccess = constructorOf(view, end + 8 + 2 * count, texts);
  return {
    name,
    ...(superclass === undefined ? {} : { superclass }),
    interfaces: interfaces as readonly string[],
    isAbstract: (flags & (ABSTRACT | INTERFACE)) !== 0,
    kind: flags & INTERFACE ? "interface" : flags & ENUM ? "enum" : "class",
    ...(constructorAccess && { constructorAccess: flags & PUBLIC ? constructorAccess : "not public" }),
    java: view.getUint16(6) - BEFORE_JAVA,
  };
}

function readPool(view: DataView, bytes: Uint8Array): Pool | undefined {
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
    // A long or a double takes two entries of the pool (JVM Specification 4.4.5).
    if (size === 8) index++;
    offset += 1 + size;
  }
  return { texts, classes, end: offset };
}

/** The constructor without arguments, among the methods that follow the fields from `start` on. */
function constructorOf(view: DataView, start: number, texts: Pool["texts"]): ClassFile["constructorAccess"] {
  let found: ClassFile["constructorAccess"];
  const afterFields = skipMembers(view, start, () => {});
  skipMembers(view, afterFields, (at) => {
    const isWanted = texts.get(view.getUint16(at + 2)) === "<init>" && texts.get(view.getUint16(at + 4)) === "()V";
    if (isWanted) found = view.getUint16(at) & PUBLIC ? "public" : "not public";
  });
  return found;
}

/** Reads a list of fields or methods, and returns where it ends (JVM Specification 4.5 and 4.6). */
function skipMembers(view: DataView, start: number, visit: (at: number) => void): number {
  let offset = start + 2;
  for (let left = view.getUint16(start); left > 0; left--) {
    visit(offset);
    const attributes = view.getUint16(offset + 6);
    offset += 8;
    for (let index = 0; index < attributes; index++) offset += 6 + view.getUint32(offset + 2);
  }
  return offset;
}

import { zipSync } from "fflate";

/** A class as `javac` writes it, with one constructor and without code; names with dots. */
export function classFile(
  name: string,
  {
    extending = "java.lang.Object",
    implementing = [] as readonly string[],
    abstract = false,
    takes: descriptor = "()V",
  } = {},
): Uint8Array {
  const names = [name, extending, ...implementing];
  const bytes: number[] = [0xca, 0xfe, 0xba, 0xbe, ...u2(0), ...u2(52)];
  // A long first: it has two entries in the pool, which shifts all that follow.
  const first = 3;
  const texts = ["<init>", descriptor];
  bytes.push(...u2(first + 2 * names.length + texts.length), 5, ...Array.from({ length: 8 }, () => 0));
  const utf8 = (written: string) => {
    const text = Buffer.from(written);
    bytes.push(1, ...u2(text.length), ...text);
  };
  names.forEach((one, index) => {
    utf8(one.replaceAll(".", "/"));
    bytes.push(7, ...u2(first + 2 * index));
  });
  texts.forEach(utf8);
  const classIndex = (index: number) => u2(first + 2 * index + 1);
  bytes.push(...u2(abstract ? 0x0421 : 0x0021), ...classIndex(0), ...classIndex(1), ...u2(implementing.length));
  implementing.forEach((_, index) => {
    bytes.push(...classIndex(index + 2));
  });
  const init = first + 2 * names.length;
  const methods = [...u2(1), ...u2(1), ...u2(init), ...u2(init + 1), ...u2(0)];
  return Uint8Array.from([...bytes, ...u2(0), ...methods, ...u2(0)]);
}

/** A JAR of such classes. */
export function jarOf(classes: { readonly [name: string]: Parameters<typeof classFile>[1] }): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(classes).map(([name, shape]) => [`${name.replaceAll(".", "/")}.class`, classFile(name, shape)]),
    ),
    { mtime: new Date(1980, 0, 1) },
  );
}

function u2(value: number): readonly number[] {
  return [value >> 8, value & 0xff];
}

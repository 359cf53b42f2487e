import { zipSync } from "fflate";

/** The head of a class as `javac` writes it, without fields and methods; names with dots. */
export function classFile(
  name: string,
  { extending = "java.lang.Object", implementing = [] as readonly string[], abstract = false } = {},
): Uint8Array {
  const names = [name, extending, ...implementing];
  const bytes: number[] = [0xca, 0xfe, 0xba, 0xbe, ...u2(0), ...u2(52)];
  // A long first: it takes two places of the pool, which shifts all that follow.
  const first = 3;
  bytes.push(...u2(first + 2 * names.length), 5, ...Array.from({ length: 8 }, () => 0));
  names.forEach((one, index) => {
    const text = Buffer.from(one.replaceAll(".", "/"));
    bytes.push(1, ...u2(text.length), ...text, 7, ...u2(first + 2 * index));
  });
  const classIndex = (index: number) => u2(first + 2 * index + 1);
  bytes.push(...u2(abstract ? 0x0421 : 0x0021), ...classIndex(0), ...classIndex(1), ...u2(implementing.length));
  implementing.forEach((_, index) => {
    bytes.push(...classIndex(index + 2));
  });
  return Uint8Array.from([...bytes, ...u2(0), ...u2(0), ...u2(0)]);
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

import { zipSync } from "fflate";

/** One file of a zip: its name at the root, and its bytes. */
export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** 1 January 1980 of the local clock: a zip stores local time without a zone, so every zone writes the same bytes, and it is the first date a zip can hold. */
const firstDate = new Date(1980, 0, 1);

const unix = 3;
/** `-rw-r--r--`, in the upper half of a zip's external attributes. */
const regularFile = (0o100644 << 16) >>> 0;

/**
 * Writes a zip whose bytes depend on nothing but names, contents and order: no clock, no time zone, no compressor (entries are stored).
 *
 * @throws Error if a name occurs twice.
 */
export function writeZip(entries: readonly ZipFile[]): Uint8Array {
  const names = entries.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`zip entry '${twice}' is given twice; give each name once`);
  return zipSync(Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes])), {
    level: 0,
    mtime: firstDate,
    os: unix,
    attrs: regularFile,
  });
}

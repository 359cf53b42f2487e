import { ambiguous, unreadable } from "./refusal";

const ZIP64_EXTRA = 0x0001;

/** A size or offset that only the zip64 extra field gives. */
const IN_EXTRA = 0xffffffff;

/** Sizes of an entry, and where it starts, as a header gives them. */
export interface EntryNumbers {
  readonly size: number;
  readonly packed: number;
  /** Only in the central directory. */
  readonly offset?: number;
}

/**
 * The numbers of a header with those that are in its zip64 extra field (APPNOTE 4.5.3). The field must contain the numbers that the header
 * leaves to it; writers that always write all of them are accepted if these are the same.
 */
export function withZip64(numbers: EntryNumbers, extra: Buffer): EntryNumbers {
  const written = zip64Numbers(extra);
  const fields = ["size", "packed", ...(numbers.offset === undefined ? [] : (["offset"] as const))] as const;
  const left = fields.filter((field) => numbers[field] === IN_EXTRA);
  if (left.length === 0) {
    // A local header is written before the sizes are known: zeros are no sizes.
    const given = fields.map((field, index) => [numbers[field], written[index] ?? numbers[field]]);
    const unset = numbers.offset === undefined && written.every((value) => value === 0);
    if (!unset && given.some(([value, wide]) => value !== wide)) differs();
    return numbers;
  }
  if (written.length < left.length) unreadable("it is a zip64 entry without its sizes");
  const inOrder = written.length === left.length ? left : fields;
  const read = Object.fromEntries(inOrder.map((field, index) => [field, written[index]]));
  const merged = { ...numbers, ...Object.fromEntries(left.map((field) => [field, read[field]])) };
  if (inOrder.some((field) => read[field] !== merged[field])) differs();
  // A reader that goes by the header takes the first numbers of the field for those that are left to it.
  if (left.some((field, index) => written[index] !== merged[field])) differs();
  return merged;
}

function differs(): never {
  return ambiguous("its zip64 field has another size");
}

function zip64Numbers(extra: Buffer): readonly number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue;
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    const count = Math.min(3, Math.floor(field.length / 8));
    return Array.from({ length: count }, (_, index) => Number(field.readBigUInt64LE(8 * index)));
  }
  return [];
}

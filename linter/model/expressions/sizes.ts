import { Reference, type Symbolic, Template, Unknown } from "../values/symbolic";

const CHARACTERS_PER_PART = 256;

/** Counts the parts of values. Locals share parts, so a short text may expand to more than can be traversed. */
export class Sizes {
  private readonly known = new WeakMap<object, number>();

  of(value: Symbolic): number {
    if (typeof value === "string") return 1 + Math.floor(value.length / CHARACTERS_PER_PART);
    if (typeof value !== "object" || value === null || value instanceof Reference) return 1;
    if (value instanceof Template) return value.parts.length;
    if (value instanceof Unknown) return 1 + value.references.length;
    const counted = this.known.get(value);
    if (counted !== undefined) return counted;
    const size = 1 + this.ofAll(Array.isArray(value) ? value : Object.values(value));
    this.known.set(value, size);
    return size;
  }

  ofAll(values: readonly Symbolic[]): number {
    let sum = 0;
    for (const value of values) sum += this.of(value);
    return sum;
  }
}

/** Characters of texts, references counted as one. */
export function lengthOf(values: readonly Symbolic[]): number {
  let length = 0;
  for (const value of values) {
    if (typeof value === "string") length += value.length;
    else if (value instanceof Template) length += lengthOf(value.parts);
    else length++;
  }
  return length;
}

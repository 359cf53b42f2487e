/** Why an archive or one of its entries is refused. */
export interface ZipProblem {
  /** `unreadable`: no reader should try; `ambiguous`: two readers would see two different archives. */
  readonly kind: "unreadable" | "ambiguous";
  /** Name of the entry, printable; empty for the archive as a whole. */
  readonly entry: string;
  /** The fact, as a clause: "its CRC-32 is 1c291ca3, the data give 0". */
  readonly detail: string;
}

/** Ends the reading of an archive or of one entry. */
export class Refusal extends Error {
  constructor(
    readonly kind: ZipProblem["kind"],
    detail: string,
  ) {
    super(detail);
  }
}

/** The problem that a thrown {@link Refusal} states; anything else is thrown again. */
export function refusal(error: unknown, entry: string): ZipProblem {
  if (!(error instanceof Refusal)) throw error;
  return { kind: error.kind, entry: printable(entry), detail: error.message };
}

/** Refuses what no reader should try. */
export function unreadable(detail: string): never {
  throw new Refusal("unreadable", detail);
}

/** Refuses what two readers would read differently. */
export function ambiguous(detail: string): never {
  throw new Refusal("ambiguous", detail);
}

/** A name as it may be shown on a terminal: ASCII, everything else escaped. */
export function printable(name: string): string {
  return name.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

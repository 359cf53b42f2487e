/** Excerpt of the input at the place of a finding. */
export interface Excerpt {
  readonly lines: readonly string[];
  /** The line that the finding is about; absent where it is about all of them. */
  readonly marked?: number;
  /** Number of the first line in its file; absent where the lines are those of the model. */
  readonly from?: number;
}

/** Characters of a line of an excerpt. */
export const longestLine = 110;

/** A line as an excerpt shows it: tabs as blanks, cut where it is too long. */
export function shownLine(line: string): string {
  const plain = line.replaceAll("\t", "  ");
  return plain.length > longestLine ? `${plain.slice(0, longestLine - 1)}…` : plain;
}

/** Names of arguments whose values are secrets or too long to read. */
export const notShown = /secret|password|private_?key|token|content|user_?data|passphrase/i;

/** A place in a text, both from 1; columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. */
export function lineAndColumn(text: string, at: number): TextPlace {
  return new Lines(text).at(at);
}

/** The lines of a text in which many offsets are looked up. */
export class Lines {
  private readonly starts = [0];

  constructor(text: string) {
    for (let next = text.indexOf("\n"); next !== -1; next = text.indexOf("\n", next + 1)) this.starts.push(next + 1);
  }

  /** Line and column of an offset. */
  at(offset: number): TextPlace {
    let line = 0;
    let after = this.starts.length;
    while (after - line > 1) {
      const middle = (line + after) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) line = middle;
      else after = middle;
    }
    return { line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }
}

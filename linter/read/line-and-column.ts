/** A place in a text, both from 1; columns in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. */
export function lineAndColumn(text: string, at: number): TextPlace {
  const lineStart = text.lastIndexOf("\n", at - 1) + 1;
  let line = 1;
  for (let next = text.indexOf("\n"); next !== -1 && next < at; next = text.indexOf("\n", next + 1)) line++;
  return { line, column: at - lineStart + 1 };
}

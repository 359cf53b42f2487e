/** Where a text stops being JSON. */
export interface SyntaxFault {
  readonly problem: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 units, from 1. */
  readonly column: number;
}

const SPACE = /[ \t\r\n]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds the first fault of a text that `JSON.parse` refused. The engine's own message quotes the text around it, which
 * may be a secret, and leaves the position out for short texts.
 */
export function syntaxFault(text: string): SyntaxFault | undefined {
  const open: ("{" | "[")[] = [];
  let expected: "value" | "value or ]" | "name or }" | "name" | "colon" | "comma" | "end" = "value";
  let at = 0;
  const fault = (problem: string) => position(text, at, problem);
  for (;;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    const character = text[at];
    if (character === undefined) return expected === "end" ? undefined : fault("the text ends early");
    const inner = open[open.length - 1];
    const closes = character === "}" ? inner === "{" : character === "]" && inner === "[";
    if (closes && (expected === "comma" || expected === (inner === "{" ? "name or }" : "value or ]"))) {
      open.pop();
      expected = open.length === 0 ? "end" : "comma";
      at++;
    } else if (expected === "comma") {
      if (character !== ",") return fault(`a comma or ${inner === "{" ? "}" : "]"} is missing`);
      expected = inner === "{" ? "name" : "value";
      at++;
    } else if (expected === "colon") {
      if (character !== ":") return fault("a colon is missing");
      expected = "value";
      at++;
    } else if (expected === "end") return fault("there is text after the end of the document");
    else if (character === '"') {
      const end = endOfString(text, at);
      if (typeof end === "object") {
        at = end.at;
        return fault(end.problem);
      }
      at = end;
      expected = expected.startsWith("name") ? "colon" : open.length === 0 ? "end" : "comma";
    } else if (expected.startsWith("name")) return fault("a member name in double quotes is missing");
    else if (character === "{" || character === "[") {
      open.push(character);
      expected = character === "{" ? "name or }" : "value or ]";
      at++;
    } else {
      SCALAR.lastIndex = at;
      const scalar = SCALAR.exec(text)?.[0];
      if (!scalar) return fault("a value is missing");
      at += scalar.length;
      expected = open.length === 0 ? "end" : "comma";
    }
  }
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function endOfString(text: string, start: number): number | { readonly at: number; readonly problem: string } {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return { at, problem: "a string is not closed" };
    if (code === 0x22) return at + 1;
    if (code < 0x20) return { at, problem: "a control character stands in a string" };
    if (code !== 0x5c) {
      at++;
      continue;
    }
    ESCAPE.lastIndex = at;
    const match = ESCAPE.exec(text)?.[0];
    if (!match) return { at, problem: "an escape in a string is not one of JSON's" };
    at += match.length;
  }
}

/** Line and column of an offset. */
export function position(text: string, at: number, problem: string): SyntaxFault {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let next = before.indexOf("\n"); next !== -1; next = before.indexOf("\n", next + 1)) line++;
  return { problem, line, column: at - lineStart + 1 };
}

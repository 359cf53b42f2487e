import type { ParseErrorCode } from "jsonc-parser";

/** Where a text stops being JSON. */
export interface SyntaxFault {
  readonly problem: string;
  /** From 1. */
  readonly line: number;
  /** In UTF-16 units, from 1. */
  readonly column: number;
}

/** What each error of the parser means; the code is its place in this list. */
const PROBLEMS: readonly string[] = [
  "",
  "there is text that is not JSON",
  "a number is not one of JSON's",
  "a member name in double quotes is missing",
  "a value is missing",
  "a colon is missing",
  "a comma or } is missing",
  "a comma or } is missing",
  "a comma or ] is missing",
  "there is text after the end of the document",
  "there is a comment, which JSON does not have",
  "a comment is not closed",
  "a string is not closed",
  "a number ends early",
  "an escape in a string is not one of JSON's",
  "an escape in a string is not one of JSON's",
  "a control character is in a string",
];

class FirstFault extends Error {
  constructor(readonly fault: SyntaxFault) {
    super();
  }
}

/**
 * Finds the first fault of a text that `JSON.parse` refused. The engine's own message quotes the text around it, which
 * may be a secret, and leaves the position out for short texts.
 */
export function syntaxFault(text: string): SyntaxFault | undefined {
  // Only texts with a fault need it.
  const { visit } = require("jsonc-parser") as typeof import("jsonc-parser");
  const end = text.trimEnd().length;
  let isInList: boolean[] = [];
  let opened = { line: 1, column: 1 };
  const open = (isList: boolean) => (_offset: number, _length: number, line: number, character: number) => {
    opened = { line: line + 1, column: character + 1 };
    isInList.push(isList);
  };
  const close = () => {
    isInList = isInList.slice(0, -1);
  };
  try {
    visit(
      text,
      {
        onObjectBegin: open(false),
        onArrayBegin: open(true),
        onObjectEnd: close,
        onArrayEnd: close,
        onError: (code, offset, _length, line, character) => {
          const problem = offset >= end ? "the text ends early" : problemOf(code, isInList.at(-1) === true);
          throw new FirstFault({ problem, line: line + 1, column: character + 1 });
        },
      },
      { disallowComments: true, allowTrailingComma: false },
    );
  } catch (error) {
    if (error instanceof FirstFault) return error.fault;
    if (error instanceof RangeError) return { problem: "it nests too deep to be read", ...opened };
    throw error;
  }
  return undefined;
}

/** The first fault of a text that `JSON.parse` refused, with its place, as a clause. */
export function syntaxProblem(text: string): string {
  const { problem, line, column } = syntaxFault(text) ?? { problem: "it cannot be parsed", line: 1, column: 1 };
  return `${problem} at line ${line}, column ${column}`;
}

/** Finds the first member of a JSON text that its object has already; at the text's start where it nests too deep to look. */
export function repeatedMember(text: string): Pick<SyntaxFault, "line" | "column"> | undefined {
  const { visit } = require("jsonc-parser") as typeof import("jsonc-parser");
  const names: Set<string>[] = [];
  let found: Pick<SyntaxFault, "line" | "column"> | undefined;
  try {
    visit(text, {
      onObjectBegin: () => void names.push(new Set()),
      onObjectEnd: () => void names.pop(),
      onObjectProperty: (name, _offset, _length, line, character) => {
        const own = names.at(-1);
        if (own?.has(name)) found ??= { line: line + 1, column: character + 1 };
        own?.add(name);
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { line: 1, column: 1 };
  }
  return found;
}

function problemOf(code: ParseErrorCode, isInList: boolean): string {
  const problem = PROBLEMS[code] ?? "it is not JSON";
  return isInList ? problem.replace("a comma or }", "a comma or ]") : problem;
}

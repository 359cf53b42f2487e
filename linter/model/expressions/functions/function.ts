import type { Symbolic } from "../../values/symbolic";
import { notFollowed } from "../../values/unknowns";
import type { Budget } from "../budget";
import {
  all,
  asNumber,
  asText,
  type Decided,
  type ExpressionFiles,
  isDecided,
  type Result,
  type UnreadFile,
} from "../result";

/** What functions need besides their arguments. */
export interface FunctionContext {
  readonly budget: Budget;
  readonly files: ExpressionFiles;
  /** Paths of the template files that are being rendered. */
  readonly rendering: Set<string>;
  /** Evaluates the text of a template with these names and no others. */
  render(text: string, names: { readonly [name: string]: Symbolic }): Symbolic;
}

/** A function of the expression language. */
export type SymbolicFunction = (args: readonly Symbolic[], context: FunctionContext) => Result;

/** Functions by name. */
export interface Functions {
  readonly [name: string]: SymbolicFunction;
}

/** The result of a function whose file is not read. */
export function notRead({ reason, isRefused }: UnreadFile, { budget }: FunctionContext): Result {
  if (isRefused) budget.decline(`an expression names ${reason}`);
  return notFollowed(reason);
}

/** A function of strings; numbers and booleans are converted. */
export function ofTexts(
  counts: readonly [number, number],
  apply: (first: string, ...rest: string[]) => Result,
): SymbolicFunction {
  return ofConverted(counts, asText, apply as (...values: string[]) => Result);
}

/** A function of numbers; numeric strings are converted. */
export function ofNumbers(counts: readonly [number, number], apply: (...values: number[]) => Result): SymbolicFunction {
  return ofConverted(counts, asNumber, apply);
}

function ofConverted<T>(
  [least, most]: readonly [number, number],
  convert: (value: Symbolic) => Decided<T>,
  apply: (...values: T[]) => Result,
): SymbolicFunction {
  return (args) => {
    if (args.length < least || args.length > most) return undefined;
    const values = all(args.map(convert));
    return isDecided(values) ? apply(...values) : values;
  };
}

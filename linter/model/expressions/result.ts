import { isNumeric, numberOf, numberText } from "../values/decimal";
import { isRecord, Reference, type Symbolic, Template, Unknown } from "../values/symbolic";

/** Terraform refuses the expression, whatever is not known yet. */
export const FAILED = Symbol("failed");

/** A file that is not read. */
export interface UnreadFile {
  /** Why, as a noun phrase. */
  readonly reason: string;
  /** Whether Terraform would read it. */
  readonly isRefused: boolean;
}

/** The result of reading a file for an expression: its bytes, FAILED without a file, else why it is not read. */
export type FileContent = Uint8Array | UnreadFile | typeof FAILED;

/** A file or folder in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files that expressions name, by their paths from the root module's folder. */
export interface ExpressionFiles {
  read(path: string): FileContent;
  /** What a folder contains, links followed; nothing where there is no such folder. */
  list(path: string): readonly FolderEntry[] | UnreadFile;
}

const NOT_HELD = { reason: "a file that the input does not contain", isRefused: false };

/** For an input that comes without its files. */
export const NO_FILES: ExpressionFiles = { read: () => NOT_HELD, list: () => NOT_HELD };

/** A value, {@link FAILED}, or undefined where what is known does not decide it. */
export type Decided<T> = T | undefined | typeof FAILED;

export function isDecided<T>(result: Decided<T>): result is T {
  return result !== undefined && result !== FAILED;
}

/** The result of an operation. */
export type Result = Decided<Symbolic>;

/** All of some results: FAILED if one of them is, else undefined if one of them is. */
export function all<T>(results: readonly Decided<T>[]): Decided<readonly T[]> {
  if (results.includes(FAILED)) return FAILED;
  return results.includes(undefined) ? undefined : (results as readonly T[]);
}

/** What results are once all of them are decided. */
type Values<Results> = { [At in keyof Results]: Exclude<Results[At], undefined | symbol> };

/** Applies a function to results that are all decided; else FAILED or undefined, as {@link all}. */
export function withAll<Results extends readonly unknown[]>(
  results: readonly [...Results],
  apply: (...values: Values<Results>) => Result,
): Result {
  if (results.includes(FAILED)) return FAILED;
  return results.includes(undefined) ? undefined : apply(...(results as unknown as Values<Results>));
}

/** A value as a string, as Terraform converts it. A template is a string, though not a known one. */
export function asText(value: Symbolic | undefined): Decided<string> {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return String(value);
  return value === null || Array.isArray(value) || isRecord(value) ? FAILED : undefined;
}

/** A value as a number, as Terraform converts it. */
export function asNumber(value: Symbolic | undefined): Decided<number> {
  if (typeof value === "number") return value;
  if (typeof value === "string") return isNumeric(value) ? numberOf(value) : FAILED;
  if (value instanceof Template) return undefined;
  return value === null || typeof value === "boolean" || Array.isArray(value) || isRecord(value) ? FAILED : undefined;
}

/** A value as a condition, as Terraform converts it. */
export function asBoolean(value: Symbolic | undefined): Decided<boolean> {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  if (typeof value === "string" || typeof value === "number" || value === null) return FAILED;
  return Array.isArray(value) || isRecord(value) ? FAILED : undefined;
}

/** Puts strings in the order of their code points, as Go compares them. */
export function byCodePoint(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A splat that is not known yet: it may have any number of values. */
export function isOpen(value: Symbolic | undefined): boolean {
  return value instanceof Unknown || value instanceof Reference;
}

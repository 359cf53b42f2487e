import { nearestName } from "../../formats/nearest";
import { UsageError } from "../errors";

/** Replaces an unknown key, which may be a secret: the file may not be the one that the user meant. */
export const UNNAMED = "(a key)";

/** Reads a value of a known form from data of unknown form, or fails with the place. */
export type Shape<T> = (value: unknown, place: SettingsPlace) => T;

/** Names and indexes from the top of a file. */
export type SettingsPath = readonly (string | number)[];

/** A value's place in a file, for messages. */
export class SettingsPlace {
  constructor(
    private readonly file: string,
    private readonly lineOf: (path: SettingsPath) => number | undefined,
    private readonly path: SettingsPath = [],
    private readonly shown: SettingsPath = path,
  ) {}

  /** The place of an element of the value, and how messages name it. */
  at(segment: string | number, shown: string | number = segment): SettingsPlace {
    return new SettingsPlace(this.file, this.lineOf, [...this.path, segment], [...this.shown, shown]);
  }

  /** File, and line where it is known. */
  toString(): string {
    const line = this.lineOf(this.path);
    return line === undefined ? this.file : `${this.file}:${line}`;
  }

  /** Fails with the place, the path and the problem. */
  fail(problem: string): never {
    const path = this.shown
      .map((segment, index) => (typeof segment === "number" ? `[${segment}]` : `${index > 0 ? "." : ""}${segment}`))
      .join("");
    throw new UsageError(`${this}: ${path === "" ? "the file" : path} ${problem}`, "invalid-settings");
  }
}

/** A text that is not empty. */
export const text: Shape<string> = (value, place) => {
  if (typeof value !== "string") return place.fail(`is ${described(value)}; write a text`);
  return value.trim() === "" ? place.fail("is empty; write a text") : value;
};

export const truth: Shape<boolean> = (value, place) =>
  typeof value === "boolean" ? value : place.fail(`is ${described(value)}; write true or false`);

/** A whole number of at least `minimum`. */
export function count(minimum: number): Shape<number> {
  return (value, place) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= minimum
      ? value
      : place.fail(`is ${described(value)}; write a whole number from ${minimum} on`);
}

/** One of some words. */
export function word<T extends string>(words: readonly T[]): Shape<T> {
  return (value, place) =>
    words.find((allowed) => allowed === value) ?? place.fail(`is ${invalid(value)}; write ${words.join(", ")}`);
}

/** A string that matches a pattern, with a description of it. */
export function matching(pattern: RegExp, wanted: string): Shape<string> {
  return (value, place) =>
    typeof value === "string" && pattern.test(value) ? value : place.fail(`is ${invalid(value)}; write ${wanted}`);
}

/** A day of the calendar. */
export const day: Shape<string> = (value, place) => {
  const date = matching(/^\d{4}-\d{2}-\d{2}$/, "a day as YYYY-MM-DD")(value, place);
  const time = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    place.fail("is a day that the calendar does not have");
  }
  return date;
};

export function list<T>(element: Shape<T>): Shape<readonly T[]> {
  return (value, place) =>
    Array.isArray(value)
      ? value.map((inner, index) => element(inner, place.at(index)))
      : place.fail(`is ${described(value)}; write a list`);
}

/** An object whose names are the user's. */
export function map<T>(element: Shape<T>, name: Shape<string> = text): Shape<{ readonly [name: string]: T }> {
  return (value, place) =>
    Object.fromEntries(
      Object.entries(record(value, place)).map(([key, inner]) => [
        name(key, place.at(key, UNNAMED)),
        element(inner, place.at(key)),
      ]),
    );
}

/** An object whose names are ours; any other name is refused. */
export function closed<T extends object>(
  fields: { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> },
  required: readonly (keyof T & string)[] = [],
): Shape<T> {
  const names = Object.keys(fields);
  return (value, place) => {
    const given = record(value, place);
    for (const name of Object.keys(given)) {
      if (Object.hasOwn(fields, name)) continue;
      const near = nearestName(name, names);
      if (near) place.at(name).fail(`is not a setting; did you mean '${near}'?`);
      place.at(name, UNNAMED).fail(`is not a setting; settings here: ${names.join(", ")}`);
    }
    for (const name of required) if (!Object.hasOwn(given, name)) place.fail(`has no '${name}'`);
    const entries = Object.entries(given).map(([name, inner]) => [
      name,
      fields[name as keyof T](inner, place.at(name)),
    ]);
    return Object.fromEntries(entries) as T;
  };
}

function record(value: unknown, place: SettingsPlace): { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    place.fail(`is ${described(value)}; write an object`);
  }
  return value as { readonly [name: string]: unknown };
}

function described(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  // The file may not have been meant as settings, so its content is not quoted.
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "another value";
}

function invalid(value: unknown): string {
  return typeof value === "string" && value !== "" ? "not a valid value" : described(value);
}

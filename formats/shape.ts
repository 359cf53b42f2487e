import { nearestName } from "./nearest";

/** Names and indexes from the top of a value. */
export type ShapePath = readonly (string | number)[];

/** The first part of a value that does not have the form required of it. */
export interface Fault {
  readonly path: ShapePath;
  /** What follows the path in a message. */
  readonly problem: string;
  /** Whether the path ends with a name that is not expected, nor similar to one that is: it may be anything, even a secret. */
  readonly isUnnamed?: boolean;
}

/** How messages describe values, and the members of objects. */
export interface Words {
  /** A value in words; without its content where that may be secret. */
  readonly shown: (value: unknown) => string;
  /** What a member of an object is, as "a setting". */
  readonly member: string;
}

/** For data that may contain secrets. */
const plainWords: Words = { shown: kindOf, member: "expected here" };

/** The form of a value; `T` is the type of the values that have it. */
export interface Shape<T = unknown> {
  /** In words; follows "expected" in messages. */
  readonly need: string;
  fits(value: unknown): value is T;
  /** The first fault of a value; undefined if it has this form. */
  fault(value: unknown, words?: Words, path?: ShapePath): Fault | undefined;
}

/**
 * A form that is decided at once.
 *
 * @param kind - what values of this form are in the words of `kindOf`: for another value of this kind, naming the kind would explain nothing
 */
export function leaf<T>(need: string, fits: (value: unknown) => boolean, kind?: string): Shape<T> {
  const problemOf = (value: unknown, { shown }: Words) => {
    const given = shown(value);
    return given === kind ? `is not ${need}` : `is ${given}, expected ${need}`;
  };
  return {
    need,
    fits: (value): value is T => fits(value),
    fault: (value, words = plainWords, path = []) =>
      fits(value) ? undefined : { path, problem: problemOf(value, words) },
  };
}

/** A form with members, which `inside` checks if the value is of the kind that `whole` describes. */
function nested<W, T>(
  whole: Shape<W>,
  inside: (value: W, words: Words, path: ShapePath) => Fault | undefined,
): Shape<T> {
  const fault: Shape["fault"] = (value, words = plainWords, path = []) =>
    whole.fits(value) ? inside(value, words, path) : whole.fault(value, words, path);
  return { need: whole.need, fits: (value): value is T => fault(value) === undefined, fault };
}

/** A text that is not empty. */
export const text = leaf<string>("a text", (value) => typeof value === "string" && value.trim() !== "");

/** `true` or `false`. */
export const flag = leaf<boolean>("true or false", (value) => typeof value === "boolean");

/** A whole number of at least `minimum`. */
export function count(minimum: number): Shape<number> {
  const fits = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= minimum;
  return leaf(`a whole number from ${minimum} on`, fits, "a number");
}

/** One of some words. */
export function word<T extends string>(...words: readonly T[]): Shape<T> {
  return leaf(`one of ${words.join(", ")}`, (value) => words.some((allowed) => allowed === value), "a text");
}

/** A string that matches a pattern, with a description of it. */
export function matching(pattern: RegExp, need: string): Shape<string> {
  return leaf(need, (value) => typeof value === "string" && pattern.test(value), "a text");
}

const anyList = leaf<readonly unknown[]>("a list", Array.isArray);

/** A list whose elements have a form. */
export function list<T>(element: Shape<T>): Shape<readonly T[]> {
  return nested(anyList, (values, words, path) =>
    first(values, (inner, index) => element.fault(inner, words, [...path, index])),
  );
}

/** Any object. */
export const record = leaf<{ readonly [name: string]: unknown }>(
  "an object",
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
);

/** An object whose names are the user's. */
export function map<T>(element: Shape<T>, name: Shape<string> = text): Shape<{ readonly [name: string]: T }> {
  return nested(record, (value, words, path) =>
    first(Object.entries(value), ([key, inner]) => {
      const fault = name.fault(key, words, [...path, key]);
      return fault ? { ...fault, isUnnamed: true } : element.fault(inner, words, [...path, key]);
    }),
  );
}

/** An object whose names are ours; if it is open, it may have others. Members that are undefined are absent. */
export function object<T extends object>(
  fields: { readonly [K in keyof T]-?: Shape<Exclude<T[K], undefined>> },
  required: readonly (keyof T & string)[] = [],
  isOpen = false,
): Shape<T> {
  const shapes: { readonly [name: string]: Shape } = fields;
  const names = Object.keys(shapes);
  return nested(record, (value, words, path) => {
    const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
    const strange = given.find(([name]) => !isOpen && !names.includes(name));
    if (strange) return unexpected(strange[0], names, words, path);
    const missing = required.find((name) => value[name] === undefined);
    if (missing !== undefined) {
      return { path: [...path, missing], problem: `is missing; expected ${shapes[missing]?.need}` };
    }
    return first(given, ([name, inner]) =>
      names.includes(name) ? shapes[name]?.fault(inner, words, [...path, name]) : undefined,
    );
  });
}

function unexpected(name: string, names: readonly string[], { member }: Words, path: ShapePath): Fault {
  const near = nearestName(name, names);
  const instead = near === undefined ? `expected one of ${names.join(", ")}` : `write ${shapePath([...path, near])}`;
  return { path: [...path, name], problem: `is not ${member}; ${instead}`, isUnnamed: near === undefined };
}

function first<T>(values: readonly T[], faultOf: (value: T, index: number) => Fault | undefined): Fault | undefined {
  for (const [index, value] of values.entries()) {
    const fault = faultOf(value, index);
    if (fault) return fault;
  }
  return undefined;
}

/** A path as messages write it: `waivers[0].rule`. */
export function shapePath(path: ShapePath): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${step}`))
    .join("");
}

/** What a value is, without its content. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined || (typeof value === "string" && value.trim() === "")) return "empty";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false" }[typeof value as string] ?? "an object";
}

import { sharedText } from "./shared-text";

/**
 * Leaves that only name something, by the kind of their rows. Rules ask whether such a leaf is there, or whether two of them are the same,
 * and report it; no rule reads its text.
 */
export const NAMES: { readonly [kind: string]: readonly string[] | undefined } = {
  configurations: ["object"],
  clusters: ["securityConfiguration", "subnetWithoutKms"],
  configurationChanges: ["name", "formerName", "usedBy"],
  keys: ["where", "configuration"],
  objects: ["uri"],
};

/** Encloses the number of a name that was taken out. */
const MARK = "\ue000";
const MARKED = /\ue000(\d+)\ue000/g;

/** Longer rows keep their names: a plan has few of them, and a regular expression needs memory for each character of a name. */
export const LONGEST_ROW = 50_000;

/** A row as JSON with its names replaced by numbers, so that rows of several inputs that differ only in their names are equal. */
export interface NamelessRow {
  readonly json: string;
  /** The names by their numbers, as JSON. */
  readonly names: readonly string[];
}

/** Takes the addresses of a row, the names in it, and why values are unknown, out of its JSON. Equal names have the same number. */
export function withoutNames(kind: string, json: string): NamelessRow {
  if (json.length > LONGEST_ROW || json.includes(MARK)) return { json, names: [] };
  const names = new Map<string, number>();
  const nameless = json.replace(patternFor(kind), (_, before: string, name: string) => {
    const number = names.get(name) ?? names.size;
    names.set(name, number);
    return `${before}${MARK}${number}${MARK}"`;
  });
  return { json: nameless, names: [...names.keys()] };
}

/** Whether a value contains a name that was taken out. */
export function hasName(value: unknown): boolean {
  return JSON.stringify(value).includes(MARK);
}

/** The value with the names of a row. What has none of them is not copied, and equal texts are one: a run may keep many values. */
export function withNames<T>(value: T, names: readonly string[]): T {
  const texts = names.map((name) => sharedText(JSON.parse(`"${name}"`)));
  return restored(value, texts) as T;
}

function restored(value: unknown, names: readonly string[]): unknown {
  if (typeof value === "string") {
    if (!value.includes(MARK)) return value;
    const [, whole] = /^\ue000(\d+)\ue000$/.exec(value) ?? [];
    return whole === undefined
      ? value.replace(MARKED, (_, number) => names[Number(number)] ?? "")
      : names[Number(whole)];
  }
  if (typeof value !== "object" || value === null) return value;
  const members = value as { readonly [name: string]: unknown };
  let copy: { [name: string]: unknown } | undefined;
  for (const name of Object.keys(members)) {
    const member = restored(members[name], names);
    if (member === members[name]) continue;
    copy ??= (Array.isArray(value) ? [...value] : { ...value }) as { [name: string]: unknown };
    copy[name] = member;
  }
  return copy ?? value;
}

const patterns = new Map<string, RegExp>();

/** Matches each name in the JSON of a row of a kind. In a text within the JSON, quotes would be escaped. */
function patternFor(kind: string): RegExp {
  const leaves = NAMES[kind] ?? [];
  const places = ['"(?:address|unknown|resolveWith)":"', ...leaves.map((leaf) => `"${leaf}":\\{"known":"`)];
  const pattern = patterns.get(kind) ?? new RegExp(`(${places.join("|")})((?:[^"\\\\]|\\\\.)+)"`, "g");
  patterns.set(kind, pattern);
  return pattern;
}

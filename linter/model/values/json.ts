/** What `JSON.parse` gives. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** A JSON object; arrays and `null` are not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An own member, so that `constructor` and `__proto__` count only if they were written. */
export function member(value: unknown, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The members of an object; none of anything else. */
export function members(value: unknown): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** A list; an empty one where it is something else. */
export function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** A string; empty where it is something else. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** JSON text without escapes of half a surrogate pair, which UTF-8 cannot encode; Terraform reads U+FFFD there as well. */
export function withoutLoneSurrogates(json: string): string {
  if (!json.includes("\\ud") && !json.includes("\\uD")) return json;
  return json.replace(
    /\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/gs,
    (match, paired) => (paired === undefined && /^.u[dD]/.test(match) ? "\\ufffd" : match),
  );
}

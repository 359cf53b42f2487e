import type { Finding } from "../report/finding";

/** Names in a template: a parameter of the check (`place`), a leaf of its row (`key.bits`), or a limit (`thresholds.rsaBits`). */
export function placeholders(template: string): readonly string[] {
  return [...template.matchAll(placeholder)].map((match) => match[1] ?? "");
}

/** Fills a template: `{key.bits}` with a value, `{notAfter:date}` with a day. Throws where a value is missing. */
export function fill(template: string, params: Finding["params"]): string {
  return template.replace(placeholder, (_, name: string, form?: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw new Error(`no parameter '${name}' for the template "${template}"`);
    if (form === "date" && typeof value === "number") return date(value);
    const text = String(value ?? "nothing");
    return text.trim() === "" ? "empty" : text;
  });
}

/**
 * The values for the names in templates: a check's own parameter first, then a leaf of its row, then a limit.
 *
 * @returns the values, or the first name without a value
 */
export function paramsOf(
  templates: readonly string[],
  own: { readonly [name: string]: unknown },
  row: object,
  thresholds: object,
): { readonly [name: string]: unknown } | string {
  const params: { [name: string]: unknown } = {};
  for (const name of templates.flatMap(placeholders)) {
    const value = Object.hasOwn(own, name)
      ? own[name]
      : (valueAt(row, name.split(".")) ?? valueAt({ thresholds }, name.split(".")));
    if (value === undefined) return name;
    params[name] = value;
  }
  return params;
}

/** A check's parameters as people read them: a wrapped value as itself, a reference as the attribute it points to. */
export function plainParams(params: { readonly [name: string]: unknown }): Finding["params"] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]));
}

/** A reference as Terraform writes it. */
export function plainReference({
  address,
  attribute,
}: {
  readonly address: string;
  readonly attribute: string;
}): string {
  return attribute === "" ? address : `${address}.${attribute}`;
}

const placeholder = /\{([A-Za-z][\w.]*)(?::(date))?\}/g;

function valueAt(value: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, step) =>
      typeof part === "object" && part !== null && Object.hasOwn(part, step)
        ? (part as { readonly [step: string]: unknown })[step]
        : undefined,
    value,
  );
}

function plain(value: unknown): string | number | boolean | null {
  if (value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "string")
    return value;
  if (Array.isArray(value)) return value.map((each) => String(plain(each))).join(", ");
  if (typeof value === "object" && value !== null) {
    if ("known" in value) return plain(value.known);
    if ("reference" in value) return plainReference(value.reference as { address: string; attribute: string });
    if ("unknown" in value) return `(${value.unknown})`;
  }
  return JSON.stringify(value);
}

/** The day of a time, in UTC; a time that no date can express as its number. */
function date(milliseconds: number): string {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString().slice(0, -14) : String(milliseconds);
}

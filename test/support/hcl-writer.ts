/** JSON whose strings may be references, written `"${…}"`. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** JSON as an expression of HCL; a string that is one reference becomes that reference. */
export function expression(value: Value, indent = "  "): string {
  if (typeof value === "string") return /^\$\{([^{}]+)\}$/.exec(value)?.[1] ?? JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => expression(item, indent)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(([name, item]) => `${inner}${name} = ${expression(item, inner)}\n`);
  return `{\n${members.join("")}${indent}}`;
}

/** JSON as YAML. */
export function yaml(value: Value, indent: string): string {
  if (Array.isArray(value)) return value.map((item) => `\n${indent}- ${JSON.stringify(item)}`).join("");
  if (typeof value !== "object" || value === null) return ` ${JSON.stringify(value)}\n`;
  const members = Object.entries(value).map(([name, item]) => `${indent}${name}:${yaml(item, `${indent}  `)}`);
  return `\n${members.join("")}`;
}

/** The type that a variable of this value would declare. */
export function typeOf(value: Value): string {
  if (Array.isArray(value)) return "list(any)";
  if (typeof value === "object" && value !== null) {
    return `object({ ${Object.entries(value)
      .map(([name, item]) => `${name} = optional(${typeOf(item)})`)
      .join(", ")} })`;
  }
  return typeof value === "boolean" ? "bool" : typeof value;
}

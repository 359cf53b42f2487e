const block = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** The same value with every private key in PEM cut from its texts, for keys that were pasted into a name or an argument. */
export function withoutPrivateKeys<T>(value: T): T {
  return JSON.stringify(value).includes("PRIVATE KEY-----") ? (cut(value) as T) : value;
}

function cut(value: unknown): unknown {
  if (typeof value === "string") return value.replace(block, "(a private key)");
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [String(cut(name)), cut(member)]));
}

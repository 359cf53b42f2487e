import type { KeyObject } from "node:crypto";

/** A private number with its name, and the parts of it that are searched for, as hex, base64 and decimal. */
interface Secret {
  readonly name: string;
  readonly hex: readonly string[];
  readonly base64: readonly string[];
  readonly decimal: readonly string[];
}

/** Number of consecutive bytes of a number that count as a leak. */
const WINDOW = 15;

const secrets = new WeakMap<KeyObject, readonly Secret[]>();

/** The secret numbers of a private key: of RSA d, the primes and what follows from them; of curves d. */
function secretsOf(key: KeyObject): readonly Secret[] {
  const known = secrets.get(key);
  if (known) return known;
  const jwk = key.export({ format: "jwk" });
  const found = (["d", "p", "q", "dp", "dq", "qi"] as const).flatMap((name) => {
    const value = jwk[name];
    return value === undefined ? [] : [secret(name, Buffer.from(value, "base64url"))];
  });
  secrets.set(key, found);
  return found;
}

function secret(name: string, bytes: Buffer): Secret {
  const parts = windows(bytes);
  const decimal = BigInt(`0x${bytes.toString("hex")}`).toString();
  return {
    name,
    hex: parts.map((part) => part.toString("hex")),
    base64: parts.flatMap(base64Forms),
    decimal: decimal.match(/.{36}/g) ?? [decimal],
  };
}

/** The places where a text contains a part of a private number: in hex, decimal or base64, whatever the case, the separators and the alignment. */
export function leaksIn(text: string, keys: readonly KeyObject[]): readonly string[] {
  const plain = text.replace(/[\s:_]|\\n/g, "");
  const hex = runs(plain.toLowerCase(), /[\da-f]{15,}/g);
  const base64 = runs(plain.replace(/-/g, "+").replace(/_/g, "/"), /[\w+/]{15,}/g);
  const decimal = runs(plain, /\d{15,}/g);
  return keys.flatMap(secretsOf).flatMap((secret) => {
    const found = [
      ...(secret.hex.some((part) => hex.includes(part)) ? ["hex"] : []),
      ...(secret.base64.some((part) => base64.includes(part)) ? ["base64"] : []),
      ...(secret.decimal.some((part) => decimal.includes(part)) ? ["decimal"] : []),
    ];
    return found.map((form) => `${secret.name} in ${form}`);
  });
}

/** What remains of a text without what cannot belong to a part of a number; every part has at least 15 characters. */
function runs(text: string, form: RegExp): string {
  return text.match(form)?.join(" ") ?? "";
}

/** Adjacent parts: output with twice as many bytes of the number contains one of them as a whole. */
function windows(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + WINDOW <= bytes.length; at += WINDOW) parts.push(bytes.subarray(at, at + WINDOW));
  return parts;
}

/** The base64 characters that depend only on these bytes, for each offset within a group of three. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(shift === 0 ? 0 : 4, -3);
  });
}

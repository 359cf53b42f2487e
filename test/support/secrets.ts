import type { KeyObject } from "node:crypto";

/** A private number, by what it is called. */
interface Secret {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Bytes of a number that are enough to call it told. */
const WINDOW = 15;

/** The secret numbers of a private key: of RSA d, the primes and what follows from them; of curves d. */
function numbersOf(key: KeyObject): readonly Secret[] {
  const jwk = key.export({ format: "jwk" });
  return (["d", "p", "q", "dp", "dq", "qi"] as const).flatMap((name) => {
    const value = jwk[name];
    return value === undefined ? [] : [{ name, bytes: Buffer.from(value, "base64url") }];
  });
}

/** Where a text tells a part of a private number: in hex, decimal or base64, whatever the case, the separators and the alignment. */
export function leaksIn(text: string, keys: readonly KeyObject[]): readonly string[] {
  const plain = text.replace(/[\s:_]|\\n/g, "");
  const hex = plain.toLowerCase();
  const base64 = plain.replace(/-/g, "+").replace(/_/g, "/");
  return keys.flatMap(numbersOf).flatMap(({ name, bytes }) => {
    const decimal = BigInt(`0x${bytes.toString("hex")}`).toString();
    const found = [
      ...(windows(bytes).some((part) => hex.includes(part.toString("hex"))) ? ["hex"] : []),
      ...(windows(bytes).some((part) => base64Forms(part).some((form) => base64.includes(form))) ? ["base64"] : []),
      ...((decimal.match(/.{36}/g) ?? [decimal]).some((part) => plain.includes(part)) ? ["decimal"] : []),
    ];
    return found.map((form) => `${name} in ${form}`);
  });
}

/** Parts that lie end to end, so that output with twice as much of the number contains one of them whole. */
function windows(bytes: Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at + WINDOW <= bytes.length; at += WINDOW) parts.push(bytes.subarray(at, at + WINDOW));
  return parts;
}

/** The characters that stand for these bytes alone, wherever they begin within a group of three. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(shift === 0 ? 0 : 4, -3);
  });
}

/** A private key in PEM: in any letter case, with any dashes, with or without its end. */
const PEM_KEY =
  /[^\sA-Za-z0-9"'\\]{0,10}\s?BEGIN\s(?:[A-Z0-9]+\s){0,3}PRIVATE\s+KEY[\s\S]*?(?:END\s(?:[A-Z0-9]+\s){0,3}PRIVATE\s+KEY[^\sA-Za-z0-9"'\\]{0,10}|$)/gi;
/** Base64 of 64 characters or more, line ends as such or written out within it. */
const BASE64 = /[A-Za-z0-9+/_-]{16,}(?:(?:\\[rn]|[\r\n])*[A-Za-z0-9+/_-]{1,})*={0,2}/g;
/** What base64 of "-----BEGIN" is at each of the three offsets, without the characters that its neighbours change. */
const ENCODED_PEM = /LS0tLS1CRUdJTi|0tLS0tQkVHSU4|tLS0tLUJFR0lO/;
const SHORTEST = 40;
/** Values of a list that are searched as one text. */
const MOST_AT_ONCE = 1_000;
const LEFT_OUT = "(a private key)";

/** The same value without the private keys in its texts, which may have been pasted into a name or an argument. */
export function withoutPrivateKeys<T>(value: T): T {
  if (Array.isArray(value) && value.length > MOST_AT_ONCE) return inParts(value) as T;
  return holdsPrivateKey(JSON.stringify(value)) ? (cut(value) as T) : value;
}

/** The text of a long list would need more memory than the list. */
function inParts(values: readonly unknown[]): readonly unknown[] {
  const parts: (readonly unknown[])[] = [];
  for (let start = 0; start < values.length; start += MOST_AT_ONCE) {
    parts.push(withoutPrivateKeys(values.slice(start, start + MOST_AT_ONCE)));
  }
  return parts.flat();
}

function holdsPrivateKey(text: string): boolean {
  return /PRIVATE(?:\s|\\[rn])+KEY/i.test(text) || ENCODED_PEM.test(text) || /M[A-I][A-Za-z0-9+/_-]{38}/.test(text);
}

function cut(value: unknown): unknown {
  if (typeof value === "string") return cutText(value);
  if (Array.isArray(value)) return value.map(cut);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [cutText(name), cut(member)]));
}

function cutText(text: string): string {
  return text.replace(PEM_KEY, LEFT_OUT).replace(BASE64, (run) => (isPrivateKey(run) ? LEFT_OUT : run));
}

/** Whether base64 is a PEM, or the DER of a private key: a sequence that starts with version 0 or 1, where a certificate has a sequence. */
function isPrivateKey(run: string): boolean {
  if (run.length < SHORTEST) return false;
  if (ENCODED_PEM.test(run)) return true;
  const starts = [...run.slice(0, 4_096).matchAll(/M[A-I]/g)].map(({ index }) => index);
  return starts.some((start) =>
    isPrivateDer(Buffer.from(run.slice(start, start + 24).replace(/\\[rn]|\s/g, ""), "base64")),
  );
}

function isPrivateDer(der: Buffer): boolean {
  const length = der[1] ?? 0;
  const at = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return der[0] === 0x30 && der[at] === 0x02 && der[at + 1] === 0x01 && (der[at + 2] === 0 || der[at + 2] === 1);
}

import { type Der, DerError, expect, members, membersOf, oid, TAG, text } from "./der";

/** A distinguished name. */
export interface Name {
  /** For people: `C=US, O=Example, CN=*.ec2.internal`, in the certificate's order. */
  readonly text: string;
  /** Equal for names that RFC 5280 7.1 calls equal: case and blanks do not count. One entry per relative name, in order. */
  readonly comparable: readonly string[];
  /** Common names, the most specific last. */
  readonly commonNames: readonly string[];
  readonly organizationalUnits: readonly string[];
  /** E-mail addresses among the attributes. */
  readonly emails: readonly string[];
  /** Object identifiers and values, in order. */
  readonly attributes: readonly { readonly type: string; readonly value: string }[];
}

/** A name of the subject beside its distinguished name (RFC 5280 4.2.1.6). */
export type GeneralName =
  | { readonly kind: "dns" | "email" | "uri"; readonly value: string }
  /** An address, or in name constraints an address and its mask. */
  | { readonly kind: "ip"; readonly bytes: Buffer }
  | { readonly kind: "directory"; readonly name: Name }
  | { readonly kind: "other" };

const COMMON_NAME = "2.5.4.3";
const ORGANIZATIONAL_UNIT = "2.5.4.11";
const EMAIL = "1.2.840.113549.1.9.1";
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  [COMMON_NAME, "CN"],
  ["2.5.4.4", "SN"],
  ["2.5.4.5", "serialNumber"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.9", "street"],
  ["2.5.4.10", "O"],
  [ORGANIZATIONAL_UNIT, "OU"],
  ["2.5.4.12", "title"],
  ["2.5.4.42", "GN"],
  ["2.5.4.46", "dnQualifier"],
  ["0.9.2342.19200300.100.1.1", "UID"],
  ["0.9.2342.19200300.100.1.25", "DC"],
  [EMAIL, "emailAddress"],
]);

/** @throws DerError */
export function readName(value: Der | undefined): Name {
  const attributes: { readonly type: string; readonly value: string }[] = [];
  const comparable: string[] = [];
  for (const set of membersOf(value, TAG.sequence)) {
    const parts = membersOf(set, TAG.set).map((attribute) => {
      const [typeDer, valueDer] = membersOf(attribute, TAG.sequence);
      if (!valueDer) throw new DerError("a name attribute has no value");
      const type = oid(typeDer);
      const decoded = text(valueDer);
      attributes.push({ type, value: decoded ?? `#${valueDer.raw.toString("hex")}` });
      return `${type}=${decoded === undefined ? `#${valueDer.raw.toString("hex")}` : fold(decoded)}`;
    });
    if (parts.length === 0) throw new DerError("a relative name is empty");
    comparable.push(parts.sort().join("+"));
  }
  const of = (type: string): readonly string[] => attributes.filter((one) => one.type === type).map((one) => one.value);
  return {
    text: attributes.map((one) => `${SHORT_NAMES.get(one.type) ?? one.type}=${shown(one.value)}`).join(", "),
    comparable,
    commonNames: of(COMMON_NAME),
    organizationalUnits: of(ORGANIZATIONAL_UNIT),
    emails: of(EMAIL),
    attributes,
  };
}

/** Whether two names are the same (RFC 5280 7.1). */
export function sameName(a: Name, b: Name): boolean {
  return a.comparable.length === b.comparable.length && within(a, b);
}

/** Whether a name is another one, or below it. */
export function within(name: Name, above: Name): boolean {
  return above.comparable.every((part, index) => part === name.comparable[index]);
}

/** The names in a GeneralNames. @throws DerError */
export function readGeneralNames(value: Der | undefined): readonly GeneralName[] {
  const names = membersOf(value, TAG.sequence).map(readGeneralName);
  if (names.length === 0) throw new DerError("a list of names is empty");
  return names;
}

/** @throws DerError */
export function readGeneralName(value: Der): GeneralName {
  switch (value.tag) {
    case 0x81:
      return { kind: "email", value: ia5(value) };
    case 0x82:
      return { kind: "dns", value: ia5(value) };
    case 0x86:
      return { kind: "uri", value: ia5(value) };
    case 0x87:
      return { kind: "ip", bytes: value.content };
    case 0xa4:
      return { kind: "directory", name: readName(members(value)[0]) };
    case 0xa0:
    case 0xa3:
    case 0xa5:
    case 0x88:
      return { kind: "other" };
    default:
      expect(value, 0x82);
      return { kind: "other" };
  }
}

function ia5({ content }: Der): string {
  if (content.some((byte) => byte > 0x7f)) throw new DerError("a name of ASCII text contains other bytes");
  return content.toString("latin1");
}

function fold(value: string): string {
  return value.normalize("NFKC").toLowerCase().trim().replace(/\s+/g, " ");
}

/** Shortened for a message, without control characters and without half of a surrogate pair. */
function shown(value: string): string {
  const safe = value.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "\ufffd");
  return safe.length > 100 ? `${safe.slice(0, 99).replace(/\p{Cs}$/u, "")}…` : safe;
}

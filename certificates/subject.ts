import type { Certificate } from "../formats/x509/certificate";
import { CertificateError } from "./errors";

/** One attribute of a subject: its object identifier, short name and value. */
export interface SubjectAttribute {
  readonly oid: string;
  readonly shortName: string;
  readonly value: string;
}

/** Attributes that may be given, with the upper bound of RFC 5280 appendix A. */
const attributes: { readonly [shortName: string]: { readonly oid: string; readonly limit: number } } = {
  C: { oid: "2.5.4.6", limit: 2 },
  ST: { oid: "2.5.4.8", limit: 128 },
  L: { oid: "2.5.4.7", limit: 128 },
  O: { oid: "2.5.4.10", limit: 64 },
  OU: { oid: "2.5.4.11", limit: 64 },
};
const commonName = "2.5.4.3";
const allowed = Object.keys(attributes).join(", ");

/** A common name as an attribute. */
export function commonNameAttribute(value: string): SubjectAttribute {
  return { oid: commonName, shortName: "CN", value };
}

/** The attributes of a certificate's subject that {@link parseSubject} accepts. */
export function subjectOf({ subject }: Certificate): readonly SubjectAttribute[] {
  return subject.attributes.flatMap(({ type: oid, value }) => {
    const [shortName] = Object.keys(attributes).filter((name) => attributes[name]?.oid === oid);
    return shortName === undefined ? [] : [{ oid, shortName, value }];
  });
}

/** A subject as {@link parseSubject} reads it. */
export function subjectText(subject: readonly SubjectAttribute[]): string {
  return subject.map(({ shortName, value }) => `/${shortName}=${value.replaceAll("/", "\\/")}`).join("");
}

/** An organizational unit as an attribute. */
export function organizationalUnit(value: string): SubjectAttribute {
  return { oid: "2.5.4.11", shortName: "OU", value };
}

/**
 * Reads a subject written `/C=US/O=Example/OU=Data`, as openssl accepts it; a slash within a value is written `\/`. The common name is not
 * part of it: EMR requires the wildcard of the VPC domain there.
 *
 * @throws CertificateError for another form, an unknown attribute, or a value out of its bounds.
 */
export function parseSubject(text: string): readonly SubjectAttribute[] {
  if (!text.startsWith("/")) {
    throw new CertificateError(`subject '${text}' does not start with a slash; write it like /C=US/O=Example/OU=Data`);
  }
  return text
    .slice(1)
    .split(/(?<!\\)\//)
    .map((part) => parseAttribute(part.replaceAll("\\/", "/"), text));
}

function parseAttribute(part: string, subject: string): SubjectAttribute {
  const equals = part.indexOf("=");
  const shortName = part.slice(0, Math.max(equals, 0)).trim();
  const value = part.slice(equals + 1).trim();
  if (equals < 0) {
    throw new CertificateError(`subject '${subject}': '${part}' has no value; write it like /C=US/O=Example/OU=Data`);
  }
  if (shortName === "CN") {
    throw new CertificateError(
      `subject '${subject}' contains a common name; leave it out, since EMR requires the wildcard of the VPC domain there`,
    );
  }
  const known = Object.hasOwn(attributes, shortName) ? attributes[shortName] : undefined;
  if (!known) {
    const meant = shortName === "S" ? "; a state is written ST" : "";
    throw new CertificateError(`subject '${subject}' contains '${shortName}'; expected one of ${allowed}${meant}`);
  }
  if (shortName === "C" && !/^[A-Z]{2}$/.test(value)) {
    throw new CertificateError(
      `subject '${subject}': C is '${value}'; the two capital letters of a country are required`,
    );
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (value === "" || [...value].length > known.limit || /[\u0000-\u001f\u007f]/.test(value)) {
    throw new CertificateError(
      `subject '${subject}': ${shortName} requires 1 to ${known.limit} printable characters (RFC 5280 appendix A)`,
    );
  }
  return { oid: known.oid, shortName, value };
}

import type { Certificate, NameConstraints } from "./certificate";
import { type GeneralName, within } from "./name";

/** A name that a CA may not certify. */
export interface OutsideName {
  /** The fact, as a clause. */
  readonly detail: string;
  /** Whether the name is outside only because a permitted domain begins with a dot. */
  readonly dotted: boolean;
}

/**
 * Finds the first name of a certificate that is outside what a CA above it may certify (RFC 5280 4.2.1.10). A name that is outside
 * for certain comes before one that only strict implementations refuse.
 */
export function outsideConstraints(certificate: Certificate, constraints: NameConstraints): OutsideName | undefined {
  let dotted: OutsideName | undefined;
  for (const name of constrainedNames(certificate)) {
    if (constraints.excluded.some((constraint) => constraint.kind === name.kind && matches(name, constraint, true))) {
      return { detail: `${described(name)} is excluded`, dotted: false };
    }
    const permitted = constraints.permitted.filter(({ kind }) => kind === name.kind);
    if (permitted.length === 0 || permitted.some((constraint) => matches(name, constraint, false))) continue;
    const dot = dottedDomain(name, permitted);
    if (dot === undefined) return { detail: `${described(name)} is not permitted`, dotted: false };
    dotted ??= { detail: `${described(name)} is permitted only as ${printable(dot)}`, dotted: true };
  }
  return dotted;
}

/** A permitted domain that covers a name but begins with a dot: RFC 5280 gives the dot a meaning in URIs alone. */
function dottedDomain(name: GeneralName, permitted: readonly GeneralName[]): string | undefined {
  if (name.kind !== "dns") return undefined;
  const dotted = permitted.find((one) => one.kind === "dns" && one.value.startsWith(".") && matches(name, one, true));
  return dotted?.kind === "dns" ? dotted.value : undefined;
}

function constrainedNames({ subject, subjectAltNames = [] }: Certificate): readonly GeneralName[] {
  const names: GeneralName[] = [...subjectAltNames];
  if (subject.comparable.length > 0) names.push({ kind: "directory", name: subject });
  if (!subjectAltNames.some(({ kind }) => kind === "email")) {
    names.push(...subject.emails.map((value): GeneralName => ({ kind: "email", value })));
  }
  return names;
}

/** Whether a name falls under a constraint of its kind. An excluded name is met as well by a wildcard that covers it. */
function matches(name: GeneralName, constraint: GeneralName, excluded: boolean): boolean {
  if (name.kind === "directory" && constraint.kind === "directory") return within(name.name, constraint.name);
  if (name.kind === "ip" && constraint.kind === "ip") return matchesAddress(name.bytes, constraint.bytes, excluded);
  if (name.kind === "dns" && constraint.kind === "dns") return matchesDns(name.value, constraint.value, excluded);
  if (name.kind === "email" && constraint.kind === "email") return matchesEmail(name.value, constraint.value);
  if (name.kind === "uri" && constraint.kind === "uri") return matchesUri(name.value, constraint.value, excluded);
  // A form that is not implemented here counts as not permitted, and as excluded.
  return excluded;
}

function matchesDns(name: string, constraint: string, excluded: boolean): boolean {
  const host = name.toLowerCase();
  const base = constraint.toLowerCase();
  if (base === "") return true;
  // RFC 5280 gives a leading period no meaning for DNS names: as a permission it permits nothing.
  if (base.startsWith(".")) return excluded && host.endsWith(base);
  if (host === base || host.endsWith(`.${base}`)) return true;
  return (
    excluded && host.startsWith("*.") && base.endsWith(host.slice(1)) && !base.slice(0, 1 - host.length).includes(".")
  );
}

function matchesEmail(name: string, constraint: string): boolean {
  const at = name.lastIndexOf("@");
  const host = name.slice(at + 1).toLowerCase();
  const base = constraint.toLowerCase();
  const split = constraint.lastIndexOf("@");
  if (split >= 0) {
    return name.slice(0, at) === constraint.slice(0, split) && host === base.slice(split + 1);
  }
  return base.startsWith(".") ? host.endsWith(base) : host === base;
}

function matchesUri(name: string, constraint: string, excluded: boolean): boolean {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(name)?.[1]?.toLowerCase();
  // RFC 5280: a URI without a host that is a name cannot be checked, so it is refused.
  if (host === undefined || /^[\d.]+$/.test(host)) return excluded;
  const base = constraint.toLowerCase();
  return base.startsWith(".") ? host.endsWith(base) : host === base;
}

/** A constraint is an address and a mask of the same length. */
function matchesAddress(address: Buffer, constraint: Buffer, excluded: boolean): boolean {
  if (constraint.length !== 8 && constraint.length !== 32) return excluded;
  if (constraint.length !== 2 * address.length) return false;
  const mask = constraint.subarray(address.length);
  return address.every(
    (byte, index) => (byte & (mask[index] ?? 0)) === ((constraint[index] ?? 0) & (mask[index] ?? 0)),
  );
}

function described(name: GeneralName): string {
  switch (name.kind) {
    case "directory":
      return `the name ${name.name.text}`;
    case "ip":
      return `the address ${shownAddress(name.bytes)}`;
    case "other":
      return "a name of a kind that is not read";
    default:
      return `the name ${printable(name.value)}`;
  }
}

/** An address as people write it; IPv6 in full. */
export function shownAddress(bytes: Buffer): string {
  return bytes.length === 4 ? [...bytes].join(".") : (bytes.toString("hex").match(/.{1,4}/g) ?? []).join(":");
}

function printable(name: string): string {
  const safe = name.replace(/[^\x20-\x7e]/g, "?");
  return safe.length > 100 ? `${safe.slice(0, 99)}…` : safe;
}

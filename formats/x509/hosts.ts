import type { Certificate } from "./certificate";

/** The parts of a certificate that decide which hosts it is valid for. */
export interface HostNames {
  readonly subject: Pick<Certificate["subject"], "commonNames">;
  readonly subjectAltNames: Certificate["subjectAltNames"];
}

/** What the names of a certificate cover in a domain: every host, single hosts, or nothing. */
export type DomainCoverage = "domain" | "hosts" | "none";

/** DNS names of the subject alternative name, in their order. */
export function dnsNames({ subjectAltNames = [] }: HostNames): readonly string[] {
  return subjectAltNames.flatMap((name) => (name.kind === "dns" ? [name.value] : []));
}

/** Names that Java compares a host with: the DNS names, or without any the most specific common name. */
export function hostNames(certificate: HostNames): readonly string[] {
  const names = dnsNames(certificate);
  return names.length > 0 ? names : certificate.subject.commonNames.slice(-1);
}

/** Host names as EC2 assigns them, by address and by instance; two of each kind, so that a name of a single host is noticed. */
const SAMPLE_HOSTS = ["ip-10-0-0-1", "ip-172-31-255-254", "i-0123456789abcdef0", "i-0fedcba9876543210"];

/** What a certificate covers in a domain, as Java 8 and 17 compare names. */
export function coverageOf(certificate: HostNames, domain: string): DomainCoverage {
  const names = hostNames(certificate);
  if (SAMPLE_HOSTS.every((host) => names.some((name) => coversHost(name, `${host}.${domain}`)))) return "domain";
  const within = `.${domain.toLowerCase()}`;
  return names.some((name) => name.toLowerCase().endsWith(within) && !name.startsWith("*")) ? "hosts" : "none";
}

/**
 * Whether a name covers a host the way Java 8 and 17 compare them: label by label, without case, `*` for any part of one label. That is
 * more than RFC 9525 6.3 allows; {@link invalidWildcards} returns the names that only Java accepts.
 */
export function coversHost(name: string, host: string): boolean {
  const pattern = name.toLowerCase().split(".");
  const labels = host.toLowerCase().split(".");
  if (name === "*" || pattern.length !== labels.length) return false;
  return pattern.every((label, index) => coversLabel(label, labels[index] ?? ""));
}

function coversLabel(pattern: string, label: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === label;
  const [first = ""] = parts;
  const last = parts[parts.length - 1] ?? "";
  if (label.length < first.length + last.length || !label.startsWith(first) || !label.endsWith(last)) return false;
  let at = first.length;
  const end = label.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = label.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Names whose `*` is not the whole leftmost label, or that are not DNS names (RFC 9525 6.3, RFC 1034 3.5). */
export function invalidWildcards(certificate: HostNames): readonly string[] {
  return hostNames(certificate).filter((name) => {
    const labels = name.split(".");
    const rest = labels[0] === "*" ? labels.slice(1) : labels;
    if (name === "*" || rest.length === 0) return false;
    const looksLikeHost = name.includes(".") || name.includes("*") || dnsNames(certificate).length > 0;
    return looksLikeHost && rest.some((label) => !/^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label));
  });
}

/** Wildcards over a domain that is not one VPC's: `*`, `*.internal`, `*.compute.internal`. */
export function broadWildcards(certificate: HostNames): readonly string[] {
  return hostNames(certificate).filter((name) => /^\*(\.(internal|compute\.internal))?$/i.test(name));
}

/** Whether a certificate is for nothing but such wildcards. */
export function isOnlyBroad(certificate: HostNames): boolean {
  const broad = broadWildcards(certificate).length;
  return broad > 0 && broad === hostNames(certificate).length;
}

/** The Region or domain of EC2 that a wildcard is made for, by {@link hostNames}: `us-west-2.compute.internal`, `ec2.internal`. */
export function ec2Domains(certificate: HostNames): readonly string[] {
  return hostNames(certificate).flatMap((name) => {
    const [, domain] = /(?:^|\.)(ec2\.internal|[a-z]{2}(?:-[a-z]+)+-\d\.compute\.internal)$/i.exec(name) ?? [];
    return domain === undefined ? [] : [domain.toLowerCase()];
  });
}

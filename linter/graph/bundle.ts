import type { CertificateFact } from "../rows/certificates";
import type { Facts } from "../rows/facts";
import { knownValue } from "../rows/leaf";
import type { Canvas, DraftPart } from "./canvas";

interface BundleSubject {
  readonly subject: string;
  readonly label: string;
  /** Whether it is the only bundle of the input: certificates that the plan makes belong to it. */
  readonly only?: boolean;
}

/** Draws a bundle with its certificate path, from the nodes' certificate to what is trusted. */
export function drawBundle(canvas: Canvas, facts: Facts, { subject, label, only = true }: BundleSubject): string {
  const known = facts.certificates.filter((row) => row.id.startsWith(subject));
  const rows = known.length > 0 || !only ? known : facts.certificates;
  const parts = [...rows].sort((a, b) => rank(a) - rank(b)).map(certificatePart);
  const bundle = facts.bundles.find((row) => row.id === subject);
  const unreadable = bundle && "unknown" in bundle.privateKeyFile;
  const undated = parts.some(({ validity }) => validity) ? undefined : undatedBecause(rows, bundle);
  return canvas.node(`bundle ${subject}`, {
    kind: "bundle",
    label,
    address: subject.replace(/#$/, ""),
    origin: unreadable && parts.every(({ state }) => state === "unknown") ? "unknown" : "managed",
    parts,
    ...(undated === undefined ? {} : { undated }),
  });
}

/** Why no certificate has dates: it does not exist yet, or the bundle cannot be read. */
function undatedBecause(rows: readonly CertificateFact[], bundle: Facts["bundles"][number] | undefined): string {
  const [open] = rows.flatMap(({ notAfter }) => ("unknown" in notAfter ? [notAfter.unknown] : []));
  if (open !== undefined) return open;
  if (bundle && "unknown" in bundle.privateKeyFile) return bundle.privateKeyFile.unknown;
  return "no certificate in it can be read";
}

function rank({ role }: CertificateFact): number {
  const roles = Object.keys(roleNames);
  return "known" in role ? roles.indexOf(role.known ?? "") : roles.length;
}

/** What each role is called, in the order of the path. */
const roleNames: { readonly [role: string]: string } = {
  leaf: "nodes' certificate",
  issuer: "issuer",
  anchor: "trusted",
  unused: "unused",
};

function certificatePart({ id, place, role, subjectName, notBefore, notAfter }: CertificateFact): DraftPart {
  const [from, to] = [knownValue(notBefore), knownValue(notAfter)];
  return {
    section: "certificate path",
    name: roleNames[knownValue(role) ?? ""] ?? "certificate",
    value: "known" in subjectName ? (subjectName.known ?? "no subject") : "not known",
    state: "known" in subjectName ? "known" : "unknown",
    within: "known" in place ? (place.known ?? "") : id.slice(id.lastIndexOf("#") + 1),
    ...(from === undefined || to === undefined ? {} : { validity: { notBefore: from, notAfter: to } }),
  };
}

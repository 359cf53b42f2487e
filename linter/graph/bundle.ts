import type { CertificateFact } from "../rows/certificates";
import type { Facts } from "../rows/facts";
import type { Canvas, DraftPart } from "./canvas";

/** A bundle to draw. */
export interface BundleSubject {
  /** Its row. */
  readonly subject: string;
  readonly label: string;
  /** Whether it is the only bundle of the input: certificates that the plan makes belong to it. */
  readonly only?: boolean;
}

const roles: readonly unknown[] = ["leaf", "issuer", "anchor", "unused"];

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
  return "known" in role ? roles.indexOf(role.known) : roles.length;
}

const roleNames: { readonly [role: string]: string } = {
  leaf: "nodes' certificate",
  issuer: "issuer",
  anchor: "trusted",
  unused: "unused",
};

function certificatePart({ id, place, role, subjectName, notBefore, notAfter }: CertificateFact): DraftPart {
  const within = "known" in place ? (place.known ?? "") : id.slice(id.lastIndexOf("#") + 1);
  const name = ("known" in role && roleNames[role.known ?? ""]) || "certificate";
  const value = "known" in subjectName ? (subjectName.known ?? "no subject") : "not known";
  const isDated = "known" in notBefore && "known" in notAfter && notBefore.known !== null && notAfter.known !== null;
  return {
    section: "certificate path",
    name,
    value,
    state: "known" in subjectName ? "known" : "unknown",
    within,
    ...(isDated ? { validity: { notBefore: notBefore.known as number, notAfter: notAfter.known as number } } : {}),
  };
}

import { isIP } from "node:net";
import type { BundleReading } from "../formats/bundle/read";
import { type Certificate, readCertificate } from "../formats/x509/certificate";
import { coversHost, hostNames } from "../formats/x509/hosts";
import { findPath, type PathFault } from "../formats/x509/path";
import { weaknessOf } from "./cipher-suites";
import type { EndpointLook } from "./look";

/** Severity of a finding, as for `lint`. */
export type ProofSeverity = "error" | "warning" | "info";

/** A difference between an endpoint and what its bundle promises, or a weakness of its TLS. */
export interface ProofFinding {
  readonly check: ProofCheck;
  readonly severity: ProofSeverity;
  readonly message: string;
  readonly remedy: string;
}

const remedies = {
  noTls: "Enable encryption in transit for the cluster, or look at the port on which the service uses TLS.",
  bundle:
    "Publish a bundle that Java can read, and start a new cluster with it: nodes load the bundle once, when they start.",
  chain:
    "Put the leaf and all intermediate certificates into certificateChain.pem, in order, and start new nodes with it.",
  restart: "Start new nodes or a new cluster with the current bundle: nodes load the bundle once, when they start.",
  names: "Issue a certificate whose subject alternative names cover the name that clients use.",
  protocol: "Restrict the service to TLS 1.2 and TLS 1.3.",
  suites: "Restrict the service to ECDHE suites with AES-GCM or ChaCha20-Poly1305.",
} as const;

/** What each check reports, and what to do about it. */
const PROOF_CHECKS = {
  "prove.no_tls": { severity: "error", remedy: remedies.noTls },
  "prove.other_certificate": { severity: "error", remedy: remedies.restart },
  "prove.other_chain": { severity: "warning", remedy: remedies.restart },
  "prove.unreadable_certificate": { severity: "error", remedy: remedies.bundle },
  "prove.chain_incomplete": { severity: "error", remedy: remedies.chain },
  "prove.untrusted": { severity: "error", remedy: remedies.restart },
  "prove.expired": { severity: "error", remedy: remedies.restart },
  "prove.not_yet_valid": { severity: "error", remedy: remedies.restart },
  "prove.invalid_chain": { severity: "error", remedy: remedies.bundle },
  "prove.name_mismatch": { severity: "error", remedy: remedies.names },
  "prove.old_version": { severity: "error", remedy: remedies.protocol },
  "prove.weak_cipher_suite": { severity: "error", remedy: remedies.suites },
  "prove.no_forward_secrecy": { severity: "warning", remedy: remedies.suites },
  "prove.weak_key_exchange": { severity: "error", remedy: remedies.suites },
  "prove.handshake_failed": { severity: "error", remedy: remedies.restart },
} as const satisfies { readonly [check: string]: { readonly severity: ProofSeverity; readonly remedy: string } };

export type ProofCheck = keyof typeof PROOF_CHECKS;

/** What an endpoint is compared with. */
export interface Expectation {
  readonly bundle: BundleReading;
  /** What clients trust: the bundle's own anchors, or Java's defaults where it has none. */
  readonly anchors: readonly Certificate[];
  /** Name by which clients reach the endpoint. */
  readonly name: string;
  readonly at: Date;
}

/** A served certificate, in the order in which it was sent. */
export interface ServedCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly notAfter: string;
  /** SHA-256 of the certificate, in hex. */
  readonly fingerprint: string;
  /** SHA-256 of its public key, in hex. */
  readonly spkiSha256: string;
}

/** The outcome for one endpoint. */
export interface Comparison {
  readonly certificates: readonly ServedCertificate[];
  /** Names from the served leaf to where its path ends. */
  readonly path: readonly string[];
  readonly trusted: boolean;
  readonly findings: readonly ProofFinding[];
  /** What could not be decided, as sentences. */
  readonly notEvaluated: readonly string[];
}

const seconds = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Compares what an endpoint shows with its bundle. */
export function compare(look: EndpointLook, expected: Expectation): Comparison {
  if (look.status !== "tls") {
    const findings =
      look.status === "clear text" ? [finding("prove.no_tls", `The endpoint does not use TLS: ${look.problem}.`)] : [];
    return { certificates: [], path: [], trusted: false, findings, notEvaluated: [] };
  }
  const read = look.certificates.map(readCertificate);
  const served = read.flatMap((one) => ("problem" in one ? [] : [one]));
  const [leaf] = read;
  const identity = leaf && !("problem" in leaf) ? identityOf(leaf, served, expected) : undefined;
  const broken = read.flatMap((one, index) =>
    "problem" in one
      ? [finding("prove.unreadable_certificate", `Certificate ${index} cannot be read: ${one.problem}.`)]
      : [],
  );
  return {
    certificates: served.map(summary),
    path: identity?.path ?? [],
    trusted: identity?.trusted ?? false,
    findings: [...broken, ...(identity?.findings ?? []), ...protocolFindings(look)],
    notEvaluated: [
      ...(identity?.notEvaluated ?? ["The certificate was not seen; names, chain and trust were not checked."]),
      ...(canShakeHands(look) ? [] : [HANDSHAKE_UNCHECKED]),
    ],
  };
}

const HANDSHAKE_UNCHECKED =
  "Whether the endpoint has the private key of its certificate was not checked: it accepts only versions and cipher suites that this client does not complete a handshake with.";

/** What is known of the identity of the endpoint by its certificate: chain, trust and names. */
function identityOf(leaf: Certificate, served: readonly Certificate[], expected: Expectation) {
  const { anchors, bundle, name } = expected;
  const path = findPath({ leaf, others: served.slice(1), anchors, at: expected.at.getTime() });
  const faults = path.faults.filter(({ kind }) => kind !== "dotted name constraint");
  const broken = path.end === "anchor" ? [] : [brokenChain(leaf, served, expected)];
  const isUnnamed = isIP(name) !== 0 && !leaf.subjectAltNames?.some(({ kind }) => kind === "ip");
  return {
    path: path.certificates.map(nameOf),
    trusted: path.end === "anchor" && faults.length === 0,
    findings: [
      ...broken,
      ...differences(leaf, served, bundle, broken),
      ...faults.map(faultFinding),
      ...(isUnnamed ? [] : nameFindings(leaf, name)),
    ],
    notEvaluated: isUnnamed
      ? [`Names were not checked: ${name} is an address; pass --server-name with the name that clients use.`]
      : [],
  };
}

/** Whether clients lack an intermediate certificate of the bundle, or do not trust the issuer. */
function brokenChain(
  leaf: Certificate,
  served: readonly Certificate[],
  { anchors, bundle, at }: Expectation,
): ProofFinding {
  const known = bundle.chain.map(({ certificate }) => certificate);
  const whole = findPath({ leaf, others: [...served.slice(1), ...known], anchors, at: at.getTime() });
  const missing = without(whole.certificates, [...served, ...anchors]);
  if (whole.end === "anchor" && missing.length > 0) {
    return finding(
      "prove.chain_incomplete",
      `The endpoint does not send ${missing.map(nameOf).join(" and ")}, without which clients cannot verify ${nameOf(leaf)}.`,
    );
  }
  const anchorWords = bundle.trusted.length > 0 ? "trustedCertificates.pem" : "the default roots";
  return finding(
    "prove.untrusted",
    `Clients do not trust ${nameOf(leaf)}: its issuer ${leaf.issuer.text || "(no name)"} does not lead to ${anchorWords}.`,
  );
}

/** Differences from the leaf and the chain of the bundle, unless the chain is known to be incomplete. */
function differences(
  leaf: Certificate,
  served: readonly Certificate[],
  bundle: BundleReading,
  broken: readonly ProofFinding[],
): readonly ProofFinding[] {
  const own = bundle.leaf?.certificate;
  if (!own) return [];
  if (own.fingerprint !== leaf.fingerprint) {
    const key = own.key.spkiSha256 === leaf.key.spkiSha256 ? "for the same private key" : "for another private key";
    return [
      finding(
        "prove.other_certificate",
        `The endpoint serves ${nameOf(leaf)} (SHA-256 ${short(leaf)}, valid until ${seconds(leaf.notAfter)}), a certificate ${key}; the bundle's leaf is ${nameOf(own)} (SHA-256 ${short(own)}, valid until ${seconds(own.notAfter)}).`,
      ),
    ];
  }
  const chain = bundle.chain.map(({ certificate }) => certificate);
  const missing = without(chain, served);
  const extra = without(served, chain);
  // Java leaves out the root of the chain, or sends it: both are the bundle's chain.
  const differs = missing.some((one) => one.subject.text !== one.issuer.text) || extra.length > 0;
  if (!differs || broken.some(({ check }) => check === "prove.chain_incomplete")) return [];
  const parts = [
    ...missing.map((one) => `does not send ${nameOf(one)}`),
    ...extra.map((one) => `sends ${nameOf(one)} in addition`),
  ];
  return [
    finding("prove.other_chain", `The endpoint serves the bundle's leaf with another chain: it ${parts.join(", ")}.`),
  ];
}

function without(certificates: readonly Certificate[], others: readonly Certificate[]): readonly Certificate[] {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return certificates.filter(({ fingerprint }) => !known.has(fingerprint));
}

function faultFinding({ kind, certificate, detail }: PathFault): ProofFinding {
  const name = nameOf(certificate);
  if (kind === "expired") return finding("prove.expired", `${name} expired on ${seconds(certificate.notAfter)}.`);
  return kind === "not yet valid"
    ? finding("prove.not_yet_valid", `${name} is valid from ${seconds(certificate.notBefore)}.`)
    : finding("prove.invalid_chain", `${name} makes the chain invalid (${kind}): ${detail}.`);
}

function nameFindings(leaf: Certificate, name: string): readonly ProofFinding[] {
  const names = hostNames(leaf);
  const isCovered =
    isIP(name) !== 0
      ? leaf.x509.checkIP(name) !== undefined
      : names.some((pattern) => coversHost(pattern, name.replace(/\.$/, "")));
  const message = `The certificate is valid for ${names.join(", ") || "no host name"}, and clients use ${name}.`;
  return isCovered ? [] : [finding("prove.name_mismatch", message)];
}

function protocolFindings(look: EndpointLook): readonly ProofFinding[] {
  const { versions, handshake, clientCertificate } = look;
  const old = versions.flatMap(({ version }) => (version === "TLS 1.3" || version === "TLS 1.2" ? [] : version));
  const accepted = [...new Set(versions.flatMap(({ suites }) => suites))];
  const broken = accepted.filter((name) => weaknessOf(name) === "broken");
  const unprotected = accepted.filter((name) => weaknessOf(name) === "no forward secrecy");
  const smallest = Math.min(...versions.flatMap(({ primeBits }) => primeBits ?? []));
  const isUnfinished = canShakeHands(look) && !handshake && clientCertificate !== "required";
  const found: readonly (readonly [isFound: boolean, check: ProofCheck, message: string])[] = [
    [
      old.length > 0,
      "prove.old_version",
      `The endpoint accepts ${old.join(" and ")}; RFC 8996 and RFC 7568 prohibit them.`,
    ],
    [broken.length > 0, "prove.weak_cipher_suite", `The endpoint accepts ${broken.join(", ")}.`],
    [
      unprotected.length > 0,
      "prove.no_forward_secrecy",
      `The endpoint accepts ${listed(unprotected)}: recorded traffic can be decrypted with the private key.`,
    ],
    [
      smallest < 2048,
      "prove.weak_key_exchange",
      `The endpoint exchanges keys by Diffie-Hellman with a prime of ${smallest} bits; at least 2048 bits are required.`,
    ],
    [
      isUnfinished,
      "prove.handshake_failed",
      "The endpoint answers, and no handshake could be completed: it may not have the private key of its certificate.",
    ],
  ];
  return found.flatMap(([isFound, check, message]) => (isFound ? [finding(check, message)] : []));
}

/** Whether the handshake was possible for the client of this project, which has neither SSL 3.0 nor broken suites. */
function canShakeHands({ versions }: EndpointLook): boolean {
  return versions.some(
    ({ version, suites }) => version !== "SSL 3.0" && suites.some((name) => weaknessOf(name) !== "broken"),
  );
}

function listed(names: readonly string[]): string {
  return names.length > 3
    ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more without forward secrecy`
    : `${names.join(", ")} without forward secrecy`;
}

function finding(check: ProofCheck, message: string): ProofFinding {
  const { severity, remedy } = PROOF_CHECKS[check];
  return { check, severity, message, remedy };
}

function nameOf({ subject, fingerprint }: Certificate): string {
  return subject.commonNames.at(-1) ?? (subject.text || `the certificate ${fingerprint.slice(0, 16)}`);
}

const short = ({ fingerprint }: Certificate) => fingerprint.slice(0, 16);

function summary({ subject, issuer, notAfter, fingerprint, key }: Certificate): ServedCertificate {
  return {
    subject: subject.text,
    issuer: issuer.text,
    notAfter: seconds(notAfter),
    fingerprint,
    spkiSha256: key.spkiSha256,
  };
}

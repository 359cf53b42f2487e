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
  const identity = leaf && !("problem" in leaf) ? new Identity(leaf, served, expected) : undefined;
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

/** Everything about the identity of the endpoint: its certificate, chain, trust and names. */
class Identity {
  readonly findings: ProofFinding[] = [];
  readonly notEvaluated: string[] = [];
  readonly path: readonly string[];
  readonly trusted: boolean;

  constructor(leaf: Certificate, served: readonly Certificate[], expected: Expectation) {
    const at = expected.at.getTime();
    const { anchors, bundle } = expected;
    const path = findPath({ leaf, others: served.slice(1), anchors, at });
    this.path = path.certificates.map(nameOf);
    const faults = path.faults.filter(({ kind }) => kind !== "dotted name constraint");
    this.trusted = path.end === "anchor" && faults.length === 0;
    if (path.end !== "anchor") this.reportBrokenChain(leaf, served, { anchors, bundle, at });
    this.compareWithBundle(leaf, served, bundle);
    for (const fault of faults) this.reportFault(fault);
    this.compareNames(leaf, expected.name);
  }

  private report(check: ProofCheck, message: string): void {
    this.findings.push(finding(check, message));
  }

  private compareWithBundle(leaf: Certificate, served: readonly Certificate[], bundle: BundleReading): void {
    const own = bundle.leaf?.certificate;
    if (own && own.fingerprint !== leaf.fingerprint) {
      const key = own.key.spkiSha256 === leaf.key.spkiSha256 ? "for the same private key" : "for another private key";
      this.report(
        "prove.other_certificate",
        `The endpoint serves ${nameOf(leaf)} (SHA-256 ${short(leaf)}, valid until ${seconds(leaf.notAfter)}), a certificate ${key}; the bundle's leaf is ${nameOf(own)} (SHA-256 ${short(own)}, valid until ${seconds(own.notAfter)}).`,
      );
      return;
    }
    const chain = bundle.chain.map(({ certificate }) => certificate);
    const missing = chain.filter((one) => !served.some(({ fingerprint }) => fingerprint === one.fingerprint));
    const extra = served.filter((one) => !chain.some(({ fingerprint }) => fingerprint === one.fingerprint));
    // Java leaves out the root of the chain, or sends it: both are the bundle's chain.
    const differs = missing.some((one) => one.subject.text !== one.issuer.text) || extra.length > 0;
    const reported = this.findings.some(({ check }) => check === "prove.chain_incomplete");
    if (!own || !differs || reported) return;
    const parts = [
      ...missing.map((one) => `does not send ${nameOf(one)}`),
      ...extra.map((one) => `sends ${nameOf(one)} in addition`),
    ];
    this.report(
      "prove.other_chain",
      `The endpoint serves the bundle's leaf with another chain: it ${parts.join(", ")}.`,
    );
  }

  private reportBrokenChain(
    leaf: Certificate,
    served: readonly Certificate[],
    { anchors, bundle, at }: { anchors: readonly Certificate[]; bundle: BundleReading; at: number },
  ): void {
    const known = bundle.chain.map(({ certificate }) => certificate);
    const whole = findPath({ leaf, others: [...served.slice(1), ...known], anchors, at });
    const missing = whole.certificates.filter(
      (one) => !served.includes(one) && !anchors.some(({ fingerprint }) => fingerprint === one.fingerprint),
    );
    if (whole.end === "anchor" && missing.length > 0) {
      this.report(
        "prove.chain_incomplete",
        `The endpoint does not send ${missing.map(nameOf).join(" and ")}, without which clients cannot verify ${nameOf(leaf)}.`,
      );
      return;
    }
    const anchorWords = bundle.trusted.length > 0 ? "trustedCertificates.pem" : "the default roots";
    this.report(
      "prove.untrusted",
      `Clients do not trust ${nameOf(leaf)}: its issuer ${leaf.issuer.text || "(no name)"} does not lead to ${anchorWords}.`,
    );
  }

  private reportFault({ kind, certificate, detail }: PathFault): void {
    const name = nameOf(certificate);
    if (kind === "expired") {
      this.report("prove.expired", `${name} expired on ${seconds(certificate.notAfter)}.`);
    } else if (kind === "not yet valid") {
      this.report("prove.not_yet_valid", `${name} is valid from ${seconds(certificate.notBefore)}.`);
    } else {
      this.report("prove.invalid_chain", `${name} makes the chain invalid (${kind}): ${detail}.`);
    }
  }

  private compareNames(leaf: Certificate, name: string): void {
    const addresses = (leaf.subjectAltNames ?? []).filter(({ kind }) => kind === "ip");
    if (isIP(name) !== 0 && addresses.length === 0) {
      this.notEvaluated.push(
        `Names were not checked: ${name} is an address; pass --server-name with the name that clients use.`,
      );
      return;
    }
    const names = hostNames(leaf);
    const covered =
      isIP(name) !== 0
        ? leaf.x509.checkIP(name) !== undefined
        : names.some((pattern) => coversHost(pattern, name.replace(/\.$/, "")));
    if (covered) return;
    this.report(
      "prove.name_mismatch",
      `The certificate is valid for ${names.join(", ") || "no host name"}, and clients use ${name}.`,
    );
  }
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

import { createHash } from "node:crypto";
import { Command } from "commander";
import type { EndpointProof } from "../endpoint/prove";
import { UsageError } from "../linter/errors";
import { packageVersion } from "../linter/package";
import { path } from "./certs/arguments";
import { FAIL_ON, parseThreshold, timeOf } from "./options";
import type { Terminal } from "./terminal";

interface Flags {
  readonly bundle: string;
  readonly knownPorts?: boolean;
  readonly serverName?: string;
  readonly timeout: string;
  readonly defaultRoots?: string;
  readonly now?: string;
  readonly failOn: string;
  readonly format: string;
  readonly color: boolean;
}

/** `emr-encryption prove`: compares live TLS endpoints with a bundle. */
export function proveCommand(terminal: Terminal): Command {
  return new Command("emr-encryption prove")
    .description("compare live TLS endpoints with a certificate bundle; read-only, no data is sent")
    .argument("<endpoints...>", "HOST:PORT, [IPv6]:PORT, or with --known-ports HOST")
    .requiredOption("--bundle <file>", "bundle (zip), its folder, or its sidecar (*.bundle.json)")
    .option("--known-ports", "for a host without a port: check the ports on which EMR services use TLS")
    .option("--server-name <name>", "name that clients use for the endpoints (default: the host)")
    .option("--timeout <seconds>", "time limit for one connection", "5")
    .option(
      "--default-roots <file>",
      "PEM file with the roots that clients trust if the bundle has no trustedCertificates.pem",
    )
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--fail-on <severity>", FAIL_ON, "error")
    .option("--format <name>", "text, or json for evidence", "text")
    .option("--no-color", "print without colours")
    .addHelpText(
      "after",
      "\nExit code: 0 every endpoint matches the bundle, 1 findings, 2 an endpoint could not be checked.",
    )
    .action((endpoints: string[], flags: Flags) => run(endpoints, flags, terminal));
}

async function run(typed: readonly string[], flags: Flags, terminal: Terminal): Promise<void> {
  const { prove } = require("../endpoint/prove") as typeof import("../endpoint/prove");
  if (flags.format !== "text" && flags.format !== "json") {
    throw new UsageError(`--format '${flags.format}' is not one of text, json`);
  }
  const threshold = parseThreshold(flags.failOn);
  const endpoints = parseEndpoints(typed, flags.knownPorts === true);
  const at = timeOf(flags.now);
  const timeout = parseTimeout(flags.timeout);
  const { bundle, sha256 } = readBundleFile(flags.bundle, terminal);
  const anchors = anchorsOf(bundle, flags.defaultRoots, terminal);
  const options = { bundle, anchors, timeout, at, ...(flags.serverName && { serverName: flags.serverName }) };
  const proofs = await prove(endpoints, options);
  if (proofs.length === 0) {
    throw new UsageError(`none of the known ports is open on ${typed.join(", ")}; name a port, as in HOST:8443`);
  }
  terminal.exitCode = exitCode(proofs, threshold);
  if (flags.format === "json") {
    const leaf = bundle.leaf?.certificate;
    const evidence = {
      evidenceVersion: 1,
      tool: { name: "emr-encryption", version: packageVersion() },
      evaluatedAt: at.toISOString(),
      bundle: {
        input: flags.bundle,
        ...(sha256 !== undefined && { sha256 }),
        ...(leaf && { leafFingerprint: leaf.fingerprint, spkiSha256: leaf.key.spkiSha256 }),
      },
      endpoints: proofs,
    };
    terminal.out(`${JSON.stringify(evidence, null, 2)}\n`);
  } else {
    const { proofText } = require("./prove-text") as typeof import("./prove-text");
    terminal.out(proofText(proofs, { colour: terminal.colour && flags.color }));
  }
  for (const { endpoint, status, problem, unanswered } of proofs) {
    if (status === "no answer") terminal.err(`emr-encryption: ${endpoint}: ${problem}\n`);
    if (unanswered.length > 0) {
      terminal.err(`emr-encryption: ${endpoint}: no answer in time for ${unanswered.join(", ")}; raise --timeout\n`);
    }
  }
}

function exitCode(proofs: readonly EndpointProof[], threshold: string): number {
  const isUnseen = ({ status, unanswered, certificates }: EndpointProof) =>
    status === "no answer" || unanswered.length > 0 || (status === "tls" && certificates.length === 0);
  if (proofs.some(isUnseen)) return 2;
  const severities = ["error", "warning", "info"];
  const counted = severities.slice(0, severities.indexOf(threshold) + 1);
  return proofs.some(({ findings }) => findings.some(({ severity }) => counted.includes(severity))) ? 1 : 0;
}

function readBundleFile(typed: string, terminal: Terminal) {
  const { readFile } = require("../certificates/files") as typeof import("../certificates/files");
  const { readMaterial } = require("../certificates/material") as typeof import("../certificates/material");
  const file = path(typed, terminal);
  const { kind, bundle, sidecar } = readMaterial(file);
  if (!bundle.leaf) {
    const { zipProblems } = bundle;
    const why = zipProblems[0] ? `: ${zipProblems[0].detail}` : "";
    throw new UsageError(
      `--bundle '${typed}' has no readable leaf certificate${why}; see certs inspect`,
      "unreadable-input",
    );
  }
  const sha256 = kind === "bundle" ? createHash("sha256").update(readFile(file)).digest("hex") : sidecar?.sha256;
  return { bundle, sha256 };
}

/** What clients trust, as nodes do: the bundle's own anchors, else Java's defaults. */
function anchorsOf(
  { trusted }: ReturnType<typeof readBundleFile>["bundle"],
  defaultRoots: string | undefined,
  terminal: Terminal,
) {
  if (trusted.length > 0) return trusted.map(({ certificate }) => certificate);
  const { readBundleFiles } = require("../formats/bundle/read") as typeof import("../formats/bundle/read");
  const { readFile } = require("../certificates/files") as typeof import("../certificates/files");
  const pem =
    defaultRoots === undefined
      ? Buffer.from((require("node:tls") as typeof import("node:tls")).rootCertificates.join("\n"))
      : readFile(path(defaultRoots, terminal));
  const roots = readBundleFiles(new Map([["trustedCertificates.pem", pem]])).trusted;
  if (roots.length === 0)
    throw new UsageError(`--default-roots '${defaultRoots}' contains no certificate`, "unreadable-input");
  return roots.map(({ certificate }) => certificate);
}

function parseEndpoints(typed: readonly string[], knownPorts: boolean) {
  const { KNOWN_PORTS } = require("../endpoint/known-ports") as typeof import("../endpoint/known-ports");
  const endpoints = typed.flatMap((text) => {
    const { host, port } = parseAddress(text);
    if (port !== undefined) return [{ host, port, guessed: false }];
    if (!knownPorts) {
      throw new UsageError(`'${text}' has no port; give HOST:PORT, or --known-ports for the services of EMR`);
    }
    return KNOWN_PORTS.map((known) => ({ host, port: known.port, guessed: true }));
  });
  return [...new Map(endpoints.map((endpoint) => [`${endpoint.host}:${endpoint.port}`, endpoint])).values()];
}

function parseAddress(text: string): { readonly host: string; readonly port?: number } {
  const { isIPv6 } = require("node:net") as typeof import("node:net");
  const [, bracketed, plain, digits] = /^(?:\[([^[\]]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits ?? 1);
  if (isIPv6(text) || /^[0-9a-f]*(?::[0-9a-f]*){2,}$/i.test(text)) {
    throw new UsageError(
      `'${text}' is an IPv6 address without brackets; give [ADDRESS]:PORT, as in [2001:db8::1]:8446`,
    );
  }
  if (host === undefined || (bracketed && !isIPv6(bracketed)) || port === 0 || port > 65535) {
    throw new UsageError(`'${text}' is not an endpoint; give HOST:PORT, as in ip-10-0-0-1.ec2.internal:8446`);
  }
  return digits === undefined ? { host } : { host, port };
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && seconds >= 0.1 && seconds <= 120) return seconds * 1000;
  throw new UsageError(`--timeout is '${text}'; give seconds between 0.1 and 120`);
}

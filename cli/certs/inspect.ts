import { Command } from "commander";
import pc from "picocolors";
import type { CertificateSummary, Inspection } from "../../certificates/inspect";
import { UsageError } from "../../linter/errors";
import { printable } from "../../linter/printable";
import { timeOf } from "../options";
import type { Terminal } from "../terminal";
import { path } from "./arguments";

/** `certs inspect`: what is in a bundle, in words. */
export function inspectCommand(terminal: Terminal): Command {
  return new Command("inspect")
    .description(
      "print the certificates of a bundle, a folder, a PEM file or a sidecar; never numbers of a private key",
    )
    .argument("<inputs...>", "zip, folder, PEM file or sidecar (*.bundle.json)")
    .option("--format <name>", "text or json", "text")
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .action((inputs: string[], flags: Flags) => run(inputs, flags, terminal));
}

interface Flags {
  readonly format: string;
  readonly now?: string;
}

function run(inputs: readonly string[], { format, now: typed }: Flags, terminal: Terminal): void {
  if (format !== "text" && format !== "json") throw new UsageError(`--format '${format}' is not one of text, json`);
  const { inspect } = require("../../certificates/inspect") as typeof import("../../certificates/inspect");
  const now = timeOf(typed);
  const inspections = inspectAll(inputs, (input) => inspect(input, path(input, terminal), now), terminal);
  if (format === "json") terminal.out(`${JSON.stringify(inspections, null, 2)}\n`);
  else
    terminal.out(
      inspections.map((inspection) => words(onLines(inspection), pc.createColors(terminal.colour))).join("\n"),
    );
}

/** Inspects each input. One that cannot be read is reported, and makes the exit code 2 after all others have been inspected. */
export function inspectAll<T>(inputs: readonly string[], look: (input: string) => T, terminal: Terminal): readonly T[] {
  const { CertificateError } = require("../../certificates/errors") as typeof import("../../certificates/errors");
  return inputs.flatMap((input) => {
    try {
      return [look(input)];
    } catch (error) {
      if (!(error instanceof CertificateError)) throw error;
      terminal.err(`emr-encryption: ${error.message}\n`);
      terminal.exitCode = 2;
      return [];
    }
  });
}

type Colours = ReturnType<typeof pc.createColors>;

/** The same, in which no name of a certificate or of a file breaks its line. */
function onLines(inspection: Inspection): Inspection {
  return JSON.parse(JSON.stringify(inspection), (_, value) => (typeof value === "string" ? printable(value) : value));
}

function words(inspection: Inspection, colours: Colours): string {
  const { input, kind, object, certificates, path: steps, pathEnd, problems, notes } = inspection;
  const facts: (readonly [string, string])[] = [];
  if (object !== undefined) facts.push(["object", object]);
  if (inspection.privateKey) facts.push(["private key", privateKeyWords(inspection.privateKey, colours)]);
  if (inspection.names.length > 0) {
    const alone = inspection.namesByCommonName ? " (common name; it has no DNS name)" : "";
    facts.push(["names", `${inspection.names.join(", ")}${alone}`]);
  }
  if (pathEnd !== "") facts.push(["path", `${steps.join(" ← ")}${ends(pathEnd)}`]);
  facts.push(...problems.map((problem) => ["problem", colours.red(problem)] as const));
  facts.push(...notes.map((note) => ["note", colours.yellow(note)] as const));
  const width = Math.max(...facts.map(([label]) => label.length));
  const lines = facts.map(([label, text]) => `  ${colours.dim(label.padEnd(width))}  ${text}`);
  const rows = certificates.length > 0 ? ["", ...table(inspection, colours)] : [];
  return `${[`${colours.bold(input)} (${kind})`, ...lines, ...rows].join("\n")}\n`;
}

const ends = (pathEnd: string) => (pathEnd === "trustedCertificates.pem" ? " (trusted)" : ` ← ${pathEnd}`);

function privateKeyWords(privateKey: NonNullable<Inspection["privateKey"]>, colours: Colours): string {
  if (privateKey.encrypted) return colours.red("encrypted: EMR has no field for a passphrase");
  const fits = { true: ", fits the leaf", false: colours.red(", does not fit the leaf"), null: "" };
  return `${privateKey.key}, ${privateKey.encoding}${fits[`${privateKey.fitsLeaf}`]}`;
}

/** One row for each certificate, however many files it is in. */
function table({ certificates, leaf }: Inspection, colours: Colours): readonly string[] {
  const firsts = [...new Map(certificates.toReversed().map((one) => [one.fingerprint, one])).values()].toReversed();
  const rows = firsts.map((first) =>
    cells(
      first,
      certificates.filter(({ fingerprint }) => fingerprint === first.fingerprint),
      leaf,
    ),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map(({ texts }) => texts[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) => texts.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ");
  const colour = (daysLeft: number) => (daysLeft < 0 ? colours.red : daysLeft < 30 ? colours.yellow : String);
  return [
    `  ${colours.dim(line(headings).trimEnd())}`,
    ...rows.map(({ texts, daysLeft }) => `  ${colour(daysLeft)(line(texts).trimEnd())}`),
  ];
}

const headings = ["what", "who", "until", "days left", "key", "where"] as const;

function cells(certificate: CertificateSummary, places: readonly CertificateSummary[], leaf: string | undefined) {
  const { name, notAfter, daysLeft, key, ca, selfSigned, within } = certificate;
  const issuer = selfSigned ? "root" : "CA";
  const what = ca ? issuer : selfSigned ? "self-signed" : within === leaf ? "leaf" : "not a CA";
  const where = places
    .map((place) => place.within.replace("certificateChain.pem", "chain").replace("trustedCertificates.pem", "trusted"))
    .join(", ");
  return { texts: [what, name, notAfter.slice(0, 10), `${daysLeft}`, key, where], daysLeft };
}

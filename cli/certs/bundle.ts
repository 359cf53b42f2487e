import { Command } from "commander";
import type { AssembledBundle } from "../../certificates/bundle";
import type { Report } from "../../linter/report/finding";
import { collect } from "../repeatable";
import type { Terminal } from "../terminal";
import { day, expected, path } from "./arguments";

interface Flags {
  readonly environment?: string;
  readonly region?: string;
  readonly vpcDomain?: readonly string[];
  readonly settings?: string;
  readonly allowWarnings?: boolean;
  readonly privateKey: string;
  readonly certificateChain: string;
  readonly trustedCertificates?: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `certs bundle`: checks, orders the chain, and writes the zip that EMR downloads. */
export function bundleCommand(terminal: Terminal): Command {
  return new Command("bundle")
    .description(
      "check a private key and its certificates, order the chain, write the zip; the same files give the same bytes",
    )
    .requiredOption("--private-key <file>", "the private key that certs request made")
    .requiredOption("--certificate-chain <file>", "the certificate and its issuers, in any order")
    .option("--trusted-certificates <file>", "the root, or several, that nodes are to trust")
    .requiredOption("--out <zip>", "zip to write")
    .option("--environment <name>", "anything but development is judged as production")
    .option("--region <region>", "Region of the clusters, by which names are judged (default: AWS_REGION)")
    .option("--vpc-domain <domain>", "domain of the nodes; repeatable", collect)
    .option("--settings <file>", "settings of the linter (default: emr-encryption.config.* here or above)")
    .option("--allow-warnings", "write a bundle that the linter warns about")
    .option("--force", "replace the zip that is there")
    .action((flags: Flags) => expected(() => run(flags, terminal)));
}

function run(flags: Flags, terminal: Terminal): void {
  const { assembleBundle } = require("../../certificates/bundle") as typeof import("../../certificates/bundle");
  const { checkFile, replaceFile } = require("../../certificates/folder") as typeof import("../../certificates/folder");
  const { readFile } = require("../../certificates/material") as typeof import("../../certificates/material");
  const out = path(flags.out, terminal);
  const replace = flags.force === true;
  checkFile(out, replace);
  const source = (typed: string) => ({ path: typed, bytes: readFile(path(typed, terminal)) });
  const bundle = assembleBundle({
    privateKey: source(flags.privateKey),
    certificateChain: source(flags.certificateChain),
    ...(flags.trustedCertificates !== undefined && { trustedCertificates: source(flags.trustedCertificates) }),
  });
  if (!accepted(bundle.zip, flags, terminal)) return;
  replaceFile(out, bundle.zip, { secret: true, replace });
  const judged = region(flags, terminal) !== undefined || flags.vpcDomain !== undefined;
  terminal.out(written(flags.out, bundle, judged));
}

function region(flags: Flags, { env }: Terminal): string | undefined {
  return flags.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
}

/** Judges the zip before it is written; what is found is printed. */
function accepted(zip: Uint8Array, flags: Flags, terminal: Terminal): boolean {
  const { exitCode, lint } = require("../../linter") as typeof import("../../linter");
  const { reporter } = require("../../linter/report") as typeof import("../../linter/report");
  const judged = lint(["-"], {
    cwd: terminal.cwd,
    stdin: () => zip,
    environment: flags.environment,
    region: region(flags, terminal),
    vpcDomains: flags.vpcDomain,
    settings: flags.settings,
  });
  const report = named(judged, flags.out);
  const code = exitCode(report, flags.allowWarnings ? "error" : "warning", false);
  if (report.findings.length > 0 || code !== 0) {
    const { colour, columns } = terminal;
    terminal.out(reporter("text")(report, { colour, columns, verbose: false, quiet: true }));
  }
  if (code === 0) return true;
  const only = report.summary.error === 0 ? "; --allow-warnings accepts it" : "";
  terminal.err(`emr-encryption: '${flags.out}' was not written: the linter refuses the bundle${only}\n`);
  terminal.exitCode = code;
  return false;
}

/** The report of standard input, under the name the bundle is going to have. */
function named(report: Report, input: string): Report {
  const rename = <T extends { readonly input: string }>(rows: readonly T[]) => rows.map((row) => ({ ...row, input }));
  const { inputs, findings, waived, notEvaluated } = report;
  return {
    ...report,
    inputs: rename(inputs),
    findings: rename(findings),
    waived: rename(waived),
    notEvaluated: rename(notEvaluated),
  };
}

function written(out: string, { changes, names, notAfter }: AssembledBundle, namesJudged: boolean): string {
  return `${[
    `wrote ${out} for ${names.join(", ")}, until ${day(notAfter)}`,
    ...changes.map((change) => `  ${change}`),
    ...(namesJudged ? [] : ["  its names were not judged: give --region or --vpc-domain"]),
    "It holds the private key: keep it out of git.",
    "",
    `next: emr-encryption certs publish ${out} s3://<bucket>/<key>`,
  ].join("\n")}\n`;
}

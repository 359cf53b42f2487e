import type { Command } from "commander";
import type { Report } from "../../linter/report/finding";
import type { Terminal } from "../terminal";
import { type DomainFlags, domainOptions } from "./arguments";

/** How a bundle is checked before it is written or uploaded. */
export interface CheckFlags extends DomainFlags {
  readonly environment?: string;
  readonly settings?: string;
  readonly allowWarnings?: boolean;
}

/** Adds the options of {@link bundlePasses}. */
export function checkOptions(command: Command): Command {
  return domainOptions(command)
    .option("--environment <name>", "every environment except development is treated as production")
    .option(
      "--settings <file>",
      "settings file of the linter (default: emr-encryption.config.* in this folder or above)",
    )
    .option("--allow-warnings", "accept findings of severity warning");
}

/** Region of the clusters, from the flag or the environment. */
export function clusterRegion(flags: DomainFlags, { env }: Terminal): string | undefined {
  return flags.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
}

/** Whether the names in the certificates can be checked. */
export function checksNames(flags: DomainFlags, terminal: Terminal): boolean {
  return clusterRegion(flags, terminal) !== undefined || flags.vpcDomain !== undefined;
}

/**
 * Runs the linter's rules over a zip, and prints the findings under the name of the file.
 *
 * @param refusal - what is not done if the bundle does not pass: `'prod.zip' was not written`
 */
export function bundlePasses(
  zip: Uint8Array,
  { name, refusal }: { readonly name: string; readonly refusal: string },
  flags: CheckFlags,
  terminal: Terminal,
): boolean {
  const { exitCode, lint } = require("../../linter") as typeof import("../../linter");
  const { reporter } = require("../../linter/report") as typeof import("../../linter/report");
  const checked = lint(["-"], {
    cwd: terminal.cwd,
    stdin: () => zip,
    environment: flags.environment,
    region: clusterRegion(flags, terminal),
    vpcDomains: flags.vpcDomain,
    settings: flags.settings,
  });
  const report = named(checked, name);
  const code = exitCode(report, flags.allowWarnings ? "error" : "warning", false);
  if (report.findings.length > 0 || code !== 0) {
    const { colour, columns } = terminal;
    terminal.out(reporter("text")(report, { colour, columns, verbose: false, quiet: true }));
  }
  if (code === 0) return true;
  const only = report.summary.error === 0 ? "; --allow-warnings accepts it" : "";
  terminal.err(`emr-encryption: ${refusal}: the linter refuses the bundle${only}\n`);
  terminal.exitCode = code;
  return false;
}

/** The report of standard input, under the name of the file. */
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

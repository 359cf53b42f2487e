import { Command } from "commander";
import { graphWriter } from "../linter/report/graph";
import { runLint } from "../linter/run/lint";
import { inputFiles, writeNamed } from "../linter/run/write-report";
import { collect, ENVIRONMENT, type InputFlags, inputOptions, SETTINGS } from "./options";
import type { Terminal } from "./terminal";
import { printUnchecked } from "./unchecked";

interface Flags extends InputFlags {
  readonly format: string;
  readonly out?: string;
  readonly findings: boolean;
  readonly settings?: string;
}

/** `emr-encryption graph`: draws which keys, roles, configurations, bundles and clusters belong together. */
export function graphCommand(terminal: Terminal): Command {
  return new Command("emr-encryption graph")
    .description("draw keys, roles, configurations, bundles and clusters, how they are connected, and their findings")
    .argument("[inputs...]", "as for lint")
    .option("--format <name>", "svg, mermaid, dot or json", "svg")
    .option("--out <file>", "file to write (default: standard output)")
    .option("--no-findings", "draw without findings")
    .option(...ENVIRONMENT)
    .option("--region <region>", "Region of the cluster")
    .option("--vpc-domain <domain>", "domain the certificate must cover; repeatable", collect)
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--root <dir>", "folder with the sources of a plan and the files that it names")
    .option(...SETTINGS)
    .option("--all-keys", "also draw KMS keys that no EMR resource refers to")
    .addHelpText("after", "\nExit code: 0 drawn, 2 an input cannot be read. Findings do not change it.")
    .action((inputs: string[], flags: Flags) => {
      terminal.exitCode = run(inputs, flags, terminal);
    });
}

function run(inputs: readonly string[], flags: Flags, terminal: Terminal): 0 | 2 {
  const write = graphWriter(flags.format);
  const { settings } = flags;
  const skip = flags.findings ? [] : ["*"];
  const { report, graph } = runLint(inputs, { ...inputOptions(flags, terminal), settings, skip, draw: true });
  const exitCode = printUnchecked(report, terminal);
  if (!graph) return exitCode;
  const { cwd } = terminal;
  if (flags.out === undefined) terminal.out(write(graph));
  else writeNamed({ option: "--out", file: flags.out, cwd }, write(graph), inputFiles(inputs, cwd));
  return exitCode;
}

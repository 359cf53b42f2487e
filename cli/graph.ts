import { Command } from "commander";
import { graphWriter } from "../linter/report/graph";
import { runLint } from "../linter/run/lint";
import { inputFiles, writeNamed } from "../linter/run/write-report";
import { collect } from "./repeatable";
import type { Terminal } from "./terminal";
import { timeOf } from "./time";
import { printUnchecked } from "./unchecked";

interface Flags {
  readonly format: string;
  readonly out?: string;
  readonly findings: boolean;
  readonly environment?: string;
  readonly region?: string;
  readonly vpcDomain?: readonly string[];
  readonly now?: string;
  readonly root?: string;
  readonly settings?: string;
  readonly allKeys?: boolean;
}

/** `emr-encryption graph`: draws which keys, roles, configurations, bundles and clusters belong together. */
export function graphCommand(terminal: Terminal): Command {
  return new Command("emr-encryption graph")
    .description("draw keys, roles, configurations, bundles and clusters, how they are connected, and their findings")
    .argument("[inputs...]", "as for lint")
    .option("--format <name>", "svg, mermaid, dot or json", "svg")
    .option("--out <file>", "file to write (default: standard output)")
    .option("--no-findings", "draw without findings")
    .option("--environment <name>", "every environment except development is treated as production")
    .option("--region <region>", "Region of the cluster")
    .option("--vpc-domain <domain>", "domain the certificate must cover; repeatable", collect)
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--root <dir>", "folder with the sources of a plan and the files that it names")
    .option(
      "--settings <file>",
      "settings file (default: emr-encryption.config.{json,yaml,yml} in this folder or above)",
    )
    .option("--all-keys", "also draw KMS keys that no EMR resource refers to")
    .addHelpText("after", "\nExit code: 0 drawn, 2 an input cannot be read. Findings do not change it.")
    .action((inputs: string[], flags: Flags) => {
      terminal.exitCode = run(inputs, flags, terminal);
    });
}

function run(inputs: readonly string[], flags: Flags, terminal: Terminal): 0 | 2 {
  const write = graphWriter(flags.format);
  const { report, graph } = runLint(inputs, {
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    environment: flags.environment,
    region: flags.region,
    vpcDomains: flags.vpcDomain,
    now: timeOf(flags.now),
    root: flags.root,
    settings: flags.settings,
    allKeys: flags.allKeys,
    draw: true,
    ...(flags.findings ? {} : { skip: ["*"] }),
  });
  const exitCode = printUnchecked(report, terminal);
  if (graph && flags.out === undefined) terminal.out(write(graph));
  else if (graph && flags.out !== undefined) {
    const { cwd } = terminal;
    writeNamed({ option: "--out", file: flags.out, cwd }, write(graph), inputFiles(inputs, cwd));
  }
  return exitCode;
}

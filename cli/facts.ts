import { Command } from "commander";
import { runLint } from "../linter/run/lint";
import { collect } from "./repeatable";
import type { Terminal } from "./terminal";
import { timeOf } from "./time";
import { printUnchecked } from "./unchecked";

interface Flags {
  readonly environment?: string;
  readonly region?: string;
  readonly now?: string;
  readonly root?: string;
  readonly varFile?: readonly string[];
  readonly allKeys?: boolean;
  readonly settings?: string;
}

/** `emr-encryption facts`: prints the rows that rules see. */
export function factsCommand(terminal: Terminal): Command {
  return new Command("emr-encryption facts")
    .description(
      "print the facts that rules evaluate, as JSON: one object of schemas/facts.schema.json, or a list of them for several inputs",
    )
    .argument("[inputs...]", "the same as for lint")
    .option("--environment <name>", "every environment except development is treated as production")
    .option("--region <region>", "Region of the cluster")
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--root <dir>", "folder with the sources of a plan and the files that it names")
    .option("--var-file <file>", "file with values of variables (*.tfvars); repeatable", collect)
    .option("--all-keys", "also print KMS keys that no EMR resource refers to")
    .option(
      "--settings <file>",
      "settings file (default: emr-encryption.config.{json,yaml,yml} in this folder or above)",
    )
    .action((inputs: string[], flags: Flags) => {
      terminal.exitCode = run(inputs, flags, terminal);
    });
}

function run(inputs: readonly string[], flags: Flags, terminal: Terminal): number {
  const { report, facts = [] } = runLint(inputs, {
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    environment: flags.environment,
    region: flags.region,
    now: timeOf(flags.now),
    root: flags.root,
    varFiles: flags.varFile,
    allKeys: flags.allKeys,
    settings: flags.settings,
    facts: true,
  });
  const [only, ...others] = facts;
  const printed = only && others.length === 0 ? only.facts : facts;
  terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  return printUnchecked(report, terminal);
}

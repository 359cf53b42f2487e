import { Command } from "commander";
import { runLint } from "../linter/run/lint";
import { collect, ENVIRONMENT, type InputFlags, inputOptions, SETTINGS } from "./options";
import type { Terminal } from "./terminal";
import { printUnchecked } from "./unchecked";

interface Flags extends InputFlags {
  readonly settings?: string;
}

/** `emr-encryption facts`: prints the rows that rules see. */
export function factsCommand(terminal: Terminal): Command {
  return new Command("emr-encryption facts")
    .description(
      "print the facts that rules evaluate, as JSON: one object of schemas/facts.schema.json, or a list of them for several inputs",
    )
    .argument("[inputs...]", "the same as for lint")
    .option(...ENVIRONMENT)
    .option("--region <region>", "Region of the cluster")
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--root <dir>", "folder with the sources of a plan and the files that it names")
    .option("--var-file <file>", "file with values of variables (*.tfvars); repeatable", collect)
    .option("--all-keys", "also print KMS keys that no EMR resource refers to")
    .option(...SETTINGS)
    .action((inputs: string[], flags: Flags) => {
      terminal.exitCode = run(inputs, flags, terminal);
    });
}

function run(inputs: readonly string[], flags: Flags, terminal: Terminal): number {
  const { settings } = flags;
  const { report, facts = [] } = runLint(inputs, { ...inputOptions(flags, terminal), settings, facts: true });
  const [only, ...others] = facts;
  const printed = only && others.length === 0 ? only.facts : facts;
  terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
  return printUnchecked(report, terminal);
}

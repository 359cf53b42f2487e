import { Command } from "commander";
import { runLint } from "../linter/run/lint";
import { collect } from "./repeatable";
import type { Terminal } from "./terminal";
import { timeOf } from "./time";

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
      "print the rows that rules see, as JSON: the object of schemas/facts.schema.json for one input, a list for several",
    )
    .argument("[inputs...]", "the same as for lint")
    .option("--environment <name>", "every environment except development is treated as production")
    .option("--region <region>", "Region of the cluster")
    .option("--now <time>", "time that certificates are compared with (RFC 3339)")
    .option("--root <dir>", "where relative paths of a plan are looked up, and its sources")
    .option("--var-file <file>", "values for the variables of a configuration (*.tfvars); repeatable", collect)
    .option("--all-keys", "KMS keys that no EMR resource refers to as well")
    .option("--settings <file>", "settings (default: emr-encryption.config.{json,yaml,yml} here or above)")
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
  const unreadable = report.inputs.filter(({ error }) => error !== undefined);
  for (const { input, error } of unreadable) terminal.err(`emr-encryption: ${input}: ${error}\n`);
  return unreadable.length > 0 ? 2 : 0;
}

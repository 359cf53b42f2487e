import { relative } from "node:path";
import { Command } from "commander";
import { UsageError } from "../linter/errors";
import { printable } from "../linter/printable";
import { checkoutOf } from "../linter/read/guarded-files";
import { parseFormat, reporter, showsFingerprints, showsPicture } from "../linter/report";
import type { Report } from "../linter/report/finding";
import { type Run, runLint } from "../linter/run/lint";
import type { LintOptions, Progress } from "../linter/run/options";
import { inputFiles, writeNamed } from "../linter/run/write-report";
import { heapGrowth } from "./heap-growth";
import { collect, ENVIRONMENT, FAIL_ON, type InputFlags, inputOptions, parseThreshold } from "./options";
import { rulePageAddress } from "./rule-page";
import type { Terminal } from "./terminal";

type SameFlags =
  | "defaultRoots"
  | "settingsFrom"
  | "allowOutside"
  | "changed"
  | "against"
  | "baseline"
  | "writeBaseline";

interface Flags extends InputFlags, Pick<LintOptions, SameFlags> {
  readonly format?: readonly string[];
  readonly failOn?: string;
  readonly strict?: boolean | string;
  readonly policy?: readonly string[];
  /** A file, or `false` for `--no-settings`. */
  readonly settings?: string | boolean;
  readonly jobs?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** `emr-encryption lint`: checks inputs and writes the report in one or several formats. */
export function lintCommand(terminal: Terminal): Command {
  return new Command("emr-encryption lint")
    .description(
      "check plans, stacks and bundles (default input: cdktf.out if it exists and this folder has no Terraform files, else this folder)",
    )
    .argument(
      "[inputs...]",
      "a folder of Terraform, a plan or state as JSON, cdktf.out, a bundle, a glob, or - for standard input",
    )
    .option(...ENVIRONMENT)
    .option("--region <region>", "Region of the cluster")
    .option("--vpc-domain <domain>", "domain the certificate must cover; repeatable", collect)
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--default-roots <file>", "PEM file with the roots that the nodes' Java trusts by default")
    .option(
      "--format <name[=file]>",
      "text json sarif junit github gitlab markdown html; repeatable with =file (default: text, in GitHub Actions github)",
      collect,
    )
    .option("--fail-on <severity>", `${FAIL_ON} (default: error)`)
    .option("--strict [globs]", "fail if a rule is not evaluated; with globs, separated by commas, only these rules")
    .option("--root <dir>", "folder with the sources of a plan and the files that it names")
    .option("--var-file <file>", "file with values of variables (*.tfvars); repeatable", collect)
    .option("--all-keys", "also check KMS keys that no EMR resource refers to")
    .option("--policy <wasm>", "your own rules, compiled; repeatable", collect)
    .option("--rule <id>", "evaluate only these rules; repeatable, globs allowed", collect)
    .option("--skip <id>", "evaluate all rules except these; repeatable, globs allowed", collect)
    .option(
      "--settings <file>",
      "settings file (default: emr-encryption.config.{json,yaml,yml} in this folder or above, within the repository)",
    )
    .option("--no-settings", "ignore settings files")
    .option(
      "--settings-from <rev>",
      "read settings as they are in this git revision, such as the base of a pull request",
    )
    .option(
      "--allow-outside <dir>",
      "a folder outside of the checkout from which files may be read; repeatable",
      collect,
    )
    .option("--jobs <n>", "number of threads that check inputs (default: 1)")
    .option("--changed", "for plans: only findings that the plan introduces fail the run")
    .option(
      "--against <state>",
      "state or saved audit: report existing resources that no input contains, and what plans do to them",
    )
    .option("--baseline <file>", "findings in this file are known and do not fail the run; repeatable", collect)
    .option("--write-baseline <file>", "write the findings of this run as a baseline")
    .option("--quiet", "print only findings")
    .option("--verbose", "print findings of severity info, and every rule that is not evaluated")
    .option("--no-color", "print without colours")
    .addHelpText(
      "after",
      "\nExit code: 0 no findings at or above --fail-on, 1 findings, 2 something could not be checked.",
    )
    .action(async (inputs: string[], flags: Flags) => {
      const { strict, rest } = strictness(flags.strict);
      try {
        terminal.exitCode = await run([...rest, ...inputs], { ...flags, strict }, terminal);
      } finally {
        heapGrowth("fast");
      }
    });
}

/** `--strict plan.json` covers all rules: a value that is a path is the first input. Ids of rules have a dot or an asterisk. */
function strictness(strict: Flags["strict"]): { readonly strict?: boolean | string; readonly rest: readonly string[] } {
  if (typeof strict !== "string") return { ...(strict === undefined ? {} : { strict }), rest: [] };
  const isPath = /^[^.*]+$|^\.|[/\\]|\.(json|zip|tf|ya?ml|out)$/i.test(strict);
  return isPath ? { strict: true, rest: [strict] } : { strict, rest: [] };
}

async function run(inputs: readonly string[], flags: Flags, terminal: Terminal): Promise<number> {
  const formats = (flags.format ?? []).map(parseFormat);
  const streamed = formats.filter(({ file }) => file === undefined);
  if (streamed.length > 1) {
    throw new UsageError(
      `--format: ${streamed.map(({ format }) => format).join(" and ")} both go to standard output; write all but one to a file, as in --format sarif=out.sarif`,
    );
  }
  const linted = { ...options(flags, terminal), draw: showsPicture(formats), fingerprints: showsFingerprints(formats) };
  const result = await checkWithProgress(inputs, linted, flags.jobs, terminal);
  const written = {
    columns: terminal.columns,
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
    graph: result.graph,
    excerpts: result.excerpts,
    base: relative(checkoutOf(terminal.cwd), terminal.cwd),
  };
  for (const { format, file } of formats) {
    if (file === undefined) continue;
    writeNamed(
      { option: "--format", file, cwd: terminal.cwd },
      reporter(format)(result.report, { ...written, colour: false }),
      inputFiles(inputs, terminal.cwd),
    );
  }
  const format = streamed[0]?.format ?? (terminal.env.GITHUB_ACTIONS === "true" ? "github" : "text");
  const colour = terminal.colour && flags.color;
  const pageOf = terminal.links ? rulePageAddress : undefined;
  const text = reporter(format)(result.report, { ...written, colour, pageOf });
  terminal.out(text, format === "github" ? "commands" : undefined);
  complain(result.report, terminal);
  return result.exitCode;
}

/** Inputs that make a run long. */
const MANY = 10;

/** Shows the progress of a run that takes longer than a second, on a terminal. */
async function checkWithProgress(
  inputs: readonly string[],
  given: LintOptions,
  jobs: string | undefined,
  { progress }: Terminal,
): Promise<Run> {
  const started = Date.now();
  const show = ({ done, total, input }: Progress) => {
    if (total >= MANY) heapGrowth("small");
    if (Date.now() - started > 1000) progress?.(`checking ${done + 1} of ${total}: ${printable(input)}`);
  };
  const shown = { ...given, progress: show };
  try {
    return jobs === undefined ? runLint(inputs, shown) : await runInJobs(inputs, shown, jobs);
  } finally {
    progress?.("");
  }
}

function runInJobs(inputs: readonly string[], given: LintOptions, typed: string): Promise<Run> {
  const { MOST_JOBS, runLintInJobs } = require("../linter/run/jobs") as typeof import("../linter/run/jobs");
  const jobs = Number(typed);
  if (!/^\d{1,3}$/.test(typed) || jobs < 1 || jobs > MOST_JOBS) {
    throw new UsageError(`--jobs is '${typed}'; give a whole number from 1 to ${MOST_JOBS}`);
  }
  return runLintInJobs(inputs, { ...given, jobs });
}

function options(flags: Flags, terminal: Terminal): LintOptions {
  const { settings, settingsFrom, failOn, strict } = flags;
  if (settings === false && settingsFrom !== undefined) {
    throw new UsageError("--no-settings and --settings-from are not valid together; use one of them");
  }
  return {
    ...inputOptions(flags, terminal),
    defaultRoots: flags.defaultRoots,
    failOn: failOn === undefined ? undefined : parseThreshold(failOn),
    strict: typeof strict === "string" ? strict.split(",") : strict,
    policies: flags.policy,
    settings: typeof settings === "string" ? settings : undefined,
    noSettings: settings === false,
    settingsFrom,
    allowOutside: flags.allowOutside,
    changed: flags.changed,
    against: flags.against,
    baseline: flags.baseline,
    writeBaseline: flags.writeBaseline,
  };
}

/** Inputs that could not be read are reported on standard error as well, whatever the format. */
function complain(report: Report, terminal: Terminal): void {
  for (const { input, error } of report.inputs) {
    if (error !== undefined) terminal.err(`emr-encryption: ${printable(input)}: ${printable(error)}\n`);
  }
}

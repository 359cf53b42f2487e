import { basename, dirname, join, resolve } from "node:path";
import { Command } from "commander";
import type { AuditScope } from "../account/actions";
import type { Audit } from "../account/audit";
import type { Export } from "../account/known";
import { UsageError } from "../linter/errors";
import { parseFormat, reporter } from "../linter/report";
import type { Report } from "../linter/report/finding";
import type { LintOptions } from "../linter/run/options";
import { heapGrowth } from "./heap-growth";
import {
  collect,
  ENVIRONMENT,
  FAIL_ON,
  type InputFlags,
  inputOptions,
  parseThreshold,
  SETTINGS,
  timeOf,
} from "./options";
import type { Terminal } from "./terminal";

type SameFlags = "settings" | "baseline" | "writeBaseline";

interface Flags extends Omit<InputFlags, "region">, AuditScope, Pick<LintOptions, SameFlags> {
  readonly profile?: string;
  readonly assumeRole?: string;
  readonly region?: readonly string[];
  readonly recentDays: string;
  readonly save?: string;
  readonly export?: string;
  readonly policy?: boolean;
  readonly format?: readonly string[];
  readonly failOn?: string;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** `emr-encryption audit`: checks what an account contains. */
export function auditCommand(terminal: Terminal): Command {
  return new Command("emr-encryption audit")
    .description("check the security configurations, clusters, keys, roles, buckets and bundles of an AWS account")
    .option("--profile <name>", "profile of the AWS configuration")
    .option("--assume-role <arn>", "role to assume")
    .option("--region <region>", "Region to read; repeatable (default: AWS_REGION or the profile's)", collect)
    .option("--all-keys", "also check KMS keys that no EMR resource refers to")
    .option("--network", "also read subnets, routes, endpoints and DHCP options of clusters")
    .option("--bundles", "also download certificate bundles, to memory only")
    .option("--recent-days <days>", "also read clusters that ended within this many days", "14")
    .option("--save <file>", "write the result as an input for lint; it contains no secrets")
    .option(
      "--export <file>",
      "write declarations for the settings (known:), so that plans are checked against the account",
    )
    .option("--policy", "print the IAM policy that the audit needs, and exit")
    .option(...ENVIRONMENT)
    .option(...SETTINGS)
    .option("--rule <id>", "evaluate only these rules; repeatable, globs allowed", collect)
    .option("--skip <id>", "evaluate all rules except these; repeatable, globs allowed", collect)
    .option("--baseline <file>", "findings in this file are known and do not fail the run; repeatable", collect)
    .option("--write-baseline <file>", "write the findings of this run as a baseline")
    .option("--format <name[=file]>", "as for lint; repeatable with =file", collect)
    .option("--fail-on <severity>", `${FAIL_ON} (default: error)`)
    .option("--strict", "fail if a rule is not evaluated")
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .option("--quiet", "print only findings")
    .option(
      "--verbose",
      "print findings of severity info, every rule that is not evaluated, and the number of requests",
    )
    .option("--no-color", "print without colours")
    .addHelpText(
      "after",
      "\nExit code: 0 no findings at or above --fail-on, 1 findings, 2 the account could not be read completely.",
    )
    .action((flags: Flags) => run(flags, terminal));
}

async function run(flags: Flags, terminal: Terminal): Promise<void> {
  if (flags.policy) {
    const { auditPolicy } = require("../account/actions") as typeof import("../account/actions");
    terminal.out(auditPolicy(flags));
    return;
  }
  heapGrowth("small");
  const formats = (flags.format ?? []).map(parseFormat);
  const at = timeOf(flags.now);
  const audit = await readAccount(flags, at, terminal);
  if (flags.verbose) terminal.err(requestsLine(audit));
  const { auditDocument } = require("../account/document") as typeof import("../account/document");
  if (flags.save !== undefined) write(flags.save, "--save", auditDocument(audit, { sidecars: true }), terminal);
  if (flags.export !== undefined) {
    const { knownDeclarations } = require("../account/known") as typeof import("../account/known");
    exportKnown(flags.export, (folder) => knownDeclarations(audit, folder), terminal);
  }
  const result = lintAudit(audit, at, flags, terminal);
  printReports(result.report, formats, flags, terminal);
  terminal.exitCode = result.exitCode;
  if (!audit.whole) {
    const reasons = new Set(audit.unseen.filter(({ denied }) => !denied).map(({ reason }) => reason));
    terminal.err(`emr-encryption: the account was not read completely: ${[...reasons].join("; ")}\n`);
  }
}

function lintAudit(audit: Audit, now: Date, { region: _, ...flags }: Flags, terminal: Terminal) {
  const { auditDocument } = require("../account/document") as typeof import("../account/document");
  const { runLint } = require("../linter/run/lint") as typeof import("../linter/run/lint");
  const name = `account ${audit.account}`;
  const contents = new Map<string, Uint8Array>([[name, Buffer.from(auditDocument(audit, { sidecars: false }))]]);
  for (const { bundles } of audit.regions) {
    for (const { name: object, bytes } of bundles) contents.set(`s3://${object}`, bytes);
  }
  return runLint([...contents.keys()], {
    ...inputOptions(flags, terminal),
    contents,
    now,
    settings: flags.settings,
    baseline: flags.baseline,
    writeBaseline: flags.writeBaseline,
    strict: flags.strict,
    failOn: flags.failOn === undefined ? undefined : parseThreshold(flags.failOn),
  });
}

function printReports(
  report: Report,
  formats: readonly ReturnType<typeof parseFormat>[],
  flags: Flags,
  terminal: Terminal,
): void {
  const options = { columns: terminal.columns, quiet: flags.quiet ?? false, verbose: flags.verbose ?? false };
  for (const { format, file } of formats) {
    const text = reporter(format)(report, { ...options, colour: false });
    if (file !== undefined) write(file, "--format", text, terminal);
  }
  const streamed = formats.find(({ file }) => file === undefined)?.format ?? "text";
  terminal.out(reporter(streamed)(report, { ...options, colour: terminal.colour && flags.color }));
}

async function readAccount(flags: Flags, at: Date, terminal: Terminal): Promise<Audit> {
  const { AwsClients } = require("../account/client") as typeof import("../account/client");
  const { AccountError } = require("../account/errors") as typeof import("../account/errors");
  const { auditAccount } = require("../account/audit") as typeof import("../account/audit");
  const interrupted = new AbortController();
  const stop = () => interrupted.abort();
  process.once("SIGINT", stop);
  const clients = new AwsClients(flags, interrupted.signal);
  const progress = terminal.progress;
  try {
    const regions = flags.region ?? [await clients.defaultRegion()];
    for (const region of regions) requireRegion(region);
    return await auditAccount(clients.send, {
      regions: [...new Set(regions)],
      at,
      recentDays: parseDays(flags.recentDays),
      allKeys: flags.allKeys,
      network: flags.network,
      bundles: flags.bundles,
      signal: interrupted.signal,
      ...(progress && { onProgress: (count) => progress(`${count} resources read`) }),
    });
  } catch (error) {
    if (error instanceof AccountError) throw new UsageError(error.message);
    throw error;
  } finally {
    progress?.("");
    process.removeListener("SIGINT", stop);
    clients.destroy();
  }
}

function requireRegion(region: string): void {
  const { isRegion } = require("../formats/vpc-domain") as typeof import("../formats/vpc-domain");
  if (isRegion(region)) return;
  throw new UsageError(`--region is '${region}', which is not the name of a Region; write it like us-west-2`);
}

function parseDays(text: string): number {
  const days = Number(text);
  if (/^\d{1,3}$/.test(text) && days <= 365) return days;
  throw new UsageError(`--recent-days is '${text}'; give a whole number of days from 0 to 365`);
}

/** The declarations, and beside them a folder of the key policies that they name. */
function exportKnown(file: string, made: (folder: string) => Export, terminal: Terminal): void {
  const folder = `${basename(file).replace(/\.ya?ml$/, "")}-policies`;
  const { yaml, policies } = made(folder);
  if (policies.size > 0) {
    const beside = resolve(terminal.cwd, dirname(file), folder);
    const { makeFolder, writeProblem } =
      require("../linter/run/write-report") as typeof import("../linter/run/write-report");
    try {
      makeFolder(beside);
    } catch (error) {
      throw new UsageError(
        `--export: the folder '${beside}' cannot be created: ${writeProblem(error)}`,
        "unwritable-output",
      );
    }
  }
  for (const [name, policy] of policies) write(join(dirname(file), name), "--export", `${policy}\n`, terminal);
  write(file, "--export", yaml, terminal);
}

function requestsLine({ requests }: Audit): string {
  const rows = Object.entries(requests).map(([operation, count]) => `${operation} ${count}`);
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  return `emr-encryption: ${total} requests: ${rows.join(", ")}\n`;
}

function write(file: string, option: string, text: string, { cwd }: Terminal): void {
  const { writeNamed } = require("../linter/run/write-report") as typeof import("../linter/run/write-report");
  writeNamed({ option, file, cwd }, text);
}

import { Argument, Command } from "commander";
import { UsageError } from "../../linter/errors";
import { printable } from "../../linter/printable";
import { timeOf } from "../options";
import type { Terminal } from "../terminal";
import { path } from "./arguments";
import { inspectAll } from "./inspect";

/** `certs expiring`: exit code 1 if a certificate expires within the given time. */
export function expiringCommand(terminal: Terminal): Command {
  return new Command("expiring")
    .description("exit with 1 if a certificate expires within the given time")
    .addArgument(
      new Argument("[inputs...]", "zips, PEM files, sidecars, or folders searched for them").default(
        ["."],
        "this folder",
      ),
    )
    .requiredOption("--within <time>", "days or weeks, such as 60d or 8w")
    .option("--now <time>", "evaluate as of this RFC 3339 time")
    .action((inputs: string[], flags: { readonly within: string; readonly now?: string }) =>
      run(inputs, withinDays(flags.within), timeOf(flags.now), terminal),
    );
}

function withinDays(text: string): number {
  const [, count, unit] = /^(\d{1,4})(d|w)?$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`--within is '${text}'; days or weeks are required, such as 60d or 8w`);
  return Number(count) * (unit === "w" ? 7 : 1);
}

function run(inputs: readonly string[], days: number, now: Date, terminal: Terminal): void {
  const { inspect } = require("../../certificates/inspect") as typeof import("../../certificates/inspect");
  const { findMaterial } = require("../../certificates/material") as typeof import("../../certificates/material");
  const found = inspectAll(inputs, (input) => findMaterial(path(input, terminal)), terminal).flat();
  const looked = inspectAll(found, (input) => inspect(input, input, now), terminal);
  const ends = looked
    .flatMap(({ input, certificates }) => certificates.map((certificate) => ({ input, ...certificate })))
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter) || one.input.localeCompare(other.input));
  const soon = ends.filter(({ daysLeft }) => daysLeft < days);
  for (const { input, within, subject, notAfter, daysLeft } of soon) {
    const when = daysLeft < 0 ? `ended ${-daysLeft} days ago` : `in ${daysLeft} days`;
    terminal.out(`${printable(`${notAfter.slice(0, 10)}  ${when}  ${subject}  ${input}: ${within}`)}\n`);
  }
  terminal.out(
    `${soon.length} of ${ends.length} certificates in ${looked.length} ${looked.length === 1 ? "input" : "inputs"} end within ${days} days\n`,
  );
  for (const { input, unread } of looked) {
    for (const problem of unread) terminal.err(`emr-encryption: '${input}' was not read completely: ${problem}\n`);
    if (unread.length > 0) terminal.exitCode = 2;
  }
  if (soon.length > 0 && terminal.exitCode === 0) terminal.exitCode = 1;
}

import { printable } from "../linter/printable";
import { main } from "./main";
import { processTerminal } from "./terminal";

/** Runs the command line of this process. */
export function run(): void {
  const terminal = processTerminal();
  // Node writes warnings to standard error as they are, and those of libraries may quote a file.
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) =>
    terminal.err(`${printable(`${name}: ${message}`)}
`),
  );
  // Everything is written. Node would run what V8 has put off, such as collecting garbage, before it ends by itself.
  main(process.argv.slice(2), terminal).then((code) => process.exit(code));
}

/** The linter as a library. The package has its code once, in the file that is built from this one. */
export function linter(): typeof import("../linter") {
  return require("../linter");
}

/** A thread of `lint --jobs`. */
export function runJobThread(): void {
  (require("../linter/run/job-thread") as typeof import("../linter/run/job-thread")).runJobThread();
}

import { main } from "./main";
import { processTerminal } from "./terminal";

/** Runs the command line of this process. */
export function run(): void {
  main(process.argv.slice(2), processTerminal()).then((code) => {
    process.exitCode = code;
  });
}

/** The linter as a library. The package has its code once, in the file that is built from this one. */
export function linter(): typeof import("../linter") {
  return require("../linter");
}

/** A thread of `lint --jobs`. */
export function runJobThread(): void {
  (require("../linter/run/job-thread") as typeof import("../linter/run/job-thread")).runJobThread();
}

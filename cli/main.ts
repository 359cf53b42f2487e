import type { Command } from "commander";
import { UsageError } from "../linter/errors";
import { packageVersion } from "../linter/package";
import { safeTerminal, type Terminal } from "./terminal";

/** One row per command; its file is loaded only when it is asked for. */
const commands: { readonly [name: string]: readonly [summary: string, load: () => (terminal: Terminal) => Command] } = {
  lint: ["check plans, stacks and bundles", () => require("./lint").lintCommand],
  graph: [
    "draw keys, roles, configurations, bundles and clusters: svg, mermaid, dot, json",
    () => require("./graph").graphCommand,
  ],
  facts: ["print the facts that rules evaluate, as JSON", () => require("./facts").factsCommand],
  rules: ["list the rules, or explain one", () => require("./rules").rulesCommand],
  certs: ["create, sign, bundle, publish and inspect certificates", () => require("./certs").certsCommand],
  keys: ["print and explain permissions of roles on KMS keys", () => require("./keys").keysCommand],
  convert: ["print the TypeScript for an existing security configuration", () => require("./convert").convertCommand],
  audit: ["check the EMR encryption resources of an AWS account", () => require("./audit").auditCommand],
  init: ["create a project", () => require("./init").initCommand],
  prove: ["compare live TLS endpoints with a certificate bundle", () => require("./prove").proveCommand],
};

/** Runs one command line and returns its exit code: 0 clean, 1 findings, 2 could not do the work. */
export async function main(args: readonly string[], given: Terminal): Promise<number> {
  const terminal = safeTerminal(given);
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal.out(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-V") {
    terminal.out(`${packageVersion()}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    terminal.err(`emr-encryption: unknown command '${name}'; commands: ${Object.keys(commands).join(", ")}\n`);
    return 2;
  }
  const [, load] = entry;
  const command = load()(terminal);
  prepare(command, terminal);
  try {
    await command.parseAsync(rest, { from: "user" });
  } catch (error) {
    return failure(error, terminal);
  }
  return terminal.exitCode;
}

/** Makes commander throw instead of exit, write to the given terminal, and show required options in the usage. */
function prepare(command: Command, terminal: Terminal): void {
  const required = command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags);
  if (required.length > 0) command.usage([...required, command.usage()].join(" "));
  command.exitOverride().configureOutput({
    writeOut: terminal.out,
    writeErr: (text) => terminal.err(text.replace(/^error: /, "emr-encryption: ").replace("\n(Did", " (did"), "lines"),
  });
  for (const subcommand of command.commands) prepare(subcommand, terminal);
}

function failure(error: unknown, terminal: Terminal): number {
  if (!(error instanceof Error)) throw error;
  if ("exitCode" in error && "code" in error && String(error.code).startsWith("commander.")) {
    return error.exitCode === 0 ? 0 : 2;
  }
  terminal.err(`emr-encryption: ${error instanceof UsageError ? error.message.split("\n")[0] : unexpected(error)}\n`);
  if (terminal.env.EMR_ENCRYPTION_DEBUG) terminal.err(`${error.stack}\n`, "lines");
  return 2;
}

/** The message of the error may quote a file. */
function unexpected(error: Error): string {
  const { name, code } = error as NodeJS.ErrnoException;
  return `unexpected failure: ${code ?? name}; please report it, with what EMR_ENCRYPTION_DEBUG=1 prints`;
}

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const rows = Object.entries(commands).map(([name, [summary]]) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `usage: emr-encryption <command> [options]\n\n${rows.join("")}\n  <command> --help lists its options; --version prints the version\n`;
}

import { Command } from "commander";
import { bundleCommand } from "./certs/bundle";
import { developmentCommand } from "./certs/development";
import { expiringCommand } from "./certs/expiring";
import { inspectCommand } from "./certs/inspect";
import { issueCommand } from "./certs/issue";
import { publishCommand } from "./certs/publish";
import { requestCommand } from "./certs/request";
import type { Terminal } from "./terminal";

const subcommands = [
  developmentCommand,
  requestCommand,
  issueCommand,
  bundleCommand,
  publishCommand,
  inspectCommand,
  expiringCommand,
];

/** `emr-encryption certs`: one file per command under it; what makes, signs and uploads is loaded when it is used. */
export function certsCommand(terminal: Terminal): Command {
  const command = new Command("emr-encryption certs").description(
    "create, sign, bundle, publish and inspect certificates for EMR",
  );
  for (const subcommand of subcommands) command.addCommand(subcommand(terminal));
  return command;
}

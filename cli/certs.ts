import { Command } from "commander";
import { developmentCommand } from "./certs/development";
import { expiringCommand } from "./certs/expiring";
import { inspectCommand } from "./certs/inspect";
import { requestCommand } from "./certs/request";
import type { Terminal } from "./terminal";

/** `emr-encryption certs`: one file per command under it; what makes and signs is loaded when it is used. */
export function certsCommand(terminal: Terminal): Command {
  const command = new Command("emr-encryption certs").description(
    "make, sign, bundle, publish and inspect what EMR downloads",
  );
  for (const make of [developmentCommand, requestCommand, inspectCommand, expiringCommand])
    command.addCommand(make(terminal));
  return command;
}

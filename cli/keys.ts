import { Command } from "commander";
import { explainCommand } from "./keys/explain";
import { statementCommand } from "./keys/statement";
import type { Terminal } from "./terminal";

/** `emr-encryption keys`: the rights that roles have on KMS keys. */
export function keysCommand(terminal: Terminal): Command {
  return new Command("emr-encryption keys")
    .description("print and explain permissions of roles on KMS keys")
    .addCommand(statementCommand(terminal))
    .addCommand(explainCommand(terminal));
}

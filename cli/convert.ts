import { basename } from "node:path";
import { Command } from "commander";
import type { SecurityConfigurationDocument } from "../formats/security-configuration";
import { readSecuritySettings, walkSecurityConfiguration } from "../formats/security-configuration";
import { UsageError } from "../linter/errors";
import type { Converted } from "./convert/typescript";
import type { Terminal } from "./terminal";

interface Flags {
  readonly cdktn?: boolean;
  readonly profile?: string;
  readonly region?: string;
}

/** `convert`: prints the TypeScript for an existing security configuration. */
export function convertCommand(terminal: Terminal): Command {
  return new Command("emr-encryption convert")
    .description("print the TypeScript that creates an existing security configuration with the constructs")
    .argument(
      "<source>",
      "JSON document, output of describe-security-configuration, plan or Terraform files; or in an AWS account, the name of a configuration, or the id or ARN of a cluster",
    )
    .option("--cdktn", "print code for CDK Terrain")
    .option("--region <region>", "Region of a name in the account (default: AWS_REGION)")
    .option("--profile <name>", "profile of the AWS configuration, for a name in the account")
    .action((source: string, flags: Flags) => run(source, flags, terminal));
}

async function run(source: string, flags: Flags, terminal: Terminal): Promise<void> {
  const { renderTypeScript } = require("./convert/typescript") as typeof import("./convert/typescript");
  const { documentsIn, describedDocument } = require("./convert/sources") as typeof import("./convert/sources");
  const found = documentsIn(source, terminal) ?? [await describedDocument(source, flags)];
  if (found.length === 0)
    throw new UsageError(`'${source}' contains no aws_emr_security_configuration`, "unreadable-input");
  const converted = found.map(
    ({ id, document, existing }): Converted => ({
      id,
      existing,
      settings: settingsOf(document, found.length === 1 ? source : `${source}: ${id}`),
    }),
  );
  terminal.out(renderTypeScript(converted, flags.cdktn ? "cdktf-emr-encryption/cdktn" : "cdktf-emr-encryption"));
}

function settingsOf(document: unknown, source: string) {
  const { describeProblem, withoutEchoes } =
    require("../formats/security-configuration") as typeof import("../formats/security-configuration");
  const [problem] = walkSecurityConfiguration(document);
  if (problem)
    throw new UsageError(
      `${basename(source)}: EMR would refuse this document: ${describeProblem(problem)}`,
      "unreadable-input",
    );
  try {
    return readSecuritySettings(withoutEchoes(document as SecurityConfigurationDocument));
  } catch (error) {
    throw new UsageError(
      `${basename(source)}: EMR would refuse this document: ${(error as Error).message}`,
      "unreadable-input",
    );
  }
}

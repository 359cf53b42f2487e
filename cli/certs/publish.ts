import { Command } from "commander";
import type { Terminal } from "../terminal";
import { type AwsFlags, awsOptions, expected, path } from "./arguments";

interface Flags extends AwsFlags {
  readonly kmsKey?: string;
  readonly force?: boolean;
  readonly allowWarnings?: boolean;
}

/** `certs publish`: uploads a bundle from where the private key lives, and writes the public sidecar. */
export function publishCommand(terminal: Terminal): Command {
  return awsOptions(new Command("publish"))
    .description(
      "upload a bundle with SSE-KMS, and write NAME.bundle.json beside it: all that Terraform and the linter need",
    )
    .argument("<zip>", "the bundle")
    .argument("<target>", "s3://bucket/key")
    .option("--kms-key <arn>", "KMS key of the object (default: the bucket's)")
    .option("--allow-warnings", "take a bucket without versions or public access block")
    .option("--force", "replace another object that is there")
    .action((zip: string, target: string, flags: Flags) => expected(() => run(zip, target, flags, terminal)));
}

async function run(typed: string, target: string, flags: Flags, terminal: Terminal): Promise<void> {
  const { readFile } = require("../../certificates/material") as typeof import("../../certificates/material");
  const { publishBundle } = require("../../certificates/publish") as typeof import("../../certificates/publish");
  const { replaceFile } = require("../../certificates/folder") as typeof import("../../certificates/folder");
  const zip = path(typed, terminal);
  const { uploaded, object, sidecar, warnings } = await publishBundle({
    ...flags,
    zip: readFile(zip),
    path: zip,
    target,
    force: flags.force === true,
    allowWarnings: flags.allowWarnings === true,
  });
  const beside = `${zip.replace(/\.zip$/i, "")}.bundle.json`;
  replaceFile(beside, sidecar, { secret: false, replace: true });
  for (const warning of warnings) terminal.err(`emr-encryption: warning: ${warning}\n`);
  const version = object.versionId === undefined ? "" : `, version ${object.versionId}`;
  terminal.out(
    `${[
      uploaded ? `uploaded ${zip} to ${target}${version}` : `${target} holds this bundle already${version}`,
      `  in ${object.region}, encrypted with ${object.kmsKey ?? "the KMS key of S3"}`,
      `  ${beside}: certificates and hashes, nothing private; commit it`,
      "",
      "next: CertificateBundle.fromObject takes bucket, key and this file; emr-encryption lint reads it too",
    ].join("\n")}\n`,
  );
}

import { Command } from "commander";
import type { Terminal } from "../terminal";
import { type AwsFlags, awsOptions, path } from "./arguments";
import { bundlePasses, type CheckFlags, checkOptions } from "./check-bundle";

interface Flags extends AwsFlags, CheckFlags {
  readonly kmsKey?: string;
  readonly sidecar?: string;
  readonly force?: boolean;
}

/** `certs publish`: checks a bundle, uploads it from where the private key is kept, and writes the public sidecar. */
export function publishCommand(terminal: Terminal): Command {
  return awsOptions(checkOptions(new Command("publish")))
    .description(
      "check a bundle, upload it with SSE-KMS, and write NAME.bundle.json beside it, which is all that Terraform and the linter need",
    )
    .argument("<zip>", "the bundle")
    .argument("<target>", "s3://bucket/key")
    .option("--kms-key <arn>", "KMS key of the object (default: the bucket's)")
    .option("--sidecar <file>", "where to write the sidecar (default: NAME.bundle.json beside the zip)")
    .option("--force", "replace an existing object and its sidecar; a sidecar of another object is never replaced")
    .action((zip: string, target: string, flags: Flags) => run(zip, target, flags, terminal));
}

async function run(typed: string, target: string, flags: Flags, terminal: Terminal): Promise<void> {
  const { readFile } = require("../../certificates/files") as typeof import("../../certificates/files");
  const { checkSidecar, publishBundle, usableBundle } =
    require("../../certificates/publish") as typeof import("../../certificates/publish");
  const { replaceFile } = require("../../certificates/folder") as typeof import("../../certificates/folder");
  const zip = path(typed, terminal);
  const beside = path(flags.sidecar ?? `${typed.replace(/\.zip$/i, "")}.bundle.json`, terminal);
  const bytes = readFile(zip);
  checkSidecar(beside, target);
  usableBundle({ zip: bytes, path: zip });
  const checked = { name: typed, refusal: `'${typed}' was not published` };
  if (!bundlePasses(bytes, checked, flags, terminal)) return;
  const { uploaded, object, sidecar, warnings } = await publishBundle({
    ...flags,
    zip: bytes,
    path: zip,
    target,
    force: flags.force === true,
    allowWarnings: flags.allowWarnings === true,
  });
  replaceFile(beside, sidecar, { secret: false, replace: true });
  for (const warning of warnings) terminal.err(`emr-encryption: warning: ${warning}\n`);
  const version = object.versionId === undefined ? "" : `, version ${object.versionId}`;
  terminal.out(
    `${[
      uploaded ? `uploaded ${zip} to ${target}${version}` : `${target} already is this bundle${version}`,
      `  in ${object.region}, encrypted with ${object.kmsKey ?? "the KMS key of S3"}`,
      `  ${beside}: certificates and hashes, nothing private; commit it`,
      "",
      `next: CertificateBundle.fromObject(this, "bundle", { sidecar: "${beside}" })`,
    ].join("\n")}\n`,
  );
}

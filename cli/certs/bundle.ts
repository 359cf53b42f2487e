import { Command } from "commander";
import type { AssembledBundle } from "../../certificates/bundle";
import type { Terminal } from "../terminal";
import { day, path } from "./arguments";
import { bundlePasses, type CheckFlags, checkOptions, checksNames } from "./check-bundle";

interface Flags extends CheckFlags {
  readonly privateKey: string;
  readonly certificateChain: string;
  readonly trustedCertificates?: string;
  readonly out: string;
  readonly force?: boolean;
}

/** `certs bundle`: checks, orders the chain, and writes the zip that EMR downloads. */
export function bundleCommand(terminal: Terminal): Command {
  return checkOptions(new Command("bundle"))
    .description(
      "check a private key and its certificates, order the chain, and write the zip; the same files give the same bytes",
    )
    .requiredOption("--private-key <file>", "private key that certs request created")
    .requiredOption("--certificate-chain <file>", "certificate and its issuers, in any order")
    .option("--trusted-certificates <file>", "root certificates that the nodes trust")
    .requiredOption("--out <zip>", "zip to write")
    .option("--force", "replace an existing zip")
    .action((flags: Flags) => run(flags, terminal));
}

function run(flags: Flags, terminal: Terminal): void {
  const { assembleBundle } = require("../../certificates/bundle") as typeof import("../../certificates/bundle");
  const { checkFile, replaceFile } = require("../../certificates/folder") as typeof import("../../certificates/folder");
  const { readFile } = require("../../certificates/files") as typeof import("../../certificates/files");
  const out = path(flags.out, terminal);
  const replace = flags.force === true;
  checkFile(out, replace);
  const source = (typed: string) => ({ path: typed, bytes: readFile(path(typed, terminal)) });
  const bundle = assembleBundle({
    privateKey: source(flags.privateKey),
    certificateChain: source(flags.certificateChain),
    ...(flags.trustedCertificates !== undefined && { trustedCertificates: source(flags.trustedCertificates) }),
  });
  const checked = { name: flags.out, refusal: `'${flags.out}' was not written` };
  if (!bundlePasses(bundle.zip, checked, flags, terminal)) return;
  replaceFile(out, bundle.zip, { secret: true, replace });
  terminal.out(written(flags.out, bundle, checksNames(flags, terminal)));
}

function written(out: string, { changes, names, notAfter }: AssembledBundle, namesChecked: boolean): string {
  return `${[
    `wrote ${out} for ${names.join(", ")}, until ${day(notAfter)}`,
    ...changes.map((change) => `  ${change}`),
    ...(namesChecked ? [] : ["  its names were not checked: give --region or --vpc-domain"]),
    "It contains the private key: keep it out of git.",
    "",
    `next: emr-encryption certs publish ${out} s3://<bucket>/<key>`,
  ].join("\n")}\n`;
}

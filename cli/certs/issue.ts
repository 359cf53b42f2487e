import { join } from "node:path";
import { Command } from "commander";
import type { Terminal } from "../terminal";
import { type AwsFlags, awsOptions, day, days, path } from "./arguments";

interface Flags extends AwsFlags {
  readonly acmPcaArn: string;
  readonly csr: string;
  readonly days: string;
  readonly out: string;
  readonly templateArn?: string;
  readonly signingAlgorithm?: string;
  readonly force?: boolean;
}

/** `certs issue`: has AWS Private CA sign a request. */
export function issueCommand(terminal: Terminal): Command {
  return awsOptions(new Command("issue"))
    .description("have AWS Private CA sign a request; the private key stays on this machine")
    .requiredOption("--acm-pca-arn <arn>", "the private CA")
    .requiredOption("--csr <file>", "request that certs request created")
    .requiredOption("--days <n>", "validity in days, at most that of the CA")
    .requiredOption("--out <dir>", "folder for certificateChain.pem and trustedCertificates.pem")
    .option("--template-arn <arn>", "template of AWS Private CA (default: EndEntityCertificate/V1)")
    .option("--signing-algorithm <name>", "such as SHA256WITHRSA (default: by the CA's key)")
    .option("--force", "replace existing certificates")
    .action((flags: Flags) => run(flags, terminal));
}

async function run(flags: Flags, terminal: Terminal): Promise<void> {
  const { readFile } = require("../../certificates/files") as typeof import("../../certificates/files");
  const { checkFile, replaceFile } = require("../../certificates/folder") as typeof import("../../certificates/folder");
  const { issueCertificate } = require("../../certificates/issue") as typeof import("../../certificates/issue");
  const folder = path(flags.out, terminal);
  const [chain, trusted] = [join(folder, "certificateChain.pem"), join(folder, "trustedCertificates.pem")];
  const replace = flags.force === true;
  for (const file of [chain, trusted]) checkFile(file, replace);
  const { certificateChain, trustedCertificates, names, notAfter, certificateArn } = await issueCertificate({
    ...flags,
    certificateAuthorityArn: flags.acmPcaArn,
    request: readFile(path(flags.csr, terminal)),
    path: flags.csr,
    days: days(flags.days),
    now: new Date(),
  });
  replaceFile(trusted, trustedCertificates, { secret: false, replace });
  replaceFile(chain, certificateChain, { secret: false, replace });
  terminal.out(
    `${[
      `AWS Private CA issued ${certificateArn}`,
      "",
      `  ${chain.padEnd(trusted.length + 2)}${names}, until ${day(notAfter)}`,
      `  ${trusted.padEnd(trusted.length + 2)}its root`,
      "",
      `next: emr-encryption certs bundle --private-key ${join(folder, "privateKey.pem")} --certificate-chain ${chain} --trusted-certificates ${trusted} --out <zip>`,
    ].join("\n")}\n`,
  );
}

import { join } from "node:path";
import { Command } from "commander";
import type { Terminal } from "../terminal";
import { type DomainFlags, domainOptions, domains, path, type SubjectFlags, subject, subjectOption } from "./arguments";

interface Flags extends DomainFlags, SubjectFlags {
  readonly out: string;
  readonly keyType: string;
  readonly force?: boolean;
}

/** `certs request`: a private key, and the request that a real CA signs. */
export function requestCommand(terminal: Terminal): Command {
  return subjectOption(domainOptions(new Command("request")))
    .description("create a private key and a certificate request (CSR) for a real CA")
    .option("--key-type <type>", "rsa2048, rsa3072, rsa4096, ec256 or ec384; AWS documents RSA only", "rsa3072")
    .requiredOption("--out <dir>", "folder to create")
    .option("--force", "replace an existing private key and request")
    .action((flags: Flags) => run(flags, terminal));
}

function run(flags: Flags, terminal: Terminal): void {
  const { requestFiles } = require("../../certificates/request") as typeof import("../../certificates/request");
  const { checkFolder, writeFolder } =
    require("../../certificates/folder") as typeof import("../../certificates/folder");
  const folder = path(flags.out, terminal);
  checkFolder(folder, ["privateKey.pem", "request.csr"], flags.force === true);
  const files = requestFiles({
    domains: domains(flags, terminal),
    keyType: flags.keyType,
    subject: subject(flags),
  });
  writeFolder(
    folder,
    {
      "privateKey.pem": { content: files["privateKey.pem"], private: true },
      "request.csr": { content: files["request.csr"], private: false },
    },
    flags.force === true,
  );
  const asked = domains(flags, terminal).map((domain) => ` --vpc-domain ${domain}`);
  const [key, csr] = [join(folder, "privateKey.pem"), join(folder, "request.csr")];
  terminal.out(
    `${[
      `created a private key and a request in ${folder}`,
      "",
      `  ${key.padEnd(key.length + 2)}${files.key}, readable only by you; it stays on this machine`,
      `  ${csr.padEnd(key.length + 2)}for ${files.names.join(", ")}: send this to your CA`,
      "",
      "next, with AWS Private CA:",
      `  emr-encryption certs issue --acm-pca-arn <arn> --csr ${csr} --days 365 --out ${folder}`,
      "next, with the chain and the root that your CA sent:",
      `  emr-encryption certs bundle --private-key ${key} --certificate-chain <file> --trusted-certificates <file>${asked.join("")} --out <zip>`,
    ].join("\n")}\n`,
  );
}

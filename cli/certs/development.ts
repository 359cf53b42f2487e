import { join } from "node:path";
import { Command } from "commander";
import type { DevelopmentBundle } from "../../certificates/generations";
import { DAY } from "../../formats/day";
import type { Terminal } from "../terminal";
import {
  type DomainFlags,
  day,
  days,
  domainOptions,
  domains,
  path,
  type SubjectFlags,
  subject,
  subjectOption,
  typedDomains,
} from "./arguments";

interface Flags extends DomainFlags, SubjectFlags {
  readonly out: string;
  readonly days?: string;
  readonly renew?: boolean;
  readonly force?: boolean;
}

/** `certs development`: a CA, a leaf and the zip for a proof of concept, made once. */
export function developmentCommand(terminal: Terminal): Command {
  return subjectOption(domainOptions(new Command("development")))
    .description("create a CA, a leaf certificate and the zip for a proof of concept; existing files are kept")
    .option("--out <dir>", "folder to create", "certs")
    .option("--days <n>", "validity in days, 1 to 90 (default: 90; with --renew, that of the previous certificate)")
    .option("--renew", "create the next generation beside the newest one; options that are not given are taken from it")
    .option("--force", "replace an existing bundle")
    .action((flags: Flags) => run(flags, terminal));
}

function run(flags: Flags, terminal: Terminal): void {
  const { developmentBundle } =
    require("../../certificates/generations") as typeof import("../../certificates/generations");
  const now = new Date();
  const bundle = developmentBundle({
    folder: path(flags.out, terminal),
    domains: typedDomains(flags),
    defaultDomains: domains(flags, terminal),
    ...(flags.days !== undefined && { days: days(flags.days) }),
    ...(flags.subject !== undefined && { subject: subject(flags) }),
    renew: flags.renew === true,
    force: flags.force === true,
    now,
  });
  terminal.out(bundle.made ? made(bundle) : kept(bundle, now));
}

function made(bundle: DevelopmentBundle): string {
  const { folder, bits, notAfter, ca, zipSha256, formerTrust } = bundle;
  const zip = join(folder, "development.zip");
  const rows = [
    ["privateKey.pem", `RSA ${bits}, readable only by you`],
    ["certificateChain.pem", `${bundle.names.join(", ")}, until ${day(notAfter)}`],
    ["trustedCertificates.pem", `${ca}${formerTrust > 0 ? `, and ${formerTrust} before it` : ""}`],
    ["development.zip", `the three for EMR, SHA-256 ${zipSha256.slice(0, 16)}…`],
  ].map(([name, says]) => `  ${join(folder, name ?? "").padEnd(folder.length + 26)}${says}`);
  return `${[
    `created a development bundle in ${folder}`,
    "",
    ...rows,
    "",
    "For a proof of concept: the CA signed only this certificate, and its private key was not saved. In production, use a real CA (certs request).",
    "Git ignores the folder; it contains a private key.",
    "",
    `next: emr-encryption lint ${zip} --environment development --vpc-domain ${bundle.names[0]?.slice(2)}`,
  ].join("\n")}\n`;
}

function kept({ folder, names, notAfter, newest }: DevelopmentBundle, now: Date): string {
  const left = Math.floor((notAfter.getTime() - now.getTime()) / DAY);
  const ends = left < 0 ? `ended on ${day(notAfter)}` : `until ${day(notAfter)}, ${left} days left`;
  const newer = newest === folder ? "" : `the newest generation is in ${newest}\n`;
  const hint = "--renew creates the next one beside it, --force replaces it";
  return `kept the development bundle in ${folder}: ${names.join(", ")}, ${ends}\n${newer}${hint}\n`;
}

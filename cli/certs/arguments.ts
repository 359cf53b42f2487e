import { resolve } from "node:path";
import type { Command } from "commander";
import { regionDomain } from "../../certificates/names";
import type { SubjectAttribute } from "../../certificates/subject";
import { UsageError } from "../../linter/errors";
import { collect } from "../options";
import type { Terminal } from "../terminal";

/** The nodes that a certificate is for. */
export interface DomainFlags {
  readonly region?: string;
  readonly vpcDomain?: readonly string[];
}

/** Adds `--region` and `--vpc-domain`. */
export function domainOptions(command: Command): Command {
  return command
    .option("--region <region>", "Region of the clusters (default: AWS_REGION)")
    .option("--vpc-domain <domain>", "domain of the nodes, if the VPC has its own; repeatable", collect);
}

/** Whose certificate it is. */
export interface SubjectFlags {
  readonly subject?: string;
}

/** Adds `--subject`. */
export function subjectOption(command: Command): Command {
  return command.option(
    "--subject <subject>",
    "subject without common name, such as /C=US/O=Example/OU=Data; the common name is the wildcard of the domain",
  );
}

/** The attributes that the flag gives; none without it. */
export function subject({ subject }: SubjectFlags): readonly SubjectAttribute[] {
  const { parseSubject } = require("../../certificates/subject") as typeof import("../../certificates/subject");
  return subject === undefined ? [] : parseSubject(subject);
}

/** The identity for calls to AWS. */
export interface AwsFlags {
  readonly profile?: string;
  readonly assumeRole?: string;
}

/** Adds `--profile` and `--assume-role`. */
export function awsOptions(command: Command): Command {
  return command
    .option("--profile <name>", "profile of the AWS configuration")
    .option("--assume-role <arn>", "role to assume");
}

/** The VPC domains that the flags give; none if they name neither a Region nor a domain. */
export function typedDomains({ region, vpcDomain = [] }: DomainFlags): readonly string[] {
  if (region !== undefined && vpcDomain.length > 0) {
    throw new UsageError("--region and --vpc-domain are not valid together; give only the domains of the nodes");
  }
  return region === undefined ? vpcDomain : [regionDomain(region)];
}

/** The same, else that of the environment's Region. */
export function domains(flags: DomainFlags, terminal: Terminal): readonly string[] {
  const typed = typedDomains(flags);
  const named = terminal.env.AWS_REGION ?? terminal.env.AWS_DEFAULT_REGION ?? "";
  return typed.length > 0 || named === "" ? typed : [regionDomain(named)];
}

/** A whole number of days as typed. */
export function days(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new UsageError(`--days is '${text}'; a whole number of days is required`);
}

/** A path as typed, or resolved where the terminal is in another folder than the process. */
export function path(typed: string, terminal: Terminal): string {
  return terminal.cwd === process.cwd() ? typed : resolve(terminal.cwd, typed);
}

/** A date as people of every country read it. */
export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

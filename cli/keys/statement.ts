import { resolve } from "node:path";
import { Command, Option } from "commander";
import {
  type KeyPurpose,
  keyPolicyLimit,
  keyPurposes,
  mergeStatements,
  principalProblem,
  purposeStatements,
  type WrittenPolicy,
} from "../../formats/key-policy";
import { UsageError } from "../../linter/errors";
import { FILE_LIMITS, GuardedFiles } from "../../linter/read/guarded-files";
import { readNamed } from "../../linter/read/refusal";
import { collect } from "../options";
import type { Terminal } from "../terminal";

interface Flags {
  readonly role: readonly string[];
  readonly purpose: readonly KeyPurpose[];
  readonly merge?: string;
}

/** `keys statement`: the statements that let roles use a key, alone or merged into a policy. */
export function statementCommand(terminal: Terminal): Command {
  return new Command("statement")
    .description("print the key-policy statements that let roles use a key, as a JSON list or merged into a policy")
    .requiredOption("--role <arn>", "ARN of the role; repeatable", collect)
    .addOption(purposeOption("use of the key; repeatable").makeOptionMandatory().argParser(collectPurpose))
    .option("--merge <file>", "key policy to merge them into; the whole policy is printed, without duplicates")
    .action((flags: Flags) => {
      const statements = statementsFor(flags);
      const printed = flags.merge === undefined ? statements : merged(flags.merge, statements, terminal);
      terminal.out(`${JSON.stringify(printed, null, 2)}\n`);
    });
}

const purposes = Object.keys(keyPurposes) as readonly KeyPurpose[];

/** `--purpose`, one of those that a key can have. */
export function purposeOption(description: string): Option {
  return new Option("--purpose <purpose>", `${description}: ${purposes.join(" ")}`);
}

/** Refuses an unknown purpose. */
export function parsePurpose(value: string): KeyPurpose {
  const purpose = purposes.find((one) => one === value);
  if (!purpose) throw new UsageError(`--purpose is '${value}'; give one of ${purposes.join(", ")}`);
  return purpose;
}

function collectPurpose(value: string, before: readonly KeyPurpose[] = []): readonly KeyPurpose[] {
  return [...before, parsePurpose(value)];
}

function statementsFor({ role, purpose }: Flags) {
  for (const arn of role) {
    const problem = principalProblem(arn);
    if (problem) throw new UsageError(`--role: ${problem}`);
    if (!/^arn:[^:]+:(iam|sts)::\d{12}:(role|assumed-role)\//.test(arn)) {
      throw new UsageError(`--role is '${arn}', which is not a role; write arn:aws:iam::111122223333:role/name`);
    }
  }
  const roles = [...new Set(role)].sort();
  return [...new Set(purpose)].flatMap((each) => purposeStatements(each, roles));
}

function merged(file: string, statements: ReturnType<typeof statementsFor>, terminal: Terminal): WrittenPolicy {
  const policy = mergeStatements(readPolicy(file, terminal), statements);
  const bytes = Buffer.byteLength(JSON.stringify(policy));
  if (bytes > keyPolicyLimit) {
    throw new UsageError(
      `--merge ${file}: the policy would be ${bytes} bytes long, but a key policy can have at most ${keyPolicyLimit}; name fewer roles, or use grants`,
    );
  }
  return policy;
}

function readPolicy(file: string, terminal: Terminal): WrittenPolicy {
  const text = file === "-" ? Buffer.from(terminal.stdin()).toString("utf8") : policyText(file, terminal);
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch {
    throw new UsageError(
      `--merge ${file} is not JSON; save it with: aws kms get-key-policy --key-id … --output text`,
      "unreadable-input",
    );
  }
  if (typeof policy !== "object" || policy === null || Array.isArray(policy) || !isStatements(policy)) {
    throw new UsageError(
      `--merge ${file} is not a key policy; an object with a list of statements, Statement, is required`,
    );
  }
  return policy as WrittenPolicy;
}

function policyText(file: string, { cwd }: Terminal): string {
  const path = resolve(cwd, file);
  const files = new GuardedFiles({ cwd });
  files.admit(path);
  return readNamed(`--merge ${file}:`, () => files.text(path, FILE_LIMITS.document));
}

function isStatements(policy: object): boolean {
  const statements: unknown = "Statement" in policy ? policy.Statement : undefined;
  const list = Array.isArray(statements) ? statements : [statements];
  return list.every((statement) => typeof statement === "object" && statement !== null && !Array.isArray(statement));
}

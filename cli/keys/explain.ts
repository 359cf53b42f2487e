import { resolve } from "node:path";
import { Command, Option } from "commander";
import type { KeyPurpose } from "../../formats/key-policy";
import type { Ground } from "../../linter/access/decide";
import type { Explanation } from "../../linter/access/explain";
import { UsageError } from "../../linter/errors";
import { answer, type KeyAnswer, type KeyQuestion, keysIn } from "../../linter/facts/key/may-use";
import { GuardedFiles } from "../../linter/read/guarded-files";
import { readInputs } from "../../linter/read/read";
import { enumeration, inputName, printable, wrap } from "../../linter/report/words";
import { readCatalogue } from "../../linter/rules/catalogue";
import { readSettings } from "../../linter/settings";
import { collect } from "../options";
import type { Terminal } from "../terminal";
import { parsePurpose, purposeOption } from "./statement";

interface Flags {
  readonly role: string;
  readonly key: string;
  readonly action?: readonly string[];
  readonly purpose?: KeyPurpose;
  readonly format: string;
  readonly settings?: string;
  readonly root?: string;
  readonly region?: string;
  readonly strict?: boolean;
}

/** Actions that are explained if none is given. */
const usualActions = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
  "kms:CreateGrant",
  "kms:PutKeyPolicy",
];

/** `keys explain`: whether a role may use a key, which statement decides it, and what is unknown. */
export function explainCommand(terminal: Terminal): Command {
  return new Command("explain")
    .description("explain whether a role may use a key, which statement decides it, and what is unknown")
    .argument("[inputs...]", "plan, state, cdktf.out or *.tf.json (default: as for lint)")
    .requiredOption("--role <arn>", "ARN, name or Terraform address of the role")
    .requiredOption("--key <key>", "Terraform address, ARN, id or alias of the key")
    .option(
      "--action <action>",
      "such as kms:Decrypt; repeatable (default: those that EMR needs, and kms:PutKeyPolicy)",
      collect,
    )
    .addOption(purposeOption("use of the key, which determines the service and the context of requests"))
    .addOption(new Option("--format <name>", "output format").choices(["text", "json"]).default("text"))
    .option("--settings <file>", "settings file that declares keys and roles outside of the input")
    .option("--root <dir>", "folder with the sources of a plan")
    .option("--region <region>", "Region of providers without one")
    .option("--strict", "also fail if the answer is unknown")
    .action((inputs: string[], flags: Flags) => {
      terminal.exitCode = run(inputs, flags, terminal);
    });
}

function run(inputs: readonly string[], flags: Flags, terminal: Terminal): 0 | 1 | 2 {
  const { cwd, stdin } = terminal;
  const files = new GuardedFiles({ cwd });
  for (const file of [flags.settings, flags.root]) if (file !== undefined) files.admit(resolve(cwd, file));
  const settings = readSettings({
    file: flags.settings,
    cwd,
    files,
    evaluatedAt: Date.now(),
    rules: () => readCatalogue(),
  });
  const read = readInputs(inputs, {
    cwd,
    stdin,
    files,
    root: flags.root,
    region: flags.region ?? settings.known?.region,
  });
  const question = questionOf(flags);
  const models = read.flatMap(({ model }) => model ?? []);
  const answers = models.flatMap((model) => answer(model, question, { settings, files }) ?? []);
  for (const { input, error } of read)
    if (error !== undefined) terminal.err(`emr-encryption: ${printable(input)}: ${printable(error)}\n`);
  const unreadable = read.some(({ error }) => error !== undefined);
  if (answers.length === 0) {
    if (unreadable) return 2;
    const keys = [...new Set(models.flatMap(keysIn))];
    const known =
      keys.length > 0 ? `KMS keys of the inputs: ${enumeration(keys, 8)}` : "the inputs contain no KMS keys";
    throw new UsageError(
      `--key ${flags.key} is neither in the inputs nor declared under known.keys with a policy; ${known}`,
    );
  }
  terminal.out(
    flags.format === "json"
      ? `${JSON.stringify(answers, null, 2)}\n`
      : answers.map((each) => text(each, terminal)).join("\n"),
  );
  if (unreadable) return 2;
  const decisions = answers.flatMap(({ actions }) => actions.map(({ decision }) => decision));
  return decisions.some((decision) => decision === "deny" || (flags.strict && decision === "unknown")) ? 1 : 0;
}

function questionOf({ role, key, action, purpose }: Flags): KeyQuestion {
  const actions = [...new Set(action ?? usualActions)].map((name) => (name.includes(":") ? name : `kms:${name}`));
  const strange = actions.find((name) => !/^kms:[a-z]+$/i.test(name));
  if (strange) throw new UsageError(`--action is '${strange}'; name an action of KMS, such as kms:Decrypt`);
  return { role, key, actions, ...(purpose ? { use: { purpose: parsePurpose(purpose) } } : {}) };
}

const verdicts = { allow: "yes", deny: "no", unknown: "unknown" } as const;

function text({ input, stack, key, role, actions }: KeyAnswer, { columns }: Terminal): string {
  const lines = (words: string) => wrap(words, columns, { indent: 6 });
  const width = Math.max(...actions.map(({ action }) => action.length));
  const head = `${printable(role)}\n  on ${printable(key)}\n  in ${printable(inputName({ input, stack }))}\n`;
  const body = actions.map((each) => {
    const said = reasons(each).map(lines).join("\n");
    return `\n  ${each.action.padEnd(width)}  ${verdicts[each.decision]}\n${said}\n`;
  });
  const unseen = enumeration([...new Set(actions.flatMap((each) => each.unseen))]);
  return `${head}${body.join("")}\n${wrap(`not in the input, and able to deny all of it: ${unseen}`, columns, { indent: 2 })}\n`;
}

function reasons({ decision, by, gaps, nearMisses, delegated }: Explanation): readonly string[] {
  if (decision === "allow") return by.map(allowing);
  if (by.some(({ role }) => role === "deny")) return by.map((ground) => `${statement(ground)} denies it`);
  const misses = nearMisses.map(
    (miss) => `${statement(miss)} allows it only where ${enumeration(miss.unmet)} holds, ${known(decision)}`,
  );
  const handed = delegated.map((ground) => `${statement(ground)} leaves it to the IAM policies of the account`);
  if (decision === "unknown") {
    const open = gaps.map(({ unknown, resolveWith }) => `${unknown}; to resolve it, ${resolveWith}`);
    return [...misses, ...handed, ...open];
  }
  const nothing =
    handed.length > 0 ? "no IAM policy of the role allows it" : "no statement of the key policy and no grant allows it";
  return [...misses, ...handed, nothing];
}

function known(decision: Explanation["decision"]): string {
  return decision === "unknown" ? "which is not known" : "which it does not";
}

function allowing(ground: Ground): string {
  switch (ground.role) {
    case "delegation":
      return `${statement(ground)} leaves it to the IAM policies of the account`;
    case "grant":
      return `the grant ${ground.where} allows it`;
    default:
      return `${statement(ground)} allows it`;
  }
}

function statement({ where, index, sid }: Ground): string {
  return `statement ${sid ? `'${sid}'` : (index ?? 0) + 1} of ${where}`;
}

/**
 * Runs the command line in this process on damaged and hostile inputs, and looks for a canary that only secrets hold: files outside of the checkout, `.git`, the
 * environment, private keys and sensitive values. `npm run fuzz:canary -- --runs 10000 --seed 1`.
 */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { main } from "../../cli/main";
import type { Terminal } from "../../cli/terminal";
import { UsageError } from "../../linter/errors";
import { requireResultForm } from "../../linter/rules/result-shape";

const CANARY = "CANARY7f3a9c1d";
const FORMATS = ["text", "json", "sarif", "junit", "github", "gitlab", "markdown", "html"];
const COMMANDS = [["lint"], ["lint"], ["lint"], ["facts"], ["graph", "--format", "mermaid"]];

/** A generator of numbers that gives the same ones for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Fuzz {
  private readonly random: () => number;
  readonly top = mkdtempSync(join(tmpdir(), "emr-encryption-canary-"));
  /** Where this process makes its temporary files. */
  private readonly temporary = join(this.top, "tmp");
  readonly found: string[] = [];
  readonly counts = new Map<string, number>();

  /** @param policy a compiled policy of a user */
  constructor(
    seed: number,
    private readonly policy: string | undefined,
  ) {
    this.random = randomOf(seed);
    mkdirSync(this.temporary);
    process.env.TMPDIR = this.temporary;
    this.write("secret.txt", CANARY);
    this.write("secret.json", JSON.stringify({ [CANARY]: CANARY }));
  }

  async run(at: number): Promise<void> {
    const family = this.pick(Object.keys(FAMILIES));
    this.counts.set(family, (this.counts.get(family) ?? 0) + 1);
    if (family === "results") return this.results();
    const cwd = join(this.top, `repository-${at}`);
    mkdirSync(join(cwd, ".git"), { recursive: true });
    writeFileSync(join(cwd, ".git/config"), CANARY);
    for (const [name, content] of Object.entries(FAMILIES[family]?.() ?? {})) this.place(cwd, name, content);
    const command = this.pick(COMMANDS);
    const format = command[0] === "lint" ? this.lintOptions(cwd) : [];
    await this.look(`${family} ${command[0]}`, cwd, [...command, ...format, "."]);
    rmSync(cwd, { recursive: true, force: true });
  }

  /** Formats on standard output and in files, a baseline, and a policy of the user that repeats what it sees. */
  private lintOptions(cwd: string): readonly string[] {
    const files = join(cwd, OUTPUT);
    mkdirSync(files);
    const inFile = this.pick(FORMATS);
    return [
      ...["--format", this.pick(FORMATS), "--format", `${inFile}=${join(files, inFile)}`],
      ...["--write-baseline", join(files, "baseline.json")],
      ...(this.policy !== undefined && this.random() < 0.5 ? ["--policy", this.policy] : []),
    ];
  }

  /** A file as it is, damaged, or a link out of the checkout in its place. */
  private place(cwd: string, name: string, content: string | Buffer): void {
    const path = join(cwd, name);
    mkdirSync(dirname(path), { recursive: true });
    const fate = this.random();
    if (fate < 0.05) symlinkSync(join(this.top, this.pick(["secret.txt", "secret.json"])), path);
    else writeFileSync(path, fate < 0.2 ? content : this.damaged(Buffer.from(content)));
  }

  private damaged(bytes: Buffer): Buffer {
    let result = bytes;
    for (let count = 1 + Math.floor(this.random() * 4); count > 0; count--) result = this.changed(result);
    return result;
  }

  private changed(bytes: Buffer): Buffer {
    const at = Math.floor(this.random() * bytes.length);
    const length = Math.floor(this.random() * 24);
    const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at + length)];
    return this.pick([
      () => Buffer.concat([head, tail]),
      () => Buffer.concat([head, Buffer.from(this.pick(SPLICES)), tail]),
      () => Buffer.concat([head, bytes.subarray(at, at + length), bytes.subarray(at)]),
      () => Buffer.concat([head, Buffer.from([Math.floor(this.random() * 256)]), bytes.subarray(at + 1)]),
      () => bytes.subarray(0, at),
    ])();
  }

  private async look(what: string, cwd: string, args: readonly string[]): Promise<void> {
    const printed: string[] = [];
    const terminal: Terminal = {
      out: (text) => printed.push(text),
      err: (text) => printed.push(text),
      stdin: () => Buffer.alloc(0),
      cwd,
      env: { SECRET: CANARY },
      colour: false,
      columns: 80,
      exitCode: 0,
    };
    const before = process.cpuUsage();
    const code = await main([...args, ...(args[0] === "lint" ? ["--now", "2026-11-28T12:00:00Z"] : [])], terminal);
    const used = process.cpuUsage(before);
    const text = printed.join("");
    if (/unexpected failure|fault of emr-encryption/.test(text)) this.keep(what, cwd, "it failed");
    if (![0, 1, 2].includes(code)) this.keep(what, cwd, `it ended with ${code}`);
    if (used.user + used.system > 10_000_000) this.keep(what, cwd, "it took more than 10 seconds");
    if (!isMarked(cwd)) return;
    if (text.includes(CANARY)) this.keep(what, cwd, "the canary was printed");
    for (const folder of [join(cwd, OUTPUT), this.temporary]) {
      if (filesIn(folder).some((file) => readFileSync(file, "latin1").includes(CANARY))) {
        this.keep(what, cwd, `the canary was written into ${folder}`);
      }
    }
  }

  /** Results of a user's policy: refused in a sentence, or in the right form. */
  private results(): void {
    let value: unknown;
    try {
      value = JSON.parse(this.damaged(Buffer.from(RESULT)).toString("latin1"));
    } catch {
      return;
    }
    try {
      requireResultForm(value, new Set(["config.not_json"]));
    } catch (error) {
      if (error instanceof UsageError && !error.message.includes(CANARY)) return;
      this.found.push(`results: ${error}`);
    }
  }

  /** Keeps what was found as a sentence with its files. */
  private keep(what: string, cwd: string, problem: string): void {
    const files = readdirSync(cwd, { recursive: true, encoding: "utf8" }).filter((name) => isFile(join(cwd, name)));
    this.found.push(
      `${what}: ${problem}: ${files.map((name) => `${name}=${readFileSync(join(cwd, name), "base64")}`)}`,
    );
  }

  private write(name: string, content: string): void {
    writeFileSync(join(this.top, name), content);
  }

  private pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.random() * items.length)] as T;
  }
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter(isFile);
}

/** Whether the call that makes a value sensitive survived the damage: without it, the value is one of many that are printed. */
function isMarked(cwd: string): boolean {
  const hcl = join(cwd, "main.tf");
  if (!isFile(hcl) || lstatSync(hcl).isSymbolicLink()) return true;
  const text = readFileSync(hcl, "latin1");
  return !text.includes(CANARY) || /\bsensitive\("[^"]*CANARY/.test(text) === /\("[^"]*CANARY/.test(text);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Folder of a checkout into which reports are written. */
const OUTPUT = "reports";

/** A user's rule that finds fault with every row and puts all of it into its message. */
const POLICY = `package lint

result := {"violated": violated, "unknown": [], "verdicts": []}

violated := [check |
	some kind, rows in input
	is_array(rows)
	some row in rows
	check := {
		"rule": "own.echo",
		"id": row.id,
		"title": "echo",
		"severity": "warning",
		"message": sprintf("%s %v", [kind, row]),
		"remedy": "none",
		"params": {"row": row},
	}
]
`;

/** Compiles the policy with OPA, where it is at hand. */
function ownPolicy(): string | undefined {
  const opa = process.env.OPA;
  if (opa === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-own-"));
  writeFileSync(join(folder, "own.rego"), POLICY);
  const bundle = join(folder, "own.tar.gz");
  execFileSync(opa, ["build", "-t", "wasm", "-e", "lint/result", "-o", bundle, join(folder, "own.rego")]);
  return bundle;
}

const SPLICES = [
  "${",
  '"',
  "{",
  "}",
  "\u0000",
  "\n",
  "../secret.txt",
  "/proc/self/environ",
  "\u001b[31m",
  "::error::",
  "-----BEGIN PRIVATE KEY-----",
  "[[[[",
  "null",
  "1e999",
  "EOT",
  "*/",
  "&a *a",
  "\ufeff",
];

/** The body of a private key, with the canary in it as base64 has letters. */
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC${CANARY}BKcwggSjAgEAAoIBAQ\n-----END PRIVATE KEY-----\n`;
const DOCUMENT = {
  EncryptionConfiguration: {
    EnableInTransitEncryption: true,
    EnableAtRestEncryption: true,
    InTransitEncryptionConfiguration: {
      TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: "s3://b/certs.zip" },
    },
    AtRestEncryptionConfiguration: {
      S3EncryptionConfiguration: { EncryptionMode: "SSE-KMS", AwsKmsKey: "arn:aws:kms:us-east-1:111122223333:key/1" },
    },
  },
};
const change = (type: string, after: object, hidden: object = {}) => ({
  address: `${type}.a`,
  mode: "managed",
  type,
  name: "a",
  change: { actions: ["create"], before: null, after, after_unknown: {}, after_sensitive: hidden },
});
const PLAN = JSON.stringify({
  format_version: "1.2",
  resource_changes: [
    change("aws_emr_security_configuration", { name: "a", configuration: JSON.stringify(DOCUMENT) }),
    change("aws_s3_object", { bucket: "b", key: "certs.zip", source: "../secret.txt", content: PRIVATE_KEY }),
    change(
      "aws_emr_cluster",
      { name: "a", kerberos_attributes: [{ kdc_admin_password: CANARY }] },
      { kerberos_attributes: true },
    ),
  ],
  configuration: { root_module: {} },
});
const HCL = `variable "password" {
  sensitive = true
  default   = "${CANARY}"
}
resource "aws_emr_security_configuration" "a" {
  name = sensitive("${CANARY}")
  configuration = jsonencode(${JSON.stringify(DOCUMENT)})
}
resource "aws_emr_cluster" "c" {
  name = file("../secret.txt")
  kerberos_attributes {
    kdc_admin_password = var.password
  }
}
`;
const SETTINGS = JSON.stringify({
  extends: ["./base.json"],
  severities: { "config.not_json": "off" },
  known: {
    additionalRoots: ["../secret.txt"],
    keys: { "arn:aws:kms:us-east-1:111122223333:key/1": { policy: "../secret.json" } },
  },
  waivers: [{ rule: "config.not_json", address: "*", reason: "x", expires: "2027-01-01" }],
});
const YAML = "severities:\n  config.not_json: off\nknown:\n  additionalRoots: [ ../secret.txt ]\n";
const RESULT = JSON.stringify({
  violated: [{ rule: "own.a", id: "x", path: ["a", 0], params: { a: CANARY }, message: CANARY }],
  unknown: [{ rule: "own.b", id: "y", violated: { gaps: [{ unknown: CANARY, resolveWith: "z" }] } }],
  verdicts: [["own.a", ["x"]]],
});
const STORED_ZIP = zipOf("privateKey.pem", PRIVATE_KEY);

const FAMILIES: { readonly [family: string]: () => { readonly [file: string]: string | Buffer } } = {
  plan: () => ({ "plan.json": PLAN }),
  settings: () => ({ "emr-encryption.config.json": SETTINGS, "base.json": "{}", "plan.json": PLAN }),
  yaml: () => ({ "emr-encryption.config.yaml": YAML, "plan.json": PLAN }),
  zip: () => ({ "certs.zip": STORED_ZIP, "plan.json": PLAN }),
  pem: () => ({ "certs/privateKey.pem": PRIVATE_KEY, "certs/certificateChain.pem": PRIVATE_KEY }),
  hcl: () => ({ "main.tf": HCL, "terraform.tfvars": `password = "${CANARY}"\n` }),
  results: () => ({}),
};

/** A zip of one stored file; its checksum is left for the reader to complain about. */
function zipOf(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const header = (signature: number, size: number) => {
    const bytes = Buffer.alloc(size);
    bytes.writeUInt32LE(signature);
    return bytes;
  };
  const local = header(0x04034b50, 30);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(data.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = header(0x02014b50, 46);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(data.length, 24);
  central.writeUInt16LE(name.length, 28);
  const start = local.length + name.length + data.length;
  const end = header(0x06054b50, 22);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + name.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([local, Buffer.from(name), data, central, Buffer.from(name), end]);
}

async function fuzz(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
  });
  const policy = ownPolicy();
  const fuzzed = new Fuzz(Number(values.seed), policy);
  for (let at = 0; at < Number(values.runs); at++) await fuzzed.run(at);
  rmSync(fuzzed.top, { recursive: true });
  const counts = [...fuzzed.counts].map(([family, count]) => `${family} ${count}`).join(", ");
  console.log(
    `${values.runs} runs (${counts}; ${policy ? "with" : "without OPA, so no"} policy of a user), seed ${values.seed}: ${fuzzed.found.length} found`,
  );
  for (const line of fuzzed.found.slice(0, 20)) console.log(line.slice(0, 2_000));
  process.exitCode = fuzzed.found.length > 0 ? 1 : 0;
}

void fuzz();

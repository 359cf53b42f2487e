import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { printable } from "../../linter/printable";

/** A word that only secrets contain: a file outside of the checkout, `.git`, the environment. */
export const CANARY = "CANARY7f3a9c1d";

/** Every format of a report. */
export const FORMATS = ["text", "github", "gitlab", "json", "sarif", "junit", "markdown", "html"] as const;

const binary = join(__dirname, "..", "..", "bin", "emr-encryption.js");
/** Writes the resources that the process used to a separate file descriptor when it ends. */
const PROBE = `process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  require("node:fs").writeSync(3, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 }));
});`;
const probe = join(mkdtempSync(join(tmpdir(), "emr-encryption-hostile-")), "probe.js");
writeFileSync(probe, PROBE);

/** A checkout with secrets around it. */
export interface Checkout {
  readonly top: string;
  readonly cwd: string;
  readonly temporary: string;
  path(name: string): string;
  write(files: { readonly [path: string]: string | Uint8Array }): void;
}

export function checkout(): Checkout {
  const top = mkdtempSync(join(tmpdir(), "emr-encryption-hostile-"));
  const cwd = join(top, "repository");
  const temporary = join(top, "tmp");
  const write = (files: { readonly [path: string]: string | Uint8Array }) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
  };
  mkdirSync(temporary, { recursive: true });
  write({
    ".git/config": `[http]\n\textraheader = ${CANARY}\n`,
    "../secret.txt": CANARY,
    "../secret.json": `{"${CANARY}": "${CANARY}"}`,
  });
  return { top, cwd, temporary, path: (name) => join(cwd, name), write };
}

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Runs the linter as a CI job does, and checks what is required of every run. */
export function run({ cwd, temporary }: Checkout, args: readonly string[]): Ran {
  const { status, stdout, stderr, output } = spawnSync(process.execPath, ["--require", probe, binary, ...args], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env.PATH, TMPDIR: temporary, SECRET: CANARY, HOME: dirname(cwd) },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    timeout: 60_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  const used = JSON.parse(output[3] || '{"seconds":60,"mebibytes":9999}');
  const kept = readdirSync(temporary, { recursive: true, encoding: "utf8" })
    .map((file) => join(temporary, file))
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"));
  const canaries = [stdout, stderr, ...kept].filter((text) => text.includes(CANARY)).length;
  tabulate([args.join(" "), status, used.seconds.toFixed(2), Math.round(used.mebibytes), canaries]);
  expect(stdout + stderr).not.toContain(CANARY);
  for (const text of kept) expect(text).not.toContain(CANARY);
  expect(stderr).not.toMatch(/^\s+at |unexpected failure/m);
  expect(stderr).not.toMatch(/^\s*::|##\[/m);
  expect(used.seconds).toBeLessThan(10);
  expect(used.mebibytes).toBeLessThan(512);
  worst.runs++;
  worst.seconds = Math.max(worst.seconds, used.seconds);
  worst.mebibytes = Math.max(worst.mebibytes, used.mebibytes);
  return { code: status, out: stdout, err: stderr, ...used };
}

const worst = { runs: 0, seconds: 0, mebibytes: 0 };

/** Prints what the runs of a test file used at most. */
afterAll(() => {
  const { runs, seconds, mebibytes } = worst;
  const file = basename(expect.getState().testPath ?? "");
  process.stdout.write(`${file}: ${runs} runs, at most ${seconds.toFixed(2)} s and ${Math.round(mebibytes)} MiB\n`);
});

/** With `HOSTILE_TABLE=FILE`, each run is a line of that file: test, command, exit code, seconds, MiB, outputs and files with a canary. */
function tabulate(cells: readonly (string | number | null)[]): void {
  const table = process.env.HOSTILE_TABLE;
  if (table === undefined) return;
  const row = [expect.getState().currentTestName, ...cells].map((cell) => printable(String(cell)).slice(0, 200));
  appendFileSync(table, `${row.join("\t")}\n`);
}

/** Lints with a JSON report, which has to parse wherever there is one. */
export function lint(place: Checkout, args: readonly string[]): Ran & { readonly report: HostileReport | undefined } {
  const ran = run(place, ["lint", "--format", "json", "--now", "2026-11-23T12:00:00Z", ...args]);
  const report = ran.out === "" ? undefined : JSON.parse(ran.out);
  if (report === undefined) expect(ran.code).toBe(2);
  return { ...ran, report };
}

export interface HostileReport {
  readonly inputs: readonly {
    readonly input: string;
    readonly status: string;
    readonly error?: string;
    readonly incomplete?: string;
  }[];
  readonly findings: readonly { readonly rule: string }[];
  readonly settings: { readonly files: readonly string[]; readonly off: readonly string[]; readonly failOn: string };
}

/** A plan with one mistake, so that a clean result shows that it was not checked. */
export function wrongPlan(after: object = { configuration: "{" }, more: readonly object[] = []): string {
  const change = (type: string, name: string, values: object) => ({
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    change: { actions: ["create"], before: null, after: values, after_unknown: {} },
  });
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: [change("aws_emr_security_configuration", "wrong", after), ...more],
    configuration: { root_module: {} },
  });
}

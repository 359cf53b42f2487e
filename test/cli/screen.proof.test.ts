import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The command line on a real terminal: a pseudo-terminal of the operating system, by Python, which we did not write. */

const binary = resolve("bin/emr-encryption.js");
const plan = resolve("test/fixtures/plans/json-syntax/plan.json");
const folder = mkdtempSync(join(tmpdir(), "screen-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Shown {
  readonly code: number | null;
  readonly text: string;
}

/** What a command writes on a terminal of so many columns, the escape character written as ␛. */
function onScreen(columns: number, args: readonly string[], environment: object = {}): Shown {
  const python = [resolve("test/cli/screen.py"), `${columns}`, process.execPath, binary, ...args];
  const { CI: _, NO_COLOR: __, FORCE_HYPERLINK: ___, ...inherited } = process.env;
  const env = { ...inherited, TERM: "xterm-256color", ...environment };
  const { status, stdout } = spawnSync("python3", python, { cwd: folder, env, encoding: "utf8" });
  return { code: status, text: stdout.replaceAll("\r\n", "\n").replaceAll("\u001b", "␛") };
}

const plain = (text: string) => text.replace(/␛\[[0-9;]*[mK]/g, "").replace(/␛\]8;;[^␛]*␛\\/g, "");

/** A word that is too long for the line is alone on it, at most behind its label. */
function isOneWord(line: string): boolean {
  return /^\s*(?:in |at |[a-z ]+: )?\S+$/.test(line);
}

test.each([20, 60, 80, 120, 200])(
  "at %d columns no line that can be wrapped is longer than the terminal",
  (columns) => {
    const { code, text } = onScreen(columns, ["lint", plan]);
    expect(code).toBe(1);
    expect(text).toContain("␛[");
    const lines = plain(text).split("\n");
    expect(lines.length).toBeGreaterThan(20);
    const headings = /^(?:\/|aws_|module\.|\s+(?:error|warning|info)\s)/;
    expect(lines.filter((line) => line.length > columns && !isOneWord(line) && !headings.test(line))).toEqual([]);
    expect(lines.filter((line) => line.length > 120 && !headings.test(line) && !isOneWord(line))).toEqual([]);
  },
);

test("a terminal that was given no size is wrapped like one of 80 columns", () => {
  expect(onScreen(0, ["lint", plan])).toEqual(onScreen(80, ["lint", plan]));
});

test("rules are links to their pages where the terminal opens links, and words elsewhere", () => {
  const link = /␛\]8;;file:\/\/[^␛]*docs\/rules\/config\.shared_key\.md␛\\/;
  const known = [{ FORCE_HYPERLINK: "1" }, { TERM_PROGRAM: "vscode" }, { VTE_VERSION: "7006" }, { WT_SESSION: "1" }];
  for (const environment of known) expect(onScreen(80, ["lint", plan], environment).text).toMatch(link);
  const unknown = [
    { VTE_VERSION: "", TERM_PROGRAM: "Apple_Terminal", WT_SESSION: undefined },
    { FORCE_HYPERLINK: "0" },
  ];
  for (const environment of unknown) expect(onScreen(80, ["lint", plan], environment).text).not.toContain("␛]8;;");
});

test("a run that takes longer than a second shows its progress on one line, which disappears", () => {
  const inputs = Array.from({ length: 20 }, (_, index) => {
    const file = join(folder, `s${index}.tf.json`);
    const configuration = JSON.stringify({ EncryptionConfiguration: { EnableAtRestEncryption: false } });
    writeFileSync(file, JSON.stringify({ resource: { aws_emr_security_configuration: { c: { configuration } } } }));
    return file;
  });
  const progressOf = (environment: object) => {
    const { text } = onScreen(80, ["lint", "--quiet", ...inputs], environment);
    return [...text.matchAll(/\r␛\[2K([^\r\n␛]*)/g)].map(([, step = ""]) => step);
  };
  // How long a run takes depends on the machine: this clock gains a second each time it is read.
  const clock = join(folder, "fast-clock.js");
  writeFileSync(clock, "const start = Date.now(); let reads = 0; Date.now = () => start + 1000 * ++reads;");
  const steps = progressOf({ NODE_OPTIONS: `--require ${clock}` });
  expect(steps.length).toBeGreaterThan(15);
  expect(steps[0]).toMatch(/^checking \d+ of 20: /);
  expect(steps.every((step) => step.length < 80)).toBe(true);
  expect(steps.at(-1)).toBe("");
  writeFileSync(clock, "const start = Date.now(); Date.now = () => start;");
  expect(progressOf({ NODE_OPTIONS: `--require ${clock}` })).toEqual([]);
});

test("NO_COLOR is respected on a terminal", () => {
  expect(onScreen(80, ["lint", plan], { NO_COLOR: "1" }).text).not.toContain("␛[3");
});

test("without a terminal the report is the same bytes, whatever the terminal's variables say", () => {
  const run = (environment: object) =>
    spawnSync(process.execPath, [binary, "lint", "--format", "text", plan], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...environment },
      encoding: "utf8",
    });
  const first = run({});
  expect(first.status).toBe(1);
  expect(first.stderr).toBe("");
  const others = [{ TERM: "dumb" }, { TERM: "xterm-256color", COLUMNS: "20" }, { TERM_PROGRAM: "vscode" }, { CI: "1" }];
  for (const environment of others) expect(run(environment).stdout).toBe(first.stdout);
  expect(first.stdout).not.toContain("␛");
});

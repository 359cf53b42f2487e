import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "../..");
const cwd = mkdtempSync(join(tmpdir(), "large-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** What a process took: processor time and the most memory it held. */
interface Run {
  readonly code: number;
  readonly seconds: number;
  readonly mebibytes: number;
  readonly out: string;
  readonly err: string;
}

const atEnd = `process.on("exit", (code) => {
  const { user, system } = process.cpuUsage();
  require("node:fs").writeSync(3, JSON.stringify({ code, seconds: (user + system) / 1e6, kibibytes: process.resourceUsage().maxRSS }));
});`;

function run(script: string, args: readonly string[]): Run {
  const { stdout, stderr, output } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", "--eval", atEnd + script, "--", ...args],
    {
      cwd,
      env: { ...process.env, NODE_PATH: join(repository, "node_modules") },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      encoding: "utf8",
      maxBuffer: 1 << 28,
    },
  );
  const { code, seconds, kibibytes } = JSON.parse(output[3] ?? "");
  return { code, seconds, mebibytes: kibibytes / 1024, out: stdout, err: stderr };
}

const lint = (file: string) =>
  run(
    `const { main } = require(${JSON.stringify(join(repository, "cli/main.ts"))});
     const { processTerminal } = require(${JSON.stringify(join(repository, "cli/terminal.ts"))});
     main(process.argv.slice(1), processTerminal()).then((code) => { process.exitCode = code; });`,
    ["lint", file, "--format", "json"],
  );

/** Reads a file as JSON and does nothing with it. */
const parse = (file: string) => run('JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));', [file]);

/** A configuration in which one thing is wrong, as a plan has it. */
const wrong = JSON.stringify({
  address: "aws_emr_security_configuration.wrong",
  mode: "managed",
  type: "aws_emr_security_configuration",
  name: "wrong",
  change: { actions: ["create"], before: null, after: { configuration: "{" }, after_unknown: {} },
});

/** Writes a plan of so many resources, with the wrong configuration at its end. */
function planOf(file: string, resources: number, padding: number): number {
  const path = join(cwd, file);
  const out = openSync(path, "w");
  writeSync(out, '{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[');
  const text = "x".repeat(padding);
  for (let made = 0; made < resources; ) {
    let chunk = "";
    for (; made < resources && chunk.length < 1 << 20; made++)
      chunk += `{"address":"aws_s3_bucket.b${made}","mode":"managed","type":"aws_s3_bucket","name":"b${made}","change":{"actions":["create"],"before":null,"after":{"bucket":"b${made}","tags":{"t":"${text}"}},"after_unknown":{"arn":true}}},`;
    writeSync(out, chunk);
  }
  writeSync(out, `${wrong}],"configuration":{"root_module":{}}}`);
  closeSync(out);
  return statSync(path).size;
}

/** The linter against JSON.parse alone; loading the compiler of the tests is in both. */
function bounded(file: string): Run {
  const [ours, theirs] = [lint(file), parse(file)];
  expect(ours.seconds).toBeLessThan(3 * theirs.seconds + 3);
  expect(ours.mebibytes).toBeLessThan(2 * theirs.mebibytes + 200);
  return ours;
}

function rulesIn({ out }: Run): readonly string[] {
  return JSON.parse(out).findings.map(({ rule, address }: Record<string, string>) => `${rule} ${address}`);
}

describe("a plan that is very large is checked like any other, in the time and memory of reading it", () => {
  test("a million resources", () => {
    expect(planOf("million.json", 1_000_000, 0)).toBeGreaterThan(150e6);
    const checked = bounded("million.json");
    expect([checked.code, rulesIn(checked)]).toEqual([
      1,
      expect.arrayContaining(["config.not_json aws_emr_security_configuration.wrong"]),
    ]);
  }, 900_000);

  test("100 MB of long values", () => {
    expect(planOf("wide.json", 1_000, 105_000)).toBeGreaterThan(100e6);
    const checked = bounded("wide.json");
    expect(rulesIn(checked)).toContain("config.not_json aws_emr_security_configuration.wrong");
  }, 900_000);

  test("100 MB that end too early are refused with the place", () => {
    const size = planOf("cut.json", 1_000, 105_000) - 30;
    truncateSync(join(cwd, "cut.json"), size);
    const { code, err } = lint("cut.json");
    expect(code).toBe(2);
    const [, column] = /^.*cut\.json: it is not JSON: a string is not closed at line 1, column (\d+)$/m.exec(err) ?? [];
    expect(Number(column)).toBeGreaterThan(size - 105_000);
    expect(Number(column)).toBeLessThanOrEqual(size);
  }, 900_000);

  test("100 MB with one byte that is not UTF-8 are refused with the place", () => {
    planOf("bytes.json", 1_000, 105_000);
    const at = 60_000_000;
    const file = openSync(join(cwd, "bytes.json"), "r+");
    writeSync(file, Buffer.from([0xff]), 0, 1, at);
    closeSync(file);
    const { code, err } = lint("bytes.json");
    expect(code).toBe(2);
    expect(err).toContain(`bytes.json: it is not UTF-8 at line 1, column ${at + 1}`);
  }, 900_000);

  test("a file larger than any string is refused in one sentence", () => {
    closeSync(openSync(join(cwd, "huge.json"), "w"));
    const file = openSync(join(cwd, "huge.json"), "r+");
    writeSync(file, '{"format_version":"1.2"');
    closeSync(file);
    truncateSync(join(cwd, "huge.json"), 600e6);
    const { code, err } = lint("huge.json");
    expect([code, err.trim().split("\n").length]).toEqual([2, 1]);
    expect(err).toContain("huge.json: ");
  }, 900_000);
});

test("the files were as large as they were meant to be", () => {
  expect(readFileSync(join(cwd, "million.json"), "utf8").match(/"aws_s3_bucket.b999999"/g)).toHaveLength(1);
});

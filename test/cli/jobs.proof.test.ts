import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const binary = resolve("bin/emr-encryption.js");
const folder = mkdtempSync(join(tmpdir(), "emr-encryption-jobs-"));
const corpus = ["benchmark", "test/fixtures/plans/objects"];

jest.setTimeout(900_000);

function lint(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [binary, "lint", "--now", "2026-11-28T12:00:00Z", ...args],
    { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 1 << 28 },
  );
  return { status, stdout, stderr };
}

test("lint --jobs 3 writes the same bytes as lint", () => {
  const args = [...corpus, "missing.json", "--format", "json"];
  const alone = lint(args);
  expect(alone.status).toBe(2);
  expect(JSON.parse(alone.stdout).inputs.length).toBeGreaterThan(60);
  expect(lint([...args, "--jobs", "3"])).toEqual(alone);
});

describe("threads that do not end as they should", () => {
  /** Runs before the code of every thread, and changes what it does with the first input. */
  function inThreads(code: string): NodeJS.ProcessEnv {
    const file = join(folder, `${code.length}.cjs`);
    const onMessage = `require("node:worker_threads").parentPort?.once("message", () => { ${code} });`;
    writeFileSync(file, `if (!require("node:worker_threads").isMainThread) { ${onMessage} }`);
    return { NODE_OPTIONS: `--require ${file}` };
  }

  test.each([
    [
      "one that ends as if all were well",
      "process.exit(0);",
      "a thread of --jobs ended before its inputs were checked; run it again without --jobs",
    ],
    [
      "one that throws",
      'throw new TypeError("of ours");',
      "unexpected failure: TypeError; please report it, with what EMR_ENCRYPTION_DEBUG=1 prints",
    ],
    [
      "one that runs out of memory",
      "const all = []; for (;;) all.push(new Array(1e6).fill({}));",
      "a thread of --jobs ended for lack of memory before its inputs were checked; run it again without --jobs",
    ],
  ])("%s ends the run with exit code 2 and a sentence", (_, code, sentence) => {
    const { NODE_OPTIONS = "" } = inThreads(code);
    const env = { NODE_OPTIONS: `${NODE_OPTIONS} --max-old-space-size=200` };
    expect(lint(["test/fixtures/plans/keys", "--jobs", "2"], env)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(`emr-encryption: ${sentence}\n`),
    });
  });
});

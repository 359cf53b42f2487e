import { spawn } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundle } from "../../../formats/bundle/read";

const repository = join(__dirname, "../../..");
const script = `
  const { main } = require(${JSON.stringify(join(repository, "cli/main.ts"))});
  const { processTerminal } = require(${JSON.stringify(join(repository, "cli/terminal.ts"))});
  const { fsyncSync } = require("node:fs");
  // Each flush waits a little, so that a signal finds every stage of writing.
  require("node:fs").fsyncSync = (file) => {
    fsyncSync(file);
    process.stderr.write("flushed\\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
  };
  main(process.argv.slice(1), processTerminal()).then((code) => { process.exitCode = code; });`;

const cwd = mkdtempSync(join(tmpdir(), "interrupt-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

/** Runs `certs development` and interrupts it after so many files have been flushed. */
async function interruptedAfter(flushes: number, folder: string, ...args: readonly string[]): Promise<string | null> {
  const command = ["certs", "development", "--region", "us-west-2", "--out", folder, ...args];
  const child = spawn(process.execPath, ["--require", "tsx/cjs", "--eval", script, "--", ...command], {
    cwd,
    env: environment,
  });
  let seen = 0;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    seen += text.split("flushed").length - 1;
    if (seen >= flushes) child.kill("SIGINT");
  });
  return new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
}

const environment = { ...process.env, NODE_PATH: join(repository, "node_modules") };

/** The bundle of a folder, if it is whole: the private key fits the leaf, and the zip holds the same. */
function whole(folder: string): boolean {
  const text = (name: string) => readFileSync(join(folder, name), "utf8");
  const fits = new X509Certificate(text("certificateChain.pem")).checkPrivateKey(
    createPrivateKey(text("privateKey.pem")),
  );
  const { chain, zipProblems } = readBundle(readFileSync(join(folder, "development.zip")));
  return (
    fits &&
    zipProblems.length === 0 &&
    chain[0]?.certificate.x509.raw.equals(new X509Certificate(text("certificateChain.pem")).raw) === true
  );
}

test.each([1, 2, 3, 4, 5])(
  "Ctrl-C after %d of 5 files leaves no folder under the given name, and nothing that others can read",
  async (flushes) => {
    const folder = join(cwd, `new-${flushes}`);
    expect(await interruptedAfter(flushes, folder)).toBe("SIGINT");
    expect(existsSync(folder)).toBe(false);
    for (const left of readdirSync(cwd)) expect(statSync(join(cwd, left)).mode & 0o077).toBe(0);
  },
);

test("Ctrl-C while a bundle is replaced leaves the old one intact", async () => {
  const folder = join(cwd, "certs");
  expect(await interruptedAfter(9, folder)).toBeNull();
  const before = readFileSync(join(folder, "privateKey.pem"), "utf8");
  expect(whole(folder)).toBe(true);
  for (const flushes of [1, 3, 5]) {
    expect(await interruptedAfter(flushes, folder, "--force")).toBe("SIGINT");
    expect(whole(folder)).toBe(true);
    expect(readFileSync(join(folder, "privateKey.pem"), "utf8")).toBe(before);
  }
});

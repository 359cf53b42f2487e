import { execFileSync, spawnSync } from "node:child_process";
import { resolve } from "node:path";

const binary = resolve("bin/emr-encryption.js");

/** Runs a line of shell in which `$CLI` is the command line. */
function shell(line: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { ...process.env, CLI: `${process.execPath} ${binary}` };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8", env });
  return { code: status, stdout, stderr };
}

test("whoever stops reading, as head does, makes no error", () => {
  const { code, stdout, stderr } = shell("$CLI rules --format json | head -n 1; exit ${PIPESTATUS[0]}");
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "[\n", stderr: "" });
});

test("a report of hundreds of kilobytes arrives whole through a slow pipe", () => {
  const { stdout } = shell("$CLI rules --format json | (sleep 0.3; cat)");
  expect(JSON.parse(stdout).length).toBeGreaterThan(100);
});

test("a full disk is one sentence and exit code 2", () => {
  const { code, stderr } = shell("$CLI rules > /dev/full");
  expect(code).toBe(2);
  expect(stderr).toBe("emr-encryption: standard output cannot be written: ENOSPC: no space left on device, write\n");
});

test("this Node takes what V8 compiled when the binary was built", () => {
  const script = `
    const { readFileSync } = require("node:fs");
    const source = require("node:module").wrap(readFileSync("lib/cli/entry.js", "utf8"));
    const cachedData = readFileSync("lib/cli/entry.js.compiled");
    console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`;
  expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("false\n");
});

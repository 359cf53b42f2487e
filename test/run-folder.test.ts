import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** What a run leaves in the temporary folder it was given, and how it ended; it leaves a folder behind and then does `last`. */
function leftBy(last: string): { readonly left: readonly string[]; readonly signal: string; readonly status: number } {
  const given = mkdtempSync(join(tmpdir(), "given-"));
  const script = `
    require(${JSON.stringify(join(__dirname, "support/run-folder.js"))})();
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "left-"));
    fs.writeFileSync(path.join(folder, "file"), "");
    const child = child_process.execFileSync(process.execPath, ["-p", "os.tmpdir()"], { encoding: "utf8" }).trim();
    if (child !== path.dirname(folder) || path.dirname(child) !== ${JSON.stringify(given)}) throw new Error(child);
    ${last}`;
  const env = { PATH: process.env.PATH, TMPDIR: given, TEMP: given, TMP: given };
  const { status, signal } = spawnSync(process.execPath, ["-e", script], { env, stdio: "ignore" });
  return { left: readdirSync(given), signal: signal ?? "", status: status ?? -1 };
}

describe("the temporary folder of a test run", () => {
  test("is one of its own", () => {
    expect(basename(tmpdir())).toMatch(/^emr-encryption-run-\w+$/);
  });

  test.each([
    ["ends", "", 0],
    ["fails", "process.exit(7)", 7],
    ["is interrupted", "process.kill(process.pid, 'SIGINT'); setTimeout(() => {}, 60_000)", 130],
    ["is terminated", "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 60_000)", 143],
  ])("nothing is left when the run %s", (_, last, status) => {
    expect(leftBy(last)).toEqual({ left: [], signal: "", status });
  });
});

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const binary = resolve("bin/emr-encryption.js");

/** Runs a line of shell in which `$CLI` is the command line. */
function shell(line: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const env = { ...process.env, CLI: `${process.execPath} ${binary}` };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line], { encoding: "utf8", env });
  return { code: status, stdout, stderr };
}

test("a reader that stops early, as head does, causes no error", () => {
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

test("the first lint keeps what V8 compiled, and the next ones start from it", () => {
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-compiled-"));
  for (const part of ["bin", "lib", "policies", "package.json"]) cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  const kept = join(folder, "lib/cli/entry.js.compiled");
  rmSync(kept, { force: true });
  writeFileSync(join(folder, "empty.tf.json"), `{"resource":{"aws_s3_bucket":{"this":{"bucket":"b"}}}}`);
  const line = ["bin/emr-encryption.js", "lint", "empty.tf.json"];
  /** Lints, and returns when the file was written: it is replaced where V8 rejects it. */
  const writtenAt = () => {
    const { status, stderr } = spawnSync(process.execPath, line, { cwd: folder, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return statSync(kept, { bigint: true }).mtimeNs;
  };
  const first = writtenAt();
  expect(writtenAt()).toBe(first);
  writeFileSync(kept, "what another version of V8 left");
  const other = statSync(kept, { bigint: true }).mtimeNs;
  const repaired = writtenAt();
  expect(repaired).not.toBe(other);
  expect(writtenAt()).toBe(repaired);
  expect(readdirSync(join(folder, "lib/cli")).sort()).toEqual([
    "THIRD-PARTY-NOTICES.txt",
    "entry.js",
    "entry.js.compiled",
  ]);
  rmSync(folder, { recursive: true });
});

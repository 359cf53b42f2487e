import { spawnSync } from "node:child_process";

/** Runs openssl; its verdict is the exit code. A machine without openssl fails the test. */
export function openssl(...args: readonly string[]): { readonly code: number; readonly output: string } {
  const { status, stdout, stderr, error } = spawnSync("openssl", args, { encoding: "utf8" });
  if (error) throw error;
  return { code: status ?? -1, output: stdout + stderr };
}

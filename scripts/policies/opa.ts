import { execFileSync, type StdioOptions } from "node:child_process";
import { join } from "node:path";

/** Root of the repository. */
export const root = join(__dirname, "../..");

let executable: string | undefined;

/** Runs OPA in a folder and returns what it prints: the one that `OPA` names, else the version of `tools/opa/go.mod`, built by Go and kept in its cache. */
export function opa(args: readonly string[], folder = root): string {
  executable ??= process.env.OPA ?? goTool("opa");
  const stdio: StdioOptions = ["ignore", "pipe", "pipe"];
  return execFileSync(executable, args, { cwd: folder, encoding: "utf8", maxBuffer: 256 << 20, stdio });
}

/** Path of a tool of `tools/<name>/go.mod`; Go builds it when it is asked for the first time. */
export function goTool(name: string): string {
  const args = ["-C", join(root, "tools", name), "tool", "-n", name];
  return execFileSync("go", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();
}

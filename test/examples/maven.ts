import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join, resolve } from "node:path";

/** Builds a copy of an example as its README describes, and returns the folder of the JAR. */
export async function buildExample(example: string, folder: string, ...options: readonly string[]): Promise<string> {
  cpSync(resolve("examples", example), folder, { recursive: true, filter: (path) => !path.endsWith("target") });
  const maven = spawn("mvn", ["-B", "-q", "package", ...options], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(maven, "exit");
  if (code !== 0) throw new Error(`mvn package of ${example} ended with ${code}`);
  return join(folder, "target");
}

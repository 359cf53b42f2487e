import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder: string | undefined;

/**
 * Writes a file that only its owner may read and that is gone when the process ends: cdktf copies assets when the stack is synthesized, long
 * after a construct was made, and it takes them from disk only.
 */
export function temporaryFile(name: string, content: Uint8Array): string {
  folder ??= temporaryFolder();
  const path = join(mkdtempSync(join(folder, "asset-")), name);
  writeFileSync(path, content, { mode: 0o600, flag: "wx" });
  return path;
}

function temporaryFolder(): string {
  const made = mkdtempSync(join(tmpdir(), "emr-encryption-"));
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  return made;
}

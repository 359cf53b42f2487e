import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";

/** Assets that this process wrote, by their folder. */
const written = new Map<string, Set<string>>();

/**
 * Creates an asset from bytes that must not be on disk outside the output folder. cdktf reads assets from files only, so the bytes are
 * written into the output folder, readable only by their owner. Assets of earlier runs are removed, so that a private key is not kept
 * longer than its bundle.
 */
export function privateAsset(scope: Construct, id: string, name: string, bytes: Uint8Array): TerraformAsset {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const home = join(resolve(App.of(scope).outdir), ".private");
  const folder = join(home, hash);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  writeFileSync(path, bytes, { mode: 0o600 });
  const current = written.get(home) ?? new Set();
  written.set(home, current.add(hash));
  for (const former of readdirSync(home)) {
    if (/^[0-9a-f]{64}$/.test(former) && !current.has(former)) rmSync(join(home, former), { recursive: true });
  }
  return new TerraformAsset(scope, id, { path, type: AssetType.FILE });
}

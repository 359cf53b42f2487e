import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";

/**
 * An asset from bytes that must not be in any folder but the output. cdktf reads assets from disk only, so they are written into the output folder,
 * readable by their owner only.
 */
export function privateAsset(scope: Construct, id: string, name: string, bytes: Uint8Array): TerraformAsset {
  const hash = createHash("sha256").update(bytes).digest("hex");
  const folder = join(resolve(App.of(scope).outdir), ".private", hash);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  writeFileSync(path, bytes, { mode: 0o600 });
  return new TerraformAsset(scope, id, { path, type: AssetType.FILE });
}

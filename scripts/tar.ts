import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The `policy.wasm` of a bundle that OPA built. */
export function extractPolicy(bundle: string): Uint8Array<ArrayBuffer> {
  const tar = gunzipSync(readFileSync(bundle));
  for (let at = 0; at < tar.length; ) {
    const name = tar.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    const size = Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0;
    if (name.endsWith("policy.wasm")) return new Uint8Array(tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no policy.wasm in ${bundle}`);
}

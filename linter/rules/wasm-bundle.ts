import { gunzipSync } from "node:zlib";
import { UsageError } from "../errors";

/** Largest bundle that is unpacked, in bytes. */
const limit = 32 << 20;
/** The section of WASM by which a module has memory of its own, to which no limit applies. */
const MEMORY_SECTION = 5;

/**
 * The WASM of what `opa build -t wasm` writes: of a `bundle.tar.gz`, or of the `policy.wasm` in it.
 *
 * @param name its name for messages
 */
export function policyWasm(bytes: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const wasm = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes, name) : bytes;
  if (
    !wasm.subarray(0, 4).every((byte, i) => byte === magic[i]) ||
    !Buffer.from(wasm.buffer, wasm.byteOffset, wasm.byteLength).includes("opa_wasm_abi_version") ||
    hasOwnMemory(wasm)
  ) {
    throw new UsageError(
      `${name} contains no policy compiled by OPA; build it with: opa build -t wasm -e lint/result`,
      "invalid-policy",
    );
  }
  return new Uint8Array(wasm);
}

const magic = [0x00, 0x61, 0x73, 0x6d];

/** Whether a module has memory of its own beside what it is given. */
function hasOwnMemory(wasm: Uint8Array): boolean {
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at++];
    let size = 0;
    for (let shift = 0, byte = 0x80; byte & 0x80 && at < wasm.length; shift += 7) {
      byte = wasm[at++] ?? 0;
      size += (byte & 0x7f) * 2 ** shift;
    }
    if (id === MEMORY_SECTION) return true;
    at += size;
  }
  return false;
}

/** The file `policy.wasm` of a gzipped tar. */
function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  let tar: Buffer;
  try {
    tar = gunzipSync(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw new UsageError(
      `${name} cannot be unpacked: ${error instanceof Error ? error.message : error}`,
      "invalid-policy",
    );
  }
  for (let at = 0; at + 512 <= tar.length; ) {
    const file = tar.toString("latin1", at, at + 100).replace(/\0.*$/s, "");
    // A negative size would end nowhere.
    const size = Math.max(0, Number.parseInt(tar.toString("latin1", at + 124, at + 136), 8) || 0);
    if (/^\/?policy\.wasm$/.test(file)) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new UsageError(
    `${name} contains no policy.wasm; build it with: opa build -t wasm -e lint/result`,
    "invalid-policy",
  );
}

import { readBundle } from "../formats/bundle/read";
import { writeSidecar } from "../formats/sidecar";
import type { DownloadedBundle } from "./s3";

/**
 * The public sidecar of a bundle that was downloaded, as JSON. A bundle without a readable private key or chain has none; the rules report it
 * in the run that downloaded it.
 */
export function sidecarOf({ name, bytes, region, versionId }: DownloadedBundle): string | undefined {
  const [bucket = "", ...key] = name.split("/");
  const object = { bucket, key: key.join("/"), region, ...(versionId !== undefined && { versionId }) };
  try {
    return writeSidecar(bytes, readBundle(bytes), object);
  } catch {
    return undefined;
  }
}

import { mkdtempSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As a process of its own: what it wrote before is forgotten. */
function synthesize(outdir: string, ...bundles: readonly string[]): readonly string[] {
  jest.isolateModules(() => {
    const { App, TerraformStack } = require("cdktf") as typeof import("cdktf");
    const { privateAsset } =
      require("../../modules/certificate-bundle/private-asset") as typeof import("../../modules/certificate-bundle/private-asset");
    const stack = new TerraformStack(new App({ outdir }), "lake");
    for (const [at, bytes] of bundles.entries()) privateAsset(stack, `zip${at}`, "bundle.zip", Buffer.from(bytes));
  });
  return readdirSync(join(outdir, ".private"));
}

test("the output contains the private keys of this synthesis only", () => {
  const outdir = mkdtempSync(join(tmpdir(), "private-asset-"));
  const [former] = synthesize(outdir, "former");
  const current = synthesize(outdir, "first", "second");
  expect(current).toHaveLength(2);
  expect(current).not.toContain(former);
  expect(synthesize(outdir, "first", "second")).toEqual(current);
  for (const name of current) expect(statSync(join(outdir, ".private", name, "bundle.zip")).mode & 0o777).toBe(0o600);
});

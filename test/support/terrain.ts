import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { forCdktn } from "../../scripts/build/build-cdktn";

const root = resolve(__dirname, "../..");

/** Versions of CDK Terrain that the constructs are tested with. */
export const terrainVersions = ["cdktn@0.24.0", "@cdktn/provider-aws@25.7.0", "constructs@10.7.0"];

/** A source of this repository, as a user of CDK Terrain writes it. */
export function terrainSource(file: string): string {
  const text = forCdktn(file, readFileSync(join(root, file), "utf8"));
  return text
    .replaceAll(/from "(\.\.\/)+modules"/g, 'from "cdktf-emr-encryption/cdktn"')
    .replaceAll('from "cdktf-emr-encryption"', 'from "cdktf-emr-encryption/cdktn"');
}

/** Writes `node_modules` with CDK Terrain, the built package, its dependencies and tsx: what an installation would, without the registry. */
export function installTerrain(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(modules, { recursive: true });
  const terrain = cachedTerrain();
  for (const name of ["cdktn", "@cdktn", "constructs"]) symlinkSync(join(terrain, name), join(modules, name));
  const { dependencies }: { readonly dependencies: object } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  for (const name of [...Object.keys(dependencies), "tsx"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  for (const part of ["lib", "policies/dist", "package.json"])
    cpSync(join(root, part), join(modules, "cdktf-emr-encryption", part), { recursive: true });
}

/** `node_modules` with CDK Terrain, installed once. */
function cachedTerrain(): string {
  const folder = join(root, ".ci/cache/cdktn");
  if (!existsSync(join(folder, "node_modules/@cdktn/provider-aws/package.json"))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-save"];
    execFileSync("npm", ["install", ...flags, ...terrainVersions], { cwd: folder, stdio: "ignore" });
  }
  return join(folder, "node_modules");
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { packageVersion } from "../../linter/package";
import { run } from "./certs/run";

const cwd = mkdtempSync(join(tmpdir(), "init-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const text = (...path: readonly string[]) => readFileSync(join(cwd, ...path), "utf8");

test.each([
  ["cdktf", [], "cdktf-emr-encryption"],
  ["cdktn", ["--cdktn"], "cdktf-emr-encryption/cdktn"],
])("writes a pinned project for %s", async (framework, args, entry) => {
  const { code, out, err } = await run(["init", framework, ...args], cwd);
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain(`  cd ${framework}\n  npm install\n`);
  const manifest = JSON.parse(text(framework, "package.json"));
  const versions = { ...manifest.dependencies, ...manifest.devDependencies };
  expect(versions["cdktf-emr-encryption"]).toBe(packageVersion());
  for (const version of Object.values(versions)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const strict = framework === "cdktn" ? "engine-strict=true\n" : undefined;
  expect(existsSync(join(cwd, framework, ".npmrc")) ? text(framework, ".npmrc") : undefined).toBe(strict);
  expect(text(framework, "main.ts")).toContain(`from "${framework}"`);
  expect(text(framework, "stack.ts")).toContain(`from "${entry}"`);
  expect(text(framework, ".gitignore").split("\n")).toEqual(expect.arrayContaining(["certs", "cdktf.out"]));
  for (const file of [
    ".github/workflows/emr-encryption.yml",
    ".pre-commit-config.yaml",
    "emr-encryption.config.yaml",
  ]) {
    expect(typeof parse(text(framework, file))).toBe("object");
  }
});

test("writes HCL in which the linter finds only hints", async () => {
  expect((await run(["init", "hcl", "--hcl"], cwd)).code).toBe(0);
  const { code, out } = await run(["lint", ".", "--strict", "--fail-on", "warning"], join(cwd, "hcl"));
  expect([code, out]).toEqual([0, expect.stringContaining("environment: production")]);
});

test("refuses a folder that is not empty, and names what is in it", async () => {
  mkdirSync(join(cwd, "full"));
  for (const name of ["a", "b", "c", "d", "e", "f", "g"]) writeFileSync(join(cwd, "full", name), "");
  const { code, err } = await run(["init", "full"], cwd);
  expect([code, err]).toEqual([
    2,
    "emr-encryption: 'full' is not empty: it contains a, b, c, d, e and 2 more; give an empty folder, or one to create\n",
  ]);
  expect(readdirSync(join(cwd, "full"))).toHaveLength(7);
});

test("two kinds of project at once are refused", async () => {
  expect(await run(["init", "both", "--cdktn", "--hcl"], cwd)).toMatchObject({
    code: 2,
    err: "emr-encryption: --cdktn and --hcl are not valid together; use one of them\n",
  });
  expect(existsSync(join(cwd, "both"))).toBe(false);
});

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";

const folder = mkdtempSync(join(tmpdir(), "emr-encryption-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the entry says in a folder with these packages. */
function sentence(installed: readonly string[], framework = "cdktf"): string {
  for (const name of ["peers", "framework-names"]) {
    const source = readFileSync(join(__dirname, `../../modules/${name}.ts`), "utf8");
    const { code } = transformSync(source, {
      module: { type: "commonjs" },
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    });
    writeFileSync(
      join(folder, `${name}.js`),
      code.replace('const framework = "cdktf"', `const framework = "${framework}"`),
    );
  }
  rmSync(join(folder, "node_modules"), { recursive: true, force: true });
  for (const name of installed) {
    mkdirSync(join(folder, "node_modules", name), { recursive: true });
    writeFileSync(join(folder, "node_modules", name, "package.json"), "{}");
  }
  const script = `try { require("./peers.js") } catch (error) { console.log(error.message) }`;
  return execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).trim();
}

test("without cdktf the entry says in one sentence what to install", () => {
  expect(sentence([])).toBe(
    "the constructs of cdktf-emr-encryption require cdktf and constructs and @cdktf/provider-aws; run: npm install cdktf constructs @cdktf/provider-aws",
  );
  expect(sentence(["cdktf", "constructs", "@cdktf/provider-aws"])).toBe("");
});

test("a user of CDK Terrain is referred to its entry, and there to its packages", () => {
  expect(sentence(["cdktn", "constructs", "@cdktn/provider-aws"])).toMatch(
    /; or import them from "cdktf-emr-encryption\/cdktn", whose framework is installed$/,
  );
  expect(sentence([], "cdktn")).toBe(
    "the constructs of cdktf-emr-encryption require cdktn and constructs and @cdktn/provider-aws; run: npm install cdktn constructs @cdktn/provider-aws",
  );
});

test("in a bundle, where require is not Node's, the entry says to leave packages outside", () => {
  sentence([]);
  const names = join(folder, "framework-names.js");
  const script = `const of = () => require(${JSON.stringify(names)});
    try { new Function("require", require("fs").readFileSync("peers.js", "utf8").replace('"use strict"', "var exports = {}"))(of); }
    catch (error) { console.log(error.message); }`;
  expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).trim()).toBe(
    "the constructs of cdktf-emr-encryption cannot load cdktf in a bundle; leave packages outside of it, with externals of webpack or --packages=external of esbuild",
  );
});

test("the entry asks for its peers before it loads any of them", () => {
  const [first] = readFileSync(join(__dirname, "../../modules/index.ts"), "utf8").split("\n");
  expect(first).toBe('import "./peers";');
});

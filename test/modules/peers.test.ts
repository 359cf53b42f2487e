import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";

const folder = mkdtempSync(join(tmpdir(), "emr-encryption-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("without cdktf the entry says in one sentence what to install", () => {
  const source = readFileSync(join(__dirname, "../../modules/peers.ts"), "utf8");
  const { code } = transformSync(source, {
    module: { type: "commonjs" },
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  });
  writeFileSync(join(folder, "peers.js"), code);
  const script = `try { require("./peers.js") } catch (error) { console.log(error.message) }`;
  expect(execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).trim()).toBe(
    "the constructs of cdktf-emr-encryption need cdktf and constructs and @cdktf/provider-aws; run: npm install cdktf constructs @cdktf/provider-aws",
  );
});

test("the entry asks for its peers before it loads any of them", () => {
  const [first] = readFileSync(join(__dirname, "../../modules/index.ts"), "utf8").split("\n");
  expect(first).toBe('import "./peers";');
});

import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");

function runScript(...args: readonly string[]): string {
  const result = spawnSync("npx", ["tsx", ...args], { cwd: root, encoding: "utf8" });
  expect([result.status, result.stderr.split("\n").filter((line) => !line.startsWith("npm warn"))]).toEqual([0, [""]]);
  return result.stdout;
}

test("npm start ends with a report without errors and warnings", () => {
  const output = runScript("scripts/demo/start.ts");
  expect(output).toMatch("environment: development");
  expect(output).not.toMatch(/\d (error|warning)/);
});

test.each([
  ["weak-rsa", "cert.weak_rsa", /1024-bit RSA key; at least 2048/],
  ["shared-key", "config.shared_key", /use a separate\s+key for\s+each/],
  ["self-signed", "cert.self_signed", /self-signed/],
])("npm run demo:break -- %s shows %s, its fact and its limit, and nothing else", (variant, rule, words) => {
  const output = runScript("scripts/demo/break.ts", variant);
  expect(output).toMatch(words);
  expect([...output.matchAll(/^ {2}error +(\S+)/gm)].map((match) => match[1])).toEqual([rule]);
  expect(output).toMatch("exit code 1");
});

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** A file that breaks one rule, by what it imports. */
const breaches: { [rule: string]: readonly [file: string, imports: string] } = {
  "formats-stand-alone": ["formats/a.ts", "../linter/index"],
  "formats-without-files": ["formats/b.ts", "node:fs"],
  "files-through-the-guard": ["cli/c.ts", "node:fs"],
  "linter-without-constructs": ["linter/a.ts", "../modules/index"],
  "constructs-without-linter": ["modules/a.ts", "../linter/index"],
  "policy-check-by-the-front-door": ["modules/policy-check.ts", "../linter/rules/engine"],
  "certificates-on-formats": ["certificates/a.ts", "../linter/index"],
  "endpoint-on-formats": ["endpoint/a.ts", "../linter/index"],
  "account-on-formats": ["account/a.ts", "../linter/index"],
  "cli-without-constructs": ["cli/a.ts", "../modules/index"],
  "cli-is-the-outside": ["certificates/b.ts", "../cli/main"],
  "framework-in-modules-only": ["formats/c.ts", "constructs"],
  "provider-by-subpath": ["modules/b.ts", "@cdktf/provider-aws"],
  "one-engine": ["linter/b.ts", "@open-policy-agent/opa-wasm"],
  "forge-makes-certificates": ["formats/d.ts", "node-forge"],
  "sdk-where-aws-is-asked": ["linter/c.ts", "@aws-sdk/client-s3"],
  "nothing-needs-tests-or-scripts": ["cli/b.ts", "../scripts/build"],
  "shipped-needs-are-declared": ["linter/d.ts", "ajv"],
  "values-below-expressions": ["linter/model/values/a.ts", "../expressions/a"],
  "expressions-below-terraform": ["linter/model/expressions/b.ts", "../terraform/a"],
  "linter-root-is-the-face": ["linter/run/a.ts", "../index"],
  "no-cycles": ["formats/e.ts", "./f"],
  "no-dead-ends": ["formats/g.ts", "./nowhere"],
};

const stages = ["run", "report", "graph", "facts", "settings", "rules", "access", "read", "model", "rows"];
for (const [index, stage] of stages.entries()) {
  const above = stages[index - 1];
  if (above !== undefined) breaches[`stage-${stage}`] = [`linter/${stage}/upward.ts`, `../${above}/stage`];
}
const subjects = ["provider", "s3", "key", "bundle", "configuration", "cluster", "iam"];
for (const [index, subject] of subjects.entries()) {
  const above = subjects[index - 1];
  if (above !== undefined) breaches[`subject-${subject}`] = [`linter/facts/${subject}/upward.ts`, `../${above}/rows`];
  breaches[`face-of-${subject}`] = [`linter/facts/past-${subject}.ts`, `./${subject}/inner`];
}

const innocent: { readonly [file: string]: string } = {
  "formats/index.ts": 'import "node:crypto";',
  "formats/f.ts": 'import type { E } from "./e"; export type F = E;',
  "linter/index.ts": 'import "../formats/index"; import "./rules/engine";',
  "linter/rules/engine.ts": 'import "@open-policy-agent/opa-wasm";',
  "linter/errors.ts": "export const sentence = 1;",
  "linter/read/guarded-files.ts": 'import "node:fs";',
  "linter/run/write-report.ts": 'import "node:fs";',
  "linter/package.ts": 'import "node:fs";',
  "linter/model/entries.ts": 'import type { Dirent } from "node:fs"; export type Entries = Dirent[];',
  "certificates/folder.ts": 'import "node:fs";',
  "cli/terminal.ts": 'import "node:fs";',
  "cli/init.ts": 'import "node:fs";',
  "modules/index.ts": 'import "../formats/index"; import "constructs"; import "@cdktf/provider-aws/lib/kms-key";',
  "modules/policy-check/index.ts": 'import "../../linter/index";',
  "certificates/index.ts": 'import "../formats/index"; import "node-forge"; import "../linter/errors";',
  "certificates/publish.ts": 'export const client = () => import("@aws-sdk/client-s3");',
  "cli/main.ts": 'import "../linter/index"; import "../certificates/index";',
  "scripts/build.ts": "export const build = 1;",
  "main.ts": 'import "./modules/index";',
  "linter/model/expressions/a.ts": "export const expression = 1;",
  "linter/model/terraform/a.ts": 'import "../expressions/a";',
  "linter/report/finding.ts": "export type Finding = 1;",
  "linter/rules/reports.ts": 'import "../report/finding";',
  ...Object.fromEntries(stages.map((stage) => [`linter/${stage}/stage.ts`, "export const stage = 1;"])),
  ...Object.fromEntries(
    subjects.flatMap((subject) => [
      [`linter/facts/${subject}/rows.ts`, "export const rows = 1;"],
      [`linter/facts/${subject}/inner.ts`, 'import "./rows";'],
    ]),
  ),
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-law-"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const [file, text] of Object.entries(innocent)) write(file, text);
  for (const [file, imports] of Object.values(breaches)) write(file, `import "${imports}";`);
  for (const name of ["package.json", "tsconfig.json", "node_modules", ".dependency-cruiser.js"]) {
    symlinkSync(resolve(name), join(folder, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every import rule reports the file that breaks it, and no other", () => {
  const command = resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const parts = ["modules", "formats", "linter", "cli", "certificates", "endpoint", "account", "main.ts"];
  const output = execFileSync(process.execPath, [command, "--output-type", "json", ...parts], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1e8,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { summary } = JSON.parse(output);
  const found: [rule: string, file: string][] = summary.violations.map(
    (violation: { rule: { name: string }; from: string }) => [violation.rule.name, violation.from],
  );
  for (const [rule, [file]] of Object.entries(breaches)) expect(found).toContainEqual([rule, file]);
  const guilty = [...Object.values(breaches).map(([file]) => file), "formats/f.ts"];
  expect(found.filter(([, file]) => !guilty.includes(file))).toEqual([]);
  const { forbidden }: { readonly forbidden: readonly { readonly name: string; readonly comment: string }[] } = require(
    resolve(".dependency-cruiser.js"),
  );
  expect(Object.keys(breaches).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
  for (const rule of forbidden) expect(rule.comment).toMatch(/\.$/);
});

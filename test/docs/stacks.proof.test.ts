import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { transpileModule } from "typescript";
import { runLint } from "../../linter/run/lint";
import { withoutCdktf } from "../../scripts/docs/shown-stack";
import { writeCdktf } from "../../scripts/docs/write-cdktf";
import { writeHcl } from "../../scripts/docs/write-hcl";
import { folderOf } from "../linter/models";
import { caseFiles } from "../support/rules/case-files";
import { readStackCase } from "../support/rules/stacks";

/** What the pages of rules show, read by Terraform and by CDKTF. */

const folder = join(__dirname, "../../policies/rules");
const cases = readdirSync(folder).flatMap((area) =>
  readdirSync(join(folder, area)).flatMap((name) => {
    const found = existsSync(join(folder, area, name, "stack.json")) ? readStackCase(`${area}.${name}`) : undefined;
    return found ? [[`${area}.${name}`, found] as const] : [];
  }),
);

test("terraform fmt changes nothing", () => {
  const cwd = folderOf({ "versions.tf": "" });
  for (const [rule, { wrong, right }] of cases) {
    writeFileSync(join(cwd, `${rule}.wrong.tf`), `${writeHcl(wrong)}\n`);
    if (right) writeFileSync(join(cwd, `${rule}.right.tf`), `${writeHcl(right)}\n`);
  }
  const { stdout, status } = spawnSync("terraform", ["fmt", "-check", "-diff", cwd], { encoding: "utf8" });
  expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
});

/** The class of the provider, by its name: `KmsKey` in `lib/kms-key`. */
function classOf(name: string): unknown {
  if (name === "AwsProvider") return AwsProvider;
  if (name === "TerraformVariable") return TerraformVariable;
  const file =
    name === "S3BucketVersioningA" ? "s3-bucket-versioning" : name.replace(/(?<!^)([A-Z])/g, "-$1").toLowerCase();
  return require(`@cdktf/provider-aws/lib/${file}`)[name];
}

test.each(cases)("the CDKTF code of %s creates the reported stack", (rule, shown) => {
  if (rule in withoutCdktf || shown.before || shown.state) return;
  const source = writeCdktf(shown.wrong);
  const names = [...new Set([...source.matchAll(/new (\w+)\(this/g)].map(([, name = ""]) => name))];
  const stack = new TerraformStack(Testing.app(), "page");
  if (!source.includes('new AwsProvider(this, "aws"')) new AwsProvider(stack, "aws", { region: "us-east-1" });
  const { outputText } = transpileModule(source, { compilerOptions: { target: 9, module: 99 } });
  new Function("Fn", ...names, outputText).call(stack, Fn, ...names.map(classOf));
  const cwd = folderOf({ ...caseFiles(shown), "main.tf.json": Testing.synth(stack) });
  const { report } = runLint(["main.tf.json"], {
    cwd,
    rules: [rule],
    region: "us-east-1",
    root: ".",
    allKeys: true,
    now: new Date("2026-11-23T12:00:00Z"),
  });
  expect(report.findings.map((finding) => finding.rule)).toContain(rule);
});

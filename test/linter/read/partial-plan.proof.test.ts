import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runLint } from "../../../linter/run/lint";
import { folderOf } from "../models";

jest.setTimeout(120_000);

const configuration = Buffer.from('resource "terraform_data" "a" {}\nresource "terraform_data" "b" {}\n');

function terraform(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, CHECKPOINT_DISABLE: "1" };
  return execFileSync("terraform", args, { cwd: folder, encoding: "utf8", env });
}

/** The exit code for a plan, and whether it was checked as a whole. */
function lintPlan(folder: string, ...options: readonly string[]): readonly [exitCode: number, isWhole: boolean] {
  terraform(folder, "plan", "-input=false", "-out", "saved.plan", ...options);
  writeFileSync(join(folder, "plan.json"), terraform(folder, "show", "-json", "saved.plan"));
  const { report, exitCode } = runLint(["plan.json"], { cwd: folder });
  return [exitCode, report.inputs[0]?.incomplete === undefined];
}

test("Terraform's own plan with -target is checked only in part, and all of its other plans as a whole", () => {
  const folder = folderOf({ "main.tf": configuration });
  terraform(folder, "init", "-input=false");
  expect(lintPlan(folder)).toEqual([0, true]);
  expect(lintPlan(folder, "-target=terraform_data.a")).toEqual([2, false]);
  terraform(folder, "apply", "-input=false", "-auto-approve");
  expect(lintPlan(folder)).toEqual([0, true]);
  expect(lintPlan(folder, "-destroy")).toEqual([0, true]);
  expect(lintPlan(folder, "-refresh-only")).toEqual([0, true]);
  expect(lintPlan(folder, "-replace=terraform_data.a")).toEqual([0, true]);
  expect(lintPlan(folder, "-destroy", "-target=terraform_data.a")).toEqual([2, false]);
});

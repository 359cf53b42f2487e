import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { transpileModule } from "typescript";
import { runLint } from "../../linter/run/lint";
import { shownStack } from "../../scripts/docs/shown-stack";
import { writeCdktf } from "../../scripts/docs/write-cdktf";
import { writeHcl } from "../../scripts/docs/write-hcl";
import { folderOf } from "../linter/models";
import { readStackCase, type Stack, type StackCase, stackText } from "../support/rules/stacks";

const folder = join(__dirname, "../../policies/rules");
const rules = readdirSync(folder).flatMap((area) =>
  readdirSync(join(folder, area))
    .filter((name) => existsSync(join(folder, area, name, "stack.json")))
    .map((name) => `${area}.${name}`),
);

function rulesIn(file: string, text: string, rule: string): readonly string[] {
  const options = { cwd: folderOf({ [file]: text }), now: new Date("2026-11-23T12:00:00Z"), rules: [rule] };
  return runLint([file], { ...options, region: "us-east-1", allKeys: true }).report.findings.map((each) => each.rule);
}

function caseOf(rule: string): StackCase {
  const found = readStackCase(rule);
  if (!found) throw new Error(`${rule} has no stack.json`);
  return found;
}

test("most rules about what people write in Terraform have a stack", () => {
  expect(rules.length).toBeGreaterThan(60);
});

describe.each(rules)("the page of %s", (rule) => {
  const { wrong, right } = caseOf(rule);

  test("shows a mistake that is reported, read as HCL and as JSON", () => {
    expect(rulesIn("main.tf", writeHcl(wrong), rule)).toContain(rule);
    expect(rulesIn("main.tf.json", stackText(wrong), rule)).toContain(rule);
  });

  test("prints the finding, and CDKTF that TypeScript can read", () => {
    const shown = shownStack(rule, { wrong });
    expect(shown.finding).toContain(rule);
    const { diagnostics } = transpileModule(writeCdktf(wrong), { reportDiagnostics: true });
    expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  });

  test("repairs it, where it shows a repair", () => {
    const repaired: readonly Stack[] = right ? [right] : [];
    for (const stack of repaired) {
      expect(rulesIn("main.tf", writeHcl(stack), rule)).toEqual([]);
      expect(shownStack(rule, { wrong, right: stack }).repair).toMatch(/^[-+]/m);
    }
  });
});

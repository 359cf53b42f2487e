import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { policySources } from "./build-policies";
import { closedLeaves } from "./closed-sets";
import { goTool, opa, RuleError, root } from "./opa";
import { rowKindOf } from "./rule-metadata";
import { shapeFaults } from "./rule-shape";

/** Checks the Rego sources with everything there is, and returns what is wrong, one sentence each. */
export function lintPolicies(): readonly string[] {
  const capabilities = ["--capabilities", "policies/capabilities.json"];
  return [
    ...complaints(() => opa(["fmt", "--fail", "--list", ...policySources])),
    ...complaints(() =>
      opa(["check", "--strict", ...capabilities, "-s", "schemas/facts.schema.json", ...policySources]),
    ),
    ...ruleFiles().flatMap((file) =>
      shapeFaults(file, JSON.parse(opa(["parse", "--format", "json", file])), closedLeaves(rowKindOf(file))),
    ),
    ...complaints(() => {
      execFileSync(process.env.REGAL ?? goTool("regal"), ["lint", ...policySources], { cwd: root, encoding: "utf8" });
    }),
  ];
}

/** Rego files of the rules, from the root of the repository. */
export function ruleFiles(): readonly string[] {
  const files = readdirSync(join(root, "policies/rules"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".rego"))
    .map((file) => `policies/rules/${file}`)
    .sort();
}

/** What a failing tool says. */
function complaints(run: () => void): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof RuleError) return [error.message];
    const { stdout = "", stderr = "" } = error as { readonly stdout?: string; readonly stderr?: string };
    return [`${stdout}${stderr}`.trim() || String(error)];
  }
}

if (require.main === module) {
  const faults = lintPolicies();
  for (const fault of faults) console.error(fault);
  console.log(`${ruleFiles().length} rules, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { syntaxProblem } from "../../../formats/json-syntax";
import type { Examples } from "../../../linter/rules/example-facts";
import { RuleError, root } from "../../../scripts/policies/opa";

export {
  completeRow,
  type Example,
  type Examples,
  exampleFacts,
  kinds,
  leafType,
  noFacts,
  thresholds,
} from "../../../linter/rules/example-facts";

/** Ids of all rules: the folders under `policies/rules`. */
export function ruleIds(): readonly string[] {
  const rules = join(root, "policies/rules");
  return readdirSync(rules)
    .flatMap((area) => readdirSync(join(rules, area)).map((name) => `${area}.${name}`))
    .sort();
}

/** Folder of a rule. */
export function ruleFolder(id: string): string {
  return join(root, "policies/rules", ...id.split("."));
}

/** The examples of a rule from its folder. */
export function readExamples(id: string): Examples {
  return examplesIn(join(ruleFolder(id), "examples.json"));
}

/** @throws RuleError with the place of what is not JSON */
export function examplesIn(file: string): Examples {
  const content = readFileSync(file, "utf8");
  try {
    return { bad: [], good: [], unknown: [], ...JSON.parse(content) };
  } catch {
    throw new RuleError(`${relative(root, file)} is not JSON: ${syntaxProblem(content)}`);
  }
}

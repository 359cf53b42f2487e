import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Examples } from "../../../linter/rules/example-facts";
import { root } from "../../../scripts/policies/opa";

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
  const examples = JSON.parse(readFileSync(join(ruleFolder(id), "examples.json"), "utf8"));
  return { bad: [], good: [], unknown: [], ...examples };
}
